// The ground in three dimensions: the relief as a mesh with contour lines, or a plain; grid and rings laid over it.
import {
  BufferAttribute,
  BufferGeometry,
  Color,
  LineBasicMaterial,
  LineSegments,
  Mesh,
  MeshBasicMaterial,
  PlaneGeometry,
} from "three";
import type { Document } from "./format.ts";
import { heart } from "./ground.ts";
import { type System, step } from "./measure.ts";
import type { Palette } from "./palette.ts";
import type { Relief } from "./relief.ts";
import type { Replay } from "./replay.ts";

const SHARE = 0.12; // of the width of the scene that heights should take
const MOST = 3; // heights are drawn at most so many times as high
const ABOVE = 4; // m, of lines above the ground that they lie on
const RING = 96; // pieces

/** How many times as high as they are heights are drawn: low drones would not leave the ground at true scale. */
export function liftOf(doc: Document): number {
  const { x, y, z } = doc.area;
  const span = Math.max(x[1] - x[0], y[1] - y[0], 1000);
  return Math.min(MOST, Math.max(1, Math.round((SHARE * span) / Math.max(z[1], 1))));
}

/** Relief with light from the north-west, each point with its colour, and a wall down from its edge. */
export function reliefMesh(relief: Relief, p: Palette, lift: number): Mesh {
  const { rows, columns, spacing, x0, y0 } = relief.ground;
  const places: number[] = [];
  const colours: number[] = [];
  const add = (i: number, j: number, z: number, shade: number) => {
    places.push(x0 + j * spacing, y0 + i * spacing, z * lift);
    const [r, g, b] = relief.colour(i, j, p.relief);
    const c = new Color(`rgb(${Math.round(r * shade)},${Math.round(g * shade)},${Math.round(b * shade)})`);
    colours.push(c.r, c.g, c.b);
  };
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) add(i, j, relief.point(i, j), 1);
  const faces: number[] = [];
  for (let i = 0; i + 1 < rows; i++)
    for (let j = 0; j + 1 < columns; j++) {
      const a = i * columns + j;
      faces.push(a, a + 1, a + columns, a + 1, a + columns + 1, a + columns);
    }
  const rim = edge(rows, columns);
  const base = relief.low - 0.15 * (relief.high - relief.low) - 10;
  const first = places.length / 3;
  for (const [i, j] of rim) {
    add(i, j, relief.point(i, j), 0.7);
    add(i, j, base, 0.55);
  }
  for (let k = 0; k + 1 < rim.length; k++) {
    const a = first + 2 * k;
    faces.push(a, a + 1, a + 2, a + 1, a + 3, a + 2);
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(Float32Array.from(places), 3));
  geometry.setAttribute("color", new BufferAttribute(Float32Array.from(colours), 3));
  geometry.setIndex(faces);
  // the ground lies a little behind the lines drawn on it
  const look = {
    vertexColors: true,
    polygonOffset: true,
    polygonOffsetFactor: 2,
    polygonOffsetUnits: 4,
    side: 2,
  };
  return new Mesh(geometry, new MeshBasicMaterial(look as object));
}

/** Points of the edge, once around. */
function edge(rows: number, columns: number): [number, number][] {
  const found: [number, number][] = [];
  for (let j = 0; j < columns; j++) found.push([0, j]);
  for (let i = 1; i < rows; i++) found.push([i, columns - 1]);
  for (let j = columns - 2; j >= 0; j--) found.push([rows - 1, j]);
  for (let i = rows - 2; i >= 0; i--) found.push([i, 0]);
  return found;
}

export function contourLines(relief: Relief, p: Palette, lift: number, system: System): LineSegments {
  const places: number[] = [];
  for (const { z, pieces } of relief.contours(system))
    for (let i = 0; i < pieces.length; i += 2) places.push(pieces[i], pieces[i + 1], (z + ABOVE) * lift);
  return segments(places, p.ink, 0.28);
}

/** The flat ground below the grid, where there is no relief. */
export function floor(replay: Replay, p: Palette): Mesh {
  const { x, y } = replay.doc.area;
  const [w, h] = [x[1] - x[0], y[1] - y[0]];
  const size = 3 * Math.max(w, h, 4000);
  const look = { color: p.back, polygonOffset: true, polygonOffsetFactor: 2, polygonOffsetUnits: 4 };
  const mesh = new Mesh(new PlaneGeometry(size, size), new MeshBasicMaterial(look));
  mesh.position.set((x[0] + x[1]) / 2, (y[0] + y[1]) / 2, 0);
  return mesh;
}

/** Grid over everything that is shown, and rings about the defence, laid on the ground. */
export function plain(
  replay: Replay,
  relief: Relief | null,
  p: Palette,
  lift: number,
  system: System,
): LineSegments {
  const { area } = replay.doc;
  const places: number[] = [];
  const on = (x: number, y: number) => [x, y, relief ? (relief.at(x, y) + ABOVE) * lift : 0];
  const piece = (ax: number, ay: number, bx: number, by: number) => {
    if (!relief || (relief.inside(ax, ay) && relief.inside(bx, by)))
      places.push(...on(ax, ay), ...on(bx, by));
  };
  const size = step(Math.max(area.x[1] - area.x[0], area.y[1] - area.y[0], 4000), 10, system);
  const cuts = relief ? 20 : 1; // a line follows the ground
  const [left, right] = [Math.floor(area.x[0] / size) - 1, Math.ceil(area.x[1] / size) + 1];
  const [low, high] = [Math.floor(area.y[0] / size) - 1, Math.ceil(area.y[1] / size) + 1];
  const along = (from: number, to: number, draw: (a: number, b: number) => void) => {
    for (let k = from * cuts; k < to * cuts; k++) draw((k * size) / cuts, ((k + 1) * size) / cuts);
  };
  for (let i = left; i <= right; i++) along(low, high, (a, b) => piece(i * size, a, i * size, b));
  for (let i = low; i <= high; i++) along(left, right, (a, b) => piece(a, i * size, b, i * size));
  const [cx, cy] = heart(replay);
  for (let ring = 1; ring <= 4; ring++)
    for (let i = 0; i < RING; i += 1.5) {
      const [a, b] = [i, i + 1].map((k) => (2 * Math.PI * k) / RING);
      const r = ring * size;
      piece(cx + r * Math.cos(a), cy + r * Math.sin(a), cx + r * Math.cos(b), cy + r * Math.sin(b));
    }
  return segments(places, p.faint, relief ? 0.3 : 0.45);
}

export function segments(places: number[], colour: string, opacity: number): LineSegments {
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(Float32Array.from(places), 3));
  const lines = new LineSegments(
    geometry,
    new LineBasicMaterial({ color: colour, transparent: true, opacity, depthWrite: false }),
  );
  lines.frustumCulled = false;
  return lines;
}
