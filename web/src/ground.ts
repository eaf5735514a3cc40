// The map's ground: shaded relief where there is any, grid, range rings, coverage.
import type { Ground } from "./format.ts";
import { distance, height, type System, step } from "./measure.ts";
import type { Palette } from "./palette.ts";
import type { Pen } from "./pen.ts";
import { type Contour, Relief } from "./relief.ts";
import type { Replay } from "./replay.ts";

const RINGS = 4;
const APART = 130; // px between two heights written on contour lines

/** Grid lines; how far they are apart (m). */
function drawGrid(pen: Pen, system: System): number {
  const { box, camera, p } = pen;
  const size = step(box.w / camera.scale, Math.max(3, box.w / 110), system);
  const [left, top] = camera.toGround(box.x, box.y, box);
  const [right, bottom] = camera.toGround(box.x + box.w, box.y + box.h, box);
  for (let x = Math.ceil(left / size) * size; x <= right; x += size) {
    const [px] = pen.at(x, 0);
    pen.line(
      [
        [px, box.y],
        [px, box.y + box.h],
      ],
      p.grid,
    );
  }
  for (let y = Math.ceil(bottom / size) * size; y <= top; y += size) {
    const [, py] = pen.at(0, y);
    pen.line(
      [
        [box.x, py],
        [box.x + box.w, py],
      ],
      p.grid,
    );
  }
  return size;
}

function scaleBar(pen: Pen, size: number, system: System): void {
  const { box, camera, p } = pen;
  const w = size * camera.scale;
  const x = box.x + box.w - w - 16;
  const y = box.y + box.h - 14;
  pen.line(
    [
      [x, y - 4],
      [x, y],
      [x + w, y],
      [x + w, y - 4],
    ],
    p.ink,
    1.5,
  );
  const words = distance(size, system);
  pen.text(words, x + w / 2 - pen.width(words) / 2, y - 10);
  pen.text("N", box.x + box.w - 20, box.y + 34);
  pen.line(
    [
      [box.x + box.w - 16, box.y + 26],
      [box.x + box.w - 16, box.y + 10],
    ],
    p.ink,
    1.5,
  );
  pen.line(
    [
      [box.x + box.w - 20, box.y + 15],
      [box.x + box.w - 16, box.y + 9],
      [box.x + box.w - 12, box.y + 15],
    ],
    p.ink,
    1.5,
  );
}

/** Rings of distance about the middle of the defence. */
function drawRings(pen: Pen, replay: Replay, system: System): void {
  const { units, area } = replay.doc;
  if (!units.length) return;
  const [cx, cy] = heart(replay);
  const reach = Math.max(
    ...[0, 1].flatMap((i) => [Math.abs(area.x[i] - cx), Math.abs(area.y[i] - cy)]),
    4000,
  );
  const size = step(reach, RINGS, system);
  const [x, y] = pen.at(cx, cy);
  for (let i = 1; i * size <= reach * 1.2; i++) {
    const r = i * size * pen.camera.scale;
    pen.circle(x, y, r, pen.p.faint, 0.7, [2, 5]);
    if (r > 40)
      pen.text(distance(i * size, system), x + r * Math.SQRT1_2 + 3, y - r * Math.SQRT1_2 - 3, pen.p.faint);
  }
}

/** Middle of the fire units. */
export function heart(replay: Replay): [number, number] {
  const { units } = replay.doc;
  const mean = (pick: (u: (typeof units)[number]) => number) =>
    units.reduce((sum, u) => sum + pick(u), 0) / units.length;
  return units.length ? [mean((u) => u.x), mean((u) => u.y)] : [0, 0];
}

/** How far radars, missiles and guns reach at best. */
export function drawCoverage(pen: Pen, replay: Replay, system: System): void {
  for (const u of replay.doc.units) {
    const [x, y] = pen.at(u.x, u.y);
    const rings: [number | undefined, string, number[], string][] = [
      [u.radar?.range, "radar", [10, 4], pen.p.friend],
      [u.missile?.range[1], "missile", [], pen.p.missile],
      [u.missile?.range[0], "too near for a missile", [3, 3], pen.p.missile],
      [u.gun?.range[1], "gun", [6, 3], pen.p.gun],
    ];
    for (const [range, words, dash, colour] of rings) {
      if (!range) continue;
      const r = range * pen.camera.scale;
      pen.circle(x, y, r, colour, 1.2, dash);
      if (r > 50) pen.label([`${words} ${distance(range, system)}`], x, y - r, 4, colour);
    }
  }
}

/** What the domes of the scene mean: their reach, at their northern foot; once for units of a kind. */
export function labelDomes(pen: Pen, replay: Replay, system: System): void {
  const said = new Set<string>();
  for (const u of replay.doc.units) {
    const reaches: [number | undefined, string, string][] = [
      [u.missile?.range[1], "missile", pen.p.missile],
      [u.gun?.range[1], "gun", pen.p.gun],
    ];
    for (const [range, weapon, colour] of reaches) {
      const words = range ? `${weapon} ${distance(range, system)}` : "";
      const spot = range && !said.has(words) && pen.spot(u.x, u.y + range, u.z);
      if (spot) pen.label([words], ...spot, 4, colour);
      said.add(words);
    }
  }
}

/** What does not move, as drawn on a sheet of its own: ground, grid, contour lines, rings, scale. */
export function drawGround(pen: Pen, replay: Replay, system: System, land: Land | null): void {
  const { g, box, p } = pen;
  g.fillStyle = p.back;
  g.fillRect(box.x, box.y, box.w, box.h);
  if (land) drawLand(pen, land);
  const size = drawGrid(pen, system);
  if (land) drawContours(pen, land, system);
  drawRings(pen, replay, system);
  scaleBar(pen, size, system);
}

/** The relief ready to be drawn: its picture, and its contour lines as paths in metres. */
export interface Land {
  relief: Relief;
  picture: HTMLCanvasElement;
  contours: (Contour & { path: Path2D })[];
}

export function landOf(ground: Ground, p: Palette, system: System): Land {
  const relief = new Relief(ground);
  const contours = relief.contours(system).map((each) => {
    const path = new Path2D();
    for (let i = 0; i < each.pieces.length; i += 4) {
      path.moveTo(each.pieces[i], each.pieces[i + 1]);
      path.lineTo(each.pieces[i + 2], each.pieces[i + 3]);
    }
    return { ...each, path };
  });
  return { relief, picture: pictureOf(relief, p), contours };
}

function pictureOf(relief: Relief, p: Palette): HTMLCanvasElement {
  const { rows, columns } = relief.ground;
  const canvas = document.createElement("canvas");
  canvas.width = columns;
  canvas.height = rows;
  const g = canvas.getContext("2d");
  if (!g) return canvas;
  const image = g.createImageData(columns, rows);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++)
      image.data.set([...relief.colour(i, j, p.relief), 255], 4 * ((rows - 1 - i) * columns + j));
  g.putImageData(image, 0, 0);
  return canvas;
}

function drawLand(pen: Pen, { relief, picture }: Land): void {
  const { ground } = relief;
  const half = ground.spacing / 2;
  const [x, y] = pen.at(ground.x0 - half, ground.y0 + (ground.rows - 1) * ground.spacing + half);
  const k = ground.spacing * pen.camera.scale;
  pen.g.imageSmoothingEnabled = true;
  pen.g.imageSmoothingQuality = "high";
  pen.g.drawImage(picture, x, y, ground.columns * k, ground.rows * k);
}

function drawContours(pen: Pen, land: Land, system: System): void {
  const { g, camera } = pen;
  const [x, y] = pen.at(0, 0);
  g.save();
  g.translate(x, y);
  g.scale(camera.scale, -camera.scale);
  g.strokeStyle = pen.p.contour;
  g.lineWidth = 0.8 / camera.scale;
  for (const each of land.contours) g.stroke(each.path);
  g.restore();
  const marks: [number, number][] = [];
  for (const { z, pieces } of land.contours.toReversed()) {
    const words = height(z, system);
    for (let i = 0; i < pieces.length; i += 4) {
      const spot = pen.at(pieces[i], pieces[i + 1]);
      const near = marks.some((other) => Math.hypot(other[0] - spot[0], other[1] - spot[1]) < APART);
      if (near || !pen.sees(...spot, -40)) continue;
      marks.push(spot);
      pen.text(words, spot[0] - pen.width(words) / 2, spot[1], pen.p.faint, "10px system-ui, sans-serif");
    }
  }
}
