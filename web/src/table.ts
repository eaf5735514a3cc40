// Packed columns back into numbers, and rows found by owner and time.
import type { Packed, PackedTable } from "./format.ts";

export type Column = Float64Array;

/** The numbers of a packed column. */
export function unpack(packed: Packed, rows: number): Column {
  if ("value" in packed) return new Float64Array(rows).fill(packed.value);
  const text = atob(packed.data);
  if (text.length !== rows * packed.bytes)
    throw new Error(`a column holds ${text.length} bytes, not ${rows * packed.bytes}`);
  const out = new Float64Array(rows);
  for (let i = 0, at = 0; i < rows; i++) {
    let whole = 0;
    for (let b = 0, unit = 1; b < packed.bytes; b++, unit *= 256) whole += text.charCodeAt(at++) * unit;
    out[i] = packed.low + packed.step * whole;
  }
  return out;
}

/** One table: columns are decoded when they are first asked for. */
export class Table {
  readonly rows: number;
  readonly #packed: Record<string, Packed>;
  readonly #known = new Map<string, Column>();

  constructor(packed: PackedTable | undefined) {
    this.rows = packed?.rows ?? 0;
    this.#packed = packed?.columns ?? {};
  }

  column(name: string): Column {
    let found = this.#known.get(name);
    if (!found) {
      const packed = this.#packed[name];
      if (!packed && this.rows) throw new Error(`the data has no column "${name}"`);
      found = packed ? unpack(packed, this.rows) : new Float64Array(0);
      this.#known.set(name, found);
    }
    return found;
  }
}

/** Rows of a table by owner, in the order of time: whose row was the last one at t? */
export class Timeline {
  readonly #rows: Int32Array;
  readonly #first: Int32Array; // of each owner, and one more
  readonly #time: Column;

  constructor(owner: Column, time: Column, owners: number) {
    this.#time = time;
    const order = Array.from(owner.keys()).filter((row) => owner[row] >= 0 && owner[row] < owners);
    order.sort((a, b) => owner[a] - owner[b] || time[a] - time[b] || a - b);
    this.#rows = Int32Array.from(order);
    this.#first = new Int32Array(owners + 1);
    for (const row of order) this.#first[owner[row] + 1]++;
    for (let i = 0; i < owners; i++) this.#first[i + 1] += this.#first[i];
  }

  /** Rows of one owner, oldest first. */
  of(owner: number): Int32Array {
    return this.#rows.subarray(this.#first[owner], this.#first[owner + 1]);
  }

  /** Place of the last row at or before t among those of the owner; -1 before its first. */
  place(owner: number, t: number): number {
    let low = this.#first[owner];
    let high = this.#first[owner + 1];
    const start = low;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#time[this.#rows[middle]] <= t) low = middle + 1;
      else high = middle;
    }
    return low - 1 - start;
  }

  /** The last row at or before t; -1 before the owner's first. */
  last(owner: number, t: number): number {
    const place = this.place(owner, t);
    return place < 0 ? -1 : this.#rows[this.#first[owner] + place];
  }
}
