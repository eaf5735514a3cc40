// Everything that moves, in the order in which it is drawn: the same on the map and in three dimensions.
import { drawOrders, drawPlots, drawTracks } from "./crew.ts";
import { drawGuns, drawLasers, drawMissiles, drawPuffs } from "./fire.ts";
import type { Pane } from "./framing.ts";
import type { Pen } from "./pen.ts";
import type { Session } from "./session.ts";
import { drawFlying, drawStanding } from "./truth.ts";

export function drawLive(pen: Pen, { replay, truth, crew }: Pane, session: Session): void {
  const { t } = session;
  if (crew) drawPlots(pen, replay, t);
  drawOrders(pen, replay, t, truth);
  drawStanding(pen, replay, session, t);
  if (truth) {
    drawPuffs(pen, replay, t);
    drawLasers(pen, replay, t);
    drawFlying(pen, replay, session, t);
  }
  drawGuns(pen, replay, t);
  drawMissiles(pen, replay, t);
  if (crew) drawTracks(pen, replay, session, t, truth);
}
