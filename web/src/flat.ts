// The map: one pane, or two side by side with one camera; pointer, wheel and touch.
import { type Box, Camera } from "./camera.ts";
import { around, type Framing, type Pane, panes } from "./framing.ts";
import { drawCoverage, drawGround, heart, type Land, landOf } from "./ground.ts";
import { drawLive } from "./live.ts";
import { palette } from "./palette.ts";
import { Pen } from "./pen.ts";
import { boxOf, paneAt, pick, position } from "./pick.ts";
import type { Replay } from "./replay.ts";
import type { Session, Thing } from "./session.ts";
import { drawBeams } from "./truth.ts";

interface Sheet {
  key: string;
  canvas: HTMLCanvasElement;
}

export class Flat {
  readonly canvas: HTMLCanvasElement;
  readonly camera = new Camera();
  readonly #session: Session;
  readonly #g: CanvasRenderingContext2D;
  readonly #lands = new Map<string, Land>();
  readonly #sheets: Sheet[] = []; // one of each pane

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
      this.#drawPane(pane, i, this.#box(i, all.length), ratio);
    });
  }

  #box(i: number, count: number): Box {
    return boxOf(i, count, ...this.#size);
  }

  #drawPane(pane: Pane, i: number, box: Box, ratio: number): void {
    const s = this.#session;
    const g = this.#g;
    const pen = new Pen(g, this.camera, box, palette(s.dark), s.dark, ratio);
    g.save();
    g.beginPath();
    g.rect(box.x, box.y, box.w, box.h);
    g.clip();
    const sheet = this.#sheet(pane, i, box, ratio);
    g.drawImage(sheet, box.x, box.y, box.w, box.h);
    if (s.coverage) drawCoverage(pen, pane.replay, s.units);
    if (s.beams) drawBeams(pen, pane.replay, s.t);
    drawLive(pen, pane, s);
    pen.flush();
    if (pane.title)
      pen.text(pane.title, box.x + 14, box.y + box.h - 40, pen.p.ink, "600 14px system-ui, sans-serif");
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

  /** What does not move, drawn again only when the camera or the look changes. */
  #sheet(pane: Pane, i: number, box: Box, ratio: number): HTMLCanvasElement {
    const { dark, units } = this.#session;
    const { x, y, scale } = this.camera;
    const key = [pane.replay.doc.variant?.label, box.w, box.h, ratio, dark, units, x, y, scale].join(" ");
    this.#sheets[i] ??= { key: "", canvas: document.createElement("canvas") };
    const sheet = this.#sheets[i];
    const g = sheet.key === key ? null : sheet.canvas.getContext("2d");
    if (!g) return sheet.canvas;
    sheet.key = key;
    sheet.canvas.width = Math.round(box.w * ratio);
    sheet.canvas.height = Math.round(box.h * ratio);
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    const whole = { x: 0, y: 0, w: box.w, h: box.h };
    const pen = new Pen(g, this.camera, whole, palette(dark), dark, ratio);
    drawGround(pen, pane.replay, units, this.#land(pane.replay));
    return sheet.canvas;
  }

  #land(replay: Replay): Land | null {
    const { ground } = replay.doc.terrain;
    const { dark, units } = this.#session;
    if (!ground) return null;
    const key = `${dark} ${units}`;
    const land = this.#lands.get(key) ?? landOf(ground, palette(dark), units);
    this.#lands.set(key, land);
    return land;
  }

  forget(): void {
    this.#lands.clear();
    this.#sheets.length = 0;
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

  #followThing(): void {
    const { thing, follow, original, t } = this.#session;
    const place = thing && follow && original ? position(thing, original, t) : null;
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
    const i = paneAt(px, py, all.length, ...this.#size);
    if (i < 0) return null;
    const box = this.#box(i, all.length);
    return pick(all[i], this.#session.t, ({ x, y }) => this.camera.toScreen(x, y, box), px, py);
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
