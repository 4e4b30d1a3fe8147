/* Connecting: the connections between two entities: found at once on a small page, aside on a large one, by the server of a live one. */

import type { Aside } from "./aside";
import { type IsWalked, MOST_HOPS, type Numbered, type Path, WANTED, along, find, numbering, told } from "./paths";
import type { Reach } from "./reach";
import type { Question } from "./routes";
import type { Timing } from "./state";
import type { Store } from "./store";

/** Up to how many statements a page finds connections by itself, which takes a few milliseconds. */
const AT_ONCE = 3000;

/** How many paths the server is asked for where filters may hide some of them. */
const SPARE = 12;

/** What connects two entities. */
export interface Found {
  /** The paths that the filters leave. */
  found: Path[];
  /** The paths that there are without the filters, if these leave none. */
  unfiltered: Path[];
}

/** What a connection is asked for by: what the filters leave, and the times among them. */
interface Asked {
  readonly shown: ReadonlySet<number>;
  readonly timing: Timing;
}

type Finder = (question: Question) => Promise<number[][]>;

export class Connecting {
  private readonly store: Store;
  private readonly aside: () => Aside;
  private readonly reach: Reach | null;
  private steps: Generator<void, Numbered> | null = null;
  private own: { numbered: Numbered; finder: Finder } | null = null;
  private last: { key: string; found: Found | null } = { key: "", found: null };
  /** What the server has answered last: paths, each as the entities that it meets. */
  private told: { key: string; paths: string[][] | null } = { key: "", paths: null };

  constructor(store: Store, aside: () => Aside, reach: Reach | null = null) {
    this.store = store;
    this.aside = aside;
    this.reach = reach;
  }

  /**
   * Give the connections between two entities by the statements that are shown; null while they are
   * being looked for: then `later` is called when they are known, unless something else is asked first.
   */
  between(from: string, to: string, { shown, timing }: Asked, later: () => void): Found | null {
    const { store, reach } = this;
    const own = store.path?.from === from && store.path.to === to ? store.path.paths : undefined;
    const wanted = store.numbers.every((number) => shown.has(number)) ? WANTED : SPARE;
    const given = reach ? this.elsewhere(reach, [from, to, wanted], timing, later) : own;
    if (given === null) return null;
    if (given || store.statements.length <= AT_ONCE) {
      const search = (isWalked: IsWalked): Path[] =>
        given ? along(store.every, given, isWalked).slice(0, reach ? WANTED : given.length) : find(store.every, from, to, isWalked);
      const found = search((_, number) => shown.has(number));
      return { found, unfiltered: found.length ? found : search((statement, number) => !store.isFormer(number) && store.isWhole(statement)) };
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

  /** Let go of what was asked last, so that it is looked for anew when it is asked again. */
  forget(): void {
    this.told = { key: "", paths: null };
  }

  /** Give the paths that the server finds; null while it looks for them. */
  private elsewhere(reach: Reach, asked: readonly [from: string, to: string, wanted: number], timing: Timing, later: () => void): string[][] | null {
    const key = JSON.stringify([asked, timing.during, timing.knownBy]);
    if (key !== this.told.key) {
      this.told = { key, paths: null };
      reach.paths(...asked, timing, (paths) => {
        if (this.told.key !== key) return;
        this.told = { key, paths };
        later();
      });
    }
    return this.told.paths;
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
    const all = new Uint8Array(walked.length);
    for (const number of this.store.numbers) all[number] = 1;
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
