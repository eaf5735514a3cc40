// One replicate's ground, beams and domes as a scene in three dimensions; symbols and lines are drawn above it.
import { Color, type Group, type Mesh, type Object3D, Scene, type Vector3 } from "three";
import { palette } from "./palette.ts";
import type { Point } from "./pen.ts";
import { beamOf, domes } from "./reach.ts";
import { Relief } from "./relief.ts";
import type { Replay } from "./replay.ts";
import type { Session } from "./session.ts";
import { contourLines, floor, liftOf, plain, reliefMesh } from "./terrain.ts";

const STEPS = 40; // along a line of sight
const CLEAR = 15; // m: what is so little below the ground's edge is not hidden

export class World {
  readonly scene = new Scene();
  readonly lift: number;
  readonly relief: Relief | null;
  readonly #replay: Replay;
  readonly #domes: Group;
  readonly #beams: (Group | null)[];

  constructor(replay: Replay, session: Session) {
    const { doc } = replay;
    const p = palette(session.dark);
    this.#replay = replay;
    this.lift = liftOf(doc);
    this.scene.background = new Color(p.sky);
    this.relief = doc.terrain.ground && new Relief(doc.terrain.ground);
    if (this.relief)
      this.scene.add(
        reliefMesh(this.relief, p, this.lift),
        contourLines(this.relief, p, this.lift, session.units),
      );
    else this.scene.add(floor(replay, p));
    this.#domes = domes(doc.units, p, this.lift);
    this.#beams = doc.units.map((unit) => beamOf(unit, p, this.lift, 1.2 * doc.area.z[1]));
    const beams = this.#beams.filter((beam) => beam !== null);
    this.scene.add(plain(replay, this.relief, p, this.lift, session.units), this.#domes, ...beams);
  }

  dispose(): void {
    this.scene.traverse((node: Object3D) => {
      (node as Mesh).geometry?.dispose();
    });
  }

  update(session: Session): void {
    this.#domes.visible = session.coverage;
    this.#beams.forEach((beam, row) => {
      const azimuth = session.beams ? this.#replay.beam(row, session.t) : null;
      if (!beam) return;
      beam.visible = azimuth !== null;
      beam.rotation.z = -(azimuth ?? 0);
    });
  }

  /** Height of the ground (m). */
  foot(x: number, y: number): number {
    return this.relief ? this.relief.at(x, y) : 0;
  }

  /** Whether the ground stands between an eye (in the scene) and a point (m). */
  hidden(eye: Vector3, [x, y, z]: Point): boolean {
    if (!this.relief) return false;
    for (let k = 1; k < STEPS; k++) {
      const share = k / STEPS;
      const [px, py] = [x + (eye.x - x) * share, y + (eye.y - y) * share];
      const pz = z + (eye.z / this.lift - z) * share;
      if (pz > this.relief.high) return false;
      if (this.relief.inside(px, py) && this.relief.at(px, py) > pz + CLEAR) return true;
    }
    return false;
  }
}
