// How far radars and weapons reach, as bodies in three dimensions: domes, and the fan of a search beam.
import {
  BufferAttribute,
  BufferGeometry,
  CircleGeometry,
  DoubleSide,
  Group,
  Mesh,
  MeshBasicMaterial,
  SphereGeometry,
} from "three";
import type { Unit } from "./format.ts";
import type { Palette } from "./palette.ts";
import { segments } from "./terrain.ts";

const GLOW = 0.6; // rad behind a beam that still shows
const LEAST = 1500; // m: beams are drawn at least so high

/** Half spheres as far as missiles and guns reach, cut off at their greatest height. */
export function domes(units: Unit[], p: Palette, lift: number): Group {
  const group = new Group();
  for (const unit of units)
    for (const [weapon, colour] of [
      [unit.missile, p.missile],
      [unit.gun, p.gun],
    ] as const) {
      if (!weapon) continue;
      const [, reach] = weapon.range;
      const top = Math.min(weapon.height[1], reach);
      const [from, span] = [Math.acos(top / reach), Math.asin(top / reach)];
      const shape = new SphereGeometry(reach, 40, 10, 0, 2 * Math.PI, from, span);
      shape.rotateX(Math.PI / 2);
      const lid = new CircleGeometry(Math.sqrt(reach * reach - top * top), 40);
      lid.translate(0, 0, top);
      const look = { color: colour, transparent: true, side: DoubleSide, depthWrite: false };
      for (const part of [
        new Mesh(shape, new MeshBasicMaterial({ ...look, opacity: 0.07 })),
        new Mesh(lid, new MeshBasicMaterial({ ...look, opacity: 0.05 })),
        new Mesh(shape, new MeshBasicMaterial({ ...look, wireframe: true, opacity: 0.05 })),
      ]) {
        part.position.set(unit.x, unit.y, unit.z * lift);
        part.scale.z = lift;
        group.add(part);
      }
    }
  return group;
}

/** A search radar's fan, pointing north, with the glow behind it: turned by the azimuth of the moment. */
export function beamOf(unit: Unit, p: Palette, lift: number, ceiling: number): Group | null {
  if (!unit.radar) return null;
  const { range, elevation, beamwidth } = unit.radar;
  const half = Math.max(beamwidth / 2, 0.012);
  const group = new Group();
  const look = { color: p.friend, transparent: true, side: DoubleSide, depthWrite: false };
  const top = Math.max(ceiling, LEAST);
  const fan = profile(range, elevation, top);
  for (const side of [-half, half])
    group.add(new Mesh(sheet(fan, side, lift), new MeshBasicMaterial({ ...look, opacity: 0.08 })));
  for (let i = 1; i <= 3; i++) {
    const wide = 2 * half + (GLOW * i) / 3;
    const glow = new CircleGeometry(range, 24, Math.PI / 2 - half, wide);
    group.add(new Mesh(glow, new MeshBasicMaterial({ ...look, opacity: 0.03 })));
  }
  const outline: number[] = [];
  const corners = fan.map((each) => turned(each, 0, lift));
  corners.forEach((at, i) => {
    outline.push(...at, ...corners[(i + 1) % corners.length]);
  });
  group.add(segments(outline, p.friend, 0.55));
  group.position.set(unit.x, unit.y, (unit.z + unit.antenna) * lift);
  return group;
}

/** Outline of a fan in its upright plane (distance, height), cut off at a height. */
function profile(range: number, [low, high]: [number, number], top: number): [number, number][] {
  const far = range * Math.cos(low);
  const up = Math.min(top, range * Math.sin(high));
  const near = Math.min(far, up / Math.tan(Math.max(high, 0.01)));
  return [
    [0, 0],
    [far, far * Math.tan(low)],
    [far, Math.max(up, far * Math.tan(low))],
    [near, up],
  ];
}

function turned([away, up]: [number, number], side: number, lift: number): [number, number, number] {
  return [away * Math.sin(side), away * Math.cos(side), up * lift];
}

function sheet(fan: [number, number][], side: number, lift: number): BufferGeometry {
  const geometry = new BufferGeometry();
  const places = Float32Array.from(fan.flatMap((each) => turned(each, side, lift)));
  geometry.setAttribute("position", new BufferAttribute(places, 3));
  geometry.setIndex([0, 1, 2, 0, 2, 3]);
  return geometry;
}
