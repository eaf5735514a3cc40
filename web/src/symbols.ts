// Military symbols (APP-6D, MIL-STD-2525D) as small canvases, each drawn once.
import { ms, numberair, numberairmissile, numberlandinstallation, numberlandunit } from "milsymbol-parts";
import type { AirObject } from "./format.ts";

ms.addIcons([numberair, numberairmissile, numberlandinstallation, numberlandunit]);

// digits of a symbol identification code
const IDENTITY: Record<string, string> = { unknown: "1", friend: "3", neutral: "4", hostile: "6" };
const STATUS: Record<string, string> = { intact: "0", hit: "3", damaged: "3", lost: "4" };
const SETS = { air: "01", missile: "02", unit: "10", installation: "20" };
const UNMANNED = "110300";
const AIRLINER = "120100";
const MISSILE = "110000";
const AIR_DEFENCE_MISSILE = "130102";
const COMMAND = "110000";

const FILLS = {
  light: {
    Civilian: "#e9c6f0",
    Friend: "#a9d8f5",
    Hostile: "#ffb896",
    Neutral: "#a5e3c9",
    Unknown: "#fff3a8",
    Suspect: "#ffd9b0",
  },
  dark: {
    Civilian: "#d7a8e0",
    Friend: "#7cc6f2",
    Hostile: "#ff9a66",
    Neutral: "#6fd6ae",
    Unknown: "#f0e442",
    Suspect: "#ffc58a",
  },
};

function code(side: string, set: string, entity = "000000", status = "0", head = "0"): string {
  return `100${IDENTITY[side] ?? "1"}${set}${status}${head}00${entity}0000`;
}

/** Something in the air, as `side` ("hostile", ...). */
export function airCode(object: AirObject, side = object.side): string {
  if (object.kind === "munition") return code(side, SETS.missile, MISSILE);
  return code(side, SETS.air, object.kind === "traffic" ? AIRLINER : UNMANNED);
}

/** A contact of which only the identity is known. */
export function trackCode(identity: string): string {
  return code(identity, SETS.air);
}

export function unitCode(rung: string): string {
  return code("friend", SETS.unit, AIR_DEFENCE_MISSILE, STATUS[rung]);
}

export function assetCode(rung: string, post: boolean): string {
  if (post) return code("friend", SETS.unit, COMMAND, STATUS[rung], "2");
  return code("friend", SETS.installation, "000000", STATUS[rung]);
}

export interface Drawn {
  image: HTMLCanvasElement;
  x: number; // anchor, in pixels of the image
  y: number;
}

const known = new Map<string, Drawn>();

/** The symbol of a code at a size in device pixels (of milsymbol: the height of a frame's octagon). */
export function symbol(sidc: string, size: number, dark: boolean): Drawn {
  const key = `${sidc} ${size} ${dark}`;
  let found = known.get(key);
  if (!found) {
    // a copy: milsymbol writes the colour of civilians into what it is given
    const fills = dark ? FILLS.dark : FILLS.light;
    const made = new ms.Symbol(sidc, {
      size,
      colorMode: { ...fills },
      civilianColor: false,
      outlineWidth: 4,
      outlineColor: dark ? "#0008" : "#fffc",
    });
    const anchor = made.getAnchor();
    found = { image: made.asCanvas(), x: anchor.x, y: anchor.y };
    known.set(key, found);
  }
  return found;
}
