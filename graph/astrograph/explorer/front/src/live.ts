/* Live: fetches from the page's own server what the page does not hold, and lets the store grow by it. */

import { fromColumns } from "./columns";
import type { Line } from "./fetching";
import type { Live as Standing } from "./payload";
import type { Named, Neighbors, Reach, Wish } from "./reach";
import type { Timing } from "./state";
import type { Store } from "./store";
import { plural } from "./wording";

/** How long an address may be; what is longer is sent as a form. */
const LONGEST = 6000;
/** How many entities are asked for at once; a shared address may name more. */
const PORTION = 200;
/** How long the server may take, in milliseconds. */
const PATIENCE = 60_000;

interface Hop {
  readonly direction: "forward" | "backward";
  readonly subject: { readonly iri: string };
  readonly object: { readonly iri: string };
}

/** A wish that is not granted, in words for the reader; one that is final need not be tried again. */
class Refused extends Error {
  readonly isFinal: boolean;

  constructor(message: string, isFinal = false) {
    super(message);
    this.isFinal = isFinal;
  }
}

export class Live implements Reach {
  private readonly store: Store;
  private readonly standing: Standing;
  private readonly line: Line;
  /** Parts are fetched one after the other, for each hangs on what is held. */
  private last: Promise<void> = Promise.resolve();

  constructor(store: Store, standing: Standing, line: Line) {
    this.store = store;
    this.standing = standing;
    this.line = line;
  }

  bring(wish: () => Wish | null, then: () => void): void {
    this.last = this.last.then(() =>
      this.told(() => this.bring(wish, then), async () => {
        const wanted = wish();
        if (wanted) await this.grow(wanted);
        return then;
      }),
    );
  }

  async find(typed: string, limit: number): Promise<readonly Named[]> {
    return (await asked("api/find", new URLSearchParams({ text: typed, limit: String(limit) }), json)) as Named[];
  }

  paths(from: string, to: string, wanted: number, { during, knownBy }: Timing, then: (paths: string[][]) => void): void {
    const parts = new URLSearchParams({ from, to, k: String(wanted) });
    if (during) parts.set("during", during);
    if (knownBy) parts.set("known-by", knownBy);
    void this.told(() => this.paths(from, to, wanted, { during, knownBy, undated: true }, then), async () => {
      this.line.busy("Looking for connections in the whole graph…");
      const { paths } = (await asked("api/path", parts, json)) as { paths: { hops: Hop[] }[] };
      this.line.done("");
      const met = paths.map(({ hops }) => [from, ...hops.map(({ direction, subject, object }) => (direction === "forward" ? object : subject).iri)]);
      return () => this.bring(() => this.lacking([from, to, ...met.flat()]), () => then(met));
    });
  }

  async beside(iri: string, named: string): Promise<Neighbors> {
    return (await asked("explorer/beside", new URLSearchParams({ of: iri, named }), json)) as Neighbors;
  }

  /** What of some entities is not held. */
  private lacking(iris: readonly string[]): Wish | null {
    const also = [...new Set(iris)].filter((iri) => !this.store.has(iri));
    return also.length ? { also } : null;
  }

  private async grow(wish: Wish): Promise<void> {
    const { store } = this;
    const before = [store.entities.length, store.statements.length] as const;
    const also = wish.also ?? [];
    this.line.busy("Fetching…");
    await this.take({ ...wish, also: also.slice(0, PORTION) });
    for (let from = PORTION; from < also.length; from += PORTION) await this.take({ also: also.slice(from, from + PORTION) });
    const [entities, relations] = [store.entities.length - before[0], store.statements.length - before[1]];
    this.line.done(entities ? `${plural(entities, "entity", "entities")} and ${plural(relations, "relation", "relations")} came from the graph.` : "");
  }

  private async take(wish: Wish): Promise<void> {
    const { store, standing } = this;
    if (store.entities.length >= standing.most) throw new Refused(this.full(), true);
    const parts = new URLSearchParams({ state: standing.state });
    for (const [name, values] of [["around", wish.around], ["also", wish.also], ["claim", wish.claims]] as const) {
      for (const value of values ?? []) parts.append(name, value);
    }
    parts.set("held", this.held());
    const payload = fromColumns(new Uint8Array(await asked("explorer/part", parts, (response) => response.arrayBuffer())));
    if (store.entities.length + payload.entities.length > standing.most) throw new Refused(this.full(), true);
    store.grow(payload);
  }

  private full(): string {
    const most = this.standing.most.toLocaleString("en");
    return `This page holds ${most} entities at most. Open it anew, around what you look for, to go on.`;
  }

  /** The numbers of what is held, each as the step from the last. */
  private held(): string {
    const numbers = this.store.entities.flatMap(({ node }) => node ?? []).sort((one, other) => one - other);
    return numbers.map((number, place) => number - (numbers[place - 1] ?? 0)).join(".");
  }

  /** Do what may fail, and go on with what it leads to; a failure is told. */
  private async told(again: () => void, work: () => Promise<() => void>): Promise<void> {
    try {
      (await work())();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.line.failed(error.message, error.isFinal ? null : again);
    }
  }
}

const json = (response: Response): Promise<unknown> => response.json() as Promise<unknown>;

/** Ask the server; what it refuses is said in its own words. */
async function asked<Answer>(path: string, parts: URLSearchParams, read: (response: Response) => Promise<Answer>): Promise<Answer> {
  const query = parts.toString();
  const isLong = query.length > LONGEST;
  let told: unknown;
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await (isLong ? fetch(path, { method: "POST", body: parts, signal }) : fetch(`${path}?${query}`, { signal }));
    if (response.ok) return await read(response);
    told = await response.json();
  } catch {
    throw new Refused("The server does not answer.");
  }
  const { message = "it cannot tell", hint = "" } = (told as { error?: { message?: string; hint?: string } }).error ?? {};
  throw new Refused(`The server says: ${[message, hint].filter(Boolean).join("; ")}.`);
}
