// Metres and what people read them as.

export type System = "metric" | "aviation";

const FOOT = 0.3048;
const MILE = 1852; // nautical, m
const KNOT = MILE / 3600;

export function distance(m: number, system: System): string {
  if (system === "aviation") return `${digits(m / MILE)} NM`;
  return Math.abs(m) >= 1000 ? `${digits(m / 1000)} km` : `${Math.round(m)} m`;
}

export function height(m: number, system: System): string {
  return system === "aviation" ? `${Math.round(m / FOOT / 10) * 10} ft` : `${Math.round(m)} m`;
}

export function speed(v: number, system: System): string {
  return system === "aviation" ? `${Math.round(v / KNOT)} kt` : `${Math.round(v)} m/s`;
}

function digits(value: number): string {
  return Math.abs(value) >= 10 ? value.toFixed(0) : value.toFixed(1);
}

/** Step of a grid that has about `lines` lines over `span` metres: 1, 2 or 5 times a power of ten, of km or NM. */
export function step(span: number, lines: number, system: System): number {
  const unit = system === "aviation" ? MILE : 1000;
  const rough = span / lines / unit;
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5].find((each) => each * power >= rough) ?? 10) * power * unit;
}

/** Direction as three digits, clockwise from north. */
export function bearing(dx: number, dy: number): string {
  const degrees = (Math.round((Math.atan2(dx, dy) * 180) / Math.PI) + 360) % 360;
  return `${String(degrees).padStart(3, "0")}°`;
}

/** A measure of a replicate as text. */
export function figure(value: number, unit: string): string {
  if (unit === "share") return `${Math.round(value * 100)} %`;
  if (unit === "s") return `${value.toFixed(1)} s`;
  if (unit === "m") return `${Math.round(value)} m`;
  return Number.isInteger(value) ? String(value) : value.toPrecision(3);
}
