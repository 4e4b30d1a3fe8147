/* Islands: places for all entities of a large page, so that those that belong together lie together.
 *
 * What is linked densely makes a round patch: the best connected in its middle, about it the others,
 * type by type. Patches that belong together make an island, and islands lie near those that they are
 * linked with. No mark covers another one. The same page gives the same map, whoever opens it. */

import { type Beside, type Web, besides, communities } from "./communities";

/** Up to how many islands are put beside one another without being joined to larger ones. */
const ISLANDS = 400;
/** Up to how many islands that are linked with nothing lie among the others; the rest lie in rings about all. */
const LONELY = 60;
const GOLDEN = Math.PI * (3 - Math.sqrt(5));
/** From how many links on an entity goes to the middle of its patch, whatever its type. */
const WELL_LINKED = 12;
/** How much of a patch is left free between its marks. */
const LOOSE = 1.25;
const AROUND_PATCH = 1.04;
const BETWEEN = 0.6;
/** Beside how many of the nearest that are put already a place is looked for, and in how many directions. */
const NEAREST = 40;
const DIRECTIONS = 18;
/** A window is wider than high. */
const FLAT = 1.25;

/** What a map is made of; ends and types are numbers. */
export interface Ties {
  readonly types: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Whether the window is higher than wide. */
  readonly isTall: boolean;
}

/** Something round to be put somewhere: its radius, and what is in it, each with its place from the middle. */
interface Disc {
  readonly radius: number;
  readonly members: readonly number[];
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** How much room an entity with so many neighbors takes: its radius. */
export const roomOf = (neighbors: number): number => 0.9 + 0.25 * Math.sqrt(neighbors);

/** Count the neighbors of each entity. */
export function neighborsOf(count: number, { from, to }: Pick<Web, "from" | "to">): Float64Array {
  const neighbors = new Float64Array(count);
  for (const ends of [from, to]) for (const end of ends) neighbors[end]! += 1;
  return neighbors;
}

/** Join what is linked more than once, and leave out what is linked with itself or with nothing. */
export function pairsOf(count: number, subjects: Int32Array, objects: Int32Array, many: number): Pick<Web, "from" | "to"> {
  const pairs = new Set<number>();
  for (let link = 0; link < many; link += 1) {
    const [one, other] = [subjects[link]!, objects[link]!];
    if (one < 0 || other < 0 || one === other) continue;
    pairs.add(Math.min(one, other) * count + Math.max(one, other));
  }
  const keys = [...pairs];
  return { from: Int32Array.from(keys, (key) => Math.floor(key / count)), to: Int32Array.from(keys, (key) => key % count) };
}

/** Give each entity its place: x and y in turn. */
export function islands({ types, from, to, isTall }: Ties): Float32Array<ArrayBuffer> {
  const count = types.length;
  const web = { count, from, to, weights: new Float64Array(from.length).fill(1) };
  const neighbors = neighborsOf(count, web);
  const levels = communities(web, ISLANDS);
  let discs: Disc[] = Array.from({ length: count }, (_, thing) => ({ radius: roomOf(neighbors[thing]!), members: [thing], x: [0], y: [0] }));
  for (const [height, { groups, coarse, web: fine }] of levels.entries()) {
    const members: number[][] = Array.from({ length: coarse.count }, () => []);
    groups.forEach((group, thing) => members[group]?.push(thing));
    const beside = height ? besides(fine) : null;
    discs = members.map((each) => (beside ? archipelago(each, discs, beside) : patch(each, types, neighbors)));
  }
  const last = levels.at(-1)?.coarse ?? web;
  const { members, x, y } = archipelago([...discs.keys()], discs, besides(last));
  const spots = new Float32Array(2 * count);
  members.forEach((thing, at) => {
    const spot = isTall ? [-y[at]!, x[at]!] : [x[at]!, y[at]!];
    spots.set(spot, 2 * thing);
  });
  return spots;
}

/** Put entities into a round patch, as seeds stand in a sunflower. */
function patch(things: readonly number[], types: Int32Array, neighbors: Float64Array): Disc {
  const linked = (thing: number): number => (neighbors[thing]! > WELL_LINKED ? neighbors[thing]! : 0);
  const members = [...things].sort(
    (one, other) => linked(other) - linked(one) || types[one]! - types[other]! || neighbors[other]! - neighbors[one]! || one - other,
  );
  const [x, y]: [number[], number[]] = [[], []];
  let [area, radius] = [0, 0];
  for (const [place, thing] of members.entries()) {
    const own = roomOf(neighbors[thing]!);
    const far = place ? Math.sqrt(area + 0.6 * own * own) : 0;
    x.push(far * Math.cos(place * GOLDEN));
    y.push(far * Math.sin(place * GOLDEN));
    area += LOOSE * own * own;
    radius = Math.max(radius, far + own);
  }
  return { radius, members, x, y };
}

/** Put discs side by side, the largest first, each as near as can be to those that it is linked with. */
function archipelago(numbers: readonly number[], discs: readonly Disc[], { starts, others, weights }: Beside): Disc {
  const order = [...numbers].sort((one, other) => discs[other]!.radius - discs[one]!.radius || one - other);
  const placed = new Map<number, Put>();
  const isLonely = (number: number): boolean => starts[number] === starts[number + 1];
  const lonely = new Set(order.filter(isLonely).slice(LONELY));
  for (const number of order) {
    if (lonely.has(number)) continue;
    const room = discs[number]!.radius * AROUND_PATCH + BETWEEN;
    let [x, y, sum] = [0, 0, 0];
    for (let at = starts[number]!; at < starts[number + 1]!; at += 1) {
      const other = placed.get(others[at]!);
      if (!other) continue;
      x += other.x * weights[at]!;
      y += other.y * weights[at]!;
      sum += weights[at]!;
    }
    const pull = sum ? 0.8 / sum : 0;
    placed.set(number, { ...nearestFree(pull * x, pull * y, room, [...placed.values()]), room });
  }
  const rooms = [...lonely].map((number) => discs[number]!.radius * AROUND_PATCH + BETWEEN);
  const outside = [...lonely];
  rings(rooms, [...placed.values()]).forEach((put, at) => placed.set(outside[at]!, put));
  return joinedDisc([...placed].map(([number, { x, y }]) => ({ disc: discs[number]!, x, y })));
}

interface Put {
  readonly x: number;
  readonly y: number;
  readonly room: number;
}

const TURNS = Array.from({ length: DIRECTIONS }, (_, turn) => (2 * Math.PI * turn) / DIRECTIONS);
const WAYS = TURNS.map((angle) => [Math.cos(angle), Math.sin(angle)] as const);

/** Find a free place for a disc near a point, touching one of those that are put already. */
function nearestFree(x: number, y: number, room: number, put: readonly Put[]): { x: number; y: number } {
  if (!put.length) return { x: 0, y: 0 };
  const far = put.map((each) => Math.hypot(each.x - x, each.y - y) - each.room);
  const near = [...put.keys()].sort((one, other) => far[one]! - far[other]!).map((place) => put[place]!);
  for (let first = 0; first < near.length; first += NEAREST) {
    let found: { x: number; y: number } | null = null;
    let least = Infinity;
    for (const beside of near.slice(first, first + NEAREST)) {
      for (const [across, along] of WAYS) {
        const atX = beside.x + (beside.room + room) * across;
        const atY = beside.y + (beside.room + room) * along;
        const cost = Math.hypot(atX - x, (atY - y) * FLAT) + 0.3 * Math.hypot(atX, atY * FLAT);
        if (cost >= least || !isFree(atX, atY, room, near)) continue;
        least = cost;
        found = { x: atX, y: atY };
      }
    }
    if (found) return found;
  }
  // Beyond all others there is always room.
  return { x: Math.max(...put.map((each) => each.x + each.room)) + room, y: 0 };
}

function isFree(x: number, y: number, room: number, put: readonly Put[]): boolean {
  for (const each of put) {
    const dx = x - each.x;
    const dy = y - each.y;
    const apart = each.room + room;
    if (dx * dx + dy * dy < apart * apart - 1e-6) return false;
  }
  return true;
}

/** Put discs in rings about what is put already; they come largest first. */
function rings(rooms: readonly number[], put: readonly Put[]): Put[] {
  let far = put.reduce((most, { x, y, room }) => Math.max(most, Math.hypot(x, y) + room), 0);
  let [angle, widest] = [2 * Math.PI, 0];
  return rooms.map((room) => {
    if (angle + 2 * Math.asin(Math.min(1, room / far)) > 2 * Math.PI) {
      far += widest + room;
      [angle, widest] = [0, room];
    }
    const half = Math.asin(Math.min(1, room / far));
    angle += 2 * half;
    return { x: far * Math.cos(angle - half), y: far * Math.sin(angle - half), room };
  });
}

/** Make one disc of several that have their places, about their common middle. */
function joinedDisc(parts: readonly { disc: Disc; x: number; y: number }[]): Disc {
  let [midX, midY, area] = [0, 0, 0];
  for (const { disc, x, y } of parts) {
    midX += x * disc.radius ** 2;
    midY += y * disc.radius ** 2;
    area += disc.radius ** 2;
  }
  midX /= area || 1;
  midY /= area || 1;
  return {
    radius: parts.reduce((most, { disc, x, y }) => Math.max(most, Math.hypot(x - midX, y - midY) + disc.radius), 0),
    members: parts.flatMap(({ disc }) => disc.members),
    x: parts.flatMap(({ disc, x }) => disc.x.map((own) => own + x - midX)),
    y: parts.flatMap(({ disc, y }) => disc.y.map((own) => own + y - midY)),
  };
}
