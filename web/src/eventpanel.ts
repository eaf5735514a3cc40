// The list of events: filtered by weight, click to go there, the last one before now is marked.
import { el, put } from "./dom.ts";
import { clock, type Telling, type Weight } from "./say.ts";
import type { Session } from "./session.ts";

const SIGNS: Record<Weight, string> = { loss: "✹", kill: "✕", fire: "➚", chain: "·", other: " " };
const WORDS: Record<Weight, string> = {
  loss: "Losses and strikes",
  kill: "Shot down",
  fire: "Firing",
  chain: "Kill chain",
  other: "The rest",
};
const MOST = 1500; // rows: more would make the page slow

export function eventPanel(session: Session): HTMLElement {
  const on: Record<Weight, boolean> = { loss: true, kill: true, fire: true, chain: false, other: false };
  const list = el("ol", { class: "events" });
  const only = el("input", {
    type: "search",
    placeholder: "filter: name or word",
    "aria-label": "Filter events",
  });
  const filters = el("div", { class: "filters" });
  const body = el("section", {}, filters, only, list);
  let shown: { event: Telling; row: HTMLElement }[] = [];
  let current = -1;

  const mark = () => {
    const at = shown.findLastIndex(({ event }) => event.t <= session.t + 0.05);
    if (at === current) return;
    shown[current]?.row.removeAttribute("aria-current");
    current = at;
    const row = shown[at]?.row;
    row?.setAttribute("aria-current", "true");
    if (!body.hidden) row?.scrollIntoView({ block: "nearest" });
  };
  const fill = () => {
    const wanted = only.value.trim().toLowerCase();
    const events = session.shown.told.filter((e) => on[e.weight] && e.text.toLowerCase().includes(wanted));
    shown = events.slice(0, MOST).map((event) => ({ event, row: rowOf(session, event) }));
    put(list, ...shown.map(({ row }) => row));
    if (events.length > MOST) list.append(el("li", {}, `${events.length - MOST} more: filter by a name`));
    if (!events.length) list.append(el("li", {}, "Nothing of this kind happened."));
    current = -1;
    mark();
  };
  for (const weight of Object.keys(on) as Weight[]) {
    const box = el("input", { type: "checkbox" });
    box.checked = on[weight];
    box.addEventListener("change", () => {
      on[weight] = box.checked;
      fill();
    });
    filters.append(el("label", {}, box, `${SIGNS[weight]} ${WORDS[weight]}`));
  }
  only.addEventListener("input", fill);
  session.on("replay", fill);
  session.on("time", mark);
  return body;
}

function rowOf(session: Session, event: Telling): HTMLElement {
  const go = () => {
    const row = event.object >= 0 ? event.object : event.other;
    if (row >= 0) session.select({ kind: "object", row });
    else if (event.unit >= 0) session.select({ kind: "unit", row: event.unit });
    session.playing = false;
    session.seek(event.t);
  };
  return el(
    "li",
    {},
    el(
      "button",
      { type: "button", class: event.weight, onclick: go },
      el("span", { class: "when" }, clock(event.t, session.end)),
      el("span", { "aria-hidden": true, class: "sign" }, SIGNS[event.weight]),
      event.text,
    ),
  );
}
