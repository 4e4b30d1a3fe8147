/* Placing: free places for labels round those that are there, which all stay where they are. */

import type { Spot } from "./plot";

const FONT = 14;
const LINE = 17;
const WIDEST = 138;
const MOST_LINES = 3;
/** Up to how many signs a word stands whole. */
const LONGEST = 24;
const GAP = 7;
const FIRST_RING = 95;
const RING = 42;
const RINGS = 40;
/** How far apart the places of a ring are that are tried. */
const STEP = 34;
/** How many rings about its point on a path are tried. */
const DETOURS = 14;
/** What it costs to lie on a line; a line that crosses a name or a mark costs 1. */
const ON_LINE = 0.7;

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Something to place: how large it is, and what it shall be near to. */
export interface Guest {
  readonly label: string;
  readonly size: number;
  /** The points that it is connected with, the one that it is put beside first. */
  readonly near: readonly Spot[];
  /** Where on a path it lies, if it does. */
  readonly between?: Stretch | null;
}

/** Estimate a text's width, rather too wide than too narrow. */
const widthOf = (text: string): number =>
  FONT * [...text].reduce((sum, letter) => sum + (/[\u1100-\uffff\p{Lu}\p{Nd}]/u.test(letter) ? 0.85 : 0.65), 0);

/** Take a word that is too long for a line apart at its hyphens, and between the signs of a script that knows no words. */
function pieces(word: string): string[] {
  if (widthOf(word) <= WIDEST) return [word];
  return (word.match(/[\u2e80-\uffef]|[^-–—/\u2e80-\uffef]*[-–—/]|[^-–—/\u2e80-\uffef]+/gu) ?? [word]).map((part) =>
    [...part].length > LONGEST ? `${[...part].slice(0, LONGEST - 1).join("")}…` : part,
  );
}

/** Break a label into a few lines, as explorer/boxes.py does: not within a word, of which a very long one is shortened. */
export function wrapped(label: string): string {
  const lines: string[] = [];
  for (const word of label.replace(/\s+/g, " ").trim().split(" ")) {
    pieces(word).forEach((piece, number) => {
      const joined = lines.length ? `${lines.at(-1) ?? ""}${number ? "" : " "}${piece}` : piece;
      if (lines.length && widthOf(joined) <= WIDEST) lines[lines.length - 1] = joined;
      else lines.push(piece);
    });
  }
  const kept = lines.slice(0, MOST_LINES);
  if (lines.length > MOST_LINES) kept[MOST_LINES - 1] += "…";
  return kept.join("\n");
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
export class Taken {
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

/** Lines by the squares of a grid that they run through. */
class Lines {
  private readonly squares = new Map<string, (readonly [Spot, Spot])[]>();
  private static readonly SIDE = 100;

  add(from: Spot, to: Spot): void {
    const steps = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / (Lines.SIDE / 4)) || 1;
    const line = [from, to] as const;
    for (let step = 0; step <= steps; step += 1) {
      const key = Lines.key(from.x + ((to.x - from.x) * step) / steps, from.y + ((to.y - from.y) * step) / steps);
      const held = this.squares.get(key) ?? [];
      if (held.at(-1) !== line) held.push(line);
      this.squares.set(key, held);
    }
  }

  /** Count the lines that run through a box. */
  through(box: Box): number {
    const met = new Set<readonly [Spot, Spot]>();
    for (let x = box.left; x < box.right + Lines.SIDE; x += Lines.SIDE) {
      for (let y = box.top; y < box.bottom + Lines.SIDE; y += Lines.SIDE) for (const line of this.squares.get(Lines.key(x, y)) ?? []) met.add(line);
    }
    return [...met].filter(([from, to]) => crosses(from, to, box)).length;
  }

  private static key(x: number, y: number): string {
    return `${Math.floor(x / Lines.SIDE)} ${Math.floor(y / Lines.SIDE)}`;
  }
}

/** The points of a ring, the one that looks away from the drawing's middle first. */
function* ring(center: Spot, away: number, radius: number): Iterable<Spot> {
  const count = Math.max(8, Math.floor((2 * Math.PI * radius) / STEP));
  for (let turn = 0; turn < count; turn += 1) {
    const side = turn % 2 ? -Math.ceil(turn / 2) : Math.ceil(turn / 2);
    const angle = away + (side * 2 * Math.PI) / count;
    yield { x: center.x + radius * Math.cos(angle), y: center.y + radius * Math.sin(angle) };
  }
}

/** Where between two ends something is put. */
export interface Stretch {
  readonly ends: readonly [Spot, Spot];
  readonly share: number;
}

/** Find the stretch of a path on which one of its entities lies, between the nearest ones that have a place. */
export function stretchAt(course: readonly string[], iri: string, spots: ReadonlyMap<string, Spot>): Stretch | null {
  const at = course.indexOf(iri);
  const before = course.slice(0, Math.max(0, at)).findLastIndex((other) => spots.has(other));
  const after = course.findIndex((other, number) => number > at && spots.has(other));
  const [start, end] = [spots.get(course[before] ?? ""), spots.get(course[after] ?? "")];
  return at >= 0 && start && end ? { ends: [start, end], share: (at - before) / (after - before) } : null;
}

/** A drawing in which places are found for newcomers: what is there stays. */
export class Room {
  private readonly taken = new Taken();
  private readonly lines = new Lines();
  private readonly whole: Spot;
  private readonly lowest: number;

  constructor(occupied: readonly Box[]) {
    for (const box of occupied) this.taken.add(box);
    const many = occupied.length || 1;
    const sum = (value: (box: Box) => number): number => occupied.reduce((all, box) => all + value(box), 0);
    this.whole = { x: sum(({ left, right }) => left + right) / 2 / many, y: sum(({ top, bottom }) => top + bottom) / 2 / many };
    this.lowest = occupied.reduce((most, { bottom }) => Math.max(most, bottom), 0);
  }

  /** Note a line, so that nothing comes to lie on it. */
  draw(from: Spot | undefined, to: Spot | undefined): void {
    if (from && to) this.lines.add(from, to);
  }

  /** Find a free place and take it: between two ends of a path, or else on the nearest ring that has one. */
  place(guest: Guest): Spot {
    const { near, between = null } = guest;
    const spot = between ? this.spotOn(guest, between) : this.spotBeside(guest, near[0] ?? { x: this.whole.x, y: this.lowest });
    const rounded = { x: Math.round(spot.x), y: Math.round(spot.y) };
    this.taken.add(boxOf(guest.label, guest.size, rounded));
    return rounded;
  }

  private spotBeside(guest: Guest, anchor: Spot): Spot {
    const { near } = guest;
    const away = near.length ? Math.atan2(anchor.y - this.whole.y, anchor.x - this.whole.x) : Math.PI / 2;
    for (let turn = 0; turn < RINGS; turn += 1) {
      const spots = [...ring(anchor, away, FIRST_RING + turn * RING)];
      const far = (spot: Spot): number => near.slice(1).reduce((sum, { x, y }) => sum + Math.hypot(x - spot.x, y - spot.y), 0) / 400;
      const best = this.best(guest, spots, near.slice(0, 4), far);
      if (best) return best;
    }
    return { x: anchor.x, y: anchor.y + FIRST_RING + RINGS * RING };
  }

  /** Find the best place about the point of a path where it would lie, were there nothing else. */
  private spotOn(guest: Guest, { ends: [start, end], share }: Stretch): Spot {
    const point = { x: start.x + (end.x - start.x) * share, y: start.y + (end.y - start.y) * share };
    const across = Math.atan2(end.y - start.y, end.x - start.x) + Math.PI / 2;
    const spots = [point, ...Array.from({ length: DETOURS }, (_, turn) => [...ring(point, across, RING * (turn + 1))]).flat()];
    const far = (spot: Spot): number => (Math.hypot(spot.x - start.x, spot.y - start.y) + Math.hypot(spot.x - end.x, spot.y - end.y)) / 300;
    return this.best(guest, spots, [start, end], far) ?? this.spotBeside(guest, point);
  }

  /** Choose the free place that costs least: of which few lines run through names and marks, and that lies on few. */
  private best({ label, size }: Guest, spots: readonly Spot[], near: readonly Spot[], far: (spot: Spot) => number): Spot | null {
    let best: { spot: Spot; cost: number } | null = null;
    for (const spot of spots) {
      const box = boxOf(label, size, spot);
      if (!this.taken.isFree(box)) continue;
      const crossed = near.reduce((sum, other) => sum + this.taken.crossed(other, spot), 0);
      const cost = crossed + ON_LINE * this.lines.through(box) + far(spot);
      if (!best || cost < best.cost) best = { spot, cost };
    }
    return best?.spot ?? null;
  }
}
