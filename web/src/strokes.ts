// Many coloured lines in one draw call: filled anew for each frame.
import { BufferAttribute, BufferGeometry, Color, LineBasicMaterial, LineSegments } from "three";

export type Point = [x: number, y: number, z: number];

export class Strokes {
  readonly node: LineSegments;
  readonly #places: Float32Array;
  readonly #colours: Float32Array;
  readonly #known = new Map<string, Color>();
  #used = 0; // vertices

  /** Room for so many pieces of line; what does not fit is counted, see `missed`. */
  constructor(pieces: number) {
    this.#places = new Float32Array(6 * pieces);
    this.#colours = new Float32Array(6 * pieces);
    const geometry = new BufferGeometry();
    geometry.setAttribute("position", new BufferAttribute(this.#places, 3));
    geometry.setAttribute("color", new BufferAttribute(this.#colours, 3));
    this.node = new LineSegments(geometry, new LineBasicMaterial({ vertexColors: true }));
    this.node.frustumCulled = false;
  }

  missed = 0;

  begin(): void {
    this.#used = 0;
    this.missed = 0;
  }

  line(points: Point[], colour: string): void {
    for (let i = 1; i < points.length; i++) this.piece(points[i - 1], points[i], colour);
  }

  piece(a: Point, b: Point, colour: string): void {
    if (3 * this.#used + 6 > this.#places.length) {
      this.missed++;
      return;
    }
    const { r, g, b: blue } = this.#colour(colour);
    for (const p of [a, b]) {
      this.#places.set(p, 3 * this.#used);
      this.#colours.set([r, g, blue], 3 * this.#used);
      this.#used++;
    }
  }

  /** Every other piece of a line: dashes. */
  dashed(a: Point, b: Point, colour: string, pieces = 24): void {
    const at = (k: number): Point => [0, 1, 2].map((i) => a[i] + (b[i] - a[i]) * k) as Point;
    for (let i = 0; i < pieces; i += 2) this.piece(at(i / pieces), at((i + 1) / pieces), colour);
  }

  end(): void {
    const { geometry } = this.node;
    geometry.setDrawRange(0, this.#used);
    for (const name of ["position", "color"])
      (geometry.getAttribute(name) as BufferAttribute).needsUpdate = true;
  }

  #colour(text: string): Color {
    let found = this.#known.get(text);
    if (!found) {
      found = new Color(text);
      this.#known.set(text, found);
    }
    return found;
  }
}
