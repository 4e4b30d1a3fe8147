/* Placing: free places for labels round those that are there, which all stay where they are. */

import type { Spot } from "./plot";

const FONT = 14;
const LINE = 17;
const WIDEST = 138;
const MOST_LINES = 3;
const GAP = 7;
const FIRST_RING = 95;
const RING = 42;
const RINGS = 40;
/** How far apart the places of a ring are that are tried. */
const STEP = 34;

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Something to place: how large it is, and what it shall be near to. */
export interface Guest {
  readonly iri: string;
  readonly label: string;
  readonly size: number;
  /** The points that it is connected with, the one that it is put beside first. */
  readonly near: readonly Spot[];
}

/** Estimate a text's width, rather too wide than too narrow. */
const widthOf = (text: string): number =>
  FONT * [...text].reduce((sum, letter) => sum + (/[\u1100-\uffff\p{Lu}\p{Nd}]/u.test(letter) ? 0.85 : 0.65), 0);

/** Break a label into a few lines. */
export function wrapped(label: string): string {
  const lines: string[] = [];
  for (const word of label.replace(/\s+/g, " ").trim().split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(`${last} ${word}`) <= WIDEST) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  const kept = lines.slice(0, MOST_LINES);
  if (lines.length > MOST_LINES) kept[MOST_LINES - 1] += "…";
  return kept.map((line) => (widthOf(line) > 2 * WIDEST ? `${[...line].slice(0, 26).join("")}…` : line)).join("\n");
}

/** The room that a mark and its label take about a point. */
export function boxOf(label: string, size: number, { x, y }: Spot): Box {
  const lines = label.split("\n");
  const half = Math.max(size + 4, ...lines.map((line) => widthOf(line) / 2));
  return { left: x - half, right: x + half, top: y - size - 4, bottom: y + size + GAP + LINE * lines.length };
}

const overlaps = (one: Box, other: Box): boolean =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

/** Tell whether a line runs through a box. */
function crosses(from: Spot, to: Spot, box: Box): boolean {
  let [first, last] = [0, 1];
  const sides = [
    [from.x, to.x - from.x, box.left, box.right],
    [from.y, to.y - from.y, box.top, box.bottom],
  ] as const;
  for (const [start, course, low, high] of sides) {
    if (!course) {
      if (start < low || start > high) return false;
      continue;
    }
    const meets = [(low - start) / course, (high - start) / course].sort((one, other) => one - other);
    first = Math.max(first, meets[0] ?? 0);
    last = Math.min(last, meets[1] ?? 1);
  }
  return first < last;
}

/** Boxes by the squares of a grid, so that only near ones are compared. */
class Taken {
  private readonly squares = new Map<string, Box[]>();
  private static readonly SIDE = 200;

  add(box: Box): void {
    for (const key of this.keys(box)) {
      const held = this.squares.get(key);
      if (held) held.push(box);
      else this.squares.set(key, [box]);
    }
  }

  isFree(box: Box): boolean {
    return this.keys(box).every((key) => !this.squares.get(key)?.some((held) => overlaps(held, box)));
  }

  /** Count the boxes that a line runs through, but for those that hold one of its ends. */
  crossed(from: Spot, to: Spot): number {
    const around = { left: Math.min(from.x, to.x), right: Math.max(from.x, to.x), top: Math.min(from.y, to.y), bottom: Math.max(from.y, to.y) };
    const met = new Set(this.keys(around).flatMap((key) => this.squares.get(key) ?? []));
    const holds = (box: Box, { x, y }: Spot): boolean => x > box.left && x < box.right && y > box.top && y < box.bottom;
    return [...met].filter((box) => !holds(box, from) && !holds(box, to) && crosses(from, to, box)).length;
  }

  private keys({ left, right, top, bottom }: Box): string[] {
    const keys: string[] = [];
    const at = (value: number): number => Math.floor(value / Taken.SIDE);
    for (let column = at(left); column <= at(right); column += 1) {
      for (let row = at(top); row <= at(bottom); row += 1) keys.push(`${column} ${row}`);
    }
    return keys;
  }
}

const middle = (spots: readonly Spot[]): Spot => ({
  x: spots.reduce((sum, { x }) => sum + x, 0) / (spots.length || 1),
  y: spots.reduce((sum, { y }) => sum + y, 0) / (spots.length || 1),
});

/** The points of a ring, the one that looks away from the drawing's middle first. */
function* ring(center: Spot, away: number, radius: number): Iterable<Spot> {
  const count = Math.max(8, Math.floor((2 * Math.PI * radius) / STEP));
  for (let turn = 0; turn < count; turn += 1) {
    const side = turn % 2 ? -Math.ceil(turn / 2) : Math.ceil(turn / 2);
    const angle = away + (side * 2 * Math.PI) / count;
    yield { x: center.x + radius * Math.cos(angle), y: center.y + radius * Math.sin(angle) };
  }
}

/** Find free places, one after the other: on the nearest ring that has one, with as few crossings as can be. */
export function place(guests: readonly Guest[], occupied: readonly Box[]): Map<string, Spot> {
  const taken = new Taken();
  for (const box of occupied) taken.add(box);
  const whole = middle(occupied.map(({ left, right, top, bottom }) => ({ x: (left + right) / 2, y: (top + bottom) / 2 })));
  const lowest = Math.max(0, ...occupied.map(({ bottom }) => bottom));
  const found = new Map<string, Spot>();
  for (const guest of guests) {
    const anchor = guest.near[0] ?? { x: whole.x, y: lowest };
    const away = guest.near.length ? Math.atan2(anchor.y - whole.y, anchor.x - whole.x) : Math.PI / 2;
    const spot = freeSpot(guest, anchor, away, taken);
    taken.add(boxOf(guest.label, guest.size, spot));
    found.set(guest.iri, spot);
  }
  return found;
}

function freeSpot({ label, size, near }: Guest, anchor: Spot, away: number, taken: Taken): Spot {
  for (let turn = 0; turn < RINGS; turn += 1) {
    const radius = FIRST_RING + turn * RING;
    let best: { spot: Spot; cost: number } | null = null;
    for (const spot of ring(anchor, away, radius)) {
      if (!taken.isFree(boxOf(label, size, spot))) continue;
      const far = near.slice(1).reduce((sum, { x, y }) => sum + Math.hypot(x - spot.x, y - spot.y), 0) / 400;
      const cost = near.slice(0, 4).reduce((sum, other) => sum + taken.crossed(other, spot), 0) + far;
      if (!best || cost < best.cost) best = { spot, cost };
    }
    if (best) return { x: Math.round(best.spot.x), y: Math.round(best.spot.y) };
  }
  return { x: Math.round(anchor.x), y: Math.round(anchor.y + FIRST_RING + RINGS * RING) };
}
