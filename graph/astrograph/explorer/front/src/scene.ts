/* Scene: what a drawing shows just now, for whoever draws it once more: on paper, in a file. */

import type { Tense } from "./payload";

/** How a line is drawn: by the tense of its statement, or as what a query has made. */
export type LineKind = Tense | "made";

export interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface SceneNode extends Spot {
  readonly iri: string;
  readonly label: string;
  readonly size: number;
  readonly shape: string;
  readonly tint: string;
  readonly isStrong: boolean;
  readonly isChosen: boolean;
}

export interface SceneLine {
  readonly number: number;
  readonly tense: LineKind;
  readonly name: string;
  /** Where the name stands, as a share of the length; null where none does. */
  readonly spot: number | null;
  /** Where the sign of dispute stands, as a share of the length; null where there is none. */
  readonly warning: number | null;
  readonly hasArrow: boolean;
  readonly isStrong: boolean;
  readonly isChosen: boolean;
  /** The point at a share of the length. */
  at(share: number): Spot;
}

export interface Scene {
  readonly nodes: readonly SceneNode[];
  readonly lines: readonly SceneLine[];
}
