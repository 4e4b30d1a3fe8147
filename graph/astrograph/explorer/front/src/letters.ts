/* Letters: how large the names of entities are written, so that they can be read from afar, and which of them then. */

import type { PictureNode } from "./payload";
import { type Box, Taken, boxOf } from "./placing";

/** How large names are written where there is room for all of them. */
export const FONT = 14;
/** How small they may become on the screen, in pixels. */
const READABLE = 10.5;
/** By how much they grow at once while the reader goes away; where that leaves no room they are smaller by as much. */
const STEP = 1.15;
/** How much of a mark has to stay free of names, but for those of the entities that weigh most: a share of all, and so many at most. */
const BARE = 0.45;
const SURE = 12;
const SURE_SHARE = 0.25;
/** How much of the width that names are thought to need at most they mostly need. */
const USUAL = 0.9;

/** How large names are written at a scale. */
export function fontAt(scale: number): number {
  const short = READABLE / FONT / scale;
  return short <= 1 ? FONT : FONT * STEP ** Math.ceil(Math.log(short) / Math.log(STEP) - 1e-6);
}

/** Choose whose names are written in a font or the next smaller one: what weighs most first, as far as no name covers another one or a mark. */
export function lettered(nodes: readonly PictureNode[], font: number, weigh: (node: PictureNode) => number): Map<string, number> {
  if (font <= FONT) return new Map(nodes.map(({ id }) => [id, font]));
  const [names, marks] = [new Taken(), new Taken()];
  for (const { x, y, size } of nodes) marks.add({ left: x - BARE * size, right: x + BARE * size, top: y - BARE * size, bottom: y + BARE * size });
  const weighed = nodes.map((node) => ({ node, weight: weigh(node) }));
  weighed.sort((one, other) => other.weight - one.weight || (one.node.id < other.node.id ? -1 : 1));
  const found = new Map<string, number>();
  const sure = Math.min(SURE, SURE_SHARE * nodes.length);
  const write = (size: number): void =>
    weighed.forEach(({ node }, place) => {
      const room = roomOf(node, size);
      if (found.has(node.id) || !names.isFree(room) || (place >= sure && !marks.isFree(room))) return;
      names.add(room);
      found.set(node.id, size);
    });
  write(font);
  write(font / STEP);
  return found;
}

/** The room that a name takes below its mark. */
function roomOf({ label, x, y, size }: PictureNode, font: number): Box {
  const { left, right, bottom } = boxOf(label, 0, { x: 0, y: 0 });
  const by = font / FONT;
  const top = y + size + 2;
  return { left: x + left * by * USUAL, right: x + right * by * USUAL, top, bottom: top + bottom * by };
}
