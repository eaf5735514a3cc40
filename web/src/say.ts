// Events in words, and which of them a reader's list begins with.
import type { Document } from "./format.ts";
import { Table } from "./table.ts";

export type Weight = "loss" | "kill" | "fire" | "chain" | "other";

export interface Telling {
  t: number;
  kind: string;
  text: string;
  weight: Weight;
  unit: number;
  object: number;
  other: number;
  asset: number;
}

const WEIGHTS: Record<string, Weight> = {
  impact: "loss",
  asset_hit: "loss",
  asset_lost: "loss",
  post_lost: "loss",
  damage: "loss",
  fell: "loss",
  down: "kill",
  jammed: "kill",
  spoiled: "kill",
  launch: "fire",
  gun_burst: "fire",
  burst: "fire",
  miss: "fire",
  gun_hits: "fire",
  launch_fail: "fire",
  guidance_lost: "fire",
  jam_on: "fire",
  release: "fire",
  track_firm: "chain",
  track_drop: "chain",
  track_swap: "chain",
  classified: "chain",
  released: "chain",
  paired: "chain",
  lock: "chain",
  verdict: "chain",
  cancel: "chain",
};
const GUNS = 4; // s within which bursts of one gun at one target are one line of the list

/** Every event of the document as a sentence, in the order of time. */
export function tell(doc: Document): Telling[] {
  const events = new Table(doc.tables.events);
  const c = (name: string, row: number) => events.column(name)[row];
  const found: Telling[] = [];
  for (let row = 0; row < events.rows; row++) {
    const kind = doc.words.event[c("kind", row)];
    const who = {
      unit: c("unit", row),
      object: c("object", row),
      other: c("other", row),
      asset: c("asset", row),
    };
    const t = c("t", row);
    found.push({
      t,
      kind,
      ...who,
      weight: weigh(doc, kind, who),
      text: sentence(doc, kind, who, c("value", row)),
    });
  }
  return merged(found.sort((a, b) => a.t - b.t));
}

function weigh(doc: Document, kind: string, who: Actors): Weight {
  // what befalls an attacker is no loss of the defender's
  if (kind === "damage" && who.other >= 0 && doc.objects[who.other].side === "hostile") return "fire";
  return WEIGHTS[kind] ?? "other";
}

interface Actors {
  unit: number;
  object: number;
  other: number;
  asset: number;
}

function sentence(doc: Document, kind: string, who: Actors, value: number): string {
  const unit = who.unit >= 0 ? doc.units[who.unit].name : "the post";
  const other = who.other >= 0 ? doc.objects[who.other].name : "nothing";
  const word = (list: string) => doc.words[list]?.[value] ?? String(value);
  const said: Record<string, string> = {
    unit,
    other,
    object: who.object >= 0 ? doc.objects[who.object].name : "nothing",
    asset: who.asset >= 0 ? doc.assets[who.asset].name : "nothing",
    value: kind === "burst" || kind === "miss" ? value.toFixed(1) : String(Math.round(value)),
    who: who.other >= 0 ? other : unit,
    verdict: value ? "destroyed" : "not destroyed",
    state: word("state"),
    rung: word("rung"),
    class: word("class"),
  };
  const pattern = doc.sentences[kind] ?? `${kind.replaceAll("_", " ")} {object}`;
  return pattern.replace(/\{(\w+)\}/g, (_, name: string) => said[name] ?? name);
}

/** The rounds of a long burst at one target told once. */
function merged(events: Telling[]): Telling[] {
  const last = new Map<string, Telling>();
  return events.filter((event) => {
    if (event.kind !== "gun_burst") return true;
    const key = `${event.unit} ${event.object}`;
    const before = last.get(key);
    last.set(key, event);
    return !before || event.t - before.t > GUNS;
  });
}

/** Seconds as m:ss, however many minutes: for narrow places. */
export function minutes(t: number): string {
  const s = Math.max(0, Math.round(t));
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
}

/** Seconds as m:ss, or h:mm:ss where the whole takes hours. */
export function clock(t: number, whole = 0): string {
  const s = Math.max(0, Math.round(t));
  const two = (n: number) => String(n).padStart(2, "0");
  if (Math.max(whole, s) >= 3600)
    return `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
  return `${Math.floor(s / 60)}:${two(s % 60)}`;
}
