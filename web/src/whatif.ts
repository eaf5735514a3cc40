// But for one link: the same luck with something changed, beside the original.
import { button, el, put } from "./dom.ts";
import type { ButFor, Document, Moment } from "./format.ts";
import * as link from "./link.ts";
import { figure } from "./measure.ts";
import type { Replay } from "./replay.ts";
import { clock } from "./say.ts";
import type { Session } from "./session.ts";
import { settingForm } from "./settingform.ts";
import { storyOf } from "./story.ts";

const LEFT_OUT = "This replay was too large for the file; the program shows it: ";

/** What of a change a file leaves out, so that it stays small; null for nothing. */
function thinned(doc: Document): HTMLElement | null {
  const { states, plots } = doc.thinned;
  if (states >= 1 && plots >= 1) return null;
  const some = `${Math.round(100 * plots)} % of the plots and ${Math.round(100 * states)} % of the track updates`;
  const said = states > 0 ? some : "the truth; what the crew saw with the change is left out";
  return el("p", { class: "hint" }, `To keep it small, this shows ${said}.`);
}

/** The panel, and how to open it for one target with one link proposed. */
export class WhatIf {
  readonly node = el("section");
  readonly #session: Session;
  readonly #known = new Map<string, ButFor>();
  #object = -1;
  #proposed = "";
  #note = "";

  constructor(session: Session) {
    this.#session = session;
    session.on("replay", () => {
      if (!session.butfor) this.#known.clear();
      for (const each of session.content.variants) if (each.switch) this.#known.set(each.switch, each);
      this.#fill();
      this.node.querySelector(".compare")?.scrollIntoView({ block: "start" });
    });
  }

  propose(object: number, ideal: string): void {
    this.#object = object;
    this.#proposed = ideal;
    this.#fill();
    this.node.querySelector<HTMLElement>("button.proposed")?.focus();
  }

  #fill(): void {
    const { content, butfor } = this.#session;
    const target = this.#session.original?.doc.objects[this.#object]?.name;
    put(
      this.node,
      butfor ? this.#outcome(butfor) : null,
      el("h2", {}, target ? `What would have stopped ${target}?` : "What would have changed it?"),
      el(
        "p",
        { class: "hint" },
        "One link of the chain is made perfect, everything else stays: the same drones, the same crew, the same dice. It speaks of the model, not of a real event.",
      ),
      this.#note ? el("p", { class: "warning", role: "alert" }, this.#note) : null,
      content.mode === "server" ? this.#everyLink() : null,
      el(
        "div",
        { class: "links" },
        ...content.result.switches.map((each) => this.#linkRow(each.name, each.label)),
      ),
      content.mode === "server"
        ? settingForm(this.#session, (path, value) => this.#run("", path, value))
        : this.#absent(),
    );
  }

  /** Runs the links one after the other, and says of each what it would have changed. */
  #everyLink(): HTMLElement | null {
    const { switches } = this.#session.content.result;
    if (switches.every((each) => this.#known.has(each.name))) return null;
    return button("Try every link", "Run the same luck once with each link perfect", () => this.#tryAll(), {
      class: "all",
    });
  }

  async #tryAll(): Promise<void> {
    const { original, content } = this.#session;
    if (!original || this.#session.busy) return;
    try {
      for (const { name, label } of content.result.switches) {
        if (this.#known.has(name)) continue;
        this.#session.wait(`The same luck with: ${label} ...`);
        this.#known.set(name, await link.changed(original.doc, name));
        if (this.#session.original !== original) return;
        this.#fill();
      }
    } catch (error) {
      this.#note = (error as Error).message;
    } finally {
      this.#session.wait("");
      this.#fill();
    }
  }

  #linkRow(name: string, label: string): HTMLElement {
    const known = this.#known.get(name);
    const here = this.#session.content.mode === "server" || known;
    const said = known ? this.#verdict(known) : here ? "" : "not in this file";
    const chosen = this.#session.butfor?.switch === name;
    const style = `${name === this.#proposed ? "proposed" : ""} ${chosen ? "chosen" : ""}`;
    return el(
      "button",
      { type: "button", class: style, "data-switch": name, disabled: !here, onclick: () => this.#run(name) },
      el("span", {}, label),
      el("span", { class: "verdict" }, said),
    );
  }

  /** What came of a rerun, for the target in question or for everybody. */
  #verdict(butfor: ButFor): string {
    const { original } = this.#session;
    if (!butfor.document || !original) return "nothing differs";
    const before = original.doc.strips;
    const after = butfor.document.strips ?? before;
    if (this.#object >= 0) {
      const was = before.find((s) => s.object === this.#object)?.broken;
      const is = after.find((s) => s.object === this.#object)?.broken;
      if (was) return is ? "no help" : "✓ prevents it";
    }
    const count = (strips: typeof before) => strips.filter((s) => s.broken).length;
    const [a, b] = [count(before), count(after)];
    return a === b ? `still ${a}` : `${b} instead of ${a}`;
  }

  async #run(ideal: string, path = "", value = ""): Promise<void> {
    const { original } = this.#session;
    if (!original || this.#session.busy) return;
    this.#note = "";
    const known = ideal ? this.#known.get(ideal) : undefined;
    try {
      if (!known) this.#session.wait("Running the same luck again ...");
      const found = known ?? (await link.changed(original.doc, ideal, path, value));
      if (ideal) this.#known.set(ideal, found);
      this.#session.compare(found);
    } catch (error) {
      this.#note = (error as Error).message;
      this.#fill();
    } finally {
      if (!known) this.#session.wait("");
    }
  }

  #outcome(butfor: ButFor): HTMLElement {
    const { original, variant, content } = this.#session;
    const moment = butfor.felt ?? butfor.first;
    const back = button(
      "Back to the original alone",
      "Back to the original alone",
      () => this.#session.compare(null),
      { class: "back" },
    );
    if (original && moment && butfor.left_out)
      return el(
        "div",
        { class: "compare" },
        el("h2", {}, `But for: ${butfor.label}`),
        el("div", { class: "outcome" }, el("b", {}, "As it was"), el("p", {}, storyOf(original).outcome)),
        el("div", { class: "outcome" }, el("b", {}, "With the change"), el("p", {}, this.#summary(butfor))),
        this.#moment(moment),
        this.#figures(original.doc, { ...original.doc, ...butfor.document }),
        el("p", { class: "hint" }, LEFT_OUT, el("code", {}, content.result.command)),
        back,
      );
    if (!original || !variant || !moment)
      return el(
        "div",
        { class: "compare" },
        el("h2", {}, `But for: ${butfor.label}`),
        el("p", {}, "Nothing differs: in this raid that link was never the one that mattered."),
        back,
      );
    const side = (title: string, replay: Replay) =>
      el("div", { class: "outcome" }, el("b", {}, title), el("p", {}, storyOf(replay).outcome));
    return el(
      "div",
      { class: "compare" },
      el("h2", {}, `But for: ${butfor.label}`),
      side("As it was", original),
      side("With the change", variant),
      this.#moment(moment),
      this.#figures(original.doc, variant.doc),
      thinned(variant.doc),
      back,
    );
  }

  #moment(moment: Moment): HTMLElement {
    return el(
      "button",
      { type: "button", class: "first", onclick: () => this.#session.seek(moment.t - 5) },
      `▼ First felt difference at ${clock(moment.t, this.#session.end)}: ${moment.text} (${moment.side === "variant" ? "only with the change" : "only as it was"})`,
    );
  }

  /** What came of a change of which only the outcome is here. */
  #summary(butfor: ButFor): string {
    const before = this.#session.original?.doc.outcome.leakers;
    const after = butfor.document?.outcome?.leakers ?? before;
    return `${after || "None"} got through${after === before ? " too" : ` instead of ${before || "none"}`}.`;
  }

  #figures(a: Document, b: Document): HTMLElement {
    const after = new Map(b.measures.map((m) => [m.path, m.value]));
    const rows = a.measures
      .filter((m) => after.has(m.path) && after.get(m.path) !== m.value)
      .map((m) =>
        el(
          "tr",
          {},
          el("td", {}, m.label),
          el("td", { class: "number" }, figure(m.value, m.unit)),
          el("td", { class: "number" }, figure(after.get(m.path) ?? 0, m.unit)),
        ),
      );
    const head = el(
      "tr",
      {},
      el("th", {}, "what differs"),
      el("th", {}, "as it was"),
      el("th", {}, "changed"),
    );
    return el(
      "details",
      {},
      el("summary", {}, `${rows.length} figures differ`),
      el("table", { class: "figures" }, el("thead", {}, head), el("tbody", {}, ...rows)),
    );
  }

  #absent(): HTMLElement {
    return el(
      "p",
      { class: "hint" },
      "This page is one file: it holds these links. Other numbers, hypotheses and raids need the program: ",
      el("code", {}, `shorad replay ${this.#session.content.result.folder}`),
    );
  }
}
