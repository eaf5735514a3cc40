// Where everything in the air is: objects by the closed forms of their legs, missiles along their points.
import type { Document } from "./format.ts";
import { Table, Timeline } from "./table.ts";

export interface Place {
  x: number;
  y: number;
  z: number;
  vx: number;
  vy: number;
  vz: number;
}

const TURN = 1;
const PITCH = 2;

/** tau seconds along a leg: a straight line, a turn, or the same circle upright. */
export function along(kind: number, p: Place, omega: number, tau: number): Place {
  const { x, y, z, vx, vy, vz } = p;
  if (kind === TURN && omega !== 0) {
    const s = Math.sin(omega * tau);
    const c = Math.cos(omega * tau);
    return {
      x: x + (vx * s - vy * (1 - c)) / omega,
      y: y + (vx * (1 - c) + vy * s) / omega,
      z: z + vz * tau,
      vx: vx * c - vy * s,
      vy: vx * s + vy * c,
      vz,
    };
  }
  if (kind === PITCH && omega !== 0) {
    const s = Math.sin(omega * tau);
    const c = Math.cos(omega * tau);
    const g = Math.hypot(vx, vy);
    const f = (g * s - vz * (1 - c)) / omega;
    const now = (g * c - vz * s) / g;
    return {
      x: x + (f * vx) / g,
      y: y + (f * vy) / g,
      z: z + (g * (1 - c) + vz * s) / omega,
      vx: vx * now,
      vy: vy * now,
      vz: g * s + vz * c,
    };
  }
  return { x: x + vx * tau, y: y + vy * tau, z: z + vz * tau, vx, vy, vz };
}

/** Flights of all objects. */
export class Motion {
  readonly begins: Float64Array;
  readonly ends: Float64Array;
  readonly life: Float64Array; // how each ended: a code of words.life
  readonly #legs: Table;
  readonly #byObject: Timeline;

  constructor(doc: Document) {
    const lives = new Table(doc.tables.lives);
    this.begins = lives.column("t0");
    this.ends = lives.column("t1");
    this.life = lives.column("life");
    this.#legs = new Table(doc.tables.legs);
    this.#byObject = new Timeline(this.#legs.column("object"), this.#legs.column("t0"), doc.objects.length);
  }

  flew(object: number): boolean {
    return this.ends[object] >= this.begins[object];
  }

  flying(object: number, t: number): boolean {
    return this.begins[object] <= t && t <= this.ends[object];
  }

  /** Position and velocity at t; before the first leg and after the last one at their ends. Null: it never flew. */
  at(object: number, t: number): Place | null {
    const rows = this.#byObject.of(object);
    if (!rows.length) return null;
    const row = rows[Math.max(0, this.#byObject.place(object, t))];
    const c = (name: string) => this.#legs.column(name)[row];
    const tau = Math.min(Math.max(t, c("t0")), c("t1")) - c("t0");
    const start = { x: c("x"), y: c("y"), z: c("z"), vx: c("vx"), vy: c("vy"), vz: c("vz") };
    return along(c("kind"), start, c("omega"), tau);
  }
}

/** Flights of all missiles. */
export class Missiles {
  readonly shots: Table;
  readonly #points: Table;
  readonly #byShot: Timeline;

  constructor(doc: Document) {
    this.shots = new Table(doc.tables.shots);
    this.#points = new Table(doc.tables.flight);
    this.#byShot = new Timeline(this.#points.column("shot"), this.#points.column("t"), this.shots.rows);
  }

  /** When a missile's flight is over; that of one still in flight at the end is never. */
  end(shot: number): number {
    const t1 = this.shots.column("t1")[shot];
    return t1 < 0 ? Number.POSITIVE_INFINITY : t1;
  }

  /** Where it is at t; null when it has no path. */
  at(shot: number, t: number): [number, number, number] | null {
    const rows = this.#byShot.of(shot);
    if (!rows.length) return null;
    const place = Math.max(0, this.#byShot.place(shot, t));
    const a = rows[place];
    const b = rows[Math.min(place + 1, rows.length - 1)];
    const time = this.#points.column("t");
    const span = time[b] - time[a];
    const share = span > 0 ? Math.min(1, Math.max(0, (t - time[a]) / span)) : 0;
    const between = (name: string) => {
      const c = this.#points.column(name);
      return c[a] + share * (c[b] - c[a]);
    };
    return [between("x"), between("y"), between("z")];
  }

  /** Points of the path between two times, its ends included. */
  path(shot: number, from: number, to: number): [number, number, number][] {
    const time = this.#points.column("t");
    const start = this.at(shot, from);
    const end = this.at(shot, to);
    if (!start || !end) return [];
    const [x, y, z] = ["x", "y", "z"].map((name) => this.#points.column(name));
    const inside = Array.from(this.#byShot.of(shot)).filter((row) => time[row] > from && time[row] < to);
    return [start, ...inside.map((row): [number, number, number] => [x[row], y[row], z[row]]), end];
  }
}
