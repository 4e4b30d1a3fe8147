/* Inking: what is drawn over the marks of the overview: lines that stand out, rings, names. */

import type { LineKind } from "../scene";
import type { Tones } from "../tones";
import { type Name, type Named, names } from "./naming";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line between two marks, in pixels. */
export interface Line {
  readonly number: number;
  readonly start: Point;
  readonly end: Point;
  readonly tense: LineKind;
  readonly isChosen: boolean;
}

export interface Ring extends Point {
  readonly radius: number;
}

const DASHES: Readonly<Record<LineKind, readonly number[]>> = { present: [], past: [1.5, 4], plan: [8, 5], made: [12, 4, 2, 4] };
/** From how many lines on they are drawn faintly, and without dashes. */
const MANY = 150;
const MOST_NAMES = 90;
/** The smallest ring, which has to be found in the whole picture. */
const RING = 8;

/** Take away what is on a layer; afterwards lengths are in pixels of the page. */
export function cleared(layer: HTMLCanvasElement, width: number): CanvasRenderingContext2D | null {
  const context = layer.getContext("2d");
  const scale = layer.width / (width || 1);
  context?.setTransform(1, 0, 0, 1, 0, 0);
  context?.clearRect(0, 0, layer.width, layer.height);
  context?.setTransform(scale, 0, 0, scale, 0, 0);
  return context;
}

/** Draw lines: few of them each in its tense, many as a faint bundle. */
export function inkLines(context: CanvasRenderingContext2D, lines: readonly Line[], tones: Tones): void {
  const isBundle = lines.length > MANY;
  for (const isChosen of [false, true]) {
    for (const tense of Object.keys(DASHES) as LineKind[]) {
      const own = lines.filter((line) => line.tense === tense && line.isChosen === isChosen);
      if (!own.length) continue;
      context.beginPath();
      for (const { start, end } of own) {
        context.moveTo(start.x, start.y);
        context.lineTo(end.x, end.y);
      }
      context.globalAlpha = isChosen || !isBundle ? 0.9 : 0.28;
      context.lineWidth = isChosen ? 3 : isBundle ? 0.8 : 1.4;
      context.strokeStyle = tones.of(isChosen && tense !== "made" ? "accent" : `line-${tense}`);
      context.setLineDash(isBundle && !isChosen ? [] : [...DASHES[tense]]);
      context.stroke();
    }
  }
  context.globalAlpha = 1;
  context.setLineDash([]);
}

/** Draw a ring about each mark that carries the accent. */
export function inkRings(context: CanvasRenderingContext2D, rings: readonly Ring[], tones: Tones): void {
  for (const [color, width] of [[tones.of("page"), 5], [tones.of("accent"), 2.6]] as const) {
    context.strokeStyle = color;
    context.lineWidth = width;
    for (const { x, y, radius } of rings) {
      context.beginPath();
      context.arc(x, y, Math.max(RING, radius + 4), 0, 2 * Math.PI);
      context.stroke();
    }
  }
}

/** How wide each text is, which takes long to find out. */
const widths = new Map<string, number>();

/** Write names on the page's ground. */
export function inkNames(context: CanvasRenderingContext2D, candidates: Iterable<Named>, width: number, tones: Tones): Name[] {
  context.font = `600 12px ${tones.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  const widthOf = (text: string): number => {
    const known = widths.get(text) ?? context.measureText(text).width;
    widths.set(text, known);
    return known;
  };
  const found = names(candidates, widthOf, width, MOST_NAMES);
  context.strokeStyle = tones.of("page");
  context.lineWidth = 4;
  for (const { text, x, y } of found) context.strokeText(text, x, y);
  context.fillStyle = tones.of("ink");
  for (const { text, x, y } of found) context.fillText(text, x, y);
  return found;
}

/** The line between two marks, from rim to rim. */
export function between(from: Point, rim: number, to: Point, otherRim: number): Pick<Line, "start" | "end"> {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const far = Math.hypot(dx, dy) || 1;
  const [out, back] = far > rim + otherRim ? [rim / far, otherRim / far] : [0, 0];
  return { start: { x: from.x + dx * out, y: from.y + dy * out }, end: { x: to.x - dx * back, y: to.y - dy * back } };
}

/** How far a point lies from a line. */
export function distance({ x, y }: Point, { start, end }: Pick<Line, "start" | "end">): number {
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  const share = ((x - start.x) * dx + (y - start.y) * dy) / (dx * dx + dy * dy || 1);
  const at = Math.min(1, Math.max(0, share));
  return Math.hypot(x - start.x - at * dx, y - start.y - at * dy);
}
