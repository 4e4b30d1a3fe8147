/* Store: what the page holds, and the ways to look things up in it. */

import type { Claim, Claims, Entity, Lookup, Payload, Source, Statement } from "./payload";
import { localName } from "./wording";

export class Store {
  readonly entities: readonly Entity[];
  readonly statements: readonly Statement[];
  readonly claims: Claims;
  readonly sources: Lookup<Source>;
  readonly focus: readonly string[];
  readonly path: Payload["path"];
  private readonly byIri: Map<string, Entity>;
  private readonly byEnd = new Map<string, number[]>();
  private byParty: Map<string, string[]> | null = null;

  constructor(payload: Payload) {
    this.entities = payload.entities;
    this.statements = payload.statements;
    this.claims = payload.claims;
    this.sources = payload.sources;
    this.focus = payload.focus;
    this.path = payload.path;
    this.byIri = new Map(payload.entities.map((entity) => [entity.iri, entity]));
    payload.statements.forEach((statement, number) => {
      for (const end of new Set([statement.subject, statement.object])) append(this.byEnd, end, number);
    });
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
    const found = this.statements[number];
    if (!found) throw new RangeError(`there is no statement ${number}`);
    return found;
  }

  /** The numbers of the statements about an entity, in order. */
  about(iri: string): readonly number[] {
    return this.byEnd.get(iri) ?? [];
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
