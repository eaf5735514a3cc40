// What is shown and how: the one place that changes, and everybody who wants to know.
import type { ButFor, Content, Document } from "./format.ts";
import type { System } from "./measure.ts";
import { Replay } from "./replay.ts";

export type Layout = "truth" | "crew" | "both" | "beside";
export type Thing = { kind: "unit" | "object" | "asset" | "track"; row: number };
export type Topic = "replay" | "time" | "view" | "thing" | "busy";

export const SPEEDS = [1, 2, 5, 10, 20, 30, 60];

export class Session {
  readonly content: Content;
  original: Replay | null = null;
  variant: Replay | null = null;
  butfor: ButFor | null = null;
  t = 0;
  playing = false;
  speed = 10;
  layout: Layout = "both";
  space = false; // three dimensions
  coverage = false;
  trails = true;
  beams = true;
  names = true;
  follow = false;
  units: System = "metric";
  dark = matchMedia("(prefers-color-scheme: dark)").matches;
  thing: Thing | null = null;
  busy = "";
  readonly #listeners = new Map<Topic, (() => void)[]>();

  constructor(content: Content) {
    this.content = content;
  }

  on(topic: Topic, listener: () => void): void {
    this.#listeners.set(topic, [...(this.#listeners.get(topic) ?? []), listener]);
  }

  tell(topic: Topic): void {
    for (const listener of this.#listeners.get(topic) ?? []) listener();
  }

  /** The replay that panels speak of: the changed one while it is shown beside the original. */
  get shown(): Replay {
    if (!this.original) throw new Error("nothing is loaded");
    return this.original;
  }

  get end(): number {
    return Math.max(this.original?.doc.t_end ?? 1, this.variant?.doc.t_end ?? 0);
  }

  open(original: Replay): void {
    this.original = original;
    this.variant = null;
    this.butfor = null;
    this.thing = null;
    this.follow = false;
    this.t = opening(original);
    this.tell("replay");
    this.tell("time");
  }

  /** Puts the same luck with a change beside the original; null takes it away again. */
  compare(butfor: ButFor | null): void {
    this.butfor = butfor;
    const shown = butfor?.document && !butfor.left_out && this.original;
    this.variant = shown ? new Replay(whole(this.original?.doc, butfor.document)) : null;
    const first = butfor?.felt ?? butfor?.first;
    if (first) this.t = Math.max(0, first.t - 5);
    this.playing = false;
    this.tell("replay");
    this.tell("time");
  }

  seek(t: number): void {
    this.t = Math.min(Math.max(0, t), this.end);
    this.tell("time");
  }

  play(on: boolean): void {
    this.playing = on;
    if (on && this.t >= this.end) this.t = 0;
    this.tell("time");
  }

  faster(by: number): void {
    const at = SPEEDS.indexOf(this.speed) + by;
    this.speed = SPEEDS[Math.min(Math.max(at, 0), SPEEDS.length - 1)];
    this.tell("time");
  }

  /** Time of the next (or the one before) event that a reader would stop at. */
  step(direction: 1 | -1): void {
    const times = this.shown.told.filter((e) => e.weight !== "other").map((e) => e.t);
    const eps = 0.05;
    const next =
      direction > 0 ? times.find((t) => t > this.t + eps) : times.findLast((t) => t < this.t - eps);
    this.playing = false;
    this.seek(next ?? (direction > 0 ? this.end : 0));
  }

  select(thing: Thing | null): void {
    this.thing = thing;
    if (!thing) this.follow = false;
    this.tell("thing");
    this.tell("view");
  }

  set<K extends "layout" | "space" | "coverage" | "trails" | "beams" | "names" | "follow" | "units" | "dark">(
    name: K,
    value: this[K],
  ): void {
    (this as Pick<this, K>)[name] = value;
    this.tell("view");
  }

  wait(text: string): void {
    this.busy = text;
    this.tell("busy");
  }
}

/** Where a replay opens: shortly before the first thing that the defence did or suffered. */
function opening(replay: Replay): number {
  const first = replay.told.find((e) => e.weight === "fire" || e.weight === "loss" || e.weight === "kill");
  return Math.max(0, (first?.t ?? 0) - 20);
}

/** The document of a change: what it does not bring, tables too, is that of the original. */
function whole(original: Document | undefined, changes: Partial<Document> | null): Document {
  const tables = { ...original?.tables, ...changes?.tables };
  return { ...original, ...changes, tables } as Document;
}
