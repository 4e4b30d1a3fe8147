/* Extent: what the table lists and the files hold: what is shown, and nothing else. */

import type { Claim, Entity } from "./payload";
import { type Store, perStore } from "./store";

export interface Extent {
  readonly statements: readonly number[];
  readonly entities: readonly Entity[];
}

/**
 * Say what is shown: `shown` are the statements that the filters leave, `visible` tells which entities they leave.
 * Where `drawn` is given, only what is drawn counts.
 */
export function extentOf(
  store: Store,
  shown: ReadonlySet<number>,
  visible: (entity: Entity) => boolean,
  drawn: ReadonlySet<string> | null,
): Extent {
  const isIn = (iri: string): boolean => !drawn || drawn.has(iri);
  const statements = [...shown]
    .filter((number) => isIn(store.statement(number).subject) && isIn(store.statement(number).object))
    .sort((one, other) => one - other);
  return { statements, entities: store.entities.filter((entity) => isIn(entity.iri) && visible(entity)) };
}

/** Whether the page is a file that holds a part of the graph: all of the page is not all that there is. */
export const isPart = perStore((store) => !store.live && store.entities.some(({ iri }) => store.missing(iri) > 0));

/** The claims that the shown statements rest on, and those that they are linked with. */
export function claimsOf(store: Store, { statements }: Extent): Claim[] {
  const own = new Set(statements.flatMap((number) => store.statement(number).claims));
  const claims = [...own].flatMap((iri) => store.claim(iri) ?? []);
  const linked = new Set(claims.flatMap(({ links }) => links.map(({ claim }) => claim)));
  const others = [...linked].filter((iri) => !own.has(iri)).flatMap((iri) => store.claim(iri) ?? []);
  return [...claims, ...others].sort((one, other) => (one.iri < other.iri ? -1 : 1));
}
