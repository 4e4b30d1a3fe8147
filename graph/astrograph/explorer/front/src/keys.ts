/* Keys: how the legend's entries are called, in the address and wherever they are switched off. */

import type { Statement } from "./payload";
import { localName } from "./wording";

export const typeKey = (type: string): string => `type:${type}`;
export const tenseKey = (tense: string): string => `tense:${tense}`;
export const standingKey = (standing: string): string => `standing:${standing}`;
export const statusKey = (status: string): string => `status:${status}`;
export const relationKey = (iri: string): string => `relation:${localName(iri)}`;
export const sourceKey = (iri: string): string => `source:${iri}`;

/** The source of what no source is named for. */
export const NO_SOURCE = "";

export const standingOf = (statement: Pick<Statement, "standing" | "disputed">): string =>
  statement.standing || (statement.disputed ? "disputed" : "undisputed");
