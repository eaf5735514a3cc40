// A raid that did no harm: what held, and how near it came.
import type { Replay } from "./replay.ts";
import { list } from "./story.ts";

export interface Call {
  object: number;
  t: number;
  distance: number; // m, in space
  what: string; // which asset or unit
}

const STEP = 2; // s between looks at a flight, before the nearest is sought among them
const FINE = 0.1; // s

interface Place {
  name: string;
  x: number;
  y: number;
  z: number;
}

/** How near a hostile object came to an asset or a unit; null when none flew. */
export function nearestCall(replay: Replay): Call | null {
  const { doc, motion } = replay;
  const places: Place[] = [...doc.assets, ...doc.units];
  let best: Call | null = null;
  const look = (object: number, t: number) => {
    const at = motion.at(object, t);
    if (!at) return;
    for (const { name, x, y, z } of places) {
      const distance = Math.hypot(at.x - x, at.y - y, at.z - z);
      if (!best || distance < best.distance) best = { object, t, distance, what: name };
    }
  };
  for (const { object } of doc.strips) {
    if (doc.objects[object].side !== "hostile" || !motion.flew(object)) continue;
    for (let t = motion.begins[object]; t < motion.ends[object]; t += STEP) look(object, t);
    look(object, motion.ends[object]);
  }
  const rough = best as Call | null;
  if (!rough) return null;
  const [from, to] = [rough.t - STEP, Math.min(rough.t + STEP, motion.ends[rough.object])];
  for (let t = Math.max(from, motion.begins[rough.object]); t <= to; t += FINE) look(rough.object, t);
  return best;
}

/** Which links of the chain did their work, in a sentence or two. */
export function held(replay: Replay): string {
  const { doc } = replay;
  const hostile = doc.strips.filter((s) => doc.objects[s.object].side === "hostile");
  const came = (link: string) => hostile.filter((s) => typeof s[link] === "number").length;
  const of = (n: number) => (n === hostile.length ? (n === 1 ? "it" : "all") : n ? `${n}` : "none");
  const steps = [
    ["seen", "seen"],
    ["tracked", "tracked"],
    ["engaged", "shot at"],
    ["down", "shot down"],
  ].map(([link, words]) => [of(came(link)), words]);
  const said: [string, string[]][] = [];
  for (const [who, words] of steps) {
    const last = said[said.length - 1];
    if (last?.[0] === who) last[1].push(words);
    else said.push([who, [words]]);
  }
  const chain = said.map(
    ([who, words]) => `${who} ${who === "1" || who === "it" ? "was" : "were"} ${list(words)}`,
  );
  const used = [
    [doc.outcome.missiles, "missile"],
    [doc.outcome.rounds, "gun round"],
  ] as const;
  const spent = used.filter(([n]) => n).map(([n, word]) => `${n} ${word}${n === 1 ? "" : "s"}`);
  return `What held: of ${hostile.length === 1 ? "one attacker" : `${hostile.length} in the air`}, ${list(chain)}${spent.length ? `, for ${list(spent)}` : ", without a shot"}.`;
}
