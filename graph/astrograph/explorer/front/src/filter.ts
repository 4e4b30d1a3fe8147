/* Filter: which statements and entities the legend's switched-off entries and the clocks leave. */

import { codesOf } from "./codes";
import { NO_SOURCE, sourceKey } from "./keys";
import type { Statement } from "./payload";
import type { Store } from "./store";

export { NO_SOURCE, relationKey, sourceKey, standingKey, standingOf, statusKey, tenseKey, typeKey } from "./keys";

/** Tells of a statement whether it stays. */
export type Stays = (number: number) => boolean;

/** What each store shows while nothing is filtered. */
const everything = new WeakMap<Store, ReadonlySet<number>>();

/** Return the numbers of the statements that may be seen; `stays` is what the clocks say. */
export function shownStatements(store: Store, hidden: ReadonlySet<string>, stays: Stays | null = null): ReadonlySet<number> {
  if (!hidden.size && !stays) {
    const known = everything.get(store);
    if (known) return known;
  }
  const bySource = [...hidden].some((key) => key.startsWith(sourceKey("")));
  const shown = new Set<number>();
  const left = codesOf(store).left(hidden);
  // Without a clock nothing of what stood once is asked for.
  const count = stays ? store.count : store.statements.length;
  for (let number = 0; number < count; number += 1) {
    if (!left[number]) continue;
    // What several sources say stays until all of them are hidden.
    if (bySource && sourcesOf(store, store.statement(number)).every((source) => hidden.has(sourceKey(source)))) continue;
    if (!stays || stays(number)) shown.add(number);
  }
  if (!hidden.size && !stays) everything.set(store, shown);
  return shown;
}

/** Whether filters are set that take along the entities of which they leave no relation. */
export const isStrict = (hidden: ReadonlySet<string>): boolean =>
  [...hidden].some((key) => /^(relation|status|source):/.test(key));

/** For each store the source of each claim, by the claim's IRI. */
const origins = new WeakMap<Store, ReadonlyMap<string, string>>();

function originsOf(store: Store): ReadonlyMap<string, string> {
  const known = origins.get(store);
  if (known) return known;
  const source = store.claims.field("source", "iri");
  const made = new Map([...store.claims.keys()].map((iri, row) => [iri, (source(row) as string | null) ?? NO_SOURCE]));
  origins.set(store, made);
  return made;
}

/** List the sources that the claims of a statement stand in. */
export function sourcesOf(store: Store, statement: Statement): string[] {
  const origin = originsOf(store);
  const found = new Set(statement.claims.map((iri) => origin.get(iri) ?? NO_SOURCE));
  return found.size ? [...found] : [NO_SOURCE];
}
