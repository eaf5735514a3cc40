// The map: one pane, or two side by side with one camera; pointer, wheel and touch.
import { type Box, Camera } from "./camera.ts";
import { drawOrders, drawPlots, drawTracks } from "./crew.ts";
import { around, type Framing, type Pane, panes } from "./framing.ts";
import { drawCoverage, drawGrid, drawRelief, drawRings, heart, relief } from "./ground.ts";
import { palette } from "./palette.ts";
import { Pen } from "./pen.ts";
import type { Replay } from "./replay.ts";
import type { Session, Thing } from "./session.ts";
import { drawBeams, drawFlying, drawGuns, drawLasers, drawMissiles, drawStanding } from "./truth.ts";

const REACH = 18; // px, of the pointer

export class Flat {
  readonly canvas: HTMLCanvasElement;
  readonly camera = new Camera();
  readonly #session: Session;
  readonly #g: CanvasRenderingContext2D;
  readonly #reliefs = new Map<string, HTMLCanvasElement>();

  constructor(session: Session, canvas: HTMLCanvasElement, redraw: () => void) {
    const g = canvas.getContext("2d");
    if (!g) throw new Error("this browser has no canvas");
    this.canvas = canvas;
    this.#session = session;
    this.#g = g;
    this.#listen(redraw);
  }

  get #size(): [number, number] {
    return [this.canvas.clientWidth || 1, this.canvas.clientHeight || 1];
  }

  /** One frame. */
  draw(): void {
    const [w, h] = this.#size;
    const ratio = Math.min(devicePixelRatio || 1, 2);
    if (this.canvas.width !== Math.round(w * ratio) || this.canvas.height !== Math.round(h * ratio)) {
      this.canvas.width = Math.round(w * ratio);
      this.canvas.height = Math.round(h * ratio);
    }
    this.#g.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#followThing();
    const all = panes(this.#session);
    all.forEach((pane, i) => {
      this.#drawPane(pane, this.#box(i, all.length), ratio);
    });
  }

  #box(i: number, count: number): Box {
    const [w, h] = this.#size;
    if (w < h) return { x: 0, y: (i * h) / count, w, h: h / count };
    return { x: (i * w) / count, y: 0, w: w / count, h };
  }

  #drawPane(pane: Pane, box: Box, ratio: number): void {
    const s = this.#session;
    const g = this.#g;
    const pen = new Pen(g, this.camera, box, palette(s.dark), s.dark, ratio);
    g.save();
    g.beginPath();
    g.rect(box.x, box.y, box.w, box.h);
    g.clip();
    drawGrid(pen, s.units);
    const ground = pane.replay.doc.terrain.ground;
    if (ground) drawRelief(pen, ground, this.#relief(pane.replay));
    drawRings(pen, pane.replay, s.units);
    if (s.coverage) drawCoverage(pen, pane.replay, s.units);
    if (s.beams) drawBeams(pen, pane.replay, s.t);
    if (pane.crew) drawPlots(pen, pane.replay, s.t);
    drawOrders(pen, pane.replay, s.t, pane.truth);
    drawGuns(pen, pane.replay, s.t);
    drawStanding(pen, pane.replay, s, s.t);
    if (pane.truth) {
      drawLasers(pen, pane.replay, s.t);
      drawFlying(pen, pane.replay, s, s.t);
    }
    drawMissiles(pen, pane.replay, s.t);
    if (pane.crew) drawTracks(pen, pane.replay, s, s.t, pane.truth);
    pen.flush();
    if (pane.title)
      pen.text(pane.title, box.x + 14, box.y + box.h - 18, pen.p.ink, "600 14px system-ui, sans-serif");
    if (box.x > 0 || box.y > 0)
      pen.line(
        [
          [box.x, box.y],
          [box.x + (box.y ? box.w : 0), box.y + (box.y ? 0 : box.h)],
        ],
        pen.p.faint,
        2,
      );
    g.restore();
  }

  #relief(replay: Replay): HTMLCanvasElement {
    const { ground } = replay.doc.terrain;
    const key = String(this.#session.dark);
    let picture = this.#reliefs.get(key);
    if (!picture && ground) {
      picture = relief(ground, palette(this.#session.dark).relief);
      this.#reliefs.set(key, picture);
    }
    return picture ?? document.createElement("canvas");
  }

  forget(): void {
    this.#reliefs.clear();
  }

  /** Everything that ever flies, what is there at this time, or only what lies around the defence. */
  show(what: Framing): void {
    const replay = this.#session.original;
    if (!replay) return;
    const [w, h] = this.#size;
    const count = panes(this.#session).length;
    const box = this.#box(0, count);
    if (what === "all") {
      this.camera.fit({ x: replay.doc.area.x, y: replay.doc.area.y }, Math.min(box.w, w), Math.min(box.h, h));
      return;
    }
    if (what === "now") {
      this.camera.fit(around(replay, this.#session.t), box.w, box.h, 0.16);
      return;
    }
    const [x, y] = heart(replay);
    const reach = Math.max(4000, ...replay.doc.units.map((u) => Math.hypot(u.x - x, u.y - y) * 1.2 + 6000));
    this.camera.fit({ x: [x - reach, x + reach], y: [y - reach, y + reach] }, box.w, box.h, 0.02);
  }

  /** Where the chosen thing is at t; null when it is nowhere. */
  position(thing: Thing, replay: Replay): { x: number; y: number } | null {
    if (thing.kind === "unit") return replay.doc.units[thing.row] ?? null;
    if (thing.kind === "asset") return replay.doc.assets[thing.row] ?? null;
    if (thing.kind === "track") return replay.picture.at(thing.row, this.#session.t);
    return replay.motion.at(thing.row, this.#session.t);
  }

  #followThing(): void {
    const { thing, follow, original } = this.#session;
    const place = thing && follow && original ? this.position(thing, original) : null;
    if (place) {
      this.camera.x = place.x;
      this.camera.y = place.y;
    }
  }

  zoomBy(factor: number): void {
    const box = this.#box(0, panes(this.#session).length);
    this.camera.zoom(factor, box.x + box.w / 2, box.y + box.h / 2, box);
  }

  /** The thing nearest to a point of the canvas, null when none is near. */
  pick(px: number, py: number): Thing | null {
    const all = panes(this.#session);
    const i = all.findIndex((_, n) => {
      const b = this.#box(n, all.length);
      return px >= b.x && px < b.x + b.w && py >= b.y && py < b.y + b.h;
    });
    if (i < 0) return null;
    const { replay, truth, crew } = all[i];
    const t = this.#session.t;
    let best: Thing | null = null;
    let least = REACH;
    const consider = (kind: Thing["kind"], row: number, place: { x: number; y: number } | null) => {
      if (!place) return;
      const [x, y] = this.camera.toScreen(place.x, place.y, this.#box(i, all.length));
      const d = Math.hypot(x - px, y - py);
      if (d < least) {
        least = d;
        best = { kind, row };
      }
    };
    if (truth)
      replay.doc.objects.forEach((_, row) => {
        if (replay.motion.flew(row) && replay.motion.begins[row] <= t)
          consider("object", row, replay.motion.at(row, t));
      });
    for (const [row, unit] of replay.doc.units.entries()) consider("unit", row, unit);
    for (const [row, asset] of replay.doc.assets.entries()) consider("asset", row, asset);
    if (crew) for (const track of replay.picture.held(t)) consider("track", track.row, track);
    return best;
  }

  #listen(redraw: () => void): void {
    const { canvas } = this;
    const fingers = new Map<number, [number, number]>();
    let moved = 0;
    const at = (event: MouseEvent): [number, number] => {
      const r = canvas.getBoundingClientRect();
      return [event.clientX - r.left, event.clientY - r.top];
    };
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, at(event));
      moved = 0;
    });
    canvas.addEventListener("pointermove", (event) => {
      const before = fingers.get(event.pointerId);
      if (!before) return;
      const now = at(event);
      const other = [...fingers.entries()].find(([id]) => id !== event.pointerId)?.[1];
      if (other) {
        const factor =
          Math.hypot(now[0] - other[0], now[1] - other[1]) /
          Math.max(1, Math.hypot(before[0] - other[0], before[1] - other[1]));
        this.camera.zoom(factor, other[0], other[1], this.#box(0, panes(this.#session).length));
      } else {
        this.camera.pan(now[0] - before[0], now[1] - before[1]);
        if (moved > 4) this.#session.follow = false;
      }
      moved += Math.hypot(now[0] - before[0], now[1] - before[1]);
      fingers.set(event.pointerId, now);
      redraw();
    });
    for (const name of ["pointerup", "pointercancel"] as const)
      canvas.addEventListener(name, (event) => {
        fingers.delete(event.pointerId);
        if (name === "pointerup" && moved < 5) this.#session.select(this.pick(...at(event)));
      });
    canvas.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault();
        const all = panes(this.#session);
        const [px, py] = at(event);
        const boxes = all.map((_, i) => this.#box(i, all.length));
        const box = boxes.find((b) => px >= b.x && px < b.x + b.w && py >= b.y && py < b.y + b.h) ?? boxes[0];
        if (box) this.camera.zoom(Math.exp(-event.deltaY * 0.0015), px, py, box);
        redraw();
      },
      { passive: false },
    );
  }
}
