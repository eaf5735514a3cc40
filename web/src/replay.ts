// One replicate, unpacked: everything that can be asked of a moment.
import type { Document } from "./format.ts";
import { Missiles, Motion } from "./motion.ts";
import { Picture } from "./picture.ts";
import { type Telling, tell } from "./say.ts";
import { Table, Timeline } from "./table.ts";

export interface UnitState {
  word: string; // radiating, silent, ...; of a unit without a radar ready or jamming
  rung: string; // intact ... lost
  sensor: boolean;
  fire: boolean;
  missiles: number;
  rounds: number;
}

export interface Engagement {
  row: number;
  unit: number;
  track: number;
  object: number; // locked, -1 not yet
  intended: number; // what the order meant
  locked: boolean;
  fired: boolean;
  gun: boolean;
  optical: boolean; // followed by optics, not by radar
}

export interface Jam {
  unit: number;
  object: number;
  t0: number;
  t1: number;
}

export class Replay {
  readonly doc: Document;
  readonly motion: Motion;
  readonly missiles: Missiles;
  readonly picture: Picture;
  readonly bursts: Table;
  readonly lasers: Table;
  readonly told: Telling[];
  readonly #jams: Jam[];
  readonly #orders: Table;
  readonly #units: Table;
  readonly #assets: Table;
  readonly #phases: Table;
  readonly #byUnit: Timeline;
  readonly #byAsset: Timeline;
  readonly #byObject: Timeline;

  constructor(doc: Document) {
    if (doc.format !== "shorad replay" || doc.version !== 1)
      throw new Error(`this page reads "shorad replay" version 1, not ${doc.format} ${doc.version}`);
    this.doc = doc;
    this.motion = new Motion(doc);
    this.missiles = new Missiles(doc);
    this.picture = new Picture(doc);
    this.bursts = new Table(doc.tables.bursts);
    this.lasers = new Table(doc.tables.lasers);
    this.#orders = new Table(doc.tables.engagements);
    this.#units = new Table(doc.tables.unit_states);
    this.#assets = new Table(doc.tables.asset_states);
    this.#phases = new Table(doc.tables.phases);
    this.#byUnit = new Timeline(this.#units.column("unit"), this.#units.column("t"), doc.units.length);
    this.#byAsset = new Timeline(this.#assets.column("asset"), this.#assets.column("t"), doc.assets.length);
    this.#byObject = new Timeline(
      this.#phases.column("object"),
      this.#phases.column("t"),
      doc.objects.length,
    );
    this.told = tell(doc);
    this.#jams = jamming(this.told, doc.t_end);
  }

  /** When the picture begins: shortly before anybody hostile is in the air or anything happens. */
  get end(): number {
    return this.doc.t_end;
  }

  unit(row: number, t: number): UnitState {
    const at = this.#byUnit.last(row, t);
    const facts = this.doc.units[row];
    if (at < 0)
      return {
        word: "",
        rung: "intact",
        sensor: true,
        fire: true,
        missiles: facts.missiles,
        rounds: facts.rounds,
      };
    const c = (name: string) => this.#units.column(name)[at];
    return {
      word: this.#doing(row, t, this.doc.words.state[c("state")]),
      rung: this.doc.words.rung[c("rung")],
      sensor: c("sensor") > 0,
      fire: c("fire") > 0,
      missiles: c("missiles"),
      rounds: c("rounds"),
    };
  }

  #doing(row: number, t: number, word: string): string {
    const { radar, tracker } = this.doc.units[row];
    const jams = this.#jams.some((jam) => jam.unit === row && jam.t0 <= t && t < jam.t1);
    return stance(word, !!(radar || tracker), jams);
  }

  asset(row: number, t: number): { rung: string; hits: number } {
    const at = this.#byAsset.last(row, t);
    if (at < 0) return { rung: "intact", hits: 0 };
    return {
      rung: this.doc.words.rung[this.#assets.column("rung")[at]],
      hits: this.#assets.column("hits")[at],
    };
  }

  /** What a striker is doing, and which unit it is about. */
  phase(object: number, t: number): { word: string; target: number } | null {
    const at = this.#byObject.last(object, t);
    if (at < 0) return null;
    return {
      word: this.doc.words.phase[this.#phases.column("phase")[at]],
      target: this.#phases.column("target")[at],
    };
  }

  /** Orders to fire that stand at t. */
  engagements(t: number): Engagement[] {
    const found: Engagement[] = [];
    const c = (name: string, row: number) => this.#orders.column(name)[row];
    for (let row = 0; row < this.#orders.rows; row++) {
      const end = c("t1", row);
      if (c("t0", row) > t || (end >= 0 && end <= t)) continue;
      const since = (name: string) => c(name, row) >= 0 && c(name, row) <= t;
      found.push({
        row,
        unit: c("unit", row),
        track: c("track", row),
        object: since("lock") || since("fire") ? c("object", row) : -1,
        intended: c("intended", row),
        locked: since("lock"),
        fired: since("fire"),
        gun: c("weapon", row) === 1,
        optical: c("by", row) === 1,
      });
    }
    return found;
  }

  /** Azimuth (rad, clockwise from north) of a radiating unit's search beam; null when it is off. */
  beam(row: number, t: number): number | null {
    const radar = this.doc.units[row].radar;
    const state = this.unit(row, t);
    if (!radar || state.word !== "radiating" || !state.sensor || state.rung === "lost") return null;
    const turns = (t - radar.phase) / radar.period;
    return 2 * Math.PI * (turns - Math.floor(turns));
  }
}

/** From each beginning of jamming to its end, or to the end of the replicate. */
export function jamming(told: Telling[], end: number): Jam[] {
  const found: Jam[] = [];
  for (const { kind, unit, object, t } of told) {
    if (kind === "jam_on") found.push({ unit, object, t0: t, t1: end });
    if (kind !== "jam_off") continue;
    const last = found.findLast((jam) => jam.unit === unit && jam.object === object);
    if (last) last.t1 = t;
  }
  return found;
}

/** What has no radar radiates nothing: it is ready, or it jams. */
export function stance(word: string, radar: boolean, jams: boolean): string {
  if (radar || word !== "radiating") return word;
  return jams ? "jamming" : "ready";
}
