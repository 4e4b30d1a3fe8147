/* Codes: what filters go by, of each statement and entity, as numbers: a click on the legend reads no text. */

import { relationKey, standingKey, standingOf, statusKey, tenseKey, typeKey } from "./keys";
import type { Statement } from "./payload";
import { type Store, perStore } from "./store";

/** How many statements are read in a step. */
const STEP = 2000;

/** The legend's keys for one side of things, and for each thing the place of its own key. */
class Sheet {
  readonly keys: string[] = [];
  readonly codes: Int32Array;
  private readonly places = new Map<string, number>();

  constructor(count: number) {
    this.codes = new Int32Array(count);
  }

  put(at: number, value: string, keyOf: (value: string) => string): void {
    let place = this.places.get(value);
    if (place === undefined) {
      place = this.keys.push(keyOf(value)) - 1;
      this.places.set(value, place);
    }
    this.codes[at] = place;
  }

  /** For each key whether it is switched off; null when none is. */
  off(hidden: ReadonlySet<string>): Uint8Array | null {
    const off = Uint8Array.from(this.keys, (key) => Number(hidden.has(key)));
    return off.includes(1) ? off : null;
  }
}

const SIDES: readonly [(statement: Statement) => string, (value: string) => string][] = [
  [({ tense }) => tense, tenseKey],
  [standingOf, standingKey],
  [({ status }) => status, statusKey],
  [({ relation }) => relation.iri, relationKey],
];

export class Codes {
  readonly types: Sheet;
  /** For each statement the places of its ends among the entities; -1 for one that is not on the page. */
  readonly subjects: Int32Array;
  readonly objects: Int32Array;
  private readonly sides: readonly Sheet[];
  private readonly store: Store;
  private readonly places = new Map<string, number>();
  private readonly steps: Generator<void, void>;
  private isWhole = false;

  constructor(store: Store) {
    const { entities, count } = store;
    this.store = store;
    this.types = new Sheet(entities.length);
    this.sides = SIDES.map(() => new Sheet(count));
    entities.forEach(({ iri }, at) => this.places.set(iri, at));
    const place = (iri: string): number => this.places.get(iri) ?? -1;
    this.subjects = new Int32Array(count);
    this.objects = new Int32Array(count);
    for (let at = 0; at < count; at += 1) {
      const { subject, object } = store.statement(at);
      this.subjects[at] = place(subject);
      this.objects[at] = place(object);
    }
    this.steps = this.reading();
  }

  /** Go on reading until a time, by the clock of the page; tell whether all is read. */
  grow(until = Infinity): boolean {
    while (!this.isWhole) {
      this.isWhole = this.steps.next().done === true;
      if (performance.now() > until) break;
    }
    return this.isWhole;
  }

  /** Give the place of an entity among those of the page; -1 for what is none. */
  place(iri: string): number {
    return this.places.get(iri) ?? -1;
  }

  /** Mark the statements that the switched-off entries leave; both ends have to be on the page. */
  left(hidden: ReadonlySet<string>): Uint8Array {
    if (hidden.size) this.grow();
    const { subjects, objects } = this;
    const types = this.types.off(hidden);
    const isOff = (entity: number): boolean => entity < 0 || types?.[this.types.codes[entity] ?? 0] === 1;
    const left = new Uint8Array(subjects.length);
    for (let number = 0; number < left.length; number += 1) {
      left[number] = Number(!isOff(subjects[number] ?? -1) && !isOff(objects[number] ?? -1));
    }
    for (const { codes, ...side } of this.sides.map((sheet) => ({ codes: sheet.codes, off: sheet.off(hidden) }))) {
      if (!side.off) continue;
      for (let number = 0; number < left.length; number += 1) if (side.off[codes[number] ?? 0]) left[number] = 0;
    }
    return left;
  }

  /** Make what tells of an entity whether its type is one that the switched-off entries leave. */
  kept(hidden: ReadonlySet<string>): (entity: number) => boolean {
    this.grow();
    const off = this.types.off(hidden);
    return (entity) => off?.[this.types.codes[entity] ?? 0] !== 1;
  }

  /** Count the statements both of whose ends are among some entities. */
  within(shown: Iterable<number>, iris: Iterable<string>): number {
    const isIn = new Uint8Array(this.store.entities.length);
    for (const iri of iris) isIn[this.place(iri)] = 1;
    let count = 0;
    for (const number of shown) if (isIn[this.subjects[number] ?? -1] && isIn[this.objects[number] ?? -1]) count += 1;
    return count;
  }

  /** Mark the entities that some statements are about. */
  linked(shown: Iterable<number>): Uint8Array {
    const linked = new Uint8Array(this.store.entities.length);
    for (const number of shown) {
      linked[this.subjects[number] ?? -1] = 1;
      linked[this.objects[number] ?? -1] = 1;
    }
    return linked;
  }

  private *reading(): Generator<void, void> {
    const { entities, count } = this.store;
    for (const [at, { type }] of entities.entries()) this.types.put(at, type, typeKey);
    yield;
    for (let at = 0; at < count; at += 1) {
      const statement = this.store.statement(at);
      for (const [side, [read, keyOf]] of SIDES.entries()) this.sides[side]?.put(at, read(statement), keyOf);
      if (at % STEP === 0) yield;
    }
  }
}

/** The codes of a store, as far as they have been read. */
export const codesOf = perStore((store) => new Codes(store));
