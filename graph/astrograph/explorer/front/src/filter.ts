/* Filter: which statements and entities the legend's switched-off entries and the clocks leave. */

import type { Entity, Statement } from "./payload";
import type { Store } from "./store";
import { localName } from "./wording";

export const typeKey = (type: string): string => `type:${type}`;
export const tenseKey = (tense: string): string => `tense:${tense}`;
export const standingKey = (standing: string): string => `standing:${standing}`;
export const statusKey = (status: string): string => `status:${status}`;
export const relationKey = (iri: string): string => `relation:${localName(iri)}`;
export const sourceKey = (iri: string): string => `source:${iri}`;

/** The source of what no source is named for. */
export const NO_SOURCE = "";

/** Tells of a statement whether it stays. */
export type Stays = (number: number) => boolean;

export const standingOf = (statement: Statement): string =>
  statement.standing || (statement.disputed ? "disputed" : "undisputed");

export const isEntityShown = (entity: Entity, hidden: ReadonlySet<string>): boolean =>
  !hidden.has(typeKey(entity.type));

/** Tell whether a statement may be seen; both its ends have to be on the page. */
export function isShown(store: Store, statement: Statement, hidden: ReadonlySet<string>): boolean {
  const ends = [store.entity(statement.subject), store.entity(statement.object)];
  if (!ends.every((end) => end !== undefined && isEntityShown(end, hidden))) return false;
  return (
    !hidden.has(tenseKey(statement.tense)) &&
    !hidden.has(standingKey(standingOf(statement))) &&
    !hidden.has(statusKey(statement.status)) &&
    !hidden.has(relationKey(statement.relation.iri))
  );
}

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
  store.statements.forEach((statement, number) => {
    if (!isShown(store, statement, hidden)) return;
    // What several sources say stays until all of them are hidden.
    if (bySource && sourcesOf(store, statement).every((source) => hidden.has(sourceKey(source)))) return;
    if (!stays || stays(number)) shown.add(number);
  });
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
