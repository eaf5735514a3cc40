// The page: puts its parts together and lets time run.

import { chainPanel } from "./chainpanel.ts";
import { button, el, put } from "./dom.ts";
import { eventPanel } from "./eventpanel.ts";
import { Flat } from "./flat.ts";
import { helpBox } from "./help.ts";
import { listen } from "./keys.ts";
import { content } from "./link.ts";
import { Panels } from "./panels.ts";
import { Replay } from "./replay.ts";
import { Session } from "./session.ts";
import { storyPanel } from "./storypanel.ts";
import { thingBox } from "./thing.ts";
import { timebar } from "./timebar.ts";
import { open, topbar } from "./topbar.ts";
import { WhatIf } from "./whatif.ts";

const LONGEST = 0.25; // s between two frames: after a pause of the browser time does not jump

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
    button("All", "Show everything (1)", () => flat.show("all")),
    button("Defence", "Show the defence (2)", () => flat.show("defence")),
    button("+", "Zoom in (])", () => flat.zoomBy(1.25)),
    button("−", "Zoom out ([)", () => flat.zoomBy(0.8)),
  );
  views.addEventListener("click", redraw);
  const stage = el(
    "main",
    { class: "stage" },
    canvas,
    views,
    thingBox(session, (object) => consider(object)),
  );
  put(root, topbar(session, showHelp), stage, panels.node, timebar(session), help);

  session.on("replay", () => {
    flat.forget();
    if (!session.butfor) flat.show("all");
    if (session.butfor) panels.show("whatif");
    redraw();
  });
  for (const topic of ["time", "view", "thing"] as const) session.on(topic, redraw);
  session.on("view", () => {
    document.documentElement.dataset.theme = session.dark ? "dark" : "light";
  });
  new ResizeObserver(redraw).observe(canvas);
  listen(session, () => flat, showHelp);

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
      flat.draw();
    }
    requestAnimationFrame(frame);
  };

  session.tell("view");
  if (session.content.original) session.open(new Replay(session.content.original));
  else await open(session, session.content.which);
  requestAnimationFrame(frame);
  // for tests, and for whoever opens the console
  Object.assign(globalThis, { shorad: { session, flat, Replay } });
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
