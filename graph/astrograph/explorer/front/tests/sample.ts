/* Sample: a small graph for the unit tests: a ring of four, a chord, and one dispute. */

import type { Claim, Claims, Entity, Payload, Statement, Tense } from "../src/payload";
import { Store } from "../src/store";

const entity = (name: string, type: string, ...aliases: string[]): Entity => ({
  iri: `x:${name}`,
  curie: `id:${name}`,
  label: name,
  type,
  aliases: aliases.map((text) => ({ text, lang: null })),
});

const statement = (subject: string, object: string, cost = 0, tense: Tense = "present"): Statement => ({
  subject: `x:${subject}`,
  relation: { iri: "x:knows", label: "knows", inverse_label: "is known to" },
  object: `x:${object}`,
  tense,
  status: "Accepted",
  standing: tense === "plan" ? "disputed" : "undisputed",
  disputed: tense === "plan",
  when: "",
  sentence: `${subject} knows ${object}`,
  claims: [`claim:${subject}${object}`],
  cost,
  occasions: [[null, null, null, null]],
});

export function claim(iri: string, subject: Entity, object: Entity, speaker: Entity | null = null): Claim {
  return {
    iri,
    modality: "AssertedFact",
    polarity: "Positive",
    status: "Accepted",
    confidence: null,
    speaker,
    addressee: null,
    relayed_by: null,
    paraphrase: iri,
    source: null,
    evidence: [],
    statement: { subject, predicate: { iri: "x:knows", label: "knows" }, object },
    said: { earliest: null, latest: null },
    holds: { start_earliest: null, start_latest: null, end_earliest: null, end_latest: null },
    time_text: null,
    tense: null,
    role_text: null,
    condition: null,
    links: [],
  };
}

export const ANNA = entity("Anna", "Person", "Áňña Łukasz");
export const BERT = entity("Bert", "Person", "Берт");
export const CLUB = entity("Club", "Organization");
export const DOG = entity("Dog", "Animal");

/** Claims as the page's columns give them. */
export class SampleClaims extends Map<string, Claim> implements Claims {
  field(...path: string[]): (row: number) => unknown {
    const pick = (value: unknown, name: string): unknown => (value as Record<string, unknown> | null | undefined)?.[name];
    return (row) => path.reduce(pick, [...this.values()][row]);
  }
}

export function samplePayload(): Payload {
  return {
    title: "Sample",
    edition: "",
    attribution: [],
    generator: "",
    entities: [ANNA, BERT, CLUB, DOG],
    statements: [
      statement("Anna", "Bert", 5),
      statement("Bert", "Club", 1),
      statement("Club", "Dog", 1),
      statement("Dog", "Anna", 1),
      statement("Anna", "Club", 9, "plan"),
    ],
    claims: new SampleClaims([["claim:AnnaBert", claim("claim:AnnaBert", ANNA, BERT, DOG)]]),
    sources: new Map(),
    focus: [],
    path: null,
  };
}

export const sampleStore = (): Store => new Store(samplePayload());
