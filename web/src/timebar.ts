// Time: play, step, speed, the slider, and marks of what happened when.
import { button, el, put } from "./dom.ts";
import { palette } from "./palette.ts";
import { clock, type Weight } from "./say.ts";
import { type Session, SPEEDS } from "./session.ts";

const HEIGHT = 22;
const LEVELS: Record<Weight, number> = { loss: 3, kill: 2, fire: 1, chain: 0, other: 0 };

export function timebar(session: Session): HTMLElement {
  const slider = el("input", { type: "range", min: 0, step: 0.1, "aria-label": "Time", class: "slider" });
  const marks = el("canvas", { class: "marks", "aria-hidden": true });
  const now = el("output", { class: "clock", "aria-live": "off" });
  const play = button("▶", "Play or pause (space)", () => session.play(!session.playing), { class: "play" });
  const speed = el("select", { "aria-label": "Speed", title: "Speed ( - and + )" });
  for (const each of SPEEDS) speed.append(el("option", { value: each }, `${each}×`));
  speed.addEventListener("change", () => {
    session.speed = Number(speed.value);
    session.tell("time");
  });
  slider.addEventListener("input", () => session.seek(Number(slider.value)));
  const bar = el("div", { class: "timebar" });
  put(
    bar,
    button("|◀", "Event before (,)", () => session.step(-1)),
    play,
    button("▶|", "Next event (.)", () => session.step(1)),
    speed,
    el("div", { class: "track" }, marks, slider),
    now,
  );

  session.on("time", () => {
    slider.value = String(session.t);
    slider.setAttribute("aria-valuetext", clock(session.t, session.end));
    now.textContent = `${clock(session.t, session.end)} / ${clock(session.end, session.end)}`;
    play.textContent = session.playing ? "❚❚" : "▶";
    speed.value = String(session.speed);
  });
  const redraw = () => {
    slider.max = String(session.end);
    drawMarks(marks, session);
  };
  session.on("replay", redraw);
  session.on("view", redraw);
  new ResizeObserver(redraw).observe(marks);
  return bar;
}

/** A stroke per event: the longer and the bolder, the more it matters; a triangle under the first difference. */
function drawMarks(canvas: HTMLCanvasElement, session: Session): void {
  const g = canvas.getContext("2d");
  const w = canvas.clientWidth;
  if (!g || !session.original || !w) return;
  const p = palette(session.dark);
  canvas.width = w * devicePixelRatio;
  canvas.height = HEIGHT * devicePixelRatio;
  g.scale(devicePixelRatio, devicePixelRatio);
  const colours: Record<Weight, string> = {
    loss: p.loss,
    kill: p.neutral,
    fire: p.missile,
    chain: p.faint,
    other: p.faint,
  };
  const x = (t: number) => 8 + (t / session.end) * (w - 16);
  for (const weight of ["chain", "fire", "kill", "loss"] as const) {
    g.fillStyle = colours[weight];
    const h = 5 + 5 * LEVELS[weight];
    for (const event of session.original.told)
      if (event.weight === weight)
        g.fillRect(x(event.t) - (weight === "loss" ? 1 : 0.5), HEIGHT - h, weight === "loss" ? 2.5 : 1.2, h);
  }
  const first = session.butfor?.felt ?? session.butfor?.first;
  if (first) {
    g.fillStyle = p.laser;
    g.beginPath();
    g.moveTo(x(first.t), 10);
    g.lineTo(x(first.t) - 6, 0);
    g.lineTo(x(first.t) + 6, 0);
    g.fill();
  }
}
