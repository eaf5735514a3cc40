// The ground in three dimensions: the relief as a mesh, or a plain; grid and rings; domes of reach; beams.
import {
  BufferAttribute,
  BufferGeometry,
  Color,
  DoubleSide,
  Group,
  LineBasicMaterial,
  LineSegments,
  Mesh,
  MeshBasicMaterial,
  SphereGeometry,
} from "three";
import type { Ground, Unit } from "./format.ts";
import { heart } from "./ground.ts";
import { type System, step } from "./measure.ts";
import type { Palette } from "./palette.ts";
import type { Replay } from "./replay.ts";
import { unpack } from "./table.ts";

export const LIFT = 3; // heights are drawn this many times as high: at true scale nothing would leave the ground

/** Relief with light from the north-west, each vertex with its shade. */
export function reliefMesh(ground: Ground, p: Palette): Mesh {
  const { rows, columns, spacing, x0, y0 } = ground;
  const z = unpack(ground.heights, rows * columns);
  const places = new Float32Array(3 * rows * columns);
  const colours = new Float32Array(3 * rows * columns);
  const base = new Color(`rgb(${p.relief.join(",")})`);
  const at = (r: number, c: number) =>
    z[Math.min(Math.max(r, 0), rows - 1) * columns + Math.min(Math.max(c, 0), columns - 1)];
  for (let i = 0, n = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, n += 3) {
      places.set([x0 + j * spacing, y0 + i * spacing, at(i, j) * LIFT], n);
      const slope = (at(i, j + 1) - at(i, j - 1) - at(i + 1, j) + at(i - 1, j)) / (2 * spacing);
      const light = Math.min(1.35, Math.max(0.5, 1 + 2.2 * slope));
      colours.set([base.r * light, base.g * light, base.b * light], n);
    }
  }
  const faces: number[] = [];
  for (let i = 0; i + 1 < rows; i++)
    for (let j = 0; j + 1 < columns; j++) {
      const a = i * columns + j;
      faces.push(a, a + 1, a + columns, a + 1, a + columns + 1, a + columns);
    }
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(places, 3));
  geometry.setAttribute("color", new BufferAttribute(colours, 3));
  geometry.setIndex(faces);
  return new Mesh(geometry, new MeshBasicMaterial({ vertexColors: true }));
}

/** Grid over everything that is shown, and rings about the defence. */
export function plain(replay: Replay, p: Palette, system: System): LineSegments {
  const { area } = replay.doc;
  const pieces: number[] = [];
  const size = step(Math.max(area.x[1] - area.x[0], area.y[1] - area.y[0], 4000), 10, system);
  const [left, right] = [Math.floor(area.x[0] / size) - 1, Math.ceil(area.x[1] / size) + 1];
  const [low, high] = [Math.floor(area.y[0] / size) - 1, Math.ceil(area.y[1] / size) + 1];
  for (let i = left; i <= right; i++) pieces.push(i * size, low * size, 0, i * size, high * size, 0);
  for (let i = low; i <= high; i++) pieces.push(left * size, i * size, 0, right * size, i * size, 0);
  const [cx, cy] = heart(replay);
  for (let ring = 1; ring <= 4; ring++)
    for (let i = 0; i < 96; i += 1.5) {
      const point = (k: number) => {
        const angle = (2 * Math.PI * k) / 96;
        return [cx + ring * size * Math.cos(angle), cy + ring * size * Math.sin(angle), 0];
      };
      pieces.push(...point(i), ...point(i + 1));
    }
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(Float32Array.from(pieces), 3));
  const lines = new LineSegments(
    geometry,
    new LineBasicMaterial({ color: p.faint, transparent: true, opacity: 0.45 }),
  );
  lines.position.z = -5;
  return lines;
}

/** Half spheres as far as missiles and guns reach, cut off at their greatest height. */
export function domes(units: Unit[], p: Palette): Group {
  const group = new Group();
  for (const unit of units)
    for (const [weapon, colour] of [
      [unit.missile, p.missile],
      [unit.gun, p.gun],
    ] as const) {
      if (!weapon) continue;
      const [, reach] = weapon.range;
      const top = Math.min(weapon.height[1], reach);
      const shape = new SphereGeometry(
        reach,
        40,
        10,
        0,
        2 * Math.PI,
        Math.acos(top / reach),
        Math.asin(top / reach),
      );
      shape.rotateX(Math.PI / 2);
      const look = { color: colour, transparent: true, opacity: 0.1, side: DoubleSide, depthWrite: false };
      const skin = new Mesh(shape, new MeshBasicMaterial(look));
      const net = new Mesh(shape, new MeshBasicMaterial({ ...look, wireframe: true, opacity: 0.14 }));
      for (const part of [skin, net]) {
        part.position.set(unit.x, unit.y, unit.z * LIFT);
        part.scale.z = LIFT;
        group.add(part);
      }
    }
  return group;
}

/** A radar's fan beam, pointing north: turned by the azimuth of the moment. */
export function beamOf(unit: Unit, p: Palette): Mesh | null {
  if (!unit.radar) return null;
  const { range, elevation, beamwidth } = unit.radar;
  const half = Math.max(beamwidth / 2, 0.02);
  const edge = (side: number, up: number) => {
    const flat = range * Math.cos(up);
    return [flat * Math.sin(side), flat * Math.cos(side), Math.min(range * Math.sin(up), range / 3) * LIFT];
  };
  const top = Math.min(elevation[1], 0.35);
  const corners = [
    [0, 0, 0],
    edge(-half, elevation[0]),
    edge(half, elevation[0]),
    edge(half, top),
    edge(-half, top),
  ];
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(Float32Array.from(corners.flat()), 3));
  geometry.setIndex([0, 1, 2, 0, 2, 3, 0, 3, 4, 0, 4, 1]);
  const look = { color: p.friend, transparent: true, opacity: 0.12, side: DoubleSide, depthWrite: false };
  const mesh = new Mesh(geometry, new MeshBasicMaterial(look));
  mesh.position.set(unit.x, unit.y, (unit.z + unit.antenna) * LIFT);
  return mesh;
}
