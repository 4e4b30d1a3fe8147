/* Chart: what the overview draws: all entities of the page, each at its place, and which of them are linked. */

import type { Codes } from "../codes";
import type { Marks, Statement } from "../payload";
import type { Store } from "../store";
import { look } from "../wording";
import type { Web } from "./communities";
import { neighborsOf, pairsOf, roomOf } from "./islands";

/** How much of the room of an entity its mark takes. */
const FILLED = 0.66;

/** An entity of the chart; it is known by its place among the page's entities. */
export interface Dot {
  readonly iri: string;
  readonly label: string;
  readonly shape: string;
  readonly tint: string;
  readonly size: number;
}

export class Chart {
  readonly dots: readonly Dot[];
  readonly pairs: Pick<Web, "from" | "to">;
  /** The places of all entities, the best linked first. */
  readonly order: readonly number[];
  private readonly store: Store;
  private readonly codes: Codes;

  constructor(store: Store, codes: Codes, marks: Marks) {
    const { entities, statements } = store;
    this.store = store;
    this.codes = codes;
    this.pairs = pairsOf(entities.length, codes.subjects, codes.objects, statements.length);
    const neighbors = neighborsOf(entities.length, this.pairs);
    this.dots = entities.map(({ iri, label, type }, place) => {
      const { shape = "dot", colour: tint = "grey" } = look(marks, type) ?? {};
      return { iri, label, shape, tint, size: FILLED * roomOf(neighbors[place] ?? 0) };
    });
    const many = (place: number): number => neighbors[place] ?? 0;
    this.order = [...entities.keys()].sort((one, other) => many(other) - many(one) || one - other);
  }

  /** The number of each entity's type. */
  types(): Int32Array {
    const numbers = new Map<string, number>();
    return Int32Array.from(this.store.entities, ({ type }) => {
      const number = numbers.get(type) ?? numbers.size;
      numbers.set(type, number);
      return number;
    });
  }

  place(iri: string): number {
    return this.codes.place(iri);
  }

  /** The ends of a statement, by their places; -1 for what is not on the page. */
  ends(number: number): readonly [number, number] {
    return [this.codes.subjects[number] ?? -1, this.codes.objects[number] ?? -1];
  }

  statement(number: number): Statement {
    return this.store.statement(number);
  }

  /** The numbers of the statements about an entity. */
  around(iri: string): readonly number[] {
    return this.store.around(iri);
  }

  /** Tell of each pair whether one of some statements links it. */
  linked(shown: ReadonlySet<number>): Uint8Array {
    const count = this.dots.length;
    const { from, to } = this.pairs;
    const keys = new Set<number>();
    for (const number of shown) {
      const [one, other] = this.ends(number);
      keys.add(Math.min(one, other) * count + Math.max(one, other));
    }
    return Uint8Array.from(from, (one, pair) => Number(keys.has(one * count + (to[pair] ?? 0))));
  }
}
