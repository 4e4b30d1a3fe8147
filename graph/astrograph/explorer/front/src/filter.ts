/* Filter: which statements and entities the legend's switched-off entries leave. */

import type { Entity, Statement } from "./payload";
import type { Store } from "./store";

export const typeKey = (type: string): string => `type:${type}`;
export const tenseKey = (tense: string): string => `tense:${tense}`;
export const standingKey = (standing: string): string => `standing:${standing}`;

export const standingOf = (statement: Statement): string => (statement.disputed ? "disputed" : "undisputed");

export const isEntityShown = (entity: Entity, hidden: ReadonlySet<string>): boolean =>
  !hidden.has(typeKey(entity.type));

/** Tell whether a statement may be seen; both its ends have to be on the page. */
export function isShown(store: Store, statement: Statement, hidden: ReadonlySet<string>): boolean {
  const ends = [store.entity(statement.subject), store.entity(statement.object)];
  return (
    !hidden.has(tenseKey(statement.tense)) &&
    !hidden.has(standingKey(standingOf(statement))) &&
    ends.every((end) => end !== undefined && isEntityShown(end, hidden))
  );
}

/** Return the numbers of the statements that may be seen. */
export function shownStatements(store: Store, hidden: ReadonlySet<string>): Set<number> {
  const shown = new Set<number>();
  store.statements.forEach((statement, number) => {
    if (isShown(store, statement, hidden)) shown.add(number);
  });
  return shown;
}
