// What is shown side by side, and which part of the ground.
import type { Bounds } from "./camera.ts";
import type { Replay } from "./replay.ts";
import type { Session } from "./session.ts";

const NEAR = 4000; // m about a unit without a gun

export type Framing = "all" | "now" | "defence";

export interface Pane {
  replay: Replay;
  truth: boolean;
  crew: boolean;
  title: string;
}

/** What is drawn side by side. */
export function panes(session: Session): Pane[] {
  const { original, variant, butfor, layout } = session;
  if (!original) return [];
  const truth = layout !== "crew";
  const crew = layout !== "truth";
  if (variant && butfor)
    return [
      { replay: original, truth, crew, title: "As it was" },
      { replay: variant, truth, crew, title: `But for: ${butfor.label}` },
    ];
  if (layout !== "beside") return [{ replay: original, truth, crew, title: "" }];
  return [
    { replay: original, truth: true, crew: false, title: "The truth" },
    { replay: original, truth: false, crew: true, title: "What the crew sees" },
  ];
}

interface Place {
  x: number;
  y: number;
  z: number;
}

/** Where what is asked for stands and flies: the defence, with it what is in the air at t, or all that ever flew. */
export function standingAndFlying(replay: Replay, t: number, what: Framing): Place[] {
  const { doc, motion } = replay;
  const points: Place[] = [...doc.units, ...doc.assets];
  if (what === "defence")
    for (const { x, y, z, gun } of doc.units) {
      const reach = gun ? gun.range[1] : NEAR;
      points.push(
        { x: x - reach, y, z },
        { x: x + reach, y, z },
        { x, y: y - reach, z },
        { x, y: y + reach, z },
      );
    }
  doc.objects.forEach((object, row) => {
    if (object.side === "bird" || what === "defence" || !motion.flew(row)) return;
    const [begin, end] = [motion.begins[row], motion.ends[row]];
    const times =
      what === "now"
        ? motion.flying(row, t)
          ? [t]
          : []
        : [0, 1, 2, 3, 4].map((k) => begin + (k / 4) * (end - begin));
    for (const at of times) {
      const place = motion.at(row, at);
      if (place) points.push(place);
    }
  });
  return points;
}

/** Bounds of the defence and of the attackers that are in the air at t. */
export function around(replay: Replay, t: number): Bounds {
  const points = standingAndFlying(replay, t, "now");
  const range = (of: number[]): [number, number] => [Math.min(...of), Math.max(...of)];
  return { x: range(points.map((p) => p.x)), y: range(points.map((p) => p.y)) };
}
