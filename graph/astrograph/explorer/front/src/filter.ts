/* Filter: which statements and entities the legend's switched-off entries and the clocks leave. */

import { codesOf } from "./codes";
import { NO_SOURCE, sourceKey } from "./keys";
import type { Statement } from "./payload";
import { type Store, perStore } from "./store";

export { NO_SOURCE, relationKey, sourceKey, standingKey, standingOf, statusKey, tenseKey, typeKey } from "./keys";

/** Tells of a statement whether it stays. */
export type Stays = (number: number) => boolean;

/** What is shown while nothing is filtered. */
const everything = perStore((store) => {
  const left = codesOf(store).left(new Set());
  return new Set(store.numbers.filter((number) => left[number]));
});

/** Return the numbers of the statements that may be seen; `stays` is what the clocks say. */
export function shownStatements(store: Store, hidden: ReadonlySet<string>, stays: Stays | null = null): ReadonlySet<number> {
  if (!hidden.size && !stays) return everything(store);
  const bySource = [...hidden].some((key) => key.startsWith(sourceKey("")));
  const shown = new Set<number>();
  const left = codesOf(store).left(hidden);
  // Without a clock nothing of what stood once is asked for.
  for (const number of stays ? store.every.keys() : store.numbers) {
    if (!left[number]) continue;
    // What several sources say stays until all of them are hidden.
    if (bySource && sourcesOf(store, store.statement(number)).every((source) => hidden.has(sourceKey(source)))) continue;
    if (!stays || stays(number)) shown.add(number);
  }
  return shown;
}

/** Whether filters are set that take along the entities of which they leave no relation. */
export const isStrict = (hidden: ReadonlySet<string>): boolean =>
  [...hidden].some((key) => /^(relation|status|source):/.test(key));

/** The source of each claim, by the claim's IRI. */
const originsOf = perStore((store): ReadonlyMap<string, string> => {
  const source = store.claims.field("source", "iri");
  return new Map([...store.claims.keys()].map((iri, row) => [iri, (source(row) as string | null) ?? NO_SOURCE]));
});

/** List the sources that the claims of a statement stand in. */
export function sourcesOf(store: Store, statement: Statement): string[] {
  const origin = originsOf(store);
  const found = new Set(statement.claims.map((iri) => origin.get(iri) ?? NO_SOURCE));
  return found.size ? [...found] : [NO_SOURCE];
}
