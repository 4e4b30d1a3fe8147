/* State: what the reader has chosen, and what a part of the page may do about it. */

/** What the panel shows: a card of one thing, or null for the connection or the start. */
export type Chosen =
  | { readonly kind: "entity"; readonly iri: string }
  | { readonly kind: "relation"; readonly number: number }
  | { readonly kind: "claim"; readonly iri: string }
  | null;

export type Side = "from" | "to";
export const SIDES: readonly Side[] = ["from", "to"];

export type View = "drawing" | "list";
export const VIEWS: readonly View[] = ["drawing", "list"];

export interface State {
  chosen: Chosen;
  /** What was chosen before, for the way back. */
  trail: Chosen[];
  from: string | null;
  to: string | null;
  /** Which of the connections stands out, from 0 on. */
  path: number;
  /** The legend's entries that are switched off. */
  hidden: Set<string>;
  view: View;
}

/** What the parts of the page can ask for; each leads to a new state, which all parts follow. */
export interface Acts {
  choose(chosen: Chosen): void;
  /** Let one of the connections stand out. */
  walk(path: number): void;
  back(): void;
  /** Set one end of a connection. */
  end(side: Side, iri: string): void;
  toggle(key: string): void;
  showAll(): void;
  /** Step back from what is chosen: first the card, then the connection. */
  leave(): void;
  view(name: View): void;
}

export function newState(): State {
  return { chosen: null, trail: [], from: null, to: null, path: 0, hidden: new Set(), view: "drawing" };
}
