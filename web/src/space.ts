// Three dimensions: the same panes as the map, drawn by WebGL, with symbols and names on a canvas above.
import { Box3, PerspectiveCamera, Vector3, WebGLRenderer } from "three";
import { OrbitControls } from "three/examples/jsm/controls/OrbitControls.js";
import { type Box, Camera } from "./camera.ts";
import { type Framing, type Pane, panes, standingAndFlying } from "./framing.ts";
import { labelDomes } from "./ground.ts";
import { drawLive } from "./live.ts";
import { palette } from "./palette.ts";
import { Pen, type Point, type Spot } from "./pen.ts";
import { boxOf, paneAt, pick, position } from "./pick.ts";
import type { Replay } from "./replay.ts";
import type { Session, Thing } from "./session.ts";
import { liftOf } from "./terrain.ts";
import { World } from "./world.ts";

const FROM = new Vector3(-0.13, -0.8, 0.58).normalize(); // the eye stands south of what it looks at
const MARGIN = 0.86; // of half the screen
const [NEAREST, FARTHEST] = [4000, 400_000]; // m

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
      world.update(this.#session);
      this.#gl.setViewport(box.x, h - box.y - box.h, box.w, box.h);
      this.#gl.setScissor(box.x, h - box.y - box.h, box.w, box.h);
      this.#gl.render(world.scene, this.#eye);
      this.#write(world, pane, box, ratio);
    });
  }

  /** Waits until a frame is really drawn: reads a pixel back. */
  finish(): void {
    const gl = this.#gl.getContext();
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
  }

  #write(world: World, pane: Pane, box: Box, ratio: number): void {
    const { dark, coverage, units } = this.#session;
    const spot = this.#projector(box, world.lift);
    const eye = {
      spot,
      hidden: (p: Point) => world.hidden(this.#eye.position, p),
      foot: (x: number, y: number) => world.foot(x, y),
    };
    const pen = new Pen(this.#g, new Camera(), box, palette(dark), dark, ratio, eye);
    this.#g.save();
    this.#g.beginPath();
    this.#g.rect(box.x, box.y, box.w, box.h);
    this.#g.clip();
    drawLive(pen, pane, this.#session);
    if (coverage) labelDomes(pen, pane.replay, units);
    pen.flush();
    const said = world.lift > 1 ? `heights ${world.lift} times as high` : "heights to scale";
    pen.text(said, box.x + box.w - pen.width(said) - 14, box.y + box.h - 16, pen.p.faint);
    this.#north(pen, box);
    if (pane.title)
      pen.text(pane.title, box.x + 14, box.y + box.h - 40, pen.p.ink, "600 14px system-ui, sans-serif");
    this.#g.restore();
  }

  /** A needle that points north. */
  #north(pen: Pen, box: Box): void {
    const d = new Vector3().subVectors(this.#orbit.target, this.#eye.position);
    const heading = Math.atan2(d.x, d.y); // of the view, clockwise from north
    const [x, y, r] = [box.x + box.w - 28, box.y + 34, 15];
    const at = (angle: number, k: number): Spot => [x + k * Math.sin(angle), y - k * Math.cos(angle)];
    pen.line([at(-heading + Math.PI, r), at(-heading, r)], pen.p.ink, 1.5);
    pen.line([at(-heading - 0.5, r * 0.55), at(-heading, r), at(-heading + 0.5, r * 0.55)], pen.p.ink, 1.5);
    const [tx, ty] = at(-heading, r + 9);
    pen.text("N", tx - 4, ty);
  }

  #world(key: string, replay: Replay): World {
    let found = this.#worlds.get(key);
    if (!found) {
      found = new World(replay, this.#session);
      this.#worlds.set(key, found);
    }
    return found;
  }

  #projector(box: Box, lift: number): (p: Point) => Spot | null {
    const v = new Vector3();
    return ([x, y, z]) => {
      v.set(x, y, z * lift).project(this.#eye);
      if (v.z > 1 || v.z < -1) return null;
      return [box.x + ((v.x + 1) / 2) * box.w, box.y + ((1 - v.y) / 2) * box.h];
    };
  }

  #box(i: number, count: number): Box {
    return boxOf(i, count, this.#ink.clientWidth || 1, this.#ink.clientHeight || 1);
  }

  /** Looks north from above at what is asked for, from so far that all of it is in sight, heights included. */
  show(what: Framing): void {
    const { original, t } = this.#session;
    if (!original) return;
    const lift = liftOf(original.doc);
    const points = standingAndFlying(original, t, what).map(({ x, y, z }) => new Vector3(x, y, z * lift));
    const bounds = new Box3().setFromPoints(points);
    const middle = bounds.getCenter(new Vector3());
    const box = this.#box(0, panes(this.#session).length);
    this.#eye.aspect = box.w / box.h;
    this.#eye.updateProjectionMatrix();
    let away = NEAREST;
    for (; away < FARTHEST; away *= 1.08) {
      this.#eye.position.copy(FROM).multiplyScalar(away).add(middle);
      this.#eye.lookAt(middle);
      this.#eye.updateMatrixWorld();
      const inSight = (p: Vector3) => {
        const v = p.clone().project(this.#eye);
        return Math.abs(v.x) < MARGIN && Math.abs(v.y) < MARGIN && v.z < 1;
      };
      if (points.every(inSight)) break;
    }
    this.#orbit.target.copy(middle);
    this.#orbit.update();
  }

  zoomBy(factor: number): void {
    this.#eye.position.sub(this.#orbit.target).divideScalar(factor).add(this.#orbit.target);
    this.#orbit.update();
  }

  #followThing(): void {
    const { thing, follow, original, t } = this.#session;
    const place = thing && follow && original ? position(thing, original, t) : null;
    if (!place || !original) return;
    const to = new Vector3(place.x, place.y, place.z * liftOf(original.doc));
    this.#eye.position.add(to.clone().sub(this.#orbit.target));
    this.#orbit.target.copy(to);
    this.#eye.lookAt(to);
  }

  /** The thing nearest to a pixel, null when none is near. */
  pick(px: number, py: number): Thing | null {
    const all = panes(this.#session);
    const i = paneAt(px, py, all.length, this.#ink.clientWidth || 1, this.#ink.clientHeight || 1);
    if (i < 0) return null;
    const spot = this.#projector(this.#box(i, all.length), liftOf(all[i].replay.doc));
    return pick(all[i], this.#session.t, ({ x, y, z }) => spot([x, y, z]), px, py);
  }
}
