// The kill chain of each target as a strip: which link came when, and which one broke.

import { el, put } from "./dom.ts";
import type { Strip } from "./format.ts";
import { minutes } from "./say.ts";
import type { Session } from "./session.ts";
import { brokenLink, ended } from "./story.ts";

// cells are narrow; the whole word is in the title
const SHORT: Record<string, string> = {
  tracked: "track",
  identified: "ident",
  released: "free",
  assigned: "order",
  locked: "lock",
  engaged: "shot",
  assessed: "judged",
};

export function chainPanel(session: Session): HTMLElement {
  const body = el("section");
  let rows: { row: HTMLElement; strip: Strip; cells: HTMLElement[] }[] = [];
  const refresh = () => {
    for (const { row, strip, cells } of rows) {
      const chosen = session.thing?.kind === "object" && session.thing.row === strip.object;
      row.classList.toggle("chosen", chosen);
      cells.forEach((cell, i) => {
        const t = strip[session.shown.doc.links[i]];
        cell.classList.toggle("done", typeof t === "number" && t <= session.t);
      });
    }
  };
  session.on("replay", () => {
    const { doc } = session.shown;
    const strips = [...doc.strips].sort(
      (a, b) => Number(b.broken !== "") - Number(a.broken !== "") || a.object - b.object,
    );
    rows = strips.map((strip) => stripOf(session, strip));
    put(
      body,
      el(
        "p",
        { class: "hint" },
        "One row per target: seen, tracked, identified, free to be shot at, ordered, locked on, shot at, hit, down, judged destroyed or not. A time (minutes:seconds) says when a link first came, a dash that it never did, ✕ which one its success is put down to. Click a time to go there.",
      ),
      ...rows.map(({ row }) => row),
    );
    if (!rows.length) put(body, el("p", {}, "Nobody hostile flew in this replicate."));
    refresh();
  });
  session.on("time", refresh);
  session.on("thing", () => {
    refresh();
    if (!body.hidden)
      rows.find(({ row }) => row.classList.contains("chosen"))?.row.scrollIntoView({ block: "nearest" });
  });
  return body;
}

function stripOf(session: Session, strip: Strip): { row: HTMLElement; strip: Strip; cells: HTMLElement[] } {
  const { doc } = session.shown;
  const object = doc.objects[strip.object];
  const broken = brokenLink(strip.broken);
  const cells = doc.links.map((link) => cellOf(session, strip, link, link === broken));
  const choose = () => session.select({ kind: "object", row: strip.object });
  const row = el(
    "div",
    { class: `strip ${strip.broken ? "leak" : ""}` },
    el(
      "button",
      { type: "button", class: "name", onclick: choose, title: object.title },
      el("b", {}, object.name),
      ` ${ended(strip.end)}${object.side === "neutral" ? " (neutral)" : ""}`,
    ),
    el("div", { class: "cells" }, ...cells),
    strip.broken
      ? el(
          "div",
          { class: "reason" },
          `✕ ${doc.reasons[strip.broken]}${strip.unit >= 0 ? ` (${doc.units[strip.unit].name})` : ""}`,
        )
      : null,
  );
  return { row, strip, cells };
}

function cellOf(session: Session, strip: Strip, link: string, broken: boolean): HTMLElement {
  const t = strip[link];
  const came = typeof t === "number";
  const said = came ? minutes(t) : "–";
  const go = () => {
    session.select({ kind: "object", row: strip.object });
    if (came) session.seek(t);
  };
  return el(
    "button",
    {
      type: "button",
      class: `cell ${came ? "came" : "never"} ${broken ? "broken" : ""}`,
      title: `${link}: ${came ? `at ${said}` : "never"}${broken ? "; the broken link" : ""}`,
      onclick: go,
    },
    el("span", { class: "link" }, SHORT[link] ?? link),
    el("span", { class: "when" }, `${broken ? "✕" : ""}${said}`),
  );
}
