/* Names: folding away case and accents, and finding entities by any of their names. */

import type { Entity } from "./payload";

const LETTERS: Readonly<Record<string, string>> = {
  ł: "l",
  ø: "o",
  đ: "d",
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ı: "i",
  ð: "d",
  þ: "th",
};

export interface Name {
  text: string;
  folded: string;
  /** The label, as against one of the other names. */
  main: boolean;
  /** Whether only the whole name counts. */
  exact: boolean;
  lang: string | null;
}

export interface Named {
  entity: Entity;
  names: Name[];
}

export interface Hit {
  entity: Entity;
  name: Name;
  /** 0 is the best. */
  rank: number;
}

/** Return a name without case, accents and punctuation, so that names can be compared. */
export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/['\u2018\u2019\u02b9\u02bc\u00ad]/g, "")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[łøđßæœıðþ]/g, (letter) => LETTERS[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Build the index: every name of every entity, folded once. */
export function index(entities: readonly Entity[]): Named[] {
  const plain = { main: false, exact: false, lang: null };
  return entities.map((entity) => ({
    entity,
    names: [
      { ...plain, text: entity.label, main: true },
      ...entity.aliases.map((alias) => ({ ...plain, text: alias.text, lang: alias.lang })),
      { ...plain, text: entity.curie },
      { ...plain, text: entity.iri, exact: true },
    ].map((name) => ({ ...name, folded: fold(name.text) })),
  }));
}

/** Rate how well a name answers what was typed: 0 is the best, null is not at all. */
function rate(name: Name, wanted: string): number | null {
  if (name.folded === wanted) return 0;
  if (name.exact) return null;
  if (name.folded.startsWith(wanted)) return 1;
  const parts = name.folded.split(" ");
  if (wanted.split(" ").every((word) => parts.some((part) => part.startsWith(word)))) return 2;
  return name.folded.includes(wanted) ? 3 : null;
}

function best(names: readonly Name[], wanted: string): { name: Name; rank: number } | null {
  let found: { name: Name; rank: number } | null = null;
  for (const name of names) {
    const rank = rate(name, wanted);
    if (rank !== null && (found === null || rank < found.rank)) found = { name, rank };
  }
  return found;
}

/** Return the entities that bear a name like the typed one, best first. */
export function find(named: readonly Named[], typed: string, limit: number): Hit[] {
  const wanted = fold(typed);
  if (!wanted) return [];
  const hits: Hit[] = [];
  for (const { entity, names } of named) {
    const found = best(names, wanted);
    if (found) hits.push({ entity, ...found });
  }
  hits.sort(
    (one, other) =>
      one.rank - other.rank ||
      Number(!one.name.main) - Number(!other.name.main) ||
      one.entity.label.localeCompare(other.entity.label) ||
      (one.entity.iri < other.entity.iri ? -1 : 1),
  );
  return hits.slice(0, limit);
}
