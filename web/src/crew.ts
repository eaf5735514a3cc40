// What the crew sees on the map: plots, tracks with ellipses and identity, orders.
import { sideColour } from "./palette.ts";
import type { Pen, Point, Spot } from "./pen.ts";
import type { Track } from "./picture.ts";
import type { Replay } from "./replay.ts";
import type { Session } from "./session.ts";
import { trackCode } from "./symbols.ts";

const PLOTS = 12; // s that a plot stays
const LEAD = 30; // s ahead that a track's line points
const SIGMAS = 2; // half axes of the ellipses drawn: 86 % of a plane's normal errors lie inside
const SYMBOL = 17; // px
const BEAM = 0.02; // half width of a tracking beam as drawn, of its length; real ones are as narrow
const WIDEST = 14; // px

export function drawPlots(pen: Pen, replay: Replay, t: number): void {
  const { plots } = replay.picture;
  const c = (name: string, row: number) => plots.column(name)[row];
  for (const row of replay.picture.recent(t, PLOTS)) {
    const spot = pen.spot(c("x", row), c("y", row), c("z", row));
    if (!spot || !pen.sees(...spot)) continue;
    const [x, y] = spot;
    pen.g.globalAlpha = 1 - (t - c("t", row)) / PLOTS;
    if (c("optical", row)) pen.circle(x, y, 2.5, pen.p.plot, 1.5);
    else
      pen.line(
        [
          [x - 3, y],
          [x + 3, y],
        ],
        pen.p.plot,
        2.5,
      );
  }
  pen.g.globalAlpha = 1;
}

/** `honest`: the truth is shown too, so a false track may be called one. */
export function drawTracks(pen: Pen, replay: Replay, session: Session, t: number, honest: boolean): void {
  const against = new Map<number, string[]>();
  for (const { track, unit } of replay.engagements(t))
    against.set(track, [...(against.get(track) ?? []), replay.doc.units[unit]?.name ?? "?"]);
  for (const track of replay.picture.held(t))
    drawTrack(pen, replay, session, track, against.get(track.row) ?? [], honest);
}

function drawTrack(
  pen: Pen,
  replay: Replay,
  session: Session,
  track: Track,
  units: string[], // who has orders against it
  honest: boolean,
): void {
  const spot = pen.spot(track.x, track.y, track.z);
  if (!spot || !pen.sees(...spot)) return;
  const [x, y] = spot;
  const colour = track.firm ? sideColour(pen.p, track.identity) : pen.p.faint;
  if (!honest) pen.stalk(track.x, track.y, track.z, colour);
  pen.ellipse(
    [track.x, track.y, track.z],
    SIGMAS * track.major,
    SIGMAS * track.minor,
    track.angle,
    colour,
    [3, 2],
  );
  const lead: Point[] = [0, LEAD].map((s) => [track.x + s * track.vx, track.y + s * track.vy, track.z]);
  pen.line(pen.path(lead), colour, 1);
  if (!track.firm) {
    pen.circle(x, y, 4, colour, 1.2, [2, 2]);
  } else if (honest) {
    pen.g.strokeStyle = colour;
    pen.g.lineWidth = 1.5;
    pen.g.strokeRect(x - 9, y - 9, 18, 18);
  } else {
    pen.symbol(trackCode(track.identity), x, y, SYMBOL);
  }
  const chosen = session.thing?.kind === "track" && session.thing.row === track.row;
  if (chosen) pen.circle(x, y, 16, pen.p.ink, 1.5, [3, 3]);
  if (!track.firm || (!session.names && !chosen)) return;
  const said = honest && track.phantom ? "false track" : track.identity;
  const notes = [
    said,
    units.length ? `for ${[...new Set(units)].join(", ")}` : track.released ? "may be fired at" : "",
  ]
    .filter(Boolean)
    .join(", ");
  const whose =
    track.unit >= 0 ? replay.doc.units[track.unit].name : (replay.doc.posts[track.post]?.name ?? "post");
  const lines = honest ? [notes] : [`track ${track.serial} of ${whose}`, notes];
  pen.label(lines, x, y, 14, colour, chosen);
}

/** Lines from units to what they are ordered against: dotted ordered, dashed locked on, solid fired. */
export function drawOrders(pen: Pen, replay: Replay, t: number, truth: boolean): void {
  for (const order of replay.engagements(t)) {
    if (order.unit < 0) continue;
    const unit = replay.doc.units[order.unit];
    const object = order.object >= 0 ? order.object : order.intended;
    const seen = order.track >= 0 ? replay.picture.at(order.track, t) : null;
    const target = truth && object >= 0 ? replay.motion.at(object, t) : seen;
    if (!target) continue;
    const dash = order.fired ? [] : order.locked ? [8, 4] : [2, 4];
    const ends = pen.path([
      [unit.x, unit.y, unit.z + unit.antenna],
      [target.x, target.y, target.z],
    ]);
    if (order.locked && unit.tracker && !order.optical) trackingBeam(pen, ends);
    pen.line(ends, pen.p.order, order.fired ? 1.6 : 1, dash);
  }
}

/** The beam of the radar that follows the target: from the unit, a little wider than the line. */
function trackingBeam(pen: Pen, ends: Spot[]): void {
  if (ends.length < 2) return;
  const [[ax, ay], [bx, by]] = ends;
  const long = Math.hypot(bx - ax, by - ay) || 1;
  const wide = Math.min(BEAM * long, WIDEST) / long;
  const [dx, dy] = [(by - ay) * wide, (ax - bx) * wide];
  pen.g.fillStyle = pen.p.beam;
  pen.g.beginPath();
  for (const [x, y] of [ends[0], [bx + dx, by + dy], [bx - dx, by - dy]]) pen.g.lineTo(x, y);
  pen.g.fill();
}
