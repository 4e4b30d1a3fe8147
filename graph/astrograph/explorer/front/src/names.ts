/* Names: folding away case and accents, and finding entities by any of their names. */

import { compareText } from "./order";
import type { Entity } from "./payload";
import { type Spellings, spellings } from "./spelling";

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
  ς: "σ",
};

/** How a name answers what was typed, the best first; up to those that begin so as `astrograph find` ranks them. */
const [EXACT, SURNAME, WORDS, BEGUN, WITHIN, ALIKE] = [0, 1, 2, 3, 4, 5] as const;

export interface Name {
  text: string;
  /** The label, as against one of the other names. */
  main: boolean;
  lang: string | null;
}

export interface Hit {
  entity: Entity;
  name: Name;
  /** 0 is the best. */
  rank: number;
}

/** A name that answers: its number, how it does, and how well, of which less is better. */
interface Answer {
  name: number;
  rank: number;
  worth: number;
}

/** Return a name without case, accents and punctuation, so that names can be compared. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  if (/^[a-z0-9]+(?: [a-z0-9]+)*$/.test(lower)) return lower;
  return text
    .normalize("NFKD")
    .replace(/['\u2018\u2019\u02b9\u02bc\u00ad]/g, "")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[łøđßæœıðþς]/g, (letter) => LETTERS[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Every name of every entity, folded once; it can be made in steps. */
export class Index {
  private readonly entities: readonly Entity[];
  private readonly names: Name[] = [];
  private readonly folded: string[] = [];
  /** For each entity the number of its label. */
  private readonly labels: number[] = [];
  /** The numbers of the entities by CURIE and by IRI. */
  private readonly ids = new Map<string, number>();
  /** For each name the number of its entity. */
  private readonly owners: number[] = [];
  /** All folded names, each with a space before and after it. */
  private text = "";
  private readonly starts: number[] = [];
  private readonly parts: string[] = [];
  private length = 0;
  private done = 0;
  private near: Spellings | null = null;

  constructor(entities: readonly Entity[]) {
    this.entities = entities;
  }

  /** Go on making the index until a time, by the clock of the page; tell whether it is whole. */
  grow(until = Infinity): boolean {
    const { entities } = this;
    if (this.done < entities.length) Object.assign(this, { text: "", near: null });
    while (this.done < entities.length) {
      this.add(this.done);
      this.done += 1;
      if (this.done % 64 === 0 && performance.now() > until) return false;
    }
    if (!this.text) this.text = this.parts.join("");
    this.near ??= spellings(this.folded);
    return this.near.grow(until);
  }

  /** Return the entities that bear a name like the typed one, best first. */
  find(typed: string, limit: number): Hit[] {
    this.grow();
    const bare = typed.trim().replace(/^<(.*)>$/, "$1");
    const meant = this.named(bare);
    if (meant) return [{ entity: meant, name: { text: meant.label, main: true, lang: null }, rank: EXACT }];
    const wanted = fold(typed);
    if (!wanted) return [];
    const best = new Map<number, Answer>();
    const note = (answer: Answer): void => {
      const owner = this.owners[answer.name] ?? -1;
      const known = best.get(owner);
      if (!known || answer.rank < known.rank || (answer.rank === known.rank && answer.worth < known.worth)) {
        best.set(owner, answer);
      }
    };
    this.holding(wanted, note);
    const short = this.ids.get(`id:${bare}`);
    if (short !== undefined) note({ name: this.labels[short] ?? 0, rank: EXACT, worth: -1 });
    if (best.size < limit) this.within(wanted, best, note);
    if (!best.size) for (const { name, far } of this.near?.like(wanted) ?? []) note({ name, rank: ALIKE, worth: far });
    return this.sorted([...best.values()].map((answer) => this.asSurname(answer, wanted)), limit);
  }

  /** Find what is called by its CURIE or its IRI. */
  private named(text: string): Entity | undefined {
    return text.includes(":") ? this.entities[this.ids.get(text) ?? -1] : undefined;
  }

  private add(owner: number): void {
    const entity = this.entities[owner];
    if (!entity) return;
    const names = [
      { text: entity.label, main: true, lang: null },
      ...entity.aliases.map(({ text, lang }) => ({ text, main: false, lang })),
    ];
    this.ids.set(entity.curie, owner).set(entity.iri, owner);
    const known = new Set<string>();
    for (const name of names) {
      const folded = fold(name.text);
      if (name.main) this.labels[owner] = this.names.length;
      else if (!folded || known.has(folded)) continue;
      known.add(folded);
      this.names.push(name);
      this.folded.push(folded);
      this.owners.push(owner);
      this.starts.push(this.length);
      const part = ` ${folded} `;
      this.parts.push(part);
      this.length += part.length;
    }
  }

  /** Go through the names that hold some text, each once. */
  private *holders(text: string): Generator<number> {
    const { starts } = this;
    for (let at = this.text.indexOf(text); at >= 0; ) {
      let [low, high] = [0, starts.length - 1];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= at) low = middle;
        else high = middle - 1;
      }
      const end = starts[low + 1] ?? this.length;
      yield low;
      at = this.text.indexOf(text, end);
    }
  }

  /** Note the names that hold all the words, whole or begun. */
  private holding(wanted: string, note: (answer: Answer) => void): void {
    const words = wanted.split(" ");
    const longest = words.reduce((one, other) => (other.length > one.length ? other : one));
    for (const name of this.holders(` ${longest}`)) {
      const folded = this.folded[name] ?? "";
      const share = wanted.length / folded.length;
      if (folded === wanted) {
        note({ name, rank: EXACT, worth: -1 });
        continue;
      }
      const spaced = ` ${folded} `;
      if (!words.every((word) => spaced.includes(` ${word}`))) continue;
      const isWhole = words.every((word) => spaced.includes(` ${word} `));
      note(isWhole ? { name, rank: WORDS, worth: -(0.6 + 0.3 * share) } : { name, rank: BEGUN, worth: -(0.3 + 0.3 * share) });
    }
  }

  /** Note the names that hold what was typed anywhere, of entities that have no better one. */
  private within(wanted: string, best: ReadonlyMap<number, Answer>, note: (answer: Answer) => void): void {
    for (const name of this.holders(wanted)) {
      const isKnown = best.get(this.owners[name] ?? -1);
      if (isKnown && isKnown.rank < WITHIN) continue;
      note({ name, rank: WITHIN, worth: -wanted.length / (this.folded[name] ?? "").length });
    }
  }

  /** A person's last word counts for more than any other. */
  private asSurname(answer: Answer, wanted: string): Answer {
    const isPerson = this.entities[this.owners[answer.name] ?? -1]?.type === "Person";
    const isLast = answer.rank === WORDS && (this.folded[answer.name] ?? "").endsWith(` ${wanted}`);
    return isPerson && isLast ? { ...answer, rank: SURNAME } : answer;
  }

  private sorted(answers: Answer[], limit: number): Hit[] {
    const keys = answers.map(({ rank, worth }) => rank * 1000 + Math.round(worth * 100));
    const worst = Int32Array.from(keys).sort()[limit - 1] ?? Infinity;
    const hits = answers.flatMap((answer, place) => {
      const entity = this.entities[this.owners[answer.name] ?? -1];
      const name = this.names[answer.name];
      const key = keys[place] ?? 0;
      return entity && name && key <= worst ? [{ entity, name, rank: answer.rank, key }] : [];
    });
    hits.sort(
      (one, other) =>
        one.key - other.key ||
        compareText(one.entity.label, other.entity.label) ||
        compareText(one.entity.iri, other.entity.iri),
    );
    return hits.slice(0, limit).map(({ entity, name, rank }) => ({ entity, name, rank }));
  }
}
