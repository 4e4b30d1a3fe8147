/* Connecting: the connections between two entities, found at once on a small page, aside on a large one. */

import type { Aside } from "./aside";
import { type IsWalked, MOST_HOPS, type Numbered, type Path, WANTED, along, find, numbering, told } from "./paths";
import type { Question } from "./routes";
import type { Store } from "./store";

/** Up to how many statements a page finds connections by itself, which takes a few milliseconds. */
const AT_ONCE = 3000;

/** What connects two entities. */
export interface Found {
  /** The paths that the filters leave. */
  found: Path[];
  /** The paths that there are without the filters, if these leave none. */
  unfiltered: Path[];
}

type Finder = (question: Question) => Promise<number[][]>;

export class Connecting {
  private readonly store: Store;
  private readonly aside: () => Aside;
  private steps: Generator<void, Numbered> | null = null;
  private own: { numbered: Numbered; finder: Finder } | null = null;
  private last: { key: string; found: Found | null } = { key: "", found: null };

  constructor(store: Store, aside: () => Aside) {
    this.store = store;
    this.aside = aside;
  }

  /**
   * Give the connections between two entities by the statements that are shown; null while they are
   * being looked for: then `later` is called when they are known, unless something else is asked first.
   */
  between(from: string, to: string, shown: ReadonlySet<number>, later: () => void): Found | null {
    const { store } = this;
    const given = store.path?.from === from && store.path.to === to ? store.path.paths : undefined;
    if (given || store.statements.length <= AT_ONCE) {
      const search = (isWalked: IsWalked): Path[] =>
        given ? along(store.every, given, isWalked) : find(store.every, from, to, isWalked);
      const found = search((_, number) => shown.has(number));
      return { found, unfiltered: found.length ? found : search((statement, number) => number < store.statements.length && store.isWhole(statement)) };
    }
    const walked = new Uint8Array(store.count);
    for (const number of shown) walked[number] = 1;
    const key = JSON.stringify([from, to, digest(walked)]);
    if (key !== this.last.key) {
      this.last = { key, found: null };
      void this.search(from, to, walked).then((found) => {
        if (this.last.key !== key) return;
        this.last = { key, found };
        // The page hears the reader between the two.
        setTimeout(() => this.last.key === key && later());
      });
    }
    return this.last.found;
  }

  /** Go on making ready until a time, by the clock of the page; tell whether all is. */
  prepare(until = Infinity): boolean {
    const { every, entities } = this.store;
    this.steps ??= numbering(every, entities.map(({ iri }) => iri));
    while (!this.own) {
      const { done, value } = this.steps.next();
      if (done) this.own = { numbered: value, finder: this.aside().take(value.network) };
      else if (performance.now() > until) return false;
    }
    return true;
  }

  /** Make a large page ready for the first question. */
  prepareAside(until: number): boolean {
    return this.store.statements.length <= AT_ONCE || this.prepare(until);
  }

  private async search(from: string, to: string, walked: Uint8Array): Promise<Found> {
    const found = await this.paths(from, to, walked);
    const all = new Uint8Array(walked.length).fill(1, 0, this.store.statements.length);
    return { found, unfiltered: found.length ? found : await this.paths(from, to, all) };
  }

  /** Find the best paths by the statements that are marked, aside where that can be. */
  async paths(from: string, to: string, walked: Uint8Array, wanted = WANTED): Promise<Path[]> {
    const { every } = this.store;
    this.prepare();
    if (!this.own) throw new Error("the entities are not numbered");
    const { numbered: own, finder } = this.own;
    const number = (iri: string): number => own.numbers.get(iri) ?? -1;
    const question = { from: number(from), to: number(to), walked, wanted, most: MOST_HOPS };
    const found = await finder(question);
    return found.map((nodes) => told(every, own, walked, nodes.map((node) => own.iris[node] ?? "")));
  }
}

/** Tell two sets of marks apart. */
function digest(marks: Uint8Array): string {
  let [one, other] = [0, 0];
  for (let place = 0; place < marks.length; place += 1) {
    if (!marks[place]) continue;
    one = (Math.imul(one, 31) + place) | 0;
    other = (Math.imul(other, 131) ^ place) | 0;
  }
  return `${one} ${other}`;
}
