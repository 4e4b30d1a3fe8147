/* Constructed: what a query has made of the page's data, as something that can be drawn: which of it the page has, and which not. */

import { MOST_DRAWN } from "./plot";
import type { Group } from "./renderer";
import type { Store } from "./store";
import { plural } from "./wording";

/** How many lines of a query's own are drawn at most. */
export const MOST_LINES = 2 * MOST_DRAWN;

/** A term of a triple, with what people call it. */
export interface Named {
  readonly iri: string;
  readonly label: string;
}

/** A triple that a query has constructed; `base` is the relation of which the predicate is a form. */
export interface Triple {
  readonly subject: Named;
  readonly predicate: Named;
  /** Null where the triple ends in a text or a number. */
  readonly object: Named | null;
  readonly base: string;
}

/** A line that a query has made: no statement of the page says the same. */
export interface MadeLine {
  /** Below 0: those from 0 on are the statements'. */
  readonly number: number;
  readonly subject: string;
  readonly predicate: Named;
  readonly object: string;
}

export interface Made {
  /** What lines lead to that is no entity of the page, with its name. */
  readonly resources: ReadonlyMap<string, string>;
  readonly lines: readonly MadeLine[];
  /** The entities that were brought in for it. */
  readonly brought: ReadonlySet<string>;
  /** All that stands out. */
  readonly group: Group;
  /** What came of it, in words. */
  readonly told: string;
}

const keyOf = (subject: string, relation: string, object: string): string => `${subject}\n${relation}\n${object}`;

/** Find the statements that say what some triples say. */
function statementsOf(store: Store, triples: readonly Triple[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const { subject, base, object } of triples) if (object) found.set(keyOf(subject.iri, base, object.iri), []);
  for (const number of store.numbers) {
    const { subject, relation, object } = store.statement(number);
    found.get(keyOf(subject, relation.iri, object))?.push(number);
  }
  return found;
}

/** Take from a list what there is room for. */
const fitting = <Item>(items: Iterable<Item>, room: number): Set<Item> => new Set([...items].slice(0, Math.max(0, room)));

/** What of a graph can be drawn beside what is drawn already: entities first, then other things, while there is room. */
export function constructed(store: Store, triples: readonly Triple[], drawn: ReadonlySet<string>): Made {
  const entities = new Set<string>();
  const others = new Map<string, string>();
  for (const { subject, object } of triples) {
    for (const end of [subject, object]) {
      if (!end) continue;
      if (store.has(end.iri)) entities.add(end.iri);
      // What has but a text said of it would stand there alone.
      else if (object) others.set(end.iri, end.label);
    }
  }
  const missing = [...entities].filter((iri) => !drawn.has(iri));
  const brought = fitting(missing, MOST_DRAWN - drawn.size);
  const kept = fitting(others.keys(), MOST_DRAWN - drawn.size - brought.size);
  const isDrawn = (iri: string): boolean => drawn.has(iri) || brought.has(iri) || kept.has(iri);
  const known = statementsOf(store, triples);
  const statements = new Set<number>();
  const own = new Map<string, Omit<MadeLine, "number">>();
  for (const { subject, predicate, object, base } of triples) {
    if (!object) continue;
    const numbers = known.get(keyOf(subject.iri, base, object.iri)) ?? [];
    for (const number of numbers) statements.add(number);
    const line = { subject: subject.iri, predicate, object: object.iri };
    if (!numbers.length) own.set(keyOf(subject.iri, predicate.iri, object.iri), line);
  }
  const lines = [...own.values()].filter(({ subject, object }) => isDrawn(subject) && isDrawn(object)).slice(0, MOST_LINES);
  const made = lines.map((line, place) => ({ number: -1 - place, ...line }));
  const away = missing.length - brought.size + others.size - kept.size;
  const plain = triples.filter(({ object }) => !object).length;
  return {
    resources: new Map([...kept].map((iri) => [iri, others.get(iri) ?? iri])),
    lines: made,
    brought,
    group: {
      entities: new Set([...[...entities].filter(isDrawn), ...kept]),
      statements: new Set([...statements, ...made.map(({ number }) => number)]),
    },
    told: [
      statements.size ? `${plural(statements.size, "relation", "relations")} of the page ${statements.size === 1 ? "stands" : "stand"} out.` : "",
      made.length ? `${plural(made.length, "line is", "lines are")} drawn that the query has made.` : "",
      brought.size ? `${plural(brought.size, "entity was", "entities were")} brought in.` : "",
      away ? `Left out: ${plural(away, "thing", "things")}, for at most ${MOST_DRAWN} are drawn at once.` : "",
      own.size > made.length ? `Not drawn: ${plural(own.size - made.length, "line", "lines")}.` : "",
      plain ? `${plural(plain, "triple ends", "triples end")} in a text, and ${plain === 1 ? "stands" : "stand"} in the answer alone.` : "",
    ].filter(Boolean).join(" "),
  };
}

/** What a query has found, without lines of its own. */
export function gathered(store: Store, iris: Iterable<string>, drawn: ReadonlySet<string>): Made {
  const found = [...new Set(iris)].filter((iri) => store.has(iri));
  const missing = found.filter((iri) => !drawn.has(iri));
  const brought = fitting(missing, MOST_DRAWN - drawn.size);
  const entities = new Set(found.filter((iri) => drawn.has(iri) || brought.has(iri)));
  const between = [...entities].flatMap((iri) => store.about(iri)).filter((number) => store.ends([number]).every((end) => entities.has(end)));
  const away = missing.length - brought.size;
  return {
    ...{ resources: new Map(), lines: [], brought },
    group: { entities, statements: new Set(between) },
    told: [
      `${plural(entities.size, "entity stands", "entities stand")} out.`,
      brought.size ? `${brought.size} of them ${brought.size === 1 ? "was" : "were"} brought in.` : "",
      away ? `Left out: ${plural(away, "entity", "entities")}, for at most ${MOST_DRAWN} are drawn at once.` : "",
    ].filter(Boolean).join(" "),
  };
}
