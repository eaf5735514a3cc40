// What is known of the chosen thing, over the map.
import { button, el, put } from "./dom.ts";
import { bearing, distance, height, speed } from "./measure.ts";
import { clock } from "./say.ts";
import type { Session } from "./session.ts";
import { ended } from "./story.ts";

export function thingBox(session: Session, whatIf: (object: number) => void): HTMLElement {
  const lines = el("dl", {});
  const name = el("b", {});
  const follow = button("Follow", "Keep it in the middle (f)", () => session.set("follow", !session.follow), {
    class: "toggle",
  });
  const why = button("But for ...", "What would have changed its fate", () =>
    whatIf(session.thing?.row ?? -1),
  );
  const close = button("×", "Let go (Esc)", () => session.select(null));
  const box = el(
    "div",
    { class: "thing", hidden: true },
    el("div", { class: "head" }, name, close),
    lines,
    el("div", { class: "acts" }, follow, why),
  );
  const refresh = () => {
    const { thing } = session;
    box.hidden = !thing || !session.original;
    if (!thing || !session.original) return;
    const [title, facts] = describe(session);
    name.textContent = title;
    follow.setAttribute("aria-pressed", String(session.follow));
    why.hidden = thing.kind !== "object";
    put(lines, ...facts.flatMap(([what, value]) => (value ? [el("dt", {}, what), el("dd", {}, value)] : [])));
  };
  for (const topic of ["thing", "time", "view", "replay"] as const) session.on(topic, refresh);
  return box;
}

type Facts = [what: string, value: string][];

function describe(session: Session): [string, Facts] {
  const { thing } = session;
  if (thing?.kind === "unit") return unitFacts(session, thing.row);
  if (thing?.kind === "asset") return assetFacts(session, thing.row);
  if (thing?.kind === "track") return trackFacts(session, thing.row);
  return objectFacts(session, thing?.row ?? 0);
}

function unitFacts({ shown, t, units }: Session, row: number): [string, Facts] {
  const unit = shown.doc.units[row];
  const s = shown.unit(row, t);
  const orders = shown.engagements(t).filter((order) => order.unit === row);
  const doing = orders.map((o) => {
    const object = o.object >= 0 ? o.object : o.intended;
    const whom = object >= 0 ? shown.doc.objects[object].name : "a false track";
    return `${o.fired ? "fires at" : o.locked ? "locked on to" : "ordered against"} ${whom}`;
  });
  return [
    unit.name,
    [
      ["is", unit.title],
      [
        "state",
        s.rung === "lost"
          ? "LOST"
          : [
              s.word,
              s.rung === "intact" ? "" : s.rung,
              s.sensor ? "" : "radar out",
              s.fire ? "" : "weapons out",
            ]
              .filter(Boolean)
              .join(", "),
      ],
      ["missiles", unit.missiles ? `${s.missiles} of ${unit.missiles}` : ""],
      ["rounds", unit.rounds ? `${s.rounds} of ${unit.rounds}` : ""],
      ["channels", unit.channels ? `${orders.length} of ${unit.channels} busy` : ""],
      ["now", doing.join("; ")],
      ["radar", unit.radar ? `to ${distance(unit.radar.range, units)}` : "none"],
      ["missile", unit.missile ? `to ${distance(unit.missile.range[1], units)}` : ""],
      ["gun", unit.gun ? `to ${distance(unit.gun.range[1], units)}` : ""],
    ],
  ];
}

function assetFacts({ shown, t }: Session, row: number): [string, Facts] {
  const { rung, hits } = shown.asset(row, t);
  return [
    shown.doc.assets[row].name,
    [
      ["state", rung === "lost" ? "LOST" : rung],
      ["hits", String(hits)],
    ],
  ];
}

function trackFacts({ shown, t, units }: Session, row: number): [string, Facts] {
  const track = shown.picture.at(row, t);
  if (!track || !shown.picture.alive(row, t)) return [`track ${row}`, [["state", "no longer held"]]];
  const whose =
    track.unit >= 0 ? shown.doc.units[track.unit].name : (shown.doc.posts[track.post]?.name ?? "");
  const truth = track.phantom
    ? "nothing: a bird or noise"
    : track.origin >= 0
      ? shown.doc.objects[track.origin].name
      : "nothing";
  return [
    `track ${track.serial} of ${whose}`,
    [
      [
        "the crew thinks",
        `${track.identity}${track.firm ? "" : " (tentative)"}${track.released ? ", may be fired at" : ""}`,
      ],
      ["in truth", truth],
      ["height", height(track.z, units)],
      ["error (1 sigma)", `${distance(track.major, units)} by ${distance(track.minor, units)}`],
      ["last seen", `${track.coasting.toFixed(0)} s ago`],
    ],
  ];
}

function objectFacts(session: Session, row: number): [string, Facts] {
  const { shown, t, units } = session;
  const object = shown.doc.objects[row];
  const place = shown.motion.at(row, t);
  const flying = shown.motion.flying(row, t);
  const strip = shown.doc.strips.find((s) => s.object === row);
  const facts: Facts = [
    ["is", object.title],
    ["side", object.side],
  ];
  if (flying && place) {
    const near = nearest(session, place.x, place.y);
    facts.push(
      ["height", height(place.z, units)],
      [
        "speed",
        `${speed(Math.hypot(place.vx, place.vy, place.vz), units)}, heading ${bearing(place.vx, place.vy)}`,
      ],
      ["nearest unit", near],
      ["doing", shown.phase(row, t)?.word ?? ""],
    );
  } else {
    const life = shown.doc.words.life[shown.motion.life[row]];
    const over = t > shown.motion.ends[row];
    facts.push([
      "now",
      over ? `${ended(life)} at ${clock(shown.motion.ends[row], session.end)}` : "not yet in the air",
    ]);
  }
  if (strip)
    facts.push(
      ["in the end", ended(strip.end)],
      ["broken link", strip.broken ? (shown.doc.reasons[strip.broken] ?? "") : ""],
    );
  return [object.name, facts];
}

function nearest({ shown, units }: Session, x: number, y: number): string {
  const all = shown.doc.units.map((u) => ({ u, d: Math.hypot(u.x - x, u.y - y) })).sort((a, b) => a.d - b.d);
  return all.length
    ? `${all[0].u.name}, ${distance(all[0].d, units)} in ${bearing(all[0].u.x - x, all[0].u.y - y)}`
    : "";
}
