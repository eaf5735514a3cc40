// What the crew sees: plots, and tracks with their uncertainty, identity and who is ordered against them.
import type { Document } from "./format.ts";
import { Table, Timeline } from "./table.ts";

export interface Track {
  row: number;
  unit: number; // whose picture, -1: a post's
  post: number;
  serial: number;
  x: number;
  y: number;
  z: number;
  vx: number;
  vy: number;
  major: number; // 1 sigma, m
  minor: number;
  angle: number; // rad, from east to north
  firm: boolean;
  identity: string;
  released: boolean;
  origin: number; // the object behind it, -1: none
  phantom: boolean; // of a bird or of noise: the crew does not know
  coasting: number; // s since the last measurement
}

const FIRM = 2;
const LONGEST = 30; // s that a track is drawn on beyond its last state

export class Picture {
  readonly plots: Table;
  readonly tracks: Table;
  readonly #states: Table;
  readonly #byTrack: Timeline;
  readonly #plotOrder: Int32Array;
  readonly #classes: string[];

  constructor(doc: Document) {
    this.plots = new Table(doc.tables.plots);
    this.tracks = new Table(doc.tables.tracks);
    this.#states = new Table(doc.tables.states);
    this.#byTrack = new Timeline(this.#states.column("track"), this.#states.column("t"), this.tracks.rows);
    const t = this.plots.column("t");
    this.#plotOrder = Int32Array.from(Array.from(t.keys()).sort((a, b) => t[a] - t[b]));
    this.#classes = doc.words.class;
  }

  /** Rows of the plots of the last `span` seconds, oldest first. */
  recent(t: number, span: number): Int32Array {
    const time = this.plots.column("t");
    const bound = (limit: number) => {
      let low = 0;
      let high = this.#plotOrder.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (time[this.#plotOrder[middle]] <= limit) low = middle + 1;
        else high = middle;
      }
      return low;
    };
    return this.#plotOrder.subarray(bound(t - span), bound(t));
  }

  alive(track: number, t: number): boolean {
    const end = this.tracks.column("t1")[track];
    return this.tracks.column("t0")[track] <= t && (end < 0 || t < end);
  }

  /** The tracks that are held at t. */
  held(t: number): Track[] {
    const found: Track[] = [];
    for (let row = 0; row < this.tracks.rows; row++) {
      const track = this.alive(row, t) ? this.at(row, t) : null;
      if (track) found.push(track);
    }
    return found;
  }

  /** One track at t, run on at its velocity since its last state. */
  at(row: number, t: number): Track | null {
    const state = this.#byTrack.last(row, t);
    if (state < 0) return null;
    const s = (name: string) => this.#states.column(name)[state];
    const known = (name: string) => this.tracks.column(name)[row];
    const since = Math.min(t - s("t"), LONGEST);
    return {
      row,
      unit: known("unit"),
      post: known("post"),
      serial: known("serial"),
      x: s("x") + s("vx") * since,
      y: s("y") + s("vy") * since,
      z: s("z") + s("vz") * since,
      vx: s("vx"),
      vy: s("vy"),
      major: s("major"),
      minor: s("minor"),
      angle: s("angle"),
      firm: s("status") === FIRM,
      identity: this.#classes[s("identity")] ?? "unknown",
      released: s("released") > 0,
      origin: s("origin"),
      phantom: known("phantom") > 0,
      coasting: t - s("t"),
    };
  }
}
