// The camera of the map: which metre lies at which pixel of a pane.

export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface Bounds {
  x: [number, number];
  y: [number, number];
}

const CLOSEST = 2; // pixels per metre
const FARTHEST = 1e-3;

export class Camera {
  x = 0; // m, at the middle
  y = 0;
  scale = 0.01; // pixels per metre

  /** Shows these bounds in a box of this size, with a margin. */
  fit(bounds: Bounds, w: number, h: number, margin = 0.1): void {
    this.x = (bounds.x[0] + bounds.x[1]) / 2;
    this.y = (bounds.y[0] + bounds.y[1]) / 2;
    const across = Math.max(bounds.x[1] - bounds.x[0], 1000) * (1 + 2 * margin);
    const up = Math.max(bounds.y[1] - bounds.y[0], 1000) * (1 + 2 * margin);
    this.scale = Math.min(w / across, h / up);
  }

  toScreen(x: number, y: number, box: Box): [number, number] {
    return [box.x + box.w / 2 + (x - this.x) * this.scale, box.y + box.h / 2 - (y - this.y) * this.scale];
  }

  toGround(px: number, py: number, box: Box): [number, number] {
    return [this.x + (px - box.x - box.w / 2) / this.scale, this.y - (py - box.y - box.h / 2) / this.scale];
  }

  pan(dx: number, dy: number): void {
    this.x -= dx / this.scale;
    this.y += dy / this.scale;
  }

  /** Zooms by a factor; the point under the pointer stays where it is. */
  zoom(factor: number, px: number, py: number, box: Box): void {
    const [x, y] = this.toGround(px, py, box);
    this.scale = Math.min(CLOSEST, Math.max(FARTHEST, this.scale * factor));
    const [nx, ny] = this.toGround(px, py, box);
    this.x += x - nx;
    this.y += y - ny;
  }
}
