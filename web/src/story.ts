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
const BROKEN: Record<string, [link: string, ideal: string]> = {
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
  envelope: ["assigned", "reach"],
  lock: ["locked", "guide"],
  guidance: ["hit", "guide"],
  missed_missile: ["hit", "hit"],
  missed_gun: ["hit", "hit"],
  missed_soft: ["hit", "hit"],
  assessed_dead: ["assessed", "assess"],
};

export function brokenLink(reason: string): string {
  return BROKEN[reason]?.[0] ?? "";
}

/** The switch that repairs a reason; "" when none does. */
export function repair(reason: string): string {
  return BROKEN[reason]?.[1] ?? "";
}

export function storyOf(replay: Replay): Story {
  const endings = replay.doc.strips.filter((s) => s.broken).map((strip) => ending(replay, strip));
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
  const text = life === "impacted" ? `struck${target ? `, aimed at ${target}` : ""}` : strip.end;
  return {
    strip,
    name: object.name,
    t: motion.ends[strip.object],
    text,
    reason: doc.reasons[strip.broken] ?? strip.broken,
    unit: strip.unit >= 0 ? doc.units[strip.unit].name : "",
  };
}

/** What the defender lost, and whom it should not have hit. */
function losses(replay: Replay): string[] {
  const { doc } = replay;
  const rungs = doc.tables.lives;
  const said: string[] = [];
  doc.assets.forEach((asset, row) => {
    const end = replay.asset(row, doc.t_end);
    if (end.rung === "lost") said.push(`${asset.name} was lost`);
    else if (end.hits) said.push(`${asset.name} was hit ${times(end.hits)} but stands`);
  });
  const units = doc.units.filter((_, row) => replay.unit(row, doc.t_end).rung === "lost").map((u) => u.name);
  if (units.length) said.push(`${list(units)} ${units.length > 1 ? "were" : "was"} lost`);
  const neutrals = doc.objects.filter(
    (o, row) => o.side === "neutral" && doc.words.life[replay.motion.life[row]] === "down" && rungs,
  );
  if (neutrals.length)
    said.push(
      `${list(neutrals.map((o) => o.name))}, neutral, ${neutrals.length > 1 ? "were" : "was"} shot down`,
    );
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
  const parts = [
    `${count(attackers.length, "attacker")} came${munitions ? ` and released ${count(munitions, "munition")}` : ""}`,
  ];
  parts.push(
    down === attackers.length && down
      ? "all were shot down"
      : `${down || "none"} ${down === 1 ? "was" : "were"} shot down`,
  );
  parts.push(through ? `${through} got through` : "nothing got through");
  const first = `${parts.slice(0, 2).join("; ")}, and ${parts[2]}.`;
  const second = lost.length ? list(lost) : "nothing was lost";
  return `${first} ${second[0].toUpperCase()}${second.slice(1)}.`;
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
