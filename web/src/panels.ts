// The pages beside the map: one at a time, chosen by tabs.
import { el, put } from "./dom.ts";

export interface Panel {
  name: string;
  label: string;
  body: HTMLElement;
}

/** Tabs that arrow keys walk along, over the chosen panel. */
export class Panels {
  readonly node: HTMLElement;
  readonly #panels: Panel[];
  readonly #tabs: HTMLButtonElement[];

  constructor(panels: Panel[]) {
    this.#panels = panels;
    this.#tabs = panels.map((panel) =>
      el(
        "button",
        {
          type: "button",
          role: "tab",
          id: `tab-${panel.name}`,
          "aria-controls": `panel-${panel.name}`,
          onclick: () => this.show(panel.name),
        },
        panel.label,
      ),
    );
    for (const panel of panels) {
      panel.body.id = `panel-${panel.name}`;
      panel.body.setAttribute("role", "tabpanel");
      panel.body.setAttribute("aria-labelledby", `tab-${panel.name}`);
      panel.body.classList.add("panel");
    }
    const row = el("div", {
      class: "tabs",
      role: "tablist",
      onkeydown: (event) => this.#walk(event as KeyboardEvent),
    });
    put(row, ...this.#tabs);
    this.node = el("aside", { class: "side" }, row, ...panels.map((panel) => panel.body));
    this.show(panels[0].name);
  }

  show(name: string): void {
    this.#panels.forEach((panel, i) => {
      const chosen = panel.name === name;
      panel.body.hidden = !chosen;
      this.#tabs[i].setAttribute("aria-selected", String(chosen));
      this.#tabs[i].tabIndex = chosen ? 0 : -1;
    });
  }

  #walk(event: KeyboardEvent): void {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const at = this.#tabs.findIndex((tab) => tab.getAttribute("aria-selected") === "true");
    const next = (at + by + this.#panels.length) % this.#panels.length;
    this.show(this.#panels[next].name);
    this.#tabs[next].focus();
  }
}
