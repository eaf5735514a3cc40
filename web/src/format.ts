// The page's data as design/replay.md describes it. SI: m, s, rad; x east, y north, z above sea level.

export type Packed = { value: number } | { low: number; step: number; bytes: number; data: string };

export interface PackedTable {
  rows: number;
  columns: Record<string, Packed>;
}

export interface Radar {
  period: number;
  phase: number;
  range: number;
  elevation: [number, number];
  beamwidth: number;
  reference: [number, number];
}

export interface Weapon {
  range: [number, number];
  height: [number, number];
}

export interface Unit {
  name: string;
  group: string;
  system: string;
  title: string;
  x: number;
  y: number;
  z: number;
  antenna: number;
  channels: number;
  post: number;
  missiles: number;
  rounds: number;
  radar: Radar | null;
  tracker: { range: number; sector: number; elevation: number } | null;
  missile: Weapon | null;
  gun: Weapon | null;
}

export interface AirObject {
  name: string;
  group: string;
  system: string;
  title: string;
  kind: string;
  side: string;
  size: string;
  carrier: number;
  target_asset: number;
  target_unit: number;
}

export interface Asset {
  name: string;
  x: number;
  y: number;
  z: number;
  radius: number;
  post: number;
}

export interface Strip {
  object: number;
  broken: string;
  unit: number;
  end: string;
  leaked: boolean;
  cause: string; // why a neutral one was hit, "" for the others
  [link: string]: number | string | boolean;
}

export interface Ground {
  x0: number;
  y0: number;
  spacing: number;
  rows: number;
  columns: number;
  heights: Packed;
}

export interface Document {
  format: string;
  version: number;
  made: { version: string; file: string; sha256: string };
  reproduced: boolean;
  note: string;
  title: string;
  question: string;
  address: { seed: number; k: number; r: number };
  chosen: string;
  variant: null | { label: string; switches: string[]; settings: [string, string][] };
  duration: number;
  t_end: number;
  area: Record<"x" | "y" | "z", [number, number]>;
  origin: null | { latitude: number; longitude: number };
  terrain: { mask: number[] | null; ground: Ground | null };
  words: Record<string, string[]>;
  sentences: Record<string, string>;
  units: Unit[];
  objects: AirObject[];
  assets: Asset[];
  posts: { name: string; x: number; y: number; z: number; asset: number }[];
  tables: Record<string, PackedTable>;
  thinned: Record<string, number>;
  links: string[];
  strips: Strip[];
  outcome: Record<string, number>;
  measures: { path: string; label: string; unit: string; value: number }[];
  reasons: Record<string, string>;
  causes?: Record<string, string>; // why neutral aircraft are hit
}

export interface Moment {
  t: number;
  side: "original" | "variant";
  kind: string;
  text: string;
}

/** The same luck with something changed. `document` holds only what differs from the original, null: nothing does. */
export interface ButFor {
  switch: string;
  label: string;
  document: Partial<Document> | null;
  left_out: boolean; // the document says what came of it only: its replay was too large for a file
  first: Moment | null;
  felt: Moment | null;
}

/** What the page needs to know of the whole result. */
export interface ResultFacts {
  title: string;
  question: string;
  count: number;
  draws: number;
  measure: string;
  label: string;
  leaking: number;
  losing: number;
  switches: { name: string; label: string }[];
  command: string;
  folder: string;
}

/** What stands in the page when it is opened. */
export interface Content {
  mode: "server" | "file";
  result: ResultFacts;
  which: string;
  original: Document | null;
  variants: ButFor[];
}
