// The truth on the map: who stands and flies where, missiles, bursts, beams, designators.
import { height } from "./measure.ts";
import { sideColour } from "./palette.ts";
import type { Pen } from "./pen.ts";
import type { Replay } from "./replay.ts";
import type { Session } from "./session.ts";
import { airCode, assetCode, unitCode } from "./symbols.ts";

const TRAIL = 90; // s
const TRAIL_STEP = 3;
const TAIL = 5; // s of a missile's path
const FLASH = 2.5; // s that a burst or a miss stays
const SYMBOL = 24; // px, where there is room
const CROWD = 20; // things, from which symbols get smaller
const LEAST = 13;
const MUNITION = 15;

/** Size of symbols among so many others. */
export function sizeAmong(others: number): number {
  return Math.max(LEAST, Math.min(SYMBOL, SYMBOL * Math.sqrt(CROWD / Math.max(others, 1))));
}

export function drawStanding(pen: Pen, replay: Replay, session: Session, t: number): void {
  const chosen = session.thing;
  const size = sizeAmong(2 * replay.doc.units.length);
  replay.doc.assets.forEach((asset, row) => {
    const [x, y] = pen.at(asset.x, asset.y);
    const { rung, hits } = replay.asset(row, t);
    pen.symbol(assetCode(rung, asset.post >= 0), x, y, size);
    const lines = [asset.name, ...(rung === "lost" ? ["LOST"] : hits ? [`hit ${hits} times`] : [])];
    pen.label(
      lines,
      x,
      y,
      20,
      rung === "lost" ? pen.p.loss : pen.p.ink,
      chosen?.kind === "asset" && chosen.row === row,
    );
  });
  replay.doc.units.forEach((unit, row) => {
    const [x, y] = pen.at(unit.x, unit.y);
    const s = replay.unit(row, t);
    const mine = chosen?.kind === "unit" && chosen.row === row;
    pen.symbol(unitCode(s.rung), x, y, size);
    const lines = [unit.name];
    if (s.rung === "lost") lines.push("LOST");
    else if (mine || replay.doc.units.length <= 8) lines.push(`${s.word}, ${s.missiles} missiles`);
    if (session.names || mine)
      pen.label(lines, x, y, 20, s.rung === "lost" ? pen.p.loss : pen.p.friend, mine);
    if (mine) pen.circle(x, y, 22, pen.p.ink, 1.5, [3, 3]);
  });
}

export function drawBeams(pen: Pen, replay: Replay, t: number): void {
  replay.doc.units.forEach((unit, row) => {
    const azimuth = replay.beam(row, t);
    if (azimuth === null || !unit.radar) return;
    const [x, y] = pen.at(unit.x, unit.y);
    const r = unit.radar.range * pen.camera.scale;
    const half = Math.max(unit.radar.beamwidth, 0.05);
    pen.g.fillStyle = pen.p.beam;
    pen.g.beginPath();
    pen.g.moveTo(x, y);
    pen.g.arc(x, y, r, azimuth - Math.PI / 2 - half, azimuth - Math.PI / 2 + half);
    pen.g.fill();
  });
}

export function drawFlying(pen: Pen, replay: Replay, session: Session, t: number): void {
  const { motion } = replay;
  const large = sizeAmong(replay.doc.objects.filter((_, row) => motion.flying(row, t)).length);
  replay.doc.objects.forEach((object, row) => {
    if (!motion.flew(row) || motion.begins[row] > t) return;
    const place = motion.at(row, t);
    if (!place) return;
    const [x, y] = pen.at(place.x, place.y);
    const colour = sideColour(pen.p, object.side);
    const chosen = session.thing?.kind === "object" && session.thing.row === row;
    if (!motion.flying(row, t)) {
      drawEnd(pen, replay, row, x, y, chosen, t);
      return;
    }
    if (session.trails) drawTrail(pen, replay, row, t, colour);
    if (!pen.sees(x, y)) return;
    const size = object.kind === "munition" ? Math.min(MUNITION, large) : object.side === "bird" ? 10 : large;
    pen.symbol(airCode(object), x, y, size);
    if (chosen) pen.circle(x, y, 20, pen.p.ink, 1.5, [3, 3]);
    if (!session.names && !chosen) return;
    const doing = object.kind === "striker" ? replay.phase(row, t)?.word : "";
    pen.label(
      [object.name, [height(place.z, session.units), doing].filter(Boolean).join(", ")],
      x,
      y,
      size * 0.75,
      colour,
      chosen,
    );
  });
}

function drawTrail(pen: Pen, replay: Replay, row: number, t: number, colour: string): void {
  const begin = Math.max(replay.motion.begins[row], t - TRAIL);
  const points: [number, number][] = [];
  for (let at = t; at > begin; at -= TRAIL_STEP) {
    const place = replay.motion.at(row, at);
    if (place) points.push(pen.at(place.x, place.y));
  }
  pen.g.globalAlpha = 0.55;
  pen.line(points, colour, 1.5);
  pen.g.globalAlpha = 1;
}

/** A mark where a flight ended: an x for shot down, a star for a strike. */
function drawEnd(
  pen: Pen,
  replay: Replay,
  row: number,
  x: number,
  y: number,
  chosen: boolean,
  t: number,
): void {
  const life = replay.doc.words.life[replay.motion.life[row]];
  const fresh = t - replay.motion.ends[row] < 8;
  const { name, kind } = replay.doc.objects[row];
  if (life === "down") {
    pen.cross(x, y, fresh ? 8 : 5, pen.p.faint, fresh ? 3 : 1.5);
    if (fresh || chosen) pen.label([name, "shot down"], x, y, 12, pen.p.faint, chosen);
  } else if (life === "impacted") {
    star(pen, x, y, fresh ? 12 : 6, pen.p.loss);
    if (fresh || chosen) pen.label([name, "struck"], x, y, 12, pen.p.loss, chosen);
  } else if (life === "dud" && kind !== "traffic") {
    pen.circle(x, y, 4, pen.p.faint, 1.5);
    if (fresh || chosen) pen.label([name, "fell without effect"], x, y, 12, pen.p.faint, chosen);
  }
}

function star(pen: Pen, x: number, y: number, r: number, colour: string): void {
  for (let i = 0; i < 4; i++) {
    const [dx, dy] = [r * Math.cos((i * Math.PI) / 4), r * Math.sin((i * Math.PI) / 4)];
    pen.line(
      [
        [x - dx, y - dy],
        [x + dx, y + dy],
      ],
      colour,
      2,
    );
  }
}

export function drawMissiles(pen: Pen, replay: Replay, t: number): void {
  const { missiles } = replay;
  const c = (name: string) => missiles.shots.column(name);
  for (let shot = 0; shot < missiles.shots.rows; shot++) {
    const begin = c("t0")[shot];
    const end = missiles.end(shot);
    if (begin > t || t > end + FLASH) continue;
    const path = missiles.path(shot, Math.max(begin, Math.min(t, end) - TAIL), Math.min(t, end));
    if (!path.length) continue;
    const points = path.map(([x, y]) => pen.at(x, y));
    const [x, y] = points[points.length - 1];
    if (t <= end) {
      pen.line(points, pen.p.missile, 2);
      dart(pen, points, pen.p.missile);
      continue;
    }
    const fuzed = c("end")[shot] === 1;
    const r = 4 + 10 * ((t - end) / FLASH);
    if (fuzed) pen.circle(x, y, r, pen.p.gun, 2.5);
    pen.label(
      [
        fuzed
          ? "burst"
          : c("end")[shot] === 2
            ? `missed by ${c("miss")[shot].toFixed(0)} m`
            : "destroyed itself",
      ],
      x,
      y,
      16,
      pen.p.missile,
    );
  }
}

/** An arrowhead along the last piece of a path. */
function dart(pen: Pen, points: [number, number][], colour: string): void {
  const [x, y] = points[points.length - 1];
  const [bx, by] = points[0];
  const angle = Math.atan2(y - by, x - bx);
  const corner = (turn: number, r: number): [number, number] => [
    x + r * Math.cos(angle + turn),
    y + r * Math.sin(angle + turn),
  ];
  pen.g.fillStyle = colour;
  pen.g.beginPath();
  for (const [cx, cy] of [corner(0, 7), corner(2.6, 6), corner(-2.6, 6)]) pen.g.lineTo(cx, cy);
  pen.g.fill();
}

export function drawGuns(pen: Pen, replay: Replay, t: number): void {
  const c = (name: string, row: number) => replay.bursts.column(name)[row];
  for (let row = 0; row < replay.bursts.rows; row++) {
    const [t0, t1] = [c("t0", row), c("t1", row)];
    if (t < t0 || t > t1 + 0.6) continue;
    const from = pen.at(c("fx", row), c("fy", row));
    const to = pen.at(c("ax", row), c("ay", row));
    pen.line([from, to], pen.p.gun, 2.5, [2, 5]);
    if (t > t1) pen.circle(to[0], to[1], 6, pen.p.gun, 2);
  }
}

export function drawLasers(pen: Pen, replay: Replay, t: number): void {
  const c = (name: string, row: number) => replay.lasers.column(name)[row];
  for (let row = 0; row < replay.lasers.rows; row++) {
    const end = c("t1", row);
    if (t < c("t0", row) || (end >= 0 && t > end)) continue;
    const carrier = replay.motion.at(c("object", row), t);
    const target = replay.phase(c("object", row), t)?.target ?? -1;
    const spot = target >= 0 ? replay.doc.units[target] : replay.motion.at(c("munition", row), t);
    if (!carrier || !spot) continue;
    const [a, b] = [pen.at(carrier.x, carrier.y), pen.at(spot.x, spot.y)];
    pen.line([a, b], pen.p.laser, 1.5, [8, 3, 2, 3]);
    pen.text("laser", (a[0] + b[0]) / 2 + 4, (a[1] + b[1]) / 2, pen.p.laser);
  }
}
