// What happened and why, out of one replicate, in plain sentences.
import type { Strip } from "./format.ts";
import type { Replay } from "./replay.ts";

export interface Ending {
  strip: Strip;
  name: string;
  t: number; // when it ended
  text: string; // how
  reason: string; // the broken link in plain words, "" when none is to blame
  unit: string; // whose
}

export interface Story {
  outcome: string; // one or two sentences
  bad: boolean;
  whys: { reason: string; count: number }[];
  endings: Ending[]; // of everything that a broken link is named for
}

// which link of a strip each reason is about, and which switch makes that link ideal
export const BROKEN: Record<string, [link: string, ideal: string]> = {
  not_ready: ["seen", "ready"],
  silent: ["seen", "emission"],
  los: ["seen", "sight"],
  coverage: ["seen", "coverage"],
  not_detected: ["seen", "detection"],
  track_lost: ["tracked", "track"],
  id_rules: ["released", "identify"],
  operator: ["identified", "operator"],
  zone: ["released", "identify"],
  link: ["assigned", "link"],
  late: ["assigned", "reaction"],
  channel: ["assigned", "channel"],
  rounds: ["assigned", "rounds"],
  held: ["assigned", "guide"],
  envelope: ["assigned", "reach"],
  lock: ["locked", "guide"],
  guidance: ["hit", "guide"],
  missed_missile: ["hit", "hit"],
  missed_gun: ["hit", "hit"],
  missed_soft: ["hit", "hit"],
  seen_late: ["seen", "detection"],
  assessed_dead: ["assessed", "assess"],
};

const MOMENT = 0.15; // s between a strike and its damage

// ends of the engine in a reader's words
const ENDS: Record<string, string> = {
  impacted: "struck",
  down: "shot down",
  dud: "fell without effect",
  departed: "flew away",
  flying: "still in the air",
};

export function ended(word: string): string {
  return ENDS[word] ?? word;
}

// why a neutral aircraft was hit, and which switch would have spared it
const CAUSES: Record<string, string> = {
  iff_silent: "identify",
  operator_error: "identify",
  rules: "identify",
  swap: "track",
  lock_transfer: "track",
};

export function brokenLink(reason: string): string {
  return BROKEN[reason]?.[0] ?? "";
}

/** The switch that repairs a reason; "" when none does. */
export function repair(reason: string): string {
  return BROKEN[reason]?.[1] ?? CAUSES[reason] ?? "";
}

export function storyOf(replay: Replay): Story {
  const endings = replay.doc.strips.filter((s) => s.broken || s.cause).map((strip) => ending(replay, strip));
  endings.sort((a, b) => a.t - b.t);
  const counts = new Map<string, number>();
  for (const { reason } of endings) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const whys = [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
  const lost = losses(replay);
  return { outcome: sentence(replay, lost), bad: lost.length > 0 || endings.length > 0, whys, endings };
}

function ending(replay: Replay, strip: Strip): Ending {
  const { doc, motion } = replay;
  const object = doc.objects[strip.object];
  const life = doc.words.life[motion.life[strip.object]];
  const target =
    object.target_asset >= 0 ? doc.assets[object.target_asset]?.name : doc.units[object.target_unit]?.name;
  const struck = `struck${target ? `, aimed at ${target}` : ""}`;
  const neutral = object.side === "neutral" ? "neutral, was " : "";
  const t = motion.ends[strip.object];
  return {
    strip,
    name: object.name,
    t,
    text: [neutral + (life === "impacted" ? struck : ended(strip.end)), ...harm(replay, t)].join("; "),
    reason: doc.reasons[strip.broken] ?? doc.causes?.[strip.cause] ?? strip.cause,
    unit: strip.unit >= 0 ? doc.units[strip.unit].name : "",
  };
}

/** What a strike did to fire units, as its events say it. */
function harm(replay: Replay, t: number): string[] {
  const hurt = replay.told.filter(
    (e) => e.kind === "damage" && e.unit >= 0 && e.other < 0 && Math.abs(e.t - t) < MOMENT,
  );
  return hurt.map((e) => e.text);
}

/** What the defender lost, and whom it should not have hit. */
function losses(replay: Replay): string[] {
  const { doc, motion } = replay;
  const ends = doc.assets.map((asset, row) => ({ name: asset.name, ...replay.asset(row, doc.t_end) }));
  const lost = [
    ...ends.filter((end) => end.rung === "lost").map((end) => end.name),
    ...doc.units.filter((_, row) => replay.unit(row, doc.t_end).rung === "lost").map((unit) => unit.name),
  ];
  const hit = ends
    .filter((end) => end.hits && end.rung !== "lost")
    .map((end) => `${end.name} ${times(end.hits)}`);
  const neutrals = doc.objects.filter(
    (o, row) => o.side === "neutral" && doc.words.life[motion.life[row]] === "down",
  );
  const said: string[] = [];
  if (lost.length) said.push(`Lost: ${list(lost)}.`);
  if (hit.length) said.push(`Hit but standing: ${list(hit)}.`);
  if (neutrals.length) said.push(`Neutral aircraft shot down: ${list(neutrals.map((o) => o.name))}.`);
  return said;
}

function sentence(replay: Replay, lost: string[]): string {
  const { doc, motion } = replay;
  const flown = doc.objects
    .map((_, row) => row)
    .filter((row) => doc.objects[row].side === "hostile" && motion.flew(row));
  const attackers = flown.filter((row) => doc.objects[row].kind !== "munition");
  const munitions = flown.length - attackers.length;
  const down = attackers.filter((row) => doc.words.life[motion.life[row]] === "down").length;
  const through = doc.strips.filter((s) => s.leaked).length;
  const came = `${count(attackers.length, "attacker")} came${munitions ? ` and released ${count(munitions, "munition")}` : ""}`;
  const rest = munitions ? 0 : attackers.length - down - through;
  const fates = [
    `${down || "none"} ${down === 1 ? "was" : "were"} shot down`,
    `${through || "none"} got through`,
  ];
  if (rest > 0) fates.push(`${rest} ended without harm`);
  return [`${came}: ${list(fates)}.`, ...(lost.length ? lost : ["Nothing was lost."])].join(" ");
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}

function times(n: number): string {
  return n === 1 ? "once" : n === 2 ? "twice" : `${n} times`;
}

export function list(words: string[]): string {
  if (words.length < 2) return words.join("");
  const shown = words.length > 5 ? [...words.slice(0, 4), `${words.length - 4} more`] : words;
  return `${shown.slice(0, -1).join(", ")} and ${shown[shown.length - 1]}`;
}
