// Three dimensions: the same panes as the map, drawn by WebGL, with symbols and names on a canvas above.
import { PerspectiveCamera, Vector3, WebGLRenderer } from "three";
import { OrbitControls } from "three/examples/jsm/controls/OrbitControls.js";
import type { Box } from "./camera.ts";
import { around, type Framing, panes } from "./framing.ts";
import { heart } from "./ground.ts";
import { palette } from "./palette.ts";
import { Pen } from "./pen.ts";
import type { Replay } from "./replay.ts";
import type { Session, Thing } from "./session.ts";
import type { Point } from "./strokes.ts";
import { LIFT } from "./terrain.ts";
import { type Project, World } from "./world.ts";

const REACH = 18; // px, of the pointer

export class Space {
  readonly #session: Session;
  readonly #ink: HTMLCanvasElement; // symbols and names
  readonly #g: CanvasRenderingContext2D;
  readonly #gl: WebGLRenderer;
  readonly #eye = new PerspectiveCamera(45, 1, 50, 600_000);
  readonly #orbit: OrbitControls;
  #worlds = new Map<string, World>();

  /** Throws where the browser has no WebGL. */
  constructor(session: Session, below: HTMLCanvasElement, ink: HTMLCanvasElement, redraw: () => void) {
    const g = ink.getContext("2d");
    if (!g) throw new Error("this browser has no canvas");
    this.#session = session;
    this.#ink = ink;
    this.#g = g;
    this.#gl = new WebGLRenderer({ canvas: below, antialias: true });
    this.#gl.setScissorTest(true);
    this.#eye.up.set(0, 0, 1);
    this.#orbit = new OrbitControls(this.#eye, ink);
    this.#orbit.maxPolarAngle = Math.PI / 2 - 0.02;
    this.#orbit.addEventListener("change", redraw);
    let down = [0, 0];
    ink.addEventListener("pointerdown", (event) => {
      down = [event.clientX, event.clientY];
    });
    ink.addEventListener("pointerup", (event) => {
      if (Math.hypot(event.clientX - down[0], event.clientY - down[1]) > 5) return;
      const r = ink.getBoundingClientRect();
      session.select(this.pick(event.clientX - r.left, event.clientY - r.top));
    });
  }

  /** Everything is built anew at the next frame: another raid, theme or unit of length. */
  forget(): void {
    for (const world of this.#worlds.values()) world.dispose();
    this.#worlds = new Map();
  }

  draw(): void {
    const [w, h] = [this.#ink.clientWidth || 1, this.#ink.clientHeight || 1];
    const ratio = Math.min(devicePixelRatio || 1, 2);
    this.#gl.setPixelRatio(ratio);
    this.#gl.setSize(w, h, false);
    if (this.#ink.width !== Math.round(w * ratio) || this.#ink.height !== Math.round(h * ratio)) {
      this.#ink.width = Math.round(w * ratio);
      this.#ink.height = Math.round(h * ratio);
    }
    this.#g.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#g.clearRect(0, 0, w, h);
    this.#followThing();
    const all = panes(this.#session);
    all.forEach((pane, i) => {
      const box = this.#box(i, all.length);
      const world = this.#world(`${pane.title} ${pane.replay.doc.variant?.label}`, pane.replay);
      this.#eye.aspect = box.w / box.h;
      this.#eye.updateProjectionMatrix();
      this.#eye.updateMatrixWorld();
      world.update(this.#session, pane.truth, pane.crew);
      this.#gl.setViewport(box.x, h - box.y - box.h, box.w, box.h);
      this.#gl.setScissor(box.x, h - box.y - box.h, box.w, box.h);
      this.#gl.render(world.scene, this.#eye);
      this.#write(world, pane.title, box, pane.truth, pane.crew, ratio);
    });
  }

  /** Waits until a frame is really drawn: reads a pixel back. */
  finish(): void {
    const gl = this.#gl.getContext();
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
  }

  #write(world: World, title: string, box: Box, truth: boolean, crew: boolean, ratio: number): void {
    const s = this.#session;
    // the pen's own camera is not used: points come from the projection
    const pen = new Pen(this.#g, { toScreen: () => [0, 0] } as never, box, palette(s.dark), s.dark, ratio);
    this.#g.save();
    this.#g.beginPath();
    this.#g.rect(box.x, box.y, box.w, box.h);
    this.#g.clip();
    world.write(pen, this.#projector(box), s, truth, crew);
    pen.text(`heights ${LIFT} times as high`, box.x + box.w - 170, box.y + box.h - 16, pen.p.faint);
    if (title) pen.text(title, box.x + 14, box.y + box.h - 18, pen.p.ink, "600 14px system-ui, sans-serif");
    this.#g.restore();
  }

  #world(key: string, replay: Replay): World {
    let found = this.#worlds.get(key);
    if (!found) {
      found = new World(replay, this.#session);
      this.#worlds.set(key, found);
    }
    return found;
  }

  #projector(box: Box): Project {
    const v = new Vector3();
    return ([x, y, z]) => {
      v.set(x, y, z).project(this.#eye);
      if (v.z > 1 || v.z < -1) return null;
      return [box.x + ((v.x + 1) / 2) * box.w, box.y + ((1 - v.y) / 2) * box.h];
    };
  }

  #box(i: number, count: number): Box {
    const [w, h] = [this.#ink.clientWidth || 1, this.#ink.clientHeight || 1];
    return w < h
      ? { x: 0, y: (i * h) / count, w, h: h / count }
      : { x: (i * w) / count, y: 0, w: w / count, h };
  }

  show(what: Framing): void {
    const { original, t } = this.#session;
    if (!original) return;
    const [x, y] = heart(original);
    const bounds =
      what === "all" ? (original.doc.area as unknown as ReturnType<typeof around>) : around(original, t);
    const middle =
      what === "defence" ? [x, y] : [(bounds.x[0] + bounds.x[1]) / 2, (bounds.y[0] + bounds.y[1]) / 2];
    const span = Math.max(bounds.x[1] - bounds.x[0], bounds.y[1] - bounds.y[0], 6000);
    const away = what === "defence" ? 14_000 : span * 1.35;
    this.#orbit.target.set(middle[0], middle[1], 0);
    this.#eye.position.set(middle[0] - away * 0.12, middle[1] - away * 0.75, away * 0.55);
    this.#orbit.update();
  }

  zoomBy(factor: number): void {
    this.#eye.position.sub(this.#orbit.target).divideScalar(factor).add(this.#orbit.target);
    this.#orbit.update();
  }

  #followThing(): void {
    const { thing, follow, original, t } = this.#session;
    if (!follow || thing?.kind !== "object" || !original) return;
    const place = original.motion.at(thing.row, t);
    if (!place) return;
    const to = new Vector3(place.x, place.y, place.z * LIFT);
    this.#eye.position.add(to.clone().sub(this.#orbit.target));
    this.#orbit.target.copy(to);
    this.#eye.lookAt(to);
  }

  /** The thing nearest to a pixel, null when none is near. */
  pick(px: number, py: number): Thing | null {
    const all = panes(this.#session);
    const i = all.findIndex((_, n) => {
      const b = this.#box(n, all.length);
      return px >= b.x && px < b.x + b.w && py >= b.y && py < b.y + b.h;
    });
    if (i < 0) return null;
    const project = this.#projector(this.#box(i, all.length));
    const { doc, motion } = all[i].replay;
    const candidates: [Thing, Point][] = doc.units.map((u, row) => [
      { kind: "unit", row },
      [u.x, u.y, u.z * LIFT],
    ]);
    doc.objects.forEach((_, row) => {
      const place = motion.flying(row, this.#session.t) ? motion.at(row, this.#session.t) : null;
      if (place) candidates.push([{ kind: "object", row }, [place.x, place.y, place.z * LIFT]]);
    });
    let best: Thing | null = null;
    let least = REACH;
    for (const [thing, at] of candidates) {
      const spot = project(at);
      const d = spot ? Math.hypot(spot[0] - px, spot[1] - py) : least;
      if (d < least) {
        least = d;
        best = thing;
      }
    }
    return best;
  }
}
