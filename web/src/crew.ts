// What the crew sees on the map: plots, tracks with ellipses and identity, orders.
import { sideColour } from "./palette.ts";
import type { Pen } from "./pen.ts";
import type { Track } from "./picture.ts";
import type { Replay } from "./replay.ts";
import type { Session } from "./session.ts";
import { trackCode } from "./symbols.ts";

const PLOTS = 12; // s that a plot stays
const LEAD = 30; // s ahead that a track's line points
const SIGMAS = 2; // half axes of the ellipses drawn: 86 % of a plane's normal errors lie inside
const SYMBOL = 17; // px

export function drawPlots(pen: Pen, replay: Replay, t: number): void {
  const { plots } = replay.picture;
  const c = (name: string, row: number) => plots.column(name)[row];
  for (const row of replay.picture.recent(t, PLOTS)) {
    const [x, y] = pen.at(c("x", row), c("y", row));
    if (!pen.sees(x, y)) continue;
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
  const engaged = new Set(replay.engagements(t).map((order) => order.track));
  for (const track of replay.picture.held(t))
    drawTrack(pen, replay, session, track, engaged.has(track.row), honest);
}

function drawTrack(
  pen: Pen,
  replay: Replay,
  session: Session,
  track: Track,
  engaged: boolean,
  honest: boolean,
): void {
  const [x, y] = pen.at(track.x, track.y);
  if (!pen.sees(x, y)) return;
  const colour = track.firm ? sideColour(pen.p, track.identity) : pen.p.faint;
  ellipse(pen, track, x, y, colour);
  pen.line([[x, y], pen.at(track.x + LEAD * track.vx, track.y + LEAD * track.vy)], colour, 1);
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
  const notes = [said, engaged ? "engaged" : track.released ? "may be fired at" : ""]
    .filter(Boolean)
    .join(", ");
  const whose =
    track.unit >= 0 ? replay.doc.units[track.unit].name : (replay.doc.posts[track.post]?.name ?? "post");
  const lines = honest ? [notes] : [`track ${track.serial} of ${whose}`, notes];
  pen.label(lines, x, y, 14, colour, chosen);
}

function ellipse(pen: Pen, track: Track, x: number, y: number, colour: string): void {
  const k = SIGMAS * pen.camera.scale;
  pen.g.strokeStyle = colour;
  pen.g.lineWidth = 1;
  pen.g.setLineDash([3, 2]);
  pen.g.beginPath();
  pen.g.ellipse(
    x,
    y,
    Math.max(track.major * k, 1),
    Math.max(track.minor * k, 1),
    -track.angle,
    0,
    2 * Math.PI,
  );
  pen.g.stroke();
  pen.g.setLineDash([]);
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
    pen.line([pen.at(unit.x, unit.y), pen.at(target.x, target.y)], pen.p.order, order.fired ? 1.6 : 1, dash);
  }
}
