// The map's ground: shaded relief where there is any, grid, range rings, coverage.
import type { Ground } from "./format.ts";
import { distance, type System, step } from "./measure.ts";
import type { Pen } from "./pen.ts";
import type { Replay } from "./replay.ts";
import { unpack } from "./table.ts";

const RINGS = 4;

/** Grid lines with their distances from the origin, and a north arrow. */
export function drawGrid(pen: Pen, system: System): void {
  const { g, box, camera, p } = pen;
  g.fillStyle = p.back;
  g.fillRect(box.x, box.y, box.w, box.h);
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
  scaleBar(pen, size, system);
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
export function drawRings(pen: Pen, replay: Replay, system: System): void {
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

/** The relief as a picture, lit from the north-west; made once per document and theme. */
export function relief(ground: Ground, base: [number, number, number]): HTMLCanvasElement {
  const { rows, columns, spacing } = ground;
  const z = unpack(ground.heights, rows * columns);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const each of z) {
    low = Math.min(low, each);
    high = Math.max(high, each);
  }
  const canvas = document.createElement("canvas");
  canvas.width = columns;
  canvas.height = rows;
  const g = canvas.getContext("2d");
  if (!g) return canvas;
  const image = g.createImageData(columns, rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const at = (r: number, c: number) =>
        z[Math.min(Math.max(r, 0), rows - 1) * columns + Math.min(Math.max(c, 0), columns - 1)];
      const east = (at(i, j + 1) - at(i, j - 1)) / (2 * spacing);
      const north = (at(i + 1, j) - at(i - 1, j)) / (2 * spacing);
      const light = 1 + 2.2 * (east - north) + 0.12 * ((at(i, j) - low) / Math.max(1, high - low) - 0.5);
      const pixel = 4 * ((rows - 1 - i) * columns + j);
      for (let c = 0; c < 3; c++) image.data[pixel + c] = base[c] * Math.min(1.35, Math.max(0.55, light));
      image.data[pixel + 3] = 255;
    }
  }
  g.putImageData(image, 0, 0);
  return canvas;
}

export function drawRelief(pen: Pen, ground: Ground, picture: HTMLCanvasElement): void {
  const half = ground.spacing / 2;
  const [x, y] = pen.at(ground.x0 - half, ground.y0 + (ground.rows - 1) * ground.spacing + half);
  const k = ground.spacing * pen.camera.scale;
  pen.g.imageSmoothingEnabled = true;
  pen.g.drawImage(picture, x, y, ground.columns * k, ground.rows * k);
}
