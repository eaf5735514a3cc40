// Where things are, and which of them lies nearest to the pointer.
import type { Box } from "./camera.ts";
import type { Pane } from "./framing.ts";
import type { Replay } from "./replay.ts";
import type { Thing } from "./session.ts";

const REACH = 18; // px, of the pointer

export interface Where {
  x: number;
  y: number;
  z: number;
}

/** Box of the i-th of so many panes: beside each other, or one above the other where the screen is high. */
export function boxOf(i: number, count: number, w: number, h: number): Box {
  if (w < h) return { x: 0, y: (i * h) / count, w, h: h / count };
  return { x: (i * w) / count, y: 0, w: w / count, h };
}

/** Number of the pane that a pixel lies in, -1 for none. */
export function paneAt(px: number, py: number, count: number, w: number, h: number): number {
  for (let i = 0; i < count; i++) {
    const b = boxOf(i, count, w, h);
    if (px >= b.x && px < b.x + b.w && py >= b.y && py < b.y + b.h) return i;
  }
  return -1;
}

/** Where a thing is at t; null when it is nowhere. */
export function position(thing: Thing, replay: Replay, t: number): Where | null {
  if (thing.kind === "unit") return replay.doc.units[thing.row] ?? null;
  if (thing.kind === "asset") return replay.doc.assets[thing.row] ?? null;
  if (thing.kind === "track") return replay.picture.at(thing.row, t);
  return replay.motion.at(thing.row, t);
}

/** The thing nearest to a pixel; null when none is near. */
export function pick(
  { replay, truth, crew }: Pane,
  t: number,
  spot: (p: Where) => [number, number] | null,
  px: number,
  py: number,
): Thing | null {
  let best: Thing | null = null;
  let least = REACH;
  const consider = (kind: Thing["kind"], row: number, place: Where | null) => {
    const at = place && spot(place);
    const d = at ? Math.hypot(at[0] - px, at[1] - py) : least;
    if (d >= least) return;
    least = d;
    best = { kind, row };
  };
  const { doc, motion, picture } = replay;
  if (truth)
    doc.objects.forEach((_, row) => {
      if (motion.flew(row) && motion.begins[row] <= t) consider("object", row, motion.at(row, t));
    });
  for (const [row, unit] of doc.units.entries()) consider("unit", row, unit);
  for (const [row, asset] of doc.assets.entries()) consider("asset", row, asset);
  if (crew) for (const track of picture.held(t)) consider("track", track.row, track);
  return best;
}
