/* Store: what the page holds, and the ways to look things up in it. */

import type { Claim, Claims, Entity, Lookup, Payload, Phase, Source, Statement, Story } from "./payload";
import { localName } from "./wording";

export class Store {
  readonly entities: readonly Entity[];
  readonly statements: readonly Statement[];
  /** What stood once by what was known, and stands no more; numbered after the statements. */
  readonly former: readonly Statement[];
  /** Both, by number. */
  readonly every: readonly Statement[];
  /** How many there are of both. */
  readonly count: number;
  readonly phases: ReadonlyMap<string, readonly Phase[]>;
  readonly claims: Claims;
  readonly sources: Lookup<Source>;
  readonly focus: readonly string[];
  readonly path: Payload["path"];
  readonly story: Story | null;
  private readonly byIri: Map<string, Entity>;
  private readonly byEnd = new Map<string, number[]>();
  private readonly byFormerEnd = new Map<string, number[]>();
  private byParty: Map<string, string[]> | null = null;

  constructor(payload: Payload) {
    this.entities = payload.entities;
    this.statements = payload.statements;
    this.former = payload.former ?? [];
    this.every = this.former.length ? [...this.statements, ...this.former] : this.statements;
    this.count = this.every.length;
    this.phases = new Map(Object.entries(payload.phases ?? {}));
    this.claims = payload.claims;
    this.sources = payload.sources;
    this.focus = payload.focus;
    this.path = payload.path;
    this.story = payload.story ?? null;
    this.byIri = new Map(payload.entities.map((entity) => [entity.iri, entity]));
    const index = (lists: Map<string, number[]>, { subject, object }: Statement, number: number): void => {
      for (const end of new Set([subject, object])) append(lists, end, number);
    };
    this.statements.forEach((statement, number) => index(this.byEnd, statement, number));
    this.former.forEach((statement, place) => index(this.byFormerEnd, statement, this.statements.length + place));
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

  /** The statement of a number that came from the page's own data. */
  statement(number: number): Statement {
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

  /** The claims of which an entity is the subject, the object or the speaker. */
  claimsOf(iri: string): readonly Claim[] {
    this.byParty ??= this.indexClaims();
    return (this.byParty.get(iri) ?? []).flatMap((claim) => this.claims.get(claim) ?? []);
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

/** Add to the list that a map keeps under a key. */
export function append<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
