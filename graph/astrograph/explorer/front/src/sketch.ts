/* Sketch: the drawing as SVG, with the marks, dashes and names that the canvas has. */

import { svg } from "./elements";
import { fit } from "./graphml";
import type { LineKind, Scene, SceneLine, SceneNode, Spot } from "./scene";
import type { Tones } from "./tones";

const FADED = 0.14;
const LINE = 14;
const MARGIN = 24;
const ARROW = 9;
const DASHES: Readonly<Record<LineKind, string | null>> = { present: null, past: "1.5 5", plan: "9 6", made: "12 4 2 4" };

type Attributes = Record<string, string | number>;

const round = (number: number): number => Math.round(number * 100) / 100;
const points = (spots: readonly Spot[]): string => spots.map(({ x, y }) => `${round(x)},${round(y)}`).join(" ");

/** Corners on a circle, from a first angle on; every second one nearer where there is an inner radius. */
function corners({ x, y }: Spot, count: number, first: number, outer: number, inner = outer): Spot[] {
  return Array.from({ length: count }, (_, place) => {
    const angle = first + (2 * Math.PI * place) / count;
    const radius = place % 2 ? inner : outer;
    return { x: x + radius * Math.cos(angle), y: y + radius * Math.sin(angle) };
  });
}

/** The mark of an entity, of the measures that vis-network gives it. */
function markOf(node: SceneNode, attributes: Attributes): SVGElement {
  const { x, y, size } = node;
  const polygon = (spots: readonly Spot[]): SVGElement => svg("polygon", { points: points(spots), ...attributes });
  const up = Math.PI / 2;
  switch (node.shape) {
    case "square":
      return svg("rect", { x: round(x - size), y: round(y - size), width: 2 * size, height: 2 * size, ...attributes });
    case "diamond":
      return polygon(corners(node, 4, -up, size));
    case "hexagon":
      return polygon(corners(node, 6, 0, size));
    case "triangle":
      return polygon(corners({ x, y: y + 0.316 * size }, 3, -up, 1.328 * size));
    case "triangleDown":
      return polygon(corners({ x, y: y - 0.316 * size }, 3, up, 1.328 * size));
    case "star":
      return polygon(corners({ x, y: y + 0.08 * size }, 10, -up, 1.06 * size, 0.42 * size));
    default:
      return svg("circle", { cx: round(x), cy: round(y), r: size, ...attributes });
  }
}

function words(text: string, at: Spot, attributes: Attributes): SVGElement {
  const element = svg("text", { x: round(at.x), y: round(at.y), "text-anchor": "middle", "paint-order": "stroke", ...attributes });
  element.textContent = fit(text);
  return element;
}

function nodeOf(node: SceneNode, tones: Tones): SVGElement {
  const { x, y, size, label, isStrong, isChosen } = node;
  const sign = markOf(node, {
    fill: tones.tint(node.tint),
    stroke: tones.of(isChosen ? "accent" : "outline"),
    "stroke-width": isChosen ? 2.6 : 1.6,
    opacity: isStrong ? 1 : FADED,
  });
  // A faint mark lets nothing through that lies below it.
  const ground = isStrong ? [] : [markOf(node, { fill: tones.of("page") })];
  const tone = { fill: tones.of(isStrong ? "ink" : "faded"), stroke: tones.of("page"), "stroke-width": 4, "font-size": LINE };
  const lines = label.split("\n").map((text, row) => words(text, { x, y: y + size + LINE * (row + 1) }, tone));
  const title = svg("title", {});
  title.textContent = fit(label.replaceAll("\n", " "));
  return svg("g", { class: "entity" }, title, ...ground, sign, ...lines);
}

/** The curve of a line; those of vis-network are straight or have one control point. */
function courseOf({ at }: SceneLine): string {
  const [start, middle, end] = [at(0), at(0.5), at(1)];
  const control = { x: 2 * middle.x - (start.x + end.x) / 2, y: 2 * middle.y - (start.y + end.y) / 2 };
  return `M${points([start])} Q${points([control])} ${points([end])}`;
}

/** An arrow's head where a line meets the mark that it leads to. */
function arrowOf({ at }: SceneLine, nodes: readonly SceneNode[], fill: string): SVGElement | null {
  const end = at(1);
  const mark = nodes.find((node) => Math.hypot(node.x - end.x, node.y - end.y) < 1);
  const gap = (mark?.size ?? 0) + 2;
  let share = 1;
  while (share > 0.5 && Math.hypot(at(share).x - end.x, at(share).y - end.y) < gap) share -= 0.01;
  const [tip, before] = [at(share), at(share - 0.03)];
  const angle = Math.atan2(tip.y - before.y, tip.x - before.x);
  const wing = (turn: number): Spot => ({ x: tip.x - ARROW * Math.cos(angle + turn), y: tip.y - ARROW * Math.sin(angle + turn) });
  return svg("polygon", { points: points([tip, wing(0.4), wing(-0.4)]), fill });
}

function nameOf({ at, name }: SceneLine, spot: number, tones: Tones, tone: string): SVGElement {
  const here = at(spot);
  const [before, after] = [at(spot - 0.02), at(spot + 0.02)];
  let angle = (Math.atan2(after.y - before.y, after.x - before.x) * 180) / Math.PI;
  if (Math.abs(angle) > 90) angle += 180;
  return words(name, { x: here.x, y: here.y + 4 }, {
    transform: `rotate(${round(angle)} ${round(here.x)} ${round(here.y)})`,
    fill: tones.of(tone),
    stroke: tones.of("page"),
    "stroke-width": 5,
    "font-size": 11.5,
  });
}

function warningOf(at: Spot, tones: Tones): SVGElement[] {
  const disc = svg("circle", { cx: round(at.x), cy: round(at.y), r: 7.5, fill: tones.of("warning"), stroke: tones.of("page"), "stroke-width": 1.5 });
  const sign = words("!", { x: at.x, y: at.y + 4 }, { fill: tones.of("on-warning"), "font-size": 12, "font-weight": "bold" });
  return [disc, sign];
}

function lineOf(line: SceneLine, nodes: readonly SceneNode[], tones: Tones): SVGElement {
  const { tense, isChosen, isStrong, spot, warning, at } = line;
  const stroke = tones.of(isChosen && tense !== "made" ? "accent" : `line-${tense}`);
  const dashes = DASHES[tense];
  const course = svg("path", {
    d: courseOf(line),
    fill: "none",
    stroke,
    "stroke-width": isChosen ? 4 : tense === "past" ? 1.8 : 2,
    ...(dashes ? { "stroke-dasharray": dashes } : {}),
  });
  const arrow = line.hasArrow ? arrowOf(line, nodes, stroke) : null;
  const whole = svg("g", isStrong ? {} : { opacity: FADED }, course, ...(arrow ? [arrow] : []));
  const name = spot === null ? [] : [nameOf(line, spot, tones, isChosen ? "accent" : "ink")];
  const sign = warning === null ? [] : warningOf(at(warning), tones);
  return svg("g", { class: `relation ${tense}` }, whole, ...name, ...sign);
}

/** Draw a scene as SVG with its ground, in given tones; a name is the picture's own description. */
export function sketch({ nodes, lines }: Scene, tones: Tones, name: string): SVGElement {
  const wide = (label: string): number => 4 * Math.max(...label.split("\n").map((line) => line.length));
  const boxes = nodes.map(({ x, y, size, label }) => {
    const half = Math.max(size, wide(label));
    return [x - half, y - size, x + half, y + size + LINE * (label.split("\n").length + 0.5)] as const;
  });
  const edge = (place: 0 | 1 | 2 | 3, best: (...values: number[]) => number, none: number): number =>
    boxes.reduce((found, box) => best(found, box[place]), boxes[0]?.[place] ?? none);
  const [left, top] = [edge(0, Math.min, 0) - MARGIN, edge(1, Math.min, 0) - MARGIN];
  const [width, height] = [edge(2, Math.max, 1) + MARGIN - left, edge(3, Math.max, 1) + MARGIN - top];
  const frame = { x: round(left), y: round(top), width: Math.ceil(width), height: Math.ceil(height) };
  const title = svg("title", {});
  title.textContent = fit(name);
  return svg(
    "svg",
    {
      viewBox: `${frame.x} ${frame.y} ${frame.width} ${frame.height}`,
      width: frame.width,
      height: frame.height,
      role: "img",
      "font-family": tones.font || "sans-serif",
    },
    title,
    svg("rect", { ...frame, fill: tones.of("page") }),
    ...lines.map((line) => lineOf(line, nodes, tones)),
    ...nodes.map((node) => nodeOf(node, tones)),
  );
}

/** Write an SVG element as a file. */
export const svgText = (element: SVGElement): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(element)}\n`;
