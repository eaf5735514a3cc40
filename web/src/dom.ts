// Elements without markup text: names out of scenario files can never become HTML.

export type Child = Node | string | null | undefined | false;
type Props = Record<string, string | number | boolean | ((event: Event) => void) | null | undefined>;

/** `el("button", { class: "x", onclick: f }, "text")`: attributes, listeners, children. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  put(node, ...children);
  return node;
}

/** Children in place of what was there. */
export function put(node: Element, ...children: Child[]): void {
  node.replaceChildren(...children.filter((each): each is Node | string => Boolean(each) || each === ""));
}

/** A button with a name for screen readers where its face is a sign. */
export function button(face: string, label: string, act: () => void, props: Props = {}): HTMLButtonElement {
  return el("button", { type: "button", title: label, "aria-label": label, onclick: act, ...props }, face);
}
