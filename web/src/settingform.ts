// The form for one number or hypothesis of the scenario.
import { el, put } from "./dom.ts";
import * as link from "./link.ts";
import type { Session } from "./session.ts";

/** Any number or hypothesis of the scenario, with the value that it has in this draw. */
export function settingForm(session: Session, run: (path: string, value: string) => void): HTMLElement {
  const path = el("input", {
    name: "path",
    list: "paths",
    placeholder: "path, e.g. pantsir_s1.crew.operator_time",
    "aria-label": "Path of a number or hypothesis",
    autocomplete: "off",
  });
  const value = el("input", {
    name: "value",
    placeholder: "value, e.g. 5 s",
    "aria-label": "New value",
    autocomplete: "off",
    list: "words",
  });
  const paths = el("datalist", { id: "paths" });
  const words = el("datalist", { id: "words" });
  const now = el("span", { class: "hint" });
  let known: Awaited<ReturnType<typeof link.paths>> = [];
  path.addEventListener("focus", async () => {
    if (known.length || !session.original) return;
    known = await link.paths(session.original.doc);
    put(paths, ...known.map((each) => el("option", { value: each.path }, each.value)));
  });
  path.addEventListener("input", () => {
    const found = known.find((each) => each.path === path.value);
    now.textContent = found ? `now ${found.value}` : "";
    put(words, ...(found?.words ?? []).map((word) => el("option", { value: word })));
  });
  const go = (event: Event) => {
    event.preventDefault();
    if (path.value && value.value) run(path.value.trim(), value.value.trim());
  };
  return el(
    "form",
    { onsubmit: go },
    el("h2", {}, "Or change one number or hypothesis"),
    path,
    value,
    paths,
    words,
    el("button", { type: "submit" }, "Run"),
    now,
  );
}
