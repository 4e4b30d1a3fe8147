/* Reach: what a page can ask for that it does not hold; only a live page can. */

import type { EntityRef } from "./payload";
import type { Timing } from "./state";

/** What the page lacks, by IRIs or CURIEs. */
export interface Wish {
  /** Entities, with their neighbors and all that is claimed of them. */
  readonly around?: readonly string[];
  /** Entities, with what relates them to those that are held. */
  readonly also?: readonly string[];
  /** Claims, with what they are about. */
  readonly claims?: readonly string[];
}

/** An entity that a name has found, and the name. */
export interface Named extends EntityRef {
  readonly matched: string;
  /** More is better. */
  readonly score: number;
}

/** Neighbors by name: how many there are, how many of them were meant, and the first of these. */
export interface Neighbors {
  readonly all: number;
  readonly found: number;
  readonly entities: readonly EntityRef[];
}

export interface Reach {
  /**
   * Let the store grow by what is wished for, and go on then. What is wished for is asked when it is its turn, for
   * what came before may have brought it; null is nothing. What goes wrong is told, with a way to try again.
   */
  bring(wish: () => Wish | null, then: () => void): void;
  /** Find entities by name in the whole graph, best first. */
  find(typed: string, limit: number): Promise<readonly Named[]>;
  /** Find the best paths in the whole graph, each as the entities that it meets, then go on. */
  paths(from: string, to: string, wanted: number, timing: Timing, then: (paths: string[][]) => void): void;
  /** List neighbors by name. */
  beside(iri: string, named: string): Promise<Neighbors>;
}
