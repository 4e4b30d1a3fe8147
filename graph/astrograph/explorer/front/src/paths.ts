/* Paths: the best connections between two entities, by the same order as the command line. */

import type { Occasion, Statement } from "./payload";
import { append } from "./store";
import { type Meeting, of as together } from "./together";

export const MOST_HOPS = 6;
const WANTED = 3;
const UNIT = 64;

export type IsWalked = (statement: Statement, number: number) => boolean;

export interface Path {
  entities: string[];
  /** For each hop the numbers of the statements that it can be walked by. */
  hops: number[][];
  cost: number;
  score: number;
  together: Meeting;
}

type Walked = Map<string, Map<string, number[]>>;
type Costing = (here: string, there: string) => number;

interface Found {
  entities: string[];
  cost: number;
}

/** Order text by code points, as Python does. */
function compareText(one: string, other: string): number {
  const left = [...one];
  const right = [...other];
  for (let place = 0; place < Math.min(left.length, right.length); place += 1) {
    const gap = (left[place]?.codePointAt(0) ?? 0) - (right[place]?.codePointAt(0) ?? 0);
    if (gap) return gap;
  }
  return left.length - right.length;
}

function compareRows(one: readonly string[], other: readonly string[]): number {
  for (let place = 0; place < Math.min(one.length, other.length); place += 1) {
    const gap = compareText(one[place] ?? "", other[place] ?? "");
    if (gap) return gap;
  }
  return one.length - other.length;
}

/** Map every entity to its neighbors, each with the numbers of the statements between them. */
export function neighbors(statements: readonly Statement[], isWalked: IsWalked): Walked {
  const map: Walked = new Map();
  const add = (from: string, to: string, number: number): void => {
    const near = map.get(from) ?? new Map<string, number[]>();
    map.set(from, near);
    append(near, to, number);
  };
  statements.forEach((statement, number) => {
    if (statement.subject === statement.object || !isWalked(statement, number)) return;
    add(statement.subject, statement.object, number);
    add(statement.object, statement.subject, number);
  });
  return map;
}

/** List the statements between two entities. */
const between = (walked: Walked, here: string, there: string): number[] => walked.get(here)?.get(there) ?? [];

const beside = (walked: Walked, here: string): Iterable<string> => walked.get(here)?.keys() ?? [];

/** Say what a hop costs: what the cheapest of the statements between two entities does. */
function hopCost(statements: readonly Statement[], numbers: readonly number[]): number {
  return Math.min(...numbers.map((number) => statements[number]?.cost ?? Infinity));
}

/** For each number of hops left, the least cost of any walk from an entity to the goal. */
function leastCosts(walked: Walked, goal: string, cost: Costing): Map<string, number>[] {
  let last = new Map([[goal, 0]]);
  const layers = [last];
  for (let hops = 1; hops <= MOST_HOPS; hops += 1) {
    const layer = new Map<string, number>();
    for (const [there, rest] of last) {
      for (const here of beside(walked, there)) {
        const whole = rest + cost(here, there);
        if (whole < (layer.get(here) ?? Infinity)) layer.set(here, whole);
      }
    }
    layers.push(layer);
    last = layer;
  }
  return layers;
}

interface Search {
  hops: number;
  walked: Walked;
  from: string;
  to: string;
  cost: Costing;
  layers: Map<string, number>[];
  wanted: number;
}

/** Collect the best simple paths of exactly so many hops, better ones pushing out worse ones. */
function pathsOf({ hops, walked, from, to, cost, layers, wanted }: Search): Found[] {
  const found: Found[] = [];
  const path = [from];
  const onPath = new Set(path);
  const worst = (): number => (found.length < wanted ? Infinity : (found.at(-1)?.cost ?? Infinity));
  const keep = (whole: number): void => {
    found.push({ entities: [...path], cost: whole });
    found.sort((one, other) => one.cost - other.cost || compareRows(one.entities, other.entities));
    found.length = Math.min(found.length, wanted);
  };
  const walk = (here: string, left: number, spent: number): void => {
    for (const there of beside(walked, here)) {
      const rest = layers[left - 1]?.get(there);
      if (onPath.has(there) || rest === undefined || (there === to) !== (left === 1)) continue;
      const next = spent + cost(here, there);
      if (next + rest > worst()) continue;
      path.push(there);
      onPath.add(there);
      if (left === 1) keep(next);
      else walk(there, left - 1, next);
      onPath.delete(there);
      path.pop();
    }
  };
  walk(from, hops, 0);
  return found;
}

/** Gather when two entities were connected; statements of one triple share their occasions. */
function occasions(statements: readonly Statement[], numbers: readonly number[]): Occasion[] {
  const byTriple = new Map<string, Occasion[]>();
  for (const number of numbers) {
    const statement = statements[number];
    if (!statement) continue;
    const { subject, relation, object, tense } = statement;
    byTriple.set(JSON.stringify([subject, relation.iri, object, tense === "plan"]), statement.occasions);
  }
  return [...byTriple.values()].flat();
}

/** Say all about a path: the statements of its hops, its cost, and when all of it was so. */
function told(statements: readonly Statement[], walked: Walked, entities: string[]): Path {
  const hops = entities.slice(1).map((entity, place) => between(walked, entities[place] ?? "", entity));
  const cost = hops.reduce((sum, numbers) => sum + hopCost(statements, numbers), 0);
  return {
    entities,
    hops,
    cost,
    score: Math.round(1e4 / (entities.length - 1 / (1 + cost / UNIT))) / 1e4,
    together: together(hops.map((numbers) => occasions(statements, numbers))),
  };
}

/** Find the best paths: fewest hops, then least cost, then by the IRIs that they meet. */
export function find(statements: readonly Statement[], from: string, to: string, isWalked: IsWalked): Path[] {
  if (from === to) return [];
  const walked = neighbors(statements, isWalked);
  const cost: Costing = (here, there) => hopCost(statements, between(walked, here, there));
  const layers = leastCosts(walked, to, cost);
  const found: Found[] = [];
  for (let hops = 1; hops <= MOST_HOPS && found.length < WANTED; hops += 1) {
    if (!layers[hops]?.has(from)) continue;
    found.push(...pathsOf({ hops, walked, from, to, cost, layers, wanted: WANTED - found.length }));
  }
  return found.map(({ entities }) => told(statements, walked, entities));
}

/** Keep of some paths, each given as the entities that it meets, those that can be walked. */
export function along(statements: readonly Statement[], paths: string[][], isWalked: IsWalked): Path[] {
  const walked = neighbors(statements, isWalked);
  const isWhole = (entities: string[]): boolean =>
    entities.slice(1).every((entity, place) => between(walked, entities[place] ?? "", entity).length > 0);
  return paths.filter(isWhole).map((entities) => told(statements, walked, entities));
}
