// The page: puts its parts together and lets time run.

import { chainPanel } from "./chainpanel.ts";
import { button, el, put } from "./dom.ts";
import { eventPanel } from "./eventpanel.ts";
import { Flat } from "./flat.ts";
import { helpBox } from "./help.ts";
import { listen, type Stage } from "./keys.ts";
import { content } from "./link.ts";
import { Panels } from "./panels.ts";
import { Replay } from "./replay.ts";
import { Session } from "./session.ts";
import { Space } from "./space.ts";
import { BROKEN } from "./story.ts";
import { storyPanel } from "./storypanel.ts";
import { thingBox } from "./thing.ts";
import { timebar } from "./timebar.ts";
import { open, topbar } from "./topbar.ts";
import { WhatIf } from "./whatif.ts";

const LONGEST = 0.25; // s between two frames: after a pause of the browser time does not jump

/** The view in three dimensions, made when it is first asked for. */
class Lazy {
  view: Space | null = null;
  look = "";
  readonly nodes: [HTMLCanvasElement, HTMLCanvasElement];
  readonly #session: Session;
  readonly #redraw: () => void;

  constructor(session: Session, redraw: () => void) {
    this.#session = session;
    this.#redraw = redraw;
    const ink = el("canvas", {
      class: "ink",
      tabindex: 0,
      hidden: true,
      "aria-label": "The raid in three dimensions",
    });
    this.nodes = [el("canvas", { hidden: true }), ink];
    new ResizeObserver(redraw).observe(ink);
  }

  /** Without WebGL the map stays, and the page says so. */
  open(): void {
    if (this.view) return;
    try {
      this.view = new Space(this.#session, this.nodes[0], this.nodes[1], this.#redraw);
      this.view.show("now");
    } catch {
      this.#session.space = false;
      this.#session.wait("This browser has no WebGL: the flat map shows the same raid.");
      this.#session.tell("view");
    }
  }

  forget(): void {
    this.view?.forget();
  }
}

async function start(): Promise<void> {
  const session = new Session(await content());
  const root = document.getElementById("page");
  if (!root) throw new Error("the page has no place for itself");
  const canvas = el("canvas", { class: "map", tabindex: 0, "aria-label": "Map of the raid; keys: press ?" });
  let stale = true;
  const redraw = () => {
    stale = true;
  };
  const flat = new Flat(session, canvas, redraw);
  const space = new Lazy(session, redraw);
  const stage = (): Stage => (session.space && space.view) || flat;
  const help = helpBox(session);
  const whatIf = new WhatIf(session);
  const consider = (object: number, ideal = "") => {
    panels.show("whatif");
    whatIf.propose(object, ideal);
  };
  const panels = new Panels([
    { name: "story", label: "What happened", body: storyPanel(session, consider) },
    { name: "chain", label: "Kill chain", body: chainPanel(session) },
    { name: "events", label: "Events", body: eventPanel(session) },
    { name: "whatif", label: "But for", body: whatIf.node },
  ]);
  const showHelp = () => help.showModal();
  const views = el(
    "div",
    { class: "views" },
    button("Action", "Show what is there now (1)", () => stage().show("now")),
    button("Defence", "Show the defence (2)", () => stage().show("defence")),
    button("All", "Show everything that ever flew (0)", () => stage().show("all")),
    button("+", "Zoom in (])", () => stage().zoomBy(1.25)),
    button("−", "Zoom out ([)", () => stage().zoomBy(0.8)),
  );
  views.addEventListener("click", redraw);
  const place = el(
    "main",
    { class: "stage" },
    canvas,
    ...space.nodes,
    views,
    thingBox(session, (object) => consider(object)),
  );
  put(root, topbar(session, showHelp), place, panels.node, timebar(session), help);

  session.on("replay", () => {
    flat.forget();
    space.forget();
    flat.show("now");
    if (space.view) space.view.show("now");
    if (session.butfor) panels.show("whatif");
    redraw();
  });
  for (const topic of ["time", "view", "thing"] as const) session.on(topic, redraw);
  session.on("view", () => {
    const theme = session.dark ? "dark" : "light";
    const look = `${theme} ${session.units}`;
    if (look !== space.look) space.forget();
    space.look = look;
    document.documentElement.dataset.theme = theme;
    if (session.space) space.open();
    canvas.hidden = session.space;
    for (const node of space.nodes) node.hidden = !session.space;
  });
  new ResizeObserver(redraw).observe(canvas);
  listen(session, stage, showHelp);

  let before = performance.now();
  const frame = (now: number) => {
    const passed = Math.min((now - before) / 1000, LONGEST);
    before = now;
    if (session.playing) {
      session.seek(session.t + passed * session.speed);
      if (session.t >= session.end) session.play(false);
    }
    if (stale && session.original) {
      stale = false;
      if (session.space && space.view) space.view.draw();
      else flat.draw();
    }
    requestAnimationFrame(frame);
  };

  session.tell("view");
  if (session.content.original) session.open(new Replay(session.content.original));
  else await open(session, session.content.which);
  requestAnimationFrame(frame);
  // for tests, and for whoever opens the console
  Object.assign(globalThis, { shorad: { session, flat, space, Replay, BROKEN } });
  document.documentElement.dataset.ready = "yes";
}

start().catch((error: unknown) => {
  const root = document.getElementById("page") ?? document.body;
  put(
    root,
    el("p", { class: "warning", role: "alert" }, `This page cannot be shown: ${(error as Error).message}`),
  );
  throw error;
});
