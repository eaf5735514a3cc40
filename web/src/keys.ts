// The keyboard: everything that a pointer can do.
import type { Framing } from "./framing.ts";
import type { Layout, Session } from "./session.ts";

export interface Stage {
  show(what: Framing): void;
  zoomBy(factor: number): void;
}

const LAYOUTS: Layout[] = ["both", "beside", "truth", "crew"];
const JUMP = 5; // s

export function listen(session: Session, stage: () => Stage, help: () => void): void {
  const acts: Record<string, () => void> = {
    " ": () => session.play(!session.playing),
    ArrowLeft: () => session.seek(session.t - JUMP),
    ArrowRight: () => session.seek(session.t + JUMP),
    ",": () => session.step(-1),
    ".": () => session.step(1),
    "-": () => session.faster(-1),
    "+": () => session.faster(1),
    "=": () => session.faster(1),
    Home: () => session.seek(0),
    End: () => session.seek(session.end),
    v: () => session.set("layout", LAYOUTS[(LAYOUTS.indexOf(session.layout) + 1) % LAYOUTS.length]),
    "3": () => session.set("space", !session.space),
    "1": () => stage().show("now"),
    "2": () => stage().show("defence"),
    "0": () => stage().show("all"),
    "[": () => stage().zoomBy(0.8),
    "]": () => stage().zoomBy(1.25),
    f: () => session.set("follow", !session.follow && session.thing !== null),
    n: () => next(session, 1),
    p: () => next(session, -1),
    c: () => session.set("coverage", !session.coverage),
    b: () => session.set("beams", !session.beams),
    t: () => session.set("trails", !session.trails),
    l: () => session.set("names", !session.names),
    u: () => session.set("units", session.units === "metric" ? "aviation" : "metric"),
    d: () => session.set("dark", !session.dark),
    Escape: () => session.select(null),
    "?": help,
  };
  // a button that was clicked gives the keyboard back: space plays, it does not click again
  addEventListener("click", (event) => {
    const on = event.target as HTMLElement;
    if (event.detail > 0) on.closest("button")?.blur();
  });
  addEventListener("keydown", (event) => {
    const on = event.target as HTMLElement;
    const typing = on.matches("input:not([type=range]):not([type=checkbox]), select, textarea");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]"))
      return;
    if (event.key === " " && on.matches("button, summary, input")) return; // they act themselves
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
    session.tell("view");
  });
}

/** Chooses the next target that is in the air now. */
function next(session: Session, by: 1 | -1): void {
  const { shown, thing, t } = session;
  const flying = shown.doc.objects.map((_, row) => row).filter((row) => shown.motion.flying(row, t));
  if (!flying.length) return;
  const at = thing?.kind === "object" ? flying.indexOf(thing.row) : -1;
  session.select({ kind: "object", row: flying[(at + by + flying.length) % flying.length] });
}
