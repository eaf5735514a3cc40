// Colours by meaning, light and dark. Okabe and Ito's set, which colour-blind readers tell apart; shape and text
// always say the same.

import type { Tints } from "./relief.ts";

export interface Palette {
  back: string;
  sky: string; // behind the scene in three dimensions
  grid: string;
  ink: string;
  faint: string;
  halo: string;
  friend: string;
  hostile: string;
  neutral: string;
  unknown: string;
  missile: string;
  gun: string;
  laser: string;
  order: string;
  beam: string;
  plot: string;
  loss: string;
  contour: string;
  relief: Tints;
}

const LIGHT: Palette = {
  back: "#f4f5f2",
  sky: "#eaf0f4",
  grid: "#d3d7d2",
  ink: "#1b2126",
  faint: "#5b656d",
  halo: "rgba(255,255,255,0.85)",
  friend: "#005b96",
  hostile: "#c2410c",
  neutral: "#00775a",
  unknown: "#8a6d00",
  missile: "#10405f",
  gun: "#7a4a00",
  laser: "#a1006b",
  order: "#005b96",
  beam: "rgba(0,91,150,0.16)",
  plot: "#4b5563",
  loss: "#b00020",
  contour: "rgba(96,74,40,0.42)",
  relief: [
    [214, 224, 204],
    [230, 224, 202],
    [212, 188, 160],
  ],
};

const DARK: Palette = {
  back: "#12171b",
  sky: "#0e1419",
  grid: "#2a333a",
  ink: "#e8edf0",
  faint: "#9aa6ae",
  halo: "rgba(10,14,17,0.8)",
  friend: "#56b4e9",
  hostile: "#ff8a4c",
  neutral: "#3ecf9f",
  unknown: "#f0e442",
  missile: "#cfeaff",
  gun: "#ffd27a",
  laser: "#ff8ad8",
  order: "#56b4e9",
  beam: "rgba(86,180,233,0.18)",
  plot: "#aab4bb",
  loss: "#ff6b7d",
  contour: "rgba(214,200,170,0.24)",
  relief: [
    [28, 42, 42],
    [52, 58, 48],
    [96, 86, 70],
  ],
};

export function palette(dark: boolean): Palette {
  return dark ? DARK : LIGHT;
}

export function sideColour(p: Palette, side: string): string {
  if (side === "hostile") return p.hostile;
  if (side === "neutral") return p.neutral;
  return side === "friend" ? p.friend : p.unknown;
}
