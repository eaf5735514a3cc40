// The head of the page: which raid, and how it is shown.
import { button, el, put } from "./dom.ts";
import * as link from "./link.ts";
import { Replay } from "./replay.ts";
import type { Layout, Session } from "./session.ts";

const WAYS: [string, string][] = [
  ["median", "the median raid"],
  ["worst", "the worst raid"],
  ["best", "the best raid"],
  ["p10", "better than 9 of 10"],
  ["p25", "better than 3 of 4"],
  ["p75", "worse than 3 of 4"],
  ["p90", "worse than 9 of 10"],
  ["leaker", "the first with a leaker"],
  ["loss", "the first with a loss"],
];
const LAYOUTS: [Layout, string][] = [
  ["both", "Truth and crew"],
  ["beside", "Side by side"],
  ["truth", "Truth"],
  ["crew", "Crew's view"],
];

export function topbar(session: Session, help: () => void): HTMLElement {
  const layout = el("select", { "aria-label": "What is shown", title: "What is shown (v)" });
  for (const [name, label] of LAYOUTS) layout.append(el("option", { value: name }, label));
  layout.addEventListener("change", () => session.set("layout", layout.value as Layout));
  const toggles: [keyof Session & ("coverage" | "trails" | "beams" | "names"), string, string][] = [
    ["coverage", "Reach", "How far radars and weapons reach (c)"],
    ["beams", "Beams", "Radar beams (b)"],
    ["trails", "Trails", "Trails (t)"],
    ["names", "Names", "Names (l)"],
  ];
  const boxes = toggles.map(([name, face, label]) =>
    button(face, label, () => session.set(name, !session[name]), { class: "toggle", "data-set": name }),
  );
  const space = button("3-D", "Map or three dimensions (3)", () => session.set("space", !session.space), {
    class: "toggle",
    "data-set": "space",
  });
  const units = button("m", "Metric or aviation units (u)", () =>
    session.set("units", session.units === "metric" ? "aviation" : "metric"),
  );
  const theme = button("◐", "Light or dark (d)", () => session.set("dark", !session.dark));
  const title = el("h1", {});
  const busy = el("span", { class: "busy", role: "status" });
  session.on("replay", () => {
    title.textContent = session.shown.doc.title || session.content.result.title;
    document.title = `${title.textContent}: ${chosen(session.content, session.shown.doc.chosen)}`;
  });
  session.on("busy", () => {
    busy.textContent = session.busy;
  });
  session.on("view", () => {
    layout.value = session.layout;
    units.textContent = session.units === "metric" ? "km" : "NM";
    for (const box of [...boxes, space])
      box.setAttribute("aria-pressed", String(session[box.dataset.set as "space"]));
  });
  const bar = el("header", { class: "topbar" });
  put(
    bar,
    title,
    chooser(session),
    busy,
    el(
      "div",
      { class: "tools" },
      layout,
      space,
      ...boxes,
      units,
      theme,
      button("?", "Help and keys (?)", help),
    ),
  );
  return bar;
}

/** "worst of assets.depot.survival" in the reader's words. */
export function chosen({ original, result }: Session["content"], said = original?.chosen ?? ""): string {
  return said.replace(` of ${result.measure}`, ` by: ${result.label}`);
}

/** Which raid: by rank or by number. A page from disk holds one only. */
function chooser(session: Session): HTMLElement {
  const { content } = session;
  if (content.mode === "file") return el("span", { class: "chooser" }, chosen(content));
  const ways = el("select", { "aria-label": "Which raid", title: "Which raid", name: "which" });
  for (const [name, label] of WAYS) {
    if ((name === "leaker" && !content.result.leaking) || (name === "loss" && !content.result.losing))
      continue;
    ways.append(el("option", { value: name }, label));
  }
  ways.append(el("option", { value: "", disabled: true, hidden: true }, "by number"));
  const number = el("input", {
    type: "number",
    min: 0,
    max: content.result.count - 1,
    placeholder: "no.",
    "aria-label": `Number of the raid, 0 to ${content.result.count - 1}`,
    title: `or by number: 0 to ${content.result.count - 1}`,
    name: "number",
  });
  ways.value = content.which;
  if (ways.value !== content.which) ways.value = "";
  ways.addEventListener("change", () => {
    number.value = "";
    open(session, ways.value);
  });
  number.addEventListener("change", () => {
    if (number.value === "") return;
    ways.value = "";
    open(session, number.value);
  });
  return el("span", { class: "chooser" }, ways, number);
}

/** Asks the server for a raid and shows it. */
export async function open(session: Session, which: string): Promise<void> {
  session.playing = false;
  session.wait("Running that raid again ...");
  try {
    session.open(new Replay(await link.replicate(which)));
    session.wait("");
  } catch (error) {
    session.wait((error as Error).message);
  }
}
