/* Plot: what is drawn beyond the picture that the page came with, what no longer is, and where. */

import type { Made } from "./constructed";
import type { Store } from "./store";

/** How many entities are drawn at most. */
export const MOST_DRAWN = 1500;

/** How many neighbors are brought in at once; of more, those that are most connected with what is drawn. */
export const AT_ONCE = 25;

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** A change to the picture; it is never changed itself, so that every step can be undone. */
export interface Plot {
  /** What was brought in, each with the entity beside which it was put. */
  readonly added: ReadonlyMap<string, string | null>;
  readonly removed: ReadonlySet<string>;
  /** What stays when neighbors are taken away. */
  readonly pinned: ReadonlySet<string>;
  /** Where things stand that were brought in or moved by hand. */
  readonly spots: ReadonlyMap<string, Spot>;
  /** What a query has constructed; null for nothing. */
  readonly made: Made | null;
}

export const newPlot = (): Plot => ({ added: new Map(), removed: new Set(), pinned: new Set(), spots: new Map(), made: null });

export const isUnchanged = ({ added, removed, pinned, spots, made }: Plot): boolean =>
  !added.size && !removed.size && !pinned.size && !spots.size && !made;

/** List what is drawn: what is left of the picture, what was brought in, and what a query has named. */
export function drawnOf(start: Iterable<string>, { added, removed, made }: Plot): Set<string> {
  return new Set([...[...start].filter((iri) => !removed.has(iri)), ...added.keys(), ...(made?.resources.keys() ?? [])]);
}

/** Bring entities in, each beside another one or, with null, anywhere. */
export function withAdded(plot: Plot, start: ReadonlySet<string>, given: ReadonlyMap<string, string | null>): Plot {
  const added = new Map(plot.added);
  const removed = new Set(plot.removed);
  for (const [iri, beside] of given) {
    if (start.has(iri)) removed.delete(iri);
    else added.set(iri, beside);
  }
  return { ...plot, added, removed };
}

/** Take entities out of the drawing. */
export function without(plot: Plot, start: ReadonlySet<string>, iris: Iterable<string>): Plot {
  const [added, spots] = [new Map(plot.added), new Map(plot.spots)];
  const [removed, pinned] = [new Set(plot.removed), new Set(plot.pinned)];
  for (const iri of iris) {
    added.delete(iri);
    spots.delete(iri);
    pinned.delete(iri);
    if (start.has(iri)) removed.add(iri);
  }
  return { ...plot, added, removed, pinned, spots };
}

export function withPin(plot: Plot, iri: string): Plot {
  const pinned = new Set(plot.pinned);
  if (!pinned.delete(iri)) pinned.add(iri);
  return { ...plot, pinned };
}

export const withSpots = (plot: Plot, spots: Iterable<readonly [string, Spot]>): Plot => ({
  ...plot,
  spots: new Map([...plot.spots, ...spots]),
});

/** Map the neighbors of an entity to the shown statements that connect them. */
export function beside(store: Store, iri: string, shown: ReadonlySet<number>): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const number of store.around(iri)) {
    if (!shown.has(number)) continue;
    const { subject, object } = store.statement(number);
    const other = subject === iri ? object : subject;
    if (other === iri) continue;
    const numbers = found.get(other);
    if (numbers) numbers.push(number);
    else found.set(other, [number]);
  }
  return found;
}

/** The neighbors that are not drawn, the most connected with what is drawn first. */
export function beyond(
  store: Store,
  iri: string,
  shown: ReadonlySet<number>,
  drawn: ReadonlySet<string>,
): Map<string, number[]> {
  const away = [...beside(store, iri, shown)].filter(([other]) => !drawn.has(other));
  if (away.length < 2) return new Map(away);
  const ties = new Map(
    away.map(([other]) => [other, [...beside(store, other, shown).keys()].filter((each) => drawn.has(each)).length]),
  );
  const tied = (other: string): number => ties.get(other) ?? 0;
  const isBefore = (one: string, other: string): boolean => store.label(one) < store.label(other);
  return new Map(away.sort(([one], [other]) => tied(other) - tied(one) || (isBefore(one, other) ? -1 : 1)));
}

/** What goes when an entity's neighbors are taken away: what it has brought in, or else what hangs on it alone. */
export function fold(
  store: Store,
  plot: Plot,
  drawn: ReadonlySet<string>,
  iri: string,
  shown: ReadonlySet<number>,
): Set<string> {
  const gone = new Set<string>();
  let before = -1;
  while (before < gone.size) {
    before = gone.size;
    for (const [other, parent] of plot.added) {
      if (plot.pinned.has(other) || other === iri || parent === null) continue;
      if (parent === iri || gone.has(parent)) gone.add(other);
    }
  }
  if (gone.size) return gone;
  for (const other of beside(store, iri, shown).keys()) {
    if (!drawn.has(other) || plot.pinned.has(other)) continue;
    const others = [...beside(store, other, shown).keys()].filter((each) => drawn.has(each));
    if (others.length === 1) gone.add(other);
  }
  return gone;
}
