// One replicate as a scene in three dimensions: what stands still, and the lines of the moment.
import { Color, type Group, type Mesh, type Object3D, Scene } from "three";
import { height } from "./measure.ts";
import { type Palette, palette, sideColour } from "./palette.ts";
import type { Pen } from "./pen.ts";
import type { Replay } from "./replay.ts";
import type { Session } from "./session.ts";
import { type Point, Strokes } from "./strokes.ts";
import { airCode, assetCode, trackCode, unitCode } from "./symbols.ts";
import { beamOf, domes, LIFT, plain, reliefMesh } from "./terrain.ts";
import { sizeAmong } from "./truth.ts";

const ROOM = 20_000; // pieces of line
const TRAIL = 90; // s
const TRAIL_STEP = 6;
const SIGMAS = 2;

/** Which pixel a point of the scene lies at; null when it is behind the eye. */
export type Project = (p: Point) => [number, number] | null;

export class World {
  readonly scene = new Scene();
  readonly strokes = new Strokes(ROOM);
  readonly #replay: Replay;
  readonly #p: Palette;
  readonly #domes: Group;
  readonly #beams: (Mesh | null)[];

  constructor(replay: Replay, session: Session) {
    this.#replay = replay;
    this.#p = palette(session.dark);
    this.scene.background = new Color(this.#p.back);
    const { ground } = replay.doc.terrain;
    if (ground) this.scene.add(reliefMesh(ground, this.#p));
    this.#domes = domes(replay.doc.units, this.#p);
    this.#beams = replay.doc.units.map((unit) => beamOf(unit, this.#p));
    const beams = this.#beams.filter((beam) => beam !== null);
    this.scene.add(plain(replay, this.#p, session.units), this.strokes.node, this.#domes, ...beams);
  }

  dispose(): void {
    this.scene.traverse((node: Object3D) => {
      (node as Mesh).geometry?.dispose();
    });
  }

  update(session: Session, truth: boolean, crew: boolean): void {
    const { t } = session;
    this.#domes.visible = session.coverage;
    this.#beams.forEach((beam, row) => {
      const azimuth = session.beams ? this.#replay.beam(row, t) : null;
      if (!beam) return;
      beam.visible = azimuth !== null;
      beam.rotation.z = -(azimuth ?? 0);
    });
    this.strokes.begin();
    if (truth) this.#flights(t, session.trails);
    this.#missiles(t);
    this.#guns(t);
    if (crew) this.#tracks(t);
    this.#orders(t, truth);
    this.strokes.end();
  }

  #flights(t: number, trails: boolean): void {
    const { doc, motion } = this.#replay;
    doc.objects.forEach((object, row) => {
      const now = motion.flying(row, t) ? motion.at(row, t) : null;
      if (!now) return;
      const colour = sideColour(this.#p, object.side);
      this.strokes.piece([now.x, now.y, now.z * LIFT], [now.x, now.y, 0], this.#p.faint);
      if (!trails) return;
      const points: Point[] = [];
      for (let at = t; at > Math.max(motion.begins[row], t - TRAIL); at -= TRAIL_STEP) {
        const place = motion.at(row, at);
        if (place) points.push([place.x, place.y, place.z * LIFT]);
      }
      this.strokes.line(points, colour);
    });
  }

  #missiles(t: number): void {
    const { missiles } = this.#replay;
    const begin = missiles.shots.column("t0");
    for (let shot = 0; shot < missiles.shots.rows; shot++) {
      if (begin[shot] > t || t > missiles.end(shot) + 2) continue;
      const path = missiles.path(shot, Math.max(begin[shot], t - 12), Math.min(t, missiles.end(shot)));
      this.strokes.line(
        path.map(([x, y, z]): Point => [x, y, z * LIFT]),
        this.#p.missile,
      );
    }
  }

  #guns(t: number): void {
    const { bursts } = this.#replay;
    const c = (name: string, row: number) => bursts.column(name)[row];
    for (let row = 0; row < bursts.rows; row++) {
      if (t < c("t0", row) || t > c("t1", row) + 0.6) continue;
      const from: Point = [c("fx", row), c("fy", row), c("fz", row) * LIFT];
      this.strokes.dashed(from, [c("ax", row), c("ay", row), c("az", row) * LIFT], this.#p.gun);
    }
  }

  #tracks(t: number): void {
    for (const track of this.#replay.picture.held(t)) {
      const colour = track.firm ? sideColour(this.#p, track.identity) : this.#p.faint;
      const [c, s] = [Math.cos(track.angle), Math.sin(track.angle)];
      const points: Point[] = [];
      for (let i = 0; i <= 20; i++) {
        const a = (i * Math.PI) / 10;
        const [u, v] = [SIGMAS * track.major * Math.cos(a), SIGMAS * track.minor * Math.sin(a)];
        points.push([track.x + u * c - v * s, track.y + u * s + v * c, track.z * LIFT]);
      }
      this.strokes.line(points, colour);
      this.strokes.piece([track.x, track.y, track.z * LIFT], [track.x, track.y, 0], colour);
    }
  }

  #orders(t: number, truth: boolean): void {
    const { doc, motion, picture } = this.#replay;
    for (const order of this.#replay.engagements(t)) {
      const unit = doc.units[order.unit];
      const object = order.object >= 0 ? order.object : order.intended;
      const target =
        truth && object >= 0 ? motion.at(object, t) : order.track >= 0 ? picture.at(order.track, t) : null;
      if (!unit || !target) continue;
      const ends: [Point, Point] = [
        [unit.x, unit.y, (unit.z + unit.antenna) * LIFT],
        [target.x, target.y, target.z * LIFT],
      ];
      if (order.fired) this.strokes.piece(...ends, this.#p.order);
      else this.strokes.dashed(...ends, this.#p.order, order.locked ? 24 : 60);
    }
  }

  /** Symbols and names, flat on top of the scene. */
  write(pen: Pen, project: Project, session: Session, truth: boolean, crew: boolean): void {
    const { doc, motion, picture } = this.#replay;
    const { t } = session;
    const large = Math.min(20, sizeAmong(doc.objects.filter((_, row) => motion.flying(row, t)).length));
    const mark = (code: string, size: number, at: Point, lines: string[], colour: string) => {
      const spot = project(at);
      if (!spot || !pen.sees(...spot)) return;
      pen.symbol(code, spot[0], spot[1], size);
      if (session.names) pen.label(lines, spot[0], spot[1], size * 0.75, colour);
    };
    doc.assets.forEach((a, row) => {
      const { rung } = this.#replay.asset(row, t);
      mark(
        assetCode(rung, a.post >= 0),
        20,
        [a.x, a.y, a.z * LIFT],
        rung === "lost" ? [a.name, "LOST"] : [a.name],
        pen.p.ink,
      );
    });
    doc.units.forEach((u, row) => {
      const s = this.#replay.unit(row, t);
      mark(
        unitCode(s.rung),
        20,
        [u.x, u.y, u.z * LIFT],
        s.rung === "lost" ? [u.name, "LOST"] : [u.name],
        pen.p.friend,
      );
    });
    doc.objects.forEach((object, row) => {
      const now = truth && motion.flying(row, t) ? motion.at(row, t) : null;
      if (!now) return;
      const size = object.kind === "munition" ? 12 : object.side === "bird" ? 9 : large;
      const lines = [object.name, height(now.z, session.units)];
      mark(airCode(object), size, [now.x, now.y, now.z * LIFT], lines, sideColour(pen.p, object.side));
    });
    if (crew && !truth)
      for (const track of picture.held(t))
        if (track.firm)
          mark(
            trackCode(track.identity),
            16,
            [track.x, track.y, track.z * LIFT],
            [track.identity],
            pen.p.ink,
          );
    pen.flush();
  }
}
