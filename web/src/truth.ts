// The truth: who stands and flies where, trails, where flights ended, and on the map the search beams.
import type { Unit } from "./format.ts";
import { height } from "./measure.ts";
import { sideColour } from "./palette.ts";
import type { Pen, Point } from "./pen.ts";
import type { Replay, UnitState } from "./replay.ts";
import type { Session } from "./session.ts";
import { airCode, assetCode, unitCode } from "./symbols.ts";

const TRAIL = 90; // s
const TRAIL_STEP = 3;
const AFTERGLOW = 0.6; // rad behind a search beam that still shows
const UNSEEN = 0.4; // what the ground hides from the eye is drawn this faintly
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
    const spot = pen.spot(asset.x, asset.y, asset.z);
    if (!spot || !pen.sees(...spot)) return;
    const [x, y] = spot;
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
    const spot = pen.spot(unit.x, unit.y, unit.z);
    if (!spot || !pen.sees(...spot)) return;
    const [x, y] = spot;
    const s = replay.unit(row, t);
    const mine = chosen?.kind === "unit" && chosen.row === row;
    pen.symbol(unitCode(s.rung), x, y, size);
    const lines = [unit.name];
    if (s.rung === "lost") lines.push("LOST");
    else if (mine || replay.doc.units.length <= 8)
      lines.push([s.word, stock(unit, s)].filter(Boolean).join(", "));
    if (session.names || mine)
      pen.label(lines, x, y, 20, s.rung === "lost" ? pen.p.loss : pen.p.friend, mine);
    if (mine) pen.circle(x, y, 22, pen.p.ink, 1.5, [3, 3]);
  });
}

/** What a unit has left to fire. */
function stock(unit: Unit, s: UnitState): string {
  if (unit.missiles) return `${s.missiles} missile${s.missiles === 1 ? "" : "s"}`;
  return unit.rounds ? `${s.rounds} rounds` : "";
}

export function drawBeams(pen: Pen, replay: Replay, t: number): void {
  replay.doc.units.forEach((unit, row) => {
    const azimuth = replay.beam(row, t);
    if (azimuth === null || !unit.radar) return;
    const [x, y] = pen.at(unit.x, unit.y);
    sweep(pen, x, y, unit.radar.range * pen.camera.scale, azimuth, unit.radar.beamwidth);
  });
}

/** A search beam, and the afterglow of where it has just been. */
function sweep(pen: Pen, x: number, y: number, r: number, azimuth: number, width: number): void {
  const { g, p } = pen;
  const now = azimuth - Math.PI / 2;
  const half = Math.max(width / 2, 0.012);
  g.globalAlpha = 0.25;
  for (let i = 3; i > 0; i--) wedge(pen, x, y, r, now - (AFTERGLOW * i) / 3, now);
  g.globalAlpha = 1;
  wedge(pen, x, y, r, now - half, now + half);
  pen.line(
    [
      [x, y],
      [x + r * Math.cos(now), y + r * Math.sin(now)],
    ],
    p.friend,
    0.8,
  );
}

function wedge(pen: Pen, x: number, y: number, r: number, from: number, to: number): void {
  pen.g.fillStyle = pen.p.beam;
  pen.g.beginPath();
  pen.g.moveTo(x, y);
  pen.g.arc(x, y, r, from, to);
  pen.g.fill();
}

export function drawFlying(pen: Pen, replay: Replay, session: Session, t: number): void {
  const { motion } = replay;
  const large = sizeAmong(replay.doc.objects.filter((_, row) => motion.flying(row, t)).length);
  replay.doc.objects.forEach((object, row) => {
    if (!motion.flew(row) || motion.begins[row] > t) return;
    const place = motion.at(row, t);
    if (!place) return;
    const spot = pen.spot(place.x, place.y, place.z);
    if (!spot) return;
    const [x, y] = spot;
    const colour = sideColour(pen.p, object.side);
    const chosen = session.thing?.kind === "object" && session.thing.row === row;
    if (!motion.flying(row, t)) {
      drawEnd(pen, replay, row, x, y, chosen, t);
      return;
    }
    if (session.trails) drawTrail(pen, replay, row, t, colour);
    if (!pen.sees(x, y)) return;
    pen.stalk(place.x, place.y, place.z, pen.p.faint);
    if (pen.eye?.hidden([place.x, place.y, place.z])) pen.g.globalAlpha = UNSEEN;
    const size = object.kind === "munition" ? Math.min(MUNITION, large) : object.side === "bird" ? 10 : large;
    pen.symbol(airCode(object), x, y, size);
    pen.g.globalAlpha = 1;
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
  const points: Point[] = [];
  for (let at = t; at > begin; at -= TRAIL_STEP) {
    const place = replay.motion.at(row, at);
    if (place) points.push([place.x, place.y, place.z]);
  }
  pen.g.globalAlpha = 0.55;
  pen.line(pen.path(points), colour, 1.5);
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
