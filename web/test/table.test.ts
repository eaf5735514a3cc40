import assert from "node:assert/strict";
import { test } from "node:test";
import { Table, Timeline, unpack } from "../src/table.ts";

const bytes = (...numbers: number[]) => btoa(String.fromCharCode(...numbers));

test("a column of one value", () => {
  assert.deepEqual([...unpack({ value: 3.5 }, 3)], [3.5, 3.5, 3.5]);
});

test("little-endian whole numbers times a step above the lowest", () => {
  const two = { low: -1, step: 0.5, bytes: 2, data: bytes(2, 0, 0, 1) };
  assert.deepEqual([...unpack(two, 2)], [0, 127]);
  assert.deepEqual([...unpack({ low: 0, step: 1, bytes: 4, data: bytes(0, 0, 0, 128) }, 1)], [2 ** 31]);
});

test("a column that is too short is refused", () => {
  assert.throws(() => unpack({ low: 0, step: 1, bytes: 2, data: bytes(1) }, 1), /1 bytes, not 2/);
});

test("a table names the column that it lacks; an empty one has all", () => {
  const table = new Table({ rows: 1, columns: { t: { value: 2 } } });
  assert.equal(table.column("t")[0], 2);
  assert.throws(() => table.column("x"), /no column "x"/);
  assert.equal(new Table(undefined).column("x").length, 0);
});

test("the last row of an owner at a time", () => {
  const line = new Timeline(Float64Array.of(1, 0, 1, -1, 1), Float64Array.of(5, 1, 2, 0, 9), 2);
  assert.deepEqual([...line.of(1)], [2, 0, 4]);
  assert.equal(line.last(1, 1.9), -1);
  assert.equal(line.last(1, 2), 2);
  assert.equal(line.last(1, 8.9), 0);
  assert.equal(line.last(1, 100), 4);
  assert.equal(line.last(0, 100), 1);
});
