/* Naming: which names stand on the overview: those of what matters most, as far as none covers another. */

/** What may be named; those that matter most come first. */
export interface Named {
  readonly text: string;
  /** The middle of the mark and its radius, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** Whether it is named even where its name covers another one. */
  readonly isSure: boolean;
}

export interface Name {
  readonly text: string;
  /** The middle of the line that the text stands on. */
  readonly x: number;
  readonly y: number;
}

const HEIGHT = 16;
const GAP = 4;
/** How much ground is left free about a name. */
const MARGIN = 7;
const LONGEST = 34;
/** The side of the squares by which names are compared with those near them alone. */
const CELL = 120;

type Box = readonly [left: number, top: number, right: number, bottom: number];

export const shortened = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1).trimEnd()}…` : text);

/** Choose what is named, `most` at most: the name stands below its mark, or else above it, and within the width. */
export function names(candidates: Iterable<Named>, widthOf: (text: string) => number, width: number, most: number): Name[] {
  const found: Name[] = [];
  const taken = new Map<string, Box[]>();
  for (const { text, x: middle, y, radius, isSure } of candidates) {
    if (found.length >= most) break;
    const name = shortened(text);
    const half = widthOf(name) / 2;
    const x = Math.max(half + GAP, Math.min(width - half - GAP, middle));
    const ways = [y + radius + GAP + HEIGHT / 2, y - radius - GAP - HEIGHT / 2];
    const boxAt = (at: number): Box => [x - half - MARGIN, at - HEIGHT / 2 - MARGIN / 2, x + half + MARGIN, at + HEIGHT / 2 + MARGIN / 2];
    const free = ways.find((at) => cells(boxAt(at)).every((cell) => !taken.get(cell)?.some((box) => isOver(box, boxAt(at)))));
    const at = free ?? (isSure ? ways[0] : undefined);
    if (at === undefined) continue;
    found.push({ text: name, x, y: at });
    for (const cell of cells(boxAt(at))) taken.set(cell, [...(taken.get(cell) ?? []), boxAt(at)]);
  }
  return found;
}

const isOver = (one: Box, other: Box): boolean => one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];

function cells([left, top, right, bottom]: Box): string[] {
  const found: string[] = [];
  for (let column = Math.floor(left / CELL); column <= Math.floor(right / CELL); column += 1) {
    for (let row = Math.floor(top / CELL); row <= Math.floor(bottom / CELL); row += 1) found.push(`${column} ${row}`);
  }
  return found;
}
