/* Looks: how a mark and a line look in each state of the drawing, as vis-network wants to be told. */

import type { PictureEdge, PictureNode } from "./payload";
import type { Group, Look } from "./renderer";
import type { LineKind } from "./scene";
import type { Store } from "./store";
import type { Tones } from "./tones";

export type Item = { id: string | number } & Record<string, unknown>;

const DASHES: Readonly<Record<LineKind, false | number[]>> = { present: false, past: [1.5, 5], plan: [9, 6], made: [12, 4, 2, 4] };
const FADED = 0.14;

/** What the renderer has to know of a line. */
export interface LineSort {
  readonly tense: LineKind;
  readonly disputed: boolean;
}

/** Tell how each line is drawn, by its number: as its statement wants it, or as what a query has made. */
export const sortOf = (store: Store) => (number: number): LineSort => (number < 0 ? MADE : store.statement(number));
const MADE = { tense: "made", disputed: false } as const;

export const isStrongLine = (strong: Group | null, edge: PictureEdge): boolean => !strong || strong.statements.has(edge.id);

export const isStrongMark = ({ strong, quiet }: Look, id: string): boolean => (!strong || strong.entities.has(id)) && !quiet.has(id);

/** A mark; its name is written in a font, or not at all. */
export function markLook(node: PictureNode, look: Look, tones: Tones, font: number | null): Item {
  const isStrong = isStrongMark(look, node.id);
  const isChosen = look.chosen.entities.has(node.id);
  const tint = { background: tones.tint(node.tint), border: isChosen ? tones.of("accent") : tones.of("outline") };
  return {
    id: node.id,
    label: font === null ? "" : node.label,
    hidden: look.hidden.has(node.id),
    opacity: isStrong ? 1 : FADED,
    borderWidth: isChosen ? 2.6 : 1.6,
    color: { ...tint, hover: tint, highlight: tint },
    font: {
      face: tones.font,
      size: font ?? 1,
      color: isStrong ? tones.of("ink") : tones.of("faded"),
      strokeWidth: 4,
      strokeColor: tones.of("page"),
      bold: false,
    },
    shadow: isChosen ? { enabled: true, color: tones.of("glow"), size: 22, x: 0, y: 0 } : false,
  };
}

export function lineLook(edge: PictureEdge, look: Look, tones: Tones, tense: LineKind): Item {
  const isChosen = look.chosen.statements.has(edge.id);
  const color = tones.of(isChosen && tense !== "made" ? "accent" : `line-${tense}`);
  const opacity = isStrongLine(look.strong, edge) ? 1 : FADED;
  return {
    id: edge.id,
    hidden: !look.shown.has(edge.id),
    width: isChosen ? 4 : tense === "past" ? 1.8 : 2,
    dashes: DASHES[tense],
    color: { color, highlight: color, hover: color, opacity },
  };
}
