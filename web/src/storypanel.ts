// The first page: what happened, why, and the figures of this replicate.
import { button, el, put } from "./dom.ts";
import { held, nearestCall } from "./held.ts";
import { distance, figure } from "./measure.ts";
import { clock } from "./say.ts";
import type { Session } from "./session.ts";
import { type Ending, ended, repair, storyOf } from "./story.ts";
import { chosen } from "./topbar.ts";

const FIRST = 8; // endings listed at once

export function storyPanel(session: Session, whatIf: (object: number, link: string) => void): HTMLElement {
  const body = el("section");
  session.on("replay", () => {
    const replay = session.shown;
    const { doc } = replay;
    const story = storyOf(replay);
    const more = story.endings.length - FIRST;
    const cards = story.endings.map((each) => card(session, each, whatIf));
    put(
      body,
      el("p", { class: "question" }, doc.question),
      el("p", { class: story.bad ? "outcome bad" : "outcome" }, story.outcome),
      el("p", { class: "which" }, which(session)),
      doc.note ? el("p", { class: "warning", role: "alert" }, doc.note) : null,
      story.whys.length ? el("h2", {}, "Why: what is behind each") : null,
      story.whys.length
        ? el(
            "ul",
            { class: "whys" },
            ...story.whys.map((w) => el("li", {}, el("b", {}, `${w.count} × `), w.reason)),
          )
        : null,
      ...(story.bad ? [] : [el("p", { class: "held" }, held(replay)), nearCard(session, whatIf)]),
      ...cards.slice(0, FIRST),
      more > 0 ? el("details", {}, el("summary", {}, `${more} more`), ...cards.slice(FIRST)) : null,
      el("h2", {}, "Figures of this replicate"),
      figures(session),
      provenance(session),
    );
  });
  return body;
}

/** "the worst by: chance that depot survives" in the reader's words, with the address. */
function which(session: Session): string {
  const { doc } = session.shown;
  const { count } = session.content.result;
  const { seed, k, r } = doc.address;
  return `One of ${count} simulated raids: ${chosen(session.content, doc.chosen)} (seed ${seed}, draw ${k}, replicate ${r}).`;
}

function card(session: Session, ending: Ending, whatIf: (object: number, link: string) => void): HTMLElement {
  const { strip, name, t } = ending;
  const watch = () => {
    session.select({ kind: "object", row: strip.object });
    session.seek(t - 20);
  };
  return el(
    "div",
    { class: "card" },
    el("div", {}, el("b", {}, name), ` ${ending.text} at ${clock(t, session.end)}`),
    el(
      "div",
      { class: "reason" },
      el("span", { class: "mark", "aria-hidden": true }, "✕ "),
      strip.cause ? "Why: " : "Broken link: ",
      el("b", {}, ending.reason),
      ending.unit ? ` (${ending.unit})` : "",
    ),
    el(
      "div",
      { class: "acts" },
      button("Watch", `Watch the end of ${name}`, watch),
      button(
        "But for this link?",
        `What if that link had held for ${name}`,
        () => whatIf(strip.object, repair(strip.broken || strip.cause)),
        { class: "butfor" },
      ),
    ),
  );
}

/** Where nothing broke: the nearest call instead. */
function nearCard(session: Session, whatIf: (object: number, link: string) => void): HTMLElement | null {
  const { doc, motion } = session.shown;
  const call = nearestCall(session.shown);
  if (!call) return null;
  const { name } = doc.objects[call.object];
  const end = doc.strips.find((s) => s.object === call.object)?.end ?? "";
  const watch = () => {
    session.select({ kind: "object", row: call.object });
    session.seek(call.t - 20);
  };
  const fate = end === "down" ? "was shot down" : ended(end);
  const then = motion.ends[call.object] - call.t < 1 ? "when it" : "and later";
  return el(
    "div",
    { class: "card" },
    el("div", {}, el("b", {}, "The nearest call: "), `${name} at ${clock(call.t, session.end)}`),
    el(
      "div",
      { class: "reason" },
      `It came within ${distance(call.distance, session.units)} of ${call.what} ${then} ${fate}.`,
    ),
    el(
      "div",
      { class: "acts" },
      button("Watch", `Watch ${name} at its nearest`, watch),
      button("But for ...", `What would have changed the fate of ${name}`, () => whatIf(call.object, ""), {
        class: "butfor",
      }),
    ),
  );
}

function figures(session: Session): HTMLElement {
  const { doc } = session.shown;
  const rows = doc.measures.map((m) =>
    el(
      "tr",
      { "data-path": m.path },
      el("td", {}, plain(m.label)),
      el(
        "td",
        { class: "number", "data-value": m.value },
        m.unit === "share" ? yesNo(m.value) : figure(m.value, m.unit),
      ),
    ),
  );
  return el("table", { class: "figures" }, el("tbody", {}, ...rows));
}

/** In one replicate a chance is a yes or a no, or the share of several. */
function yesNo(value: number): string {
  return value === 1 ? "yes" : value === 0 ? "no" : figure(value, "share");
}

function plain(label: string): string {
  return label.replace(/^chance that (an? )?/, "");
}

function provenance(session: Session): HTMLElement {
  const { doc } = session.shown;
  const same = doc.reproduced
    ? "run again from its address, with exactly the stored outcome"
    : "the rerun differs from the stored outcome";
  const thin = Object.entries(doc.thinned)
    .filter(([, share]) => share < 1)
    .map(
      ([name, share]) => `${Math.round(share * 100)} % of the ${name === "states" ? "track updates" : name}`,
    );
  return el(
    "p",
    { class: "provenance" },
    `${doc.made.file} (${doc.made.sha256.slice(0, 8)}), shorad ${doc.made.version}; ${same}. Simulation only.`,
    thin.length ? ` Shown here: ${thin.join(", ")}.` : "",
    el("code", {}, session.content.result.command),
  );
}
