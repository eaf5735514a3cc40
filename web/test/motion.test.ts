import assert from "node:assert/strict";
import { test } from "node:test";
import { along } from "../src/motion.ts";

const near = (a: number, b: number, tolerance = 1e-9) =>
  assert.ok(Math.abs(a - b) <= tolerance, `${a} is not ${b}`);
const start = { x: 10, y: 20, z: 100, vx: 30, vy: 40, vz: 5 };

test("straight on", () => {
  const p = along(0, start, 0, 2);
  assert.deepEqual([p.x, p.y, p.z], [70, 100, 110]);
});

test("a full turn ends where it began, and stays on its circle", () => {
  const omega = 0.1;
  const whole = along(1, { ...start, vz: 0 }, omega, (2 * Math.PI) / omega);
  near(whole.x, 10, 1e-6);
  near(whole.y, 20, 1e-6);
  const radius = 50 / omega; // speed over rate
  const half = along(1, start, omega, Math.PI / omega);
  near(Math.hypot(half.x - 10, half.y - 20), 2 * radius, 1e-6);
});

test("turning left for a positive rate: velocity turns counter-clockwise", () => {
  const p = along(1, { ...start, vx: 1, vy: 0 }, 1, Math.PI / 2);
  near(p.vx, 0);
  near(p.vy, 1);
});

test("a pitch keeps direction on the ground and speed", () => {
  const p = along(2, { ...start, vz: 0 }, 0.2, 1.5);
  near(p.vx / p.vy, 30 / 40);
  near(Math.hypot(p.vx, p.vy, p.vz), 50);
  assert.ok(p.z > 100, "nose up for a positive rate");
});
