import assert from "node:assert/strict";
import { test } from "node:test";
import { bearing, distance, figure, height, speed, step } from "../src/measure.ts";
import { clock } from "../src/say.ts";
import { brokenLink, list, repair } from "../src/story.ts";

test("metric and aviation units", () => {
  assert.equal(distance(850, "metric"), "850 m");
  assert.equal(distance(12_345, "metric"), "12 km");
  assert.equal(distance(1852, "aviation"), "1.0 NM");
  assert.equal(height(304.8, "aviation"), "1000 ft");
  assert.equal(speed(100, "aviation"), "194 kt"); // 100 m/s = 194.38 kt
});

test("grid steps are 1, 2 or 5 times a power of ten", () => {
  assert.equal(step(40_000, 8, "metric"), 5000);
  assert.equal(step(41_000, 8, "metric"), 10_000);
  assert.equal(step(1852 * 9, 9, "aviation"), 1852);
});

test("directions go clockwise from north", () => {
  assert.equal(bearing(0, 1), "000°");
  assert.equal(bearing(1, 0), "090°");
  assert.equal(bearing(-1, 0), "270°");
  assert.equal(bearing(-0.001, 1), "000°");
});

test("clock", () => {
  assert.equal(clock(75.2), "1:15");
  assert.equal(clock(75.2, 4000), "0:01:15");
  assert.equal(clock(3725), "1:02:05");
});

test("figures", () => {
  assert.equal(figure(0.25, "share"), "25 %");
  assert.equal(figure(3, "count"), "3");
});

test("every reason of a broken link names a link and a switch", () => {
  for (const reason of ["silent", "late", "channel", "missed_missile", "assessed_dead", "operator"]) {
    assert.notEqual(brokenLink(reason), "");
    assert.notEqual(repair(reason), "");
  }
  assert.equal(repair(""), "");
});

test("lists of names", () => {
  assert.equal(list(["a"]), "a");
  assert.equal(list(["a", "b", "c"]), "a, b and c");
  assert.equal(list(["a", "b", "c", "d", "e", "f"]), "a, b, c, d and 2 more");
});
