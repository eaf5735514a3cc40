// What every layer draws with, on the map and over the scene in three dimensions: context, colours, where a point of the
// ground or the air lies on the screen, and labels that keep out of each other's way.
import type { Box, Camera } from "./camera.ts";
import type { Palette } from "./palette.ts";
import { symbol } from "./symbols.ts";

const LINE = 14; // px
const SIDES = 24; // of what is drawn for an ellipse
export const SMALL = "12px system-ui, sans-serif";
const widths = new Map<string, number>();

export type Point = [x: number, y: number, z: number]; // m
export type Spot = [px: number, py: number];

/** Which pixel a point lies at, null behind the eye; and whether the ground hides it. */
export interface Eye {
  spot(p: Point): Spot | null;
  hidden(p: Point): boolean;
  foot(x: number, y: number): number; // m, height of the ground
}

interface Label {
  lines: string[];
  x: number;
  y: number;
  away: number;
  colour: string;
  must: boolean;
}

export class Pen {
  readonly g: CanvasRenderingContext2D;
  readonly camera: Camera;
  readonly box: Box;
  readonly p: Palette;
  readonly dark: boolean;
  readonly ratio: number; // device pixels per pixel
  readonly eye: Eye | null; // null: the map, seen from above
  readonly #taken: Box[] = [];
  readonly #labels: Label[] = [];

  constructor(
    g: CanvasRenderingContext2D,
    camera: Camera,
    box: Box,
    p: Palette,
    dark: boolean,
    ratio: number,
    eye: Eye | null = null,
  ) {
    this.g = g;
    this.camera = camera;
    this.box = box;
    this.p = p;
    this.dark = dark;
    this.ratio = ratio;
    this.eye = eye;
  }

  /** The pixel of a point; null when it is behind the eye. */
  spot(x: number, y: number, z: number): Spot | null {
    return this.eye ? this.eye.spot([x, y, z]) : this.at(x, y);
  }

  /** Pixels of a path; what is behind the eye is left out. */
  path(points: Point[]): Spot[] {
    return points.map((p) => this.spot(...p)).filter((spot) => spot !== null);
  }

  /** A level ellipse: half axes (m), direction of the larger (rad, from east to north). */
  ellipse(
    [x, y, z]: Point,
    major: number,
    minor: number,
    angle: number,
    colour: string,
    dash: number[],
  ): void {
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const points: Point[] = [];
    for (let i = 0; i <= SIDES; i++) {
      const a = (2 * Math.PI * i) / SIDES;
      const [u, v] = [major * Math.cos(a), minor * Math.sin(a)];
      points.push([x + u * c - v * s, y + u * s + v * c, z]);
    }
    this.line(this.path(points), colour, 1, dash);
  }

  /** In three dimensions a thread from a thing down to the ground below it. */
  stalk(x: number, y: number, z: number, colour: string): void {
    const feet =
      this.eye &&
      this.path([
        [x, y, z],
        [x, y, this.eye.foot(x, y)],
      ]);
    if (feet && feet.length === 2 && this.sees(...feet[0])) this.line(feet, colour, 0.8);
  }

  at(x: number, y: number): [number, number] {
    return this.camera.toScreen(x, y, this.box);
  }

  /** Whether a point is within the pane, or nearly. */
  sees(px: number, py: number, margin = 30): boolean {
    const { x, y, w, h } = this.box;
    return px > x - margin && px < x + w + margin && py > y - margin && py < y + h + margin;
  }

  line(points: [number, number][], colour: string, width = 1, dash: number[] = []): void {
    if (points.length < 2) return;
    const { g } = this;
    g.strokeStyle = colour;
    g.lineWidth = width;
    g.setLineDash(dash);
    g.beginPath();
    points.forEach(([x, y], i) => {
      if (i) g.lineTo(x, y);
      else g.moveTo(x, y);
    });
    g.stroke();
    g.setLineDash([]);
  }

  circle(x: number, y: number, r: number, colour: string, width = 1, dash: number[] = []): void {
    const { g } = this;
    g.strokeStyle = colour;
    g.lineWidth = width;
    g.setLineDash(dash);
    g.beginPath();
    g.arc(x, y, r, 0, 2 * Math.PI);
    g.stroke();
    g.setLineDash([]);
  }

  disc(x: number, y: number, r: number, colour: string): void {
    this.g.fillStyle = colour;
    this.g.beginPath();
    this.g.arc(x, y, r, 0, 2 * Math.PI);
    this.g.fill();
  }

  cross(x: number, y: number, r: number, colour: string, width = 2): void {
    this.line(
      [
        [x - r, y - r],
        [x + r, y + r],
      ],
      colour,
      width,
    );
    this.line(
      [
        [x - r, y + r],
        [x + r, y - r],
      ],
      colour,
      width,
    );
  }

  symbol(sidc: string, x: number, y: number, size: number): void {
    const found = symbol(sidc, Math.round(size * this.ratio), this.dark);
    const k = 1 / this.ratio;
    this.g.drawImage(
      found.image,
      x - found.x * k,
      y - found.y * k,
      found.image.width * k,
      found.image.height * k,
    );
    this.#taken.push({ x: x - size / 2, y: y - size / 2, w: size, h: size });
  }

  /** Text with a halo, exactly there. */
  text(words: string, x: number, y: number, colour = this.p.ink, font = SMALL): void {
    const { g } = this;
    g.font = font;
    g.textBaseline = "middle";
    g.lineJoin = "round";
    g.strokeStyle = this.p.halo;
    g.lineWidth = 3;
    g.strokeText(words, x, y);
    g.fillStyle = colour;
    g.fillText(words, x, y);
  }

  /** Lines of text beside a point, put there by `flush`. `must`: even where there is no room. */
  label(lines: string[], x: number, y: number, away: number, colour: string, must = false): void {
    this.#labels.push({ lines, x, y, away, colour, must });
  }

  /** Writes the labels right, left, below or above their points, where nothing is; those without room are left out. */
  flush(): void {
    this.#labels.sort((a, b) => Number(b.must) - Number(a.must));
    for (const each of this.#labels) this.#place(each);
    this.#labels.length = 0;
  }

  #place({ lines, x, y, away, colour, must }: Label): void {
    const w = Math.max(...lines.map((each) => this.width(each)));
    const h = LINE * lines.length;
    const places: [number, number][] = [
      [x + away, y - h / 2],
      [x - away - w, y - h / 2],
      [x - w / 2, y + away],
      [x - w / 2, y - away - h],
    ];
    const spot = places.find(([px, py]) => this.#free({ x: px, y: py, w, h })) ?? (must ? places[0] : null);
    if (!spot) return;
    this.#taken.push({ x: spot[0], y: spot[1], w, h });
    lines.forEach((words, i) => {
      this.text(words, spot[0], spot[1] + LINE * (i + 0.5), i ? this.p.faint : colour);
    });
  }

  width(words: string): number {
    let w = widths.get(words);
    if (w === undefined) {
      this.g.font = SMALL;
      w = this.g.measureText(words).width;
      widths.set(words, w);
    }
    return w;
  }

  #free(b: Box): boolean {
    const { x, w } = this.box;
    if (b.x < x || b.x + b.w > x + w) return false;
    return !this.#taken.some((a) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h);
  }
}
