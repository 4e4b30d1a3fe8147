/* Elements: building the page's parts. All text goes in as text; nothing is ever read as markup. */

import type { Mark } from "./payload";
import type { LineKind } from "./scene";
import { look } from "./wording";

const SVG = "http://www.w3.org/2000/svg";

type Attribute = string | number | boolean | null | undefined;
type Shape = [string, Record<string, string | number>];
export type Child = Node | string | null | undefined | readonly Child[];

const CIRCLE: Shape = ["circle", { cx: 8, cy: 8, r: 6 }];
const SHAPES: Readonly<Record<string, Shape>> = {
  dot: CIRCLE,
  square: ["rect", { x: 2.5, y: 2.5, width: 11, height: 11 }],
  diamond: ["polygon", { points: "8,1 15,8 8,15 1,8" }],
  triangle: ["polygon", { points: "8,1.5 15,14 1,14" }],
  triangleDown: ["polygon", { points: "8,14.5 15,2 1,2" }],
  hexagon: ["polygon", { points: "4.5,2 11.5,2 15,8 11.5,14 4.5,14 1,8" }],
  star: ["polygon", { points: "8,0.6 10,5.8 15.5,6.1 11.3,9.6 12.7,15 8,12 3.3,15 4.7,9.6 0.5,6.1 6,5.8" }],
};

function flat(child: Child): (Node | string)[] {
  if (child === null || child === undefined || child === "") return [];
  return typeof child === "string" || child instanceof Node ? [child] : child.flatMap(flat);
}

/** Make an element: attributes by name (none for null and false), then its children. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, Attribute> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flatMap(flat));
  return element;
}

/** Let an element listen. */
export function on<Type extends keyof HTMLElementEventMap, Made extends HTMLElement>(
  element: Made,
  type: Type,
  run: (event: HTMLElementEventMap[Type]) => void,
): Made {
  element.addEventListener(type, run as EventListener);
  return element;
}

/** Make a button that does something. */
export function button(attributes: Record<string, Attribute>, run: () => void, ...children: Child[]): HTMLButtonElement {
  return on(make("button", { type: "button", ...attributes }, ...children), "click", run);
}

/** Return an element that the template holds. */
export function byId<Made extends HTMLElement = HTMLElement>(id: string): Made {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no element ${id}`);
  return found as Made;
}

/** Make an element of a picture. */
export function svg(tag: string, attributes: Record<string, string | number>, ...children: Node[]): SVGElement {
  const element = document.createElementNS(SVG, tag) as SVGElement;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

const picture = (width: number, ...shapes: Node[]): SVGElement =>
  svg("svg", { class: "mark", width, height: 16, viewBox: `0 0 ${width} 16`, "aria-hidden": "true" }, ...shapes);

/** The mark of an entity type, as the drawing shows it. */
export function mark(sign: Mark | undefined): SVGElement {
  const [tag, attributes] = look(SHAPES, sign?.shape ?? "dot") ?? CIRCLE;
  return picture(16, svg(tag, { ...attributes, class: `tint-${sign?.colour ?? "grey"}` }));
}

/** A sample of a line of one kind. */
export const stroke = (kind: LineKind): SVGElement =>
  picture(28, svg("line", { x1: 1, y1: 8, x2: 27, y2: 8, class: `line-${kind}` }));

/** The sign that a relation is disputed. */
export const warning = (): SVGElement =>
  picture(
    16,
    svg("circle", { cx: 8, cy: 8, r: 7, class: "warning" }),
    svg("path", { d: "M8 3.6v5.4M8 11.2v1.4", class: "warning-sign" }),
  );

/** The sign of what shows one thing and hides all others of its kind. */
export const alone = (): SVGElement =>
  picture(16, svg("circle", { cx: 8, cy: 8, r: 5.5, class: "ring" }), svg("circle", { cx: 8, cy: 8, r: 2.2, class: "dot" }));

/** Read an address, if it is one that a browser may safely be sent to. */
function webAddress(address: string): URL | null {
  try {
    const url = new URL(address);
    // A name before the host looks like the host: https://nasa.gov@elsewhere.example leads elsewhere.
    return ["http:", "https:"].includes(url.protocol) && !url.username && !url.password ? url : null;
  } catch {
    return null;
  }
}

/** A link to an address on the web; of any other one the plain text. */
export function link(address: string, text: string): HTMLElement {
  const url = webAddress(address);
  if (!url) return make("span", {}, text);
  return make("a", { href: url.href, rel: "noopener noreferrer external", target: "_blank" }, text);
}

export const heading = (text: string, ...before: Child[]): HTMLElement => make("h2", { tabindex: "-1" }, ...before, text);

export const small = (text: string): HTMLElement => make("h3", {}, text);

export const chip = (text: string, tone = ""): HTMLElement => make("span", { class: `chip ${tone}` }, text);

export const listOf = (items: Child[]): HTMLElement =>
  make("ul", { class: "plain" }, items.map((item) => make("li", {}, item)));
