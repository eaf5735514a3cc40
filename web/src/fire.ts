// What is fired and where it ends: missiles, rounds in flight, designators, bursts, hits and impacts.
import type { Pen, Point, Spot } from "./pen.ts";
import type { Replay } from "./replay.ts";

const TAIL = 5; // s of a missile's path
const FLASH = 2.5; // s that a burst or a miss stays
const PUFF = 6; // s that the cloud of an impact or a kill grows
const TRACERS = 6; // strokes that stand for the rounds of a burst
const SPREAD = 0.12; // of the way from gun to target that the burst fills: drawn, not recorded
const STROKE = 0.012; // of the way: length of a tracer

export function drawMissiles(pen: Pen, replay: Replay, t: number): void {
  const { missiles } = replay;
  const c = (name: string) => missiles.shots.column(name);
  for (let shot = 0; shot < missiles.shots.rows; shot++) {
    const begin = c("t0")[shot];
    const end = missiles.end(shot);
    if (begin > t || t > end + FLASH) continue;
    const points = pen.path(missiles.path(shot, Math.max(begin, Math.min(t, end) - TAIL), Math.min(t, end)));
    if (!points.length) continue;
    if (t > end) {
      missileEnd(pen, points[points.length - 1], (t - end) / FLASH, c("end")[shot], c("miss")[shot]);
      continue;
    }
    pen.line(points, pen.p.missile, 2);
    dart(pen, points, pen.p.missile);
  }
}

function missileEnd(pen: Pen, [x, y]: Spot, age: number, end: number, miss: number): void {
  const fuzed = end === 1;
  if (fuzed) burst(pen, x, y, age, pen.p.gun);
  else pen.circle(x, y, 3, pen.p.missile, 1, [2, 2]);
  const words = fuzed ? "burst" : end === 2 ? `missed by ${miss.toFixed(0)} m` : "destroyed itself";
  pen.label([words], x, y, 16, pen.p.missile);
}

/** An arrowhead along the last piece of a path. */
function dart(pen: Pen, points: Spot[], colour: string): void {
  const [x, y] = points[points.length - 1];
  const [bx, by] = points[0];
  const angle = Math.atan2(y - by, x - bx);
  const corner = (turn: number, r: number): Spot => [
    x + r * Math.cos(angle + turn),
    y + r * Math.sin(angle + turn),
  ];
  pen.g.fillStyle = colour;
  pen.g.beginPath();
  for (const [cx, cy] of [corner(0, 7), corner(2.6, 6), corner(-2.6, 6)]) pen.g.lineTo(cx, cy);
  pen.g.fill();
}

/** Rounds on their way from the gun to the point aimed at, in the recorded time of flight. */
export function drawGuns(pen: Pen, replay: Replay, t: number): void {
  const c = (name: string, row: number) => replay.bursts.column(name)[row];
  for (let row = 0; row < replay.bursts.rows; row++) {
    const [t0, t1] = [c("t0", row), c("t1", row)];
    if (t < t0 || t > t1 + FLASH) continue;
    const from: Point = [c("fx", row), c("fy", row), c("fz", row)];
    const to: Point = [c("ax", row), c("ay", row), c("az", row)];
    const way = pen.path([from, to]);
    if (way.length < 2) continue;
    const head = (t - t0) / Math.max(t1 - t0, 0.01);
    if (t <= t1 + SPREAD * (t1 - t0)) {
      pen.line(way, pen.p.gun, 0.7, [1, 6]);
      tracers(pen, from, to, head);
    }
    if (t > t1) gunEnd(pen, way[1], (t - t1) / FLASH, c("hits", row));
  }
}

/** Where the tracers of a burst are when its first round has gone this share of the way. */
export function tracerSpans(head: number): [tail: number, head: number][] {
  const spans: [number, number][] = [];
  for (let i = 0; i < TRACERS; i++) {
    const at = head - (i * SPREAD) / (TRACERS - 1);
    if (at > 0 && at <= 1) spans.push([Math.max(0, at - STROKE), at]);
  }
  return spans;
}

function tracers(pen: Pen, from: Point, to: Point, head: number): void {
  const at = (k: number): Point => [0, 1, 2].map((i) => from[i] + (to[i] - from[i]) * k) as Point;
  for (const [a, b] of tracerSpans(head)) {
    const ends = pen.path([at(a), at(b)]);
    if (ends.length < 2) continue;
    const short = Math.hypot(ends[1][0] - ends[0][0], ends[1][1] - ends[0][1]) < 3;
    if (short) pen.disc(...ends[1], 2, pen.p.gun);
    else pen.line(ends, pen.p.gun, 3);
  }
}

function gunEnd(pen: Pen, [x, y]: Spot, age: number, hits: number): void {
  if (hits > 0) burst(pen, x, y, age, pen.p.gun);
  else pen.circle(x, y, 4 + 6 * age, pen.p.gun, 1, [2, 2]);
  if (hits >= 0) pen.label([hits ? `${hits} ${hits === 1 ? "hit" : "hits"}` : "no hit"], x, y, 14, pen.p.gun);
}

/** From the striker to what it marks, while the bomb flies. */
export function drawLasers(pen: Pen, replay: Replay, t: number): void {
  const c = (name: string, row: number) => replay.lasers.column(name)[row];
  for (let row = 0; row < replay.lasers.rows; row++) {
    const end = c("t1", row);
    if (t < c("t0", row) || (end >= 0 && t > end)) continue;
    const carrier = replay.motion.at(c("object", row), t);
    const target = replay.phase(c("object", row), t)?.target ?? -1;
    const spot = target >= 0 ? replay.doc.units[target] : replay.motion.at(c("munition", row), t);
    if (!carrier || !spot) continue;
    const ends = pen.path([
      [carrier.x, carrier.y, carrier.z],
      [spot.x, spot.y, spot.z],
    ]);
    if (ends.length < 2) continue;
    pen.line(ends, pen.p.laser, 1.5, [8, 3, 2, 3]);
    pen.circle(...ends[1], 5, pen.p.laser, 1.5);
    pen.text("laser", (ends[0][0] + ends[1][0]) / 2 + 4, (ends[0][1] + ends[1][1]) / 2, pen.p.laser);
  }
}

/** Clouds where something was shot down or struck a moment ago. */
export function drawPuffs(pen: Pen, replay: Replay, t: number): void {
  const { motion, doc } = replay;
  doc.objects.forEach((_, row) => {
    const age = (t - motion.ends[row]) / PUFF;
    if (!motion.flew(row) || age < 0 || age > 1) return;
    const life = doc.words.life[motion.life[row]];
    const place = life === "down" || life === "impacted" ? motion.at(row, t) : null;
    const spot = place && pen.spot(place.x, place.y, place.z);
    if (!spot || !pen.sees(...spot)) return;
    puff(pen, ...spot, age, life === "down" ? pen.p.gun : pen.p.loss, life === "down" ? 14 : 24);
  });
}

/** Rays and a ring that grows and fades. */
function burst(pen: Pen, x: number, y: number, age: number, colour: string): void {
  const r = 5 + 11 * age;
  pen.g.globalAlpha = 1 - 0.8 * age;
  pen.circle(x, y, r, colour, 2.5);
  for (let i = 0; i < 8; i++) {
    const [dx, dy] = [Math.cos((i * Math.PI) / 4), Math.sin((i * Math.PI) / 4)];
    pen.line(
      [
        [x + 0.45 * r * dx, y + 0.45 * r * dy],
        [x + 1.35 * r * dx, y + 1.35 * r * dy],
      ],
      colour,
      1.5,
    );
  }
  pen.g.globalAlpha = 1;
}

function puff(pen: Pen, x: number, y: number, age: number, colour: string, size: number): void {
  pen.g.globalAlpha = 0.35 * (1 - age);
  pen.disc(x, y, 4 + size * Math.sqrt(age), colour);
  pen.g.globalAlpha = 0.9 * (1 - age);
  pen.circle(x, y, 4 + size * Math.sqrt(age), colour, 1.5);
  pen.g.globalAlpha = 1;
}
