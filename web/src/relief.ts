// The ground's heights: between the points, as shaded colours, and as contour lines.
import type { Ground } from "./format.ts";
import type { System } from "./measure.ts";
import { unpack } from "./table.ts";

export type Rgb = [red: number, green: number, blue: number];
export type Tints = [low: Rgb, middle: Rgb, high: Rgb];

export interface Contour {
  z: number; // m
  pieces: number[]; // x, y, x, y of each piece of line, m
}

const LEVELS = 9; // contour lines between the lowest and the highest point, about
const STEEPER = 2.5; // slopes are lit as if they were so much steeper
const LIGHT = [-0.5, 0.5, Math.SQRT1_2]; // from the north-west, 45 degrees up
const BRIGHTEST = 1.06; // of a colour's own brightness: beyond that it would lose its hue
const FOOT = 0.3048;

export class Relief {
  readonly ground: Ground;
  readonly low: number;
  readonly high: number;
  readonly #z: Float64Array;

  constructor(ground: Ground) {
    this.ground = ground;
    this.#z = unpack(ground.heights, ground.rows * ground.columns);
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const each of this.#z) {
      low = Math.min(low, each);
      high = Math.max(high, each);
    }
    [this.low, this.high] = [low, high];
  }

  /** Height of a point of the grid; beyond the edge that of the edge. */
  point(row: number, column: number): number {
    const { rows, columns } = this.ground;
    const i = Math.min(Math.max(row, 0), rows - 1);
    return this.#z[i * columns + Math.min(Math.max(column, 0), columns - 1)];
  }

  /** Height between the points, bilinear. */
  at(x: number, y: number): number {
    const { x0, y0, spacing } = this.ground;
    const [u, v] = [(x - x0) / spacing, (y - y0) / spacing];
    const [j, i] = [Math.floor(u), Math.floor(v)];
    const [a, b] = [u - j, v - i];
    const south = this.point(i, j) * (1 - a) + this.point(i, j + 1) * a;
    const north = this.point(i + 1, j) * (1 - a) + this.point(i + 1, j + 1) * a;
    return south * (1 - b) + north * b;
  }

  inside(x: number, y: number): boolean {
    const { x0, y0, spacing, rows, columns } = this.ground;
    return x >= x0 && y >= y0 && x <= x0 + (columns - 1) * spacing && y <= y0 + (rows - 1) * spacing;
  }

  /** Colour of a point: by height, lit from the north-west. */
  colour(row: number, column: number, tints: Tints): Rgb {
    const { spacing } = this.ground;
    const slope = (a: number, b: number) => (STEEPER * (a - b)) / (2 * spacing);
    const east = slope(this.point(row, column + 1), this.point(row, column - 1));
    const north = slope(this.point(row + 1, column), this.point(row - 1, column));
    const lit = (-east * LIGHT[0] - north * LIGHT[1] + LIGHT[2]) / Math.hypot(east, north, 1);
    const light = Math.min(BRIGHTEST, 0.45 + 0.55 * Math.max(0, lit / LIGHT[2]));
    const share = (2 * (this.point(row, column) - this.low)) / Math.max(1, this.high - this.low);
    const k = Math.min(1, Math.floor(share));
    const blend = (c: number) => tints[k][c] + (tints[k + 1][c] - tints[k][c]) * (share - k);
    return [0, 1, 2].map((c) => blend(c) * light) as Rgb;
  }

  /** Lines of equal height: marching squares, each square as its saddle's mean says. */
  contours(system: System): Contour[] {
    const step = round(this.high - this.low, system);
    const found: Contour[] = [];
    for (let z = Math.ceil((this.low + 0.01) / step) * step; z < this.high; z += step)
      found.push({ z, pieces: this.#contour(z) });
    return found;
  }

  #contour(z: number): number[] {
    const { rows, columns, x0, y0, spacing } = this.ground;
    const pieces: number[] = [];
    for (let i = 0; i + 1 < rows; i++)
      for (let j = 0; j + 1 < columns; j++)
        for (const each of cross(this.#corners(i, j), z))
          pieces.push(...each.map((k, n) => (n % 2 ? y0 + (i + k) * spacing : x0 + (j + k) * spacing)));
    return pieces;
  }

  #corners(i: number, j: number): [number, number, number, number] {
    return [this.point(i, j), this.point(i, j + 1), this.point(i + 1, j + 1), this.point(i + 1, j)];
  }
}

/** Step of contour lines: 1, 2 or 5 times a power of ten, of metres or feet. */
function round(span: number, system: System): number {
  const unit = system === "aviation" ? FOOT : 1;
  const rough = Math.max(span, 1) / LEVELS / unit;
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5].find((each) => each * power >= rough) ?? 10) * power * unit;
}

/** Pieces (u, v, u, v in shares of the side) of the line of height z through a square; corners from the south-west on. */
export function cross([a, b, c, d]: [number, number, number, number], z: number): number[][] {
  const share = (from: number, to: number) => (z - from) / (to - from);
  const on: number[][] = [];
  if (a < z !== b < z) on.push([share(a, b), 0]);
  if (b < z !== c < z) on.push([1, share(b, c)]);
  if (c < z !== d < z) on.push([1 - share(c, d), 1]);
  if (d < z !== a < z) on.push([0, 1 - share(d, a)]);
  if (on.length === 2) return [[...on[0], ...on[1]]];
  if (on.length < 4) return [];
  const high = (a + b + c + d) / 4 >= z; // then the high corners belong together
  return a >= z === high
    ? [
        [...on[0], ...on[1]],
        [...on[2], ...on[3]],
      ]
    : [
        [...on[0], ...on[3]],
        [...on[1], ...on[2]],
      ];
}
