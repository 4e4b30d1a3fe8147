/* Store: what the page holds, and the ways to look things up in it; that of a live page grows. */

import { Joined, JoinedClaims } from "./joined";
import type { Claim, Claims, Entity, Live, Lookup, Payload, Phase, Source, Statement, Story } from "./payload";
import { localName } from "./wording";

export class Store {
  /** In the order in which they came. */
  readonly entities: readonly Entity[];
  /** What stands. */
  readonly statements: readonly Statement[];
  /** The numbers of what stands, in the same order. */
  readonly numbers: readonly number[];
  /** What stood once by what was known, and stands no more. */
  readonly former: readonly Statement[];
  /** Both, by number; a number never changes. */
  readonly every: readonly Statement[];
  readonly phases: ReadonlyMap<string, readonly Phase[]>;
  readonly focus: readonly string[];
  readonly path: Payload["path"];
  readonly story: Story | null;
  /** How the page stands to the graph of a server; null for a file, which has all in it. */
  readonly live: Live | null;
  /** The time that the page was asked for; null where it has all times. */
  readonly during: readonly [string, string] | null;
  private readonly own = {
    entities: [] as Entity[],
    statements: [] as Statement[],
    numbers: [] as number[],
    former: [] as Statement[],
    every: [] as Statement[],
    phases: new Map<string, readonly Phase[]>(),
  };
  private times = 0;
  private readonly first: Pick<Payload, "claims" | "sources">;
  private joined: { claims: JoinedClaims; sources: Joined<Source, Lookup<Source>> } | null = null;
  private readonly wording: Set<string>;
  private readonly whole: Set<string>;
  private readonly gone = new Set<number>();
  private readonly byIri = new Map<string, Entity>();
  private readonly byEnd = new Map<string, number[]>();
  private readonly byFormerEnd = new Map<string, number[]>();
  private byParty: Map<string, string[]> | null = null;
  /** Tells how a statement was by what was known by a day; null while no day is asked for. */
  lens: ((number: number) => Statement) | null = null;
  /** Tells of a statement whether anybody had said so by the day that is asked for; null while none is. */
  isKnown: ((number: number) => boolean) | null = null;
  /** Tells how a claim was by what was known by a day, null for one that had not been made; null while no day is asked for. */
  claimLens: ((claim: Claim) => Claim | null) | null = null;
  /** Tells of a claim whether it speaks of the time that is asked for; null while none is. */
  isAsked: ((claim: Claim) => boolean) | null = null;
  private known: Set<string> | null = null;

  constructor(payload: Payload) {
    const { own } = this;
    this.entities = own.entities;
    this.statements = own.statements;
    this.numbers = own.numbers;
    this.former = own.former;
    this.every = own.every;
    this.phases = own.phases;
    this.first = payload;
    this.focus = payload.focus;
    this.path = payload.path;
    this.story = payload.story ?? null;
    this.live = payload.live ?? null;
    this.during = payload.during ?? null;
    this.wording = new Set(payload.attribution);
    this.whole = new Set(payload.live?.whole);
    this.add(payload, () => true);
  }

  /** How often the store has grown: what was worked out from it holds as long as this stays. */
  get growth(): number {
    return this.times;
  }

  /** How many statements there are, former ones among them. */
  get count(): number {
    return this.every.length;
  }

  get claims(): Claims {
    return (this.joined ?? this.first).claims;
  }

  get sources(): Lookup<Source> {
    return (this.joined ?? this.first).sources;
  }

  /** What the licenses of the sources want said. */
  get attribution(): ReadonlySet<string> {
    return this.wording;
  }

  /** Take in more; what is there already stays, under its number. */
  grow(payload: Payload): void {
    const known = (this.known ??= new Set(this.every.map((statement, number) => keyOf(statement, this.isFormer(number)))));
    this.add(payload, (statement, isFormer) => {
      const key = keyOf(statement, isFormer);
      if (known.has(key)) return false;
      known.add(key);
      return true;
    });
    const joined = (this.joined ??= { claims: new JoinedClaims(this.claims), sources: new Joined(this.sources) });
    joined.claims.add(payload.claims);
    joined.sources.add(payload.sources);
    for (const line of payload.attribution) this.wording.add(line);
    for (const iri of payload.live?.whole ?? []) this.whole.add(iri);
    this.byParty = null;
    this.times += 1;
  }

  private add(payload: Payload, isNew: (statement: Statement, isFormer: boolean) => boolean): void {
    const { own } = this;
    for (const entity of payload.entities) {
      if (this.byIri.has(entity.iri)) continue;
      own.entities.push(entity);
      this.byIri.set(entity.iri, entity);
    }
    const index = (lists: Map<string, number[]>, statement: Statement): number => {
      const number = own.every.push(statement) - 1;
      for (const end of new Set([statement.subject, statement.object])) append(lists, end, number);
      return number;
    };
    for (const statement of payload.statements) {
      if (!isNew(statement, false)) continue;
      own.statements.push(statement);
      own.numbers.push(index(this.byEnd, statement));
    }
    for (const statement of payload.former ?? []) {
      if (!isNew(statement, true)) continue;
      own.former.push(statement);
      this.gone.add(index(this.byFormerEnd, statement));
    }
    for (const [iri, phases] of Object.entries(payload.phases ?? {})) own.phases.set(iri, phases);
  }

  /** Whether a statement stood once and stands no more. */
  isFormer(number: number): boolean {
    return this.gone.has(number);
  }

  has(iri: string): boolean {
    return this.byIri.has(iri);
  }

  entity(iri: string): Entity | undefined {
    return this.byIri.get(iri);
  }

  label(iri: string): string {
    return this.byIri.get(iri)?.label ?? localName(iri);
  }

  /** Whether all claims about an entity are here that do not lead to what is not. */
  isTold(iri: string): boolean {
    return !this.live || this.whole.has(iri);
  }

  /** How many neighbors an entity has in the graph that are not here, and can come. */
  away(iri: string): number {
    return this.live ? this.missing(iri) : 0;
  }

  /** How many neighbors an entity has in the graph that are not here, as far as the page was told. */
  missing(iri: string): number {
    const all = this.byIri.get(iri)?.beside;
    if (!all) return 0;
    const others = new Set(this.ends(this.about(iri)));
    others.delete(iri);
    return Math.max(0, all - others.size);
  }

  /** The statement of a number, as it was by what was known by the day that is asked for. */
  statement(number: number): Statement {
    return this.lens?.(number) ?? this.plain(number);
  }

  /** The statement of a number as it is by all that is known. */
  plain(number: number): Statement {
    const found = this.every[number];
    if (!found) throw new RangeError(`there is no statement ${number}`);
    return found;
  }

  /** The numbers of the statements about an entity, in order. */
  about(iri: string): readonly number[] {
    return this.byEnd.get(iri) ?? [];
  }

  /** The same, with what stood once and stands no more. */
  around(iri: string): readonly number[] {
    const former = this.byFormerEnd.get(iri);
    return former ? [...this.about(iri), ...former] : this.about(iri);
  }

  /** The entities that some statements are about. */
  ends(numbers: Iterable<number>): string[] {
    return [...numbers].flatMap((number) => [this.statement(number).subject, this.statement(number).object]);
  }

  /** Whether both ends of a statement are on the page. */
  isWhole(statement: Statement): boolean {
    return this.byIri.has(statement.subject) && this.byIri.has(statement.object);
  }

  /** A claim, as it was by what was known by the day that is asked for. */
  claim(iri: string): Claim | undefined {
    const claim = this.claims.get(iri);
    return claim && (this.claimLens?.(claim) ?? claim);
  }

  /** The claims of which an entity is the subject, the object or the speaker, as far as the clocks ask for them. */
  claimsOf(iri: string): readonly Claim[] {
    this.byParty ??= this.indexClaims();
    return (this.byParty.get(iri) ?? []).flatMap((name) => {
      const claim = this.claims.get(name);
      const known = claim && this.claimLens ? this.claimLens(claim) : claim;
      return known && (this.isAsked?.(known) ?? true) ? known : [];
    });
  }

  private indexClaims(): Map<string, string[]> {
    const index = new Map<string, string[]>();
    const ends = [["statement", "subject", "iri"], ["statement", "object", "iri"], ["speaker", "iri"]];
    const fields = ends.map((path) => this.claims.field(...path));
    let row = 0;
    for (const claim of this.claims.keys()) {
      const parties = new Set(fields.map((read) => read(row)));
      for (const iri of parties) if (typeof iri === "string") append(index, iri, claim);
      row += 1;
    }
    return index;
  }
}

/** What tells a statement from all others. */
const keyOf = ({ subject, relation, object, tense }: Statement, isFormer: boolean): string =>
  [subject, relation.iri, object, tense, isFormer].join("\n");

/** Make what remembers for each store what is worked out from it, until it grows. */
export function perStore<Made>(make: (store: Store) => Made): (store: Store) => Made {
  const known = new WeakMap<Store, { growth: number; made: Made }>();
  return (store) => {
    const last = known.get(store);
    if (last?.growth === store.growth) return last.made;
    const made = make(store);
    known.set(store, { growth: store.growth, made });
    return made;
  };
}

/** Add to the list that a map keeps under a key. */
export function append<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
