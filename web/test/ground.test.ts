import assert from "node:assert/strict";
import { test } from "node:test";
import { tracerSpans } from "../src/fire.ts";
import { boxOf, paneAt } from "../src/pick.ts";
import { cross, Relief } from "../src/relief.ts";

// a cone: 100 m in the middle of 5 by 5 points, a metre apart from each other by 25 m of height
const rows = 5;
const tall = (i: number, j: number) => 100 - 25 * Math.max(Math.abs(i - 2), Math.abs(j - 2));
const data = btoa(
  String.fromCharCode(...Array.from({ length: 25 }, (_, n) => tall(Math.floor(n / 5), n % 5) - 50)),
);
const cone = new Relief({
  x0: -20,
  y0: -20,
  spacing: 10,
  rows,
  columns: rows,
  heights: { low: 50, step: 1, bytes: 1, data },
});

test("heights between the points and beyond the edge", () => {
  assert.equal(cone.at(0, 0), 100);
  assert.equal(cone.at(5, 0), 87.5);
  assert.equal(cone.at(400, 0), 50);
  assert.equal(cone.low, 50);
  assert.ok(cone.inside(20, -20) && !cone.inside(21, 0));
});

test("contour lines lie at their height, all around the top", () => {
  const lines = cone.contours("metric");
  assert.ok(lines.length >= 4);
  for (const { z, pieces } of lines)
    for (let i = 0; i < pieces.length; i += 2)
      assert.ok(Math.abs(cone.at(pieces[i], pieces[i + 1]) - z) < 1e-9, `${z}`);
  const angles = lines[0].pieces.filter((_, i) => i % 2 === 0).map((x) => Math.sign(Math.round(x)));
  assert.ok(angles.includes(1) && angles.includes(-1));
});

test("a saddle has two lines", () => {
  assert.equal(cross([1, 0, 1, 0], 0.5).length, 2);
  assert.equal(cross([1, 1, 1, 1], 0.5).length, 0);
  assert.deepEqual(cross([0, 1, 1, 0], 0.5), [[0.5, 0, 0.5, 1]]);
});

test("slopes that face the light are brighter than those that do not", () => {
  const tints: [[number, number, number], [number, number, number], [number, number, number]] = [
    [100, 100, 100],
    [100, 100, 100],
    [100, 100, 100],
  ];
  assert.ok(cone.colour(3, 1, tints)[0] > cone.colour(1, 3, tints)[0]); // north-west against south-east
});

test("tracers leave the gun one after the other and end at the target", () => {
  assert.deepEqual(tracerSpans(0), []);
  for (const head of [0.01, 0.3, 0.99, 1.05])
    for (const [tail, tip] of tracerSpans(head))
      assert.ok(tail >= 0 && tip <= 1 && tail < tip && tip <= head);
  assert.ok(tracerSpans(0.5).length > tracerSpans(0.02).length);
  assert.deepEqual(tracerSpans(1.2), []);
});

test("panes lie beside each other, or one above the other on a narrow screen", () => {
  assert.deepEqual(boxOf(1, 2, 800, 600), { x: 400, y: 0, w: 400, h: 600 });
  assert.deepEqual(boxOf(1, 2, 390, 600), { x: 0, y: 300, w: 390, h: 300 });
  assert.equal(paneAt(399, 10, 2, 800, 600), 0);
  assert.equal(paneAt(401, 10, 2, 800, 600), 1);
  assert.equal(paneAt(900, 10, 2, 800, 600), -1);
});
