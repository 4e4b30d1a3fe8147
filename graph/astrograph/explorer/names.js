"use strict";
/* Names: folding away case and accents, and finding entities by any of their names. */

const Names = (() => {
  const LETTERS = { ł: "l", ø: "o", đ: "d", ß: "ss", æ: "ae", œ: "oe", ı: "i", ð: "d", þ: "th" };

  /** Return a name without case, accents and punctuation, so that names can be compared. */
  function fold(text) {
    return text
      .normalize("NFKD")
      .replace(/['\u2018\u2019\u02b9\u02bc\u00ad]/g, "")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/[łøđßæœıðþ]/g, (letter) => LETTERS[letter])
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
  }

  /** Build the index: every name of every entity, folded once. */
  function index(entities) {
    return entities.map((entity) => ({
      entity,
      names: [
        { text: entity.label, main: true },
        ...entity.aliases.map((alias) => ({ text: alias.text, lang: alias.lang })),
        { text: entity.curie },
        { text: entity.iri, exact: true },
      ].map((name) => ({ ...name, folded: fold(name.text) })),
    }));
  }

  /** Rate how well a name answers what was typed: 0 is the best, null is not at all. */
  function rate(name, wanted) {
    if (name.folded === wanted) return 0;
    if (name.exact) return null;
    if (name.folded.startsWith(wanted)) return 1;
    const words = wanted.split(" ");
    const parts = name.folded.split(" ");
    if (words.every((word) => parts.some((part) => part.startsWith(word)))) return 2;
    return name.folded.includes(wanted) ? 3 : null;
  }

  /** Return the entities that bear a name like the typed one, best first. */
  function find(names, typed, limit) {
    const wanted = fold(typed);
    if (!wanted) return [];
    const hits = [];
    for (const { entity, names: own } of names) {
      let best = null;
      for (const name of own) {
        const rank = rate(name, wanted);
        if (rank !== null && (best === null || rank < best.rank)) best = { rank, name };
      }
      if (best) hits.push({ entity, name: best.name, rank: best.rank });
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

  return { fold, index, find };
})();
