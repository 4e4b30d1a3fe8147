/* Paths: the best connections between two entities, by the same order as the command line. */

import { compareText } from "./order";
import type { Occasion, Statement } from "./payload";
import { type Network, routes } from "./routes";
import { type Meeting, of as together } from "./together";

export const MOST_HOPS = 6;
export const WANTED = 3;
const UNIT = 64;
/** How many statements are numbered in a step. */
const STEP = 1000;

export type IsWalked = (statement: Statement, number: number) => boolean;

export interface Path {
  entities: string[];
  /** For each hop the numbers of the statements that it can be walked by. */
  hops: number[][];
  cost: number;
  score: number;
  together: Meeting;
}

/** A network and what its numbers stand for. */
export interface Numbered {
  network: Network;
  iris: readonly string[];
  numbers: ReadonlyMap<string, number>;
}

/**
 * Number entities in the order of their IRIs, and write down which of them each statement links;
 * step by step, so that the page can do something else between.
 */
export function* numbering(statements: readonly Statement[], known: Iterable<string>): Generator<void, Numbered> {
  const iris = [...known];
  yield;
  const isSorted = iris.every((iri, place) => place === 0 || compareText(iris[place - 1] ?? "", iri) < 0);
  if (!isSorted) iris.sort(compareText);
  yield;
  const numbers = new Map(iris.map((iri, number) => [iri, number]));
  yield;
  const [from, to, cost] = [0, 1, 2].map(() => new Int32Array(statements.length)) as [Int32Array, Int32Array, Int32Array];
  for (const [number, statement] of statements.entries()) {
    from[number] = numbers.get(statement.subject) ?? -1;
    to[number] = numbers.get(statement.object) ?? -1;
    cost[number] = statement.cost;
    if (number % STEP === 0) yield;
  }
  return { network: { size: iris.length, from, to, cost }, iris, numbers };
}

/** Do the same at once. */
export function numbered(statements: readonly Statement[], known: Iterable<string>): Numbered {
  const steps = numbering(statements, known);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** List the statements that a path walks, hop by hop. */
function hopsOf({ network, numbers }: Numbered, walked: Uint8Array, entities: readonly string[]): number[][] {
  const { from, to } = network;
  const hops = new Map<string, number[]>();
  const ends = entities.map((iri) => numbers.get(iri) ?? -1);
  ends.slice(1).forEach((there, place) => {
    const here = ends[place] ?? -1;
    if (here >= 0 && there >= 0) hops.set(`${Math.min(here, there)} ${Math.max(here, there)}`, []);
  });
  const met = new Set(ends);
  for (let number = 0; number < from.length; number += 1) {
    const [one, other] = [from[number] ?? -1, to[number] ?? -1];
    if (!walked[number] || !met.has(one) || !met.has(other)) continue;
    hops.get(`${Math.min(one, other)} ${Math.max(one, other)}`)?.push(number);
  }
  return ends.slice(1).map((there, place) => {
    const here = ends[place] ?? -1;
    return [...(hops.get(`${Math.min(here, there)} ${Math.max(here, there)}`) ?? [])];
  });
}

/** Say what a hop costs: what the cheapest of the statements between two entities does. */
function hopCost(statements: readonly Statement[], numbers: readonly number[]): number {
  return Math.min(...numbers.map((number) => statements[number]?.cost ?? Infinity));
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
export function told(statements: readonly Statement[], own: Numbered, walked: Uint8Array, entities: string[]): Path {
  const hops = hopsOf(own, walked, entities);
  const cost = hops.reduce((sum, numbers) => sum + hopCost(statements, numbers), 0);
  return {
    entities,
    hops,
    cost,
    score: Math.round(1e4 / (entities.length - 1 / (1 + cost / UNIT))) / 1e4,
    together: together(hops.map((numbers) => occasions(statements, numbers))),
  };
}

/** Mark the statements that may be walked. */
export const marked = (statements: readonly Statement[], isWalked: IsWalked): Uint8Array =>
  Uint8Array.from(statements, (statement, number) => Number(isWalked(statement, number)));

function ofAll(statements: readonly Statement[], ...more: string[]): Numbered {
  const known = new Set([...more, ...statements.flatMap(({ subject, object }) => [subject, object])]);
  return numbered(statements, known);
}

/** Find the best paths: fewest hops, then least cost, then by the IRIs that they meet. */
export function find(
  statements: readonly Statement[],
  from: string,
  to: string,
  isWalked: IsWalked,
  wanted = WANTED,
): Path[] {
  const own = ofAll(statements, from, to);
  const walked = marked(statements, isWalked);
  const number = (iri: string): number => own.numbers.get(iri) ?? -1;
  const question = { from: number(from), to: number(to), walked, wanted, most: MOST_HOPS };
  return routes(own.network, question).map((nodes) =>
    told(statements, own, walked, nodes.map((node) => own.iris[node] ?? "")),
  );
}

/** Keep of some paths, each given as the entities that it meets, those that can be walked. */
export function along(statements: readonly Statement[], paths: string[][], isWalked: IsWalked): Path[] {
  const own = ofAll(statements);
  const walked = marked(statements, isWalked);
  return paths
    .map((entities) => told(statements, own, walked, entities))
    .filter(({ hops }) => hops.every((numbers) => numbers.length > 0));
}
