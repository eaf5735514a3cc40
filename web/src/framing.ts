// What is shown side by side, and which part of the ground.
import type { Bounds } from "./camera.ts";
import type { Replay } from "./replay.ts";
import type { Session } from "./session.ts";

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

/** Bounds of the defence and of the attackers that are in the air at t. */
export function around(replay: Replay, t: number): Bounds {
  const { doc, motion } = replay;
  const points: { x: number; y: number }[] = [...doc.units, ...doc.assets];
  doc.objects.forEach((object, row) => {
    const place = object.side !== "bird" && motion.flying(row, t) ? motion.at(row, t) : null;
    if (place) points.push(place);
  });
  const range = (of: number[]): [number, number] => [Math.min(...of), Math.max(...of)];
  return { x: range(points.map((p) => p.x)), y: range(points.map((p) => p.y)) };
}
