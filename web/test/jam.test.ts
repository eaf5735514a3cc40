import assert from "node:assert/strict";
import { test } from "node:test";
import { jamming, stance } from "../src/replay.ts";
import type { Telling } from "../src/say.ts";

const event = (t: number, kind: string, unit: number, object: number) =>
  ({ t, kind, unit, object, other: -1, asset: -1, text: "", weight: "other" }) as Telling;

test("jamming lasts from its beginning to its end, of each jammer and target by itself", () => {
  const told = [event(1, "jam_on", 0, 7), event(2, "jam_on", 1, 7), event(4, "jam_off", 0, 7)];
  assert.deepEqual(jamming(told, 9), [
    { unit: 0, object: 7, t0: 1, t1: 4 },
    { unit: 1, object: 7, t0: 2, t1: 9 },
  ]);
});

test("what has no radar does not radiate", () => {
  assert.equal(stance("radiating", true, false), "radiating");
  assert.equal(stance("radiating", false, false), "ready");
  assert.equal(stance("radiating", false, true), "jamming");
  assert.equal(stance("no crew", false, false), "no crew");
});
