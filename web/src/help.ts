// Legend and keys.
import { button, el, put } from "./dom.ts";
import type { AirObject } from "./format.ts";
import type { Session } from "./session.ts";
import { airCode, assetCode, symbol, trackCode, unitCode } from "./symbols.ts";

export const KEYS: [keys: string, what: string][] = [
  ["space", "play or pause"],
  ["← →", "5 seconds back or on"],
  [", .", "event before, next event"],
  ["- +", "slower, faster (1× to 60×)"],
  ["Home End", "to the start, to the end"],
  ["v", "truth and crew, side by side, truth, crew's view"],
  ["3", "map or three dimensions"],
  ["1 2 0", "show what is there now, the defence, everything that ever flew"],
  ["[ ]", "zoom out, zoom in"],
  ["f", "follow what is chosen"],
  ["n p", "choose the next or previous target"],
  ["c b t", "reach, beams, trails"],
  ["l", "names"],
  ["u", "metric or aviation units"],
  ["d", "light or dark"],
  ["Esc", "let go, close"],
  ["?", "this page"],
];

const DRONE = { kind: "one_way", side: "hostile" } as AirObject;
const BOMB = { kind: "munition", side: "hostile" } as AirObject;
const LINES: [sign: string, what: string][] = [
  ["· · ·", "line from a unit, dotted: ordered against it"],
  ["– – –", "dashed: locked on"],
  ["———", "solid: fired"],
  ["➤", "missile in flight; a ring where it bursts, and by how much it missed"],
  ["· ≡", "rounds of a gun on their way to the point aimed at"],
  ["◠", "search beam of a radar with its afterglow; a narrow wedge is the radar that follows a target"],
  ["✕", "shot down here"],
  ["✹", "struck here"],
  ["–", "plot of a radar, fading; a small circle is one of the optics"],
  ["▭", "track over the truth; in the crew's view it has the frame of its identity"],
  ["◌", "tentative track; the dashed ellipse is its uncertainty (2 sigma)"],
  ["-·-", "laser designator"],
];

export function helpBox(session: Session): HTMLDialogElement {
  const symbols = el("ul", { class: "legend" });
  const fill = () => {
    const rows: [code: string, what: string][] = [
      [unitCode("intact"), "fire unit of the defence (blue, rectangle)"],
      [unitCode("lost"), "the same, lost"],
      [assetCode("intact", false), "what is defended"],
      [assetCode("intact", true), "command post"],
      [airCode(DRONE), "hostile drone (orange, pointed)"],
      [airCode(BOMB), "its munition"],
      [airCode({ ...DRONE, kind: "traffic", side: "neutral" }), "neutral aircraft (green, square)"],
      [trackCode("hostile"), "track that the crew holds for hostile"],
      [trackCode("unknown"), "track of unknown identity (yellow, clover)"],
    ];
    put(
      symbols,
      ...rows.map(([code, what]) =>
        el("li", {}, symbol(code, 24, session.dark).image.cloneNode() as Node, what),
      ),
    );
    symbols.querySelectorAll("canvas").forEach((canvas, i) => {
      canvas.getContext("2d")?.drawImage(symbol(rows[i][0], 24, session.dark).image, 0, 0);
    });
  };
  const box = el(
    "dialog",
    { class: "help", "aria-label": "Help" },
    button("×", "Close (Esc)", () => box.close(), { class: "close" }),
    el("h2", {}, "What you see"),
    symbols,
    el(
      "ul",
      { class: "legend" },
      ...LINES.map(([sign, what]) => el("li", {}, el("span", { class: "sign" }, sign), what)),
    ),
    el("h2", {}, "Keys"),
    el("dl", { class: "keys" }, ...KEYS.flatMap(([keys, what]) => [el("dt", {}, keys), el("dd", {}, what)])),
    el(
      "p",
      { class: "hint" },
      "Drag to move, wheel or two fingers to zoom, click to choose. Symbols: APP-6D. Nothing on this page is sent anywhere.",
    ),
  );
  session.on("view", fill);
  return box;
}
