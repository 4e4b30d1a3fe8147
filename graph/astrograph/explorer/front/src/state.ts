/* State: what the reader has chosen, and what a part of the page may do about it. */

import { type Plot, newPlot } from "./plot";

/** What the panel shows: a card of one thing, or null for the connection or the start. */
export type Chosen =
  | { readonly kind: "entity"; readonly iri: string }
  | { readonly kind: "relation"; readonly number: number }
  | { readonly kind: "claim"; readonly iri: string }
  /** A line, or what is no entity, that a query has constructed. */
  | { readonly kind: "made"; readonly number: number }
  | { readonly kind: "resource"; readonly iri: string }
  | null;

export type Side = "from" | "to";
export const SIDES: readonly Side[] = ["from", "to"];

export type View = "drawing" | "list" | "timeline" | "query";
export const VIEWS: readonly View[] = ["drawing", "list", "timeline", "query"];

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
  /** Whose timeline is shown; null for that of what the page was asked for. */
  actor: string | null;
  /** Whether table and files hold what the page holds beyond what is drawn. */
  whole: boolean;
  /** Whether all that the page holds is drawn, one mark each. */
  overview: boolean;
  /** Which step of the page's story is told, from 1 on; 0 for none. */
  step: number;
  /** When things held, as the reader has written it: `2020..2022-07`; empty for any time. */
  during: string;
  /** By when things had been said: a date; empty for any. */
  knownBy: string;
  /** Whether relations without a date are shown. */
  undated: boolean;
  /** The SPARQL query that was asked last; empty for none. */
  query: string;
  /** What has come to the drawing and gone from it. */
  plot: Plot;
}

/** What may be asked of time. */
export type Timing = Pick<State, "during" | "knownBy" | "undated">;

/** What the parts of the page can ask for; each leads to a new state, which all parts follow. */
export interface Acts {
  choose(chosen: Chosen): void;
  /** Choose, and leave the keyboard where it is. */
  select(chosen: Chosen): void;
  /** Fetch more neighbors of an entity. */
  more(iri: string): void;
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
  /** Let table and files hold all that the page holds, or only what is drawn. */
  widen(whole: boolean): void;
  /** Draw all that the page holds, or the drawing. */
  survey(overview: boolean): void;
  /** Tell a step of the story; 0 closes it. */
  tell(step: number): void;
  /** Hide all other entries of a group of the legend, or show all of them again. */
  only(key: string, group: readonly string[]): void;
  /** Show only what held, or was known, at some time. */
  time(timing: Partial<Timing>): void;
}

export function newState(): State {
  return {
    ...{ chosen: null, trail: [], from: null, to: null, path: 0, hidden: new Set(), view: "drawing", actor: null },
    ...{ whole: false, overview: false, step: 0, during: "", knownBy: "", undated: true, plot: newPlot() },
    query: "",
  };
}
