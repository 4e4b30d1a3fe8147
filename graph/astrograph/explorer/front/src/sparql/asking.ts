/* Asking: what answers queries, wherever it is, and what may come instead of an answer. */

import type { Answer, Place } from "./answer";

/** Answers queries: the engine in the page, or an endpoint. */
export interface Asker {
  /** Whether a query can be cancelled. */
  readonly isCancellable: boolean;
  /** Answer a query; fails with `Cancelled`, or with a `Fault`. */
  ask(query: string): Promise<Answer>;
  /** Stop what runs. */
  cancel(): void;
}

/** The reader has cancelled. */
export class Cancelled extends Error {}

/** What is wrong, and where in the query, if it is the query. */
export class Fault extends Error {
  readonly place: Place | null;

  constructor(why: string, place: Place | null = null) {
    super(why);
    this.place = place;
  }
}
