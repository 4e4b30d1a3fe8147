/* Renderer: what a drawing has to be able to do, whatever library draws it. */

import type { Scene } from "./scene";

export interface Group {
  entities: ReadonlySet<string>;
  statements: ReadonlySet<number>;
}

/** One state of the drawing. */
export interface Look {
  /** The statements that are drawn. */
  shown: ReadonlySet<number>;
  /** The entities that are not drawn. */
  hidden: ReadonlySet<string>;
  /** The entities that are drawn faintly, for want of a statement that is shown. */
  quiet: ReadonlySet<string>;
  /** What stands out while the rest is faint; null when nothing does. */
  strong: Group | null;
  /** What carries the accent. */
  chosen: Group;
  /** How many neighbors are not drawn, by entity. */
  badges?: ReadonlyMap<string, number>;
  pinned?: ReadonlySet<string>;
}

/** What the reader points at: an entity, a statement, or neither. */
export type Pointed = { readonly entity: string } | { readonly statement: number } | null;

export interface Renderer {
  /** The entities that are drawn, hidden ones among them. */
  readonly drawn: ReadonlySet<string>;
  show(look: Look): void;
  /** Show the whole drawing, in a smooth movement unless the reader wants none. */
  fit(): void;
  /** Show the whole drawing at once, after its frame has changed. */
  refit(): void;
  zoom(factor: number): void;
  /** Bring entities into sight, and near enough to be read where that is asked for, without moving when they are so already. */
  reveal(iris: readonly string[], isNear?: boolean): void;
  /** Read the theme's colors anew. */
  recolor(): void;
  /** Draw at once, for whoever copies the picture in the same breath; a renderer whose picture stays leaves this out. */
  still?(): void;
  /** Say what is drawn, for whoever draws it once more; a renderer that cannot leaves this out. */
  scene?(): Scene;
}

/** Make a renderer in a frame; `choose` is called with what the reader clicks. */
export type MakeRenderer<Drawing> = (frame: HTMLElement, drawing: Drawing, choose: (what: Pointed) => void) => Renderer;
