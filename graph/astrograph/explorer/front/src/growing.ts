/* Growing: lets the page hold what the reader asks for before it is shown; a file holds all it ever will. */

import { byId, make } from "./elements";
import type { Reach, Wish } from "./reach";
import type { Store } from "./store";

export class Growing {
  private readonly store: Store;
  private readonly reach: Reach | null;
  private readonly follow: () => void;
  private readonly say: (text: string) => void;
  /** Counts what the reader wants: what comes late for an earlier wish does not take the page over. */
  private turn = 0;
  private opening = 0;
  /** The entities whose claims have been asked for. */
  private readonly sought = new Set<string>();
  private growth = 0;

  constructor(store: Store, reach: Reach | null, follow: () => void, say: (text: string) => void) {
    this.store = store;
    this.reach = reach;
    this.follow = follow;
    this.say = say;
  }

  /** Whether the view that the address names is still being fetched. */
  get isOpening(): boolean {
    return this.opening === this.turn && this.turn > 0;
  }

  /** Go on once what is wished for is held, unless the reader wants something else by then. */
  held(wish: Wish, then: () => void): void {
    const turn = (this.turn += 1);
    const lacking = this.lacking(wish);
    if (!this.reach || !lacking) return then();
    this.reach.bring(() => this.lacking(wish), () => {
      const isMissing = this.lacking(wish) !== null;
      if (turn !== this.turn || isMissing) this.follow();
      else then();
      if (isMissing) this.say("The graph tells nothing of it.");
    });
  }

  /** Fetch the view that the address names, and go on then. */
  open(wish: Wish, then: () => void): void {
    const turn = (this.opening = this.turn += 1);
    this.reach?.bring(() => wish, () => {
      this.opening = 0;
      if (turn === this.turn) then();
      else this.follow();
    });
  }

  /** Fetch all that is claimed of an entity, once. */
  complete(iri: string): void {
    const { store, reach, sought } = this;
    if (!reach || !store.has(iri) || store.isTold(iri) || sought.has(iri)) return;
    sought.add(iri);
    reach.bring(() => (store.isTold(iri) ? null : { around: [iri] }), this.follow);
  }

  /** Fetch more neighbors of an entity. */
  more(iri: string): void {
    this.reach?.bring(() => ({ around: [iri] }), this.follow);
  }

  /** Say what the licenses of sources want said that have come since. */
  credit(): void {
    if (this.growth === this.store.growth) return;
    this.growth = this.store.growth;
    const holder = byId("attribution");
    const told = new Set([...holder.querySelectorAll("p")].map(({ textContent }) => textContent));
    const last = holder.querySelector("p:last-of-type");
    for (const line of this.store.attribution) if (!told.has(line)) holder.insertBefore(make("p", {}, line), last);
  }

  private lacking({ around = [], also = [], claims = [] }: Wish): Wish | null {
    const { store } = this;
    const away = (iris: readonly string[]): string[] => iris.filter((iri) => !store.has(iri));
    const wish = { around: away(around), also: away(also), claims: claims.filter((iri) => !store.claims.has(iri)) };
    return wish.around.length || wish.also.length || wish.claims.length ? wish : null;
  }
}
