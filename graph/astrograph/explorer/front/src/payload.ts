/* Payload: the shape of the data that a page holds, as explorer/payload.py describes it. */

export type Tense = "present" | "past" | "plan";

/** When something was so: the four bounds of its start and its end, each open when null. */
export type Occasion = readonly (string | null)[];

/** Days by which something had to be known, from the first on and before the last; null is open. With them the bounds that a claim had then, where they were others than now, and the tense in which it was read, where that has changed. */
export type Phase = readonly [from: string | null, before: string | null, holds: Occasion | null, tense: Tense | null];

export interface EntityRef {
  iri: string;
  label: string;
  type: string;
}

export interface Alias {
  text: string;
  lang: string | null;
}

export interface Entity extends EntityRef {
  curie: string;
  aliases: Alias[];
  /** Its number in the server's graph, where it has one. */
  node?: number | null;
  /** How many neighbors it has there. */
  beside?: number;
}

export interface Relation {
  iri: string;
  label: string;
  inverse_label: string;
}

export interface Statement {
  subject: string;
  relation: Relation;
  object: string;
  tense: Tense;
  status: string;
  standing: string;
  disputed: boolean;
  when: string;
  sentence: string;
  claims: string[];
  cost: number;
  occasions: Occasion[];
  certainty?: string | null;
}

export interface Source {
  iri: string;
  title: string;
  url: string | null;
  license: string | null;
}

export interface Evidence {
  iri: string;
  sentence: number | null;
  start: number | null;
  end: number | null;
  row_key?: string;
  column?: string;
  text?: string;
}

export interface ClaimLink {
  kind: string;
  direction: "in" | "out";
  claim: string;
  by: EntityRef | null;
}

export interface ClaimStatement {
  subject: EntityRef;
  predicate: { iri: string; label: string };
  object?: EntityRef;
  value?: { text: string; lang: string | null; datatype: string | null } | null;
}

export interface Claim {
  iri: string;
  modality: string;
  polarity: string;
  status: string;
  confidence: number | null;
  speaker: EntityRef | null;
  addressee: EntityRef | null;
  relayed_by: EntityRef | null;
  paraphrase: string;
  source: { iri: string; title: string } | null;
  evidence: Evidence[];
  statement: ClaimStatement;
  said: { earliest: string | null; latest: string | null };
  holds: Record<"start_earliest" | "start_latest" | "end_earliest" | "end_latest", string | null>;
  time_text: string | null;
  tense: string | null;
  role_text: string | null;
  condition: string | null;
  hedged?: boolean;
  presupposed?: boolean;
  primary_source?: { iri: string; title: string; url: string | null };
  links: ClaimLink[];
}

/** Records by their IRI; a Map is one. */
export interface Lookup<Record> {
  readonly size: number;
  keys(): Iterable<string>;
  has(iri: string): boolean;
  get(iri: string): Record | undefined;
  values(): Iterable<Record>;
}

/** Claims by their IRI, of which one field can be read without putting whole claims together. */
export interface Claims extends Lookup<Claim> {
  /** Make what gives a field of the claim in a row, in the order of the keys. */
  field(...path: string[]): (row: number) => unknown;
}

/** A sequence of views with captions; each address is what stands after the # of the page's own. */
export interface Story {
  title: string;
  steps: { caption: string; address: string }[];
}

/** How a page stands to the graph of the server that it hangs on. */
export interface Live {
  /** What the graph is known by. */
  state: string;
  /** How many entities of it are connected. */
  all: number;
  /** How many entities the page may hold. */
  most: number;
  /** The entities of which all claims are here. */
  whole: string[];
}

export interface Payload {
  title: string;
  edition: string;
  attribution: string[];
  generator: string;
  entities: Entity[];
  statements: Statement[];
  claims: Claims;
  sources: Lookup<Source>;
  focus: string[];
  path: { from: string; to: string; paths?: string[][] } | null;
  story?: Story;
  /** What stood once by what was known, and stands no more. */
  former?: Statement[];
  /** By which days claims counted whose standing later claims have changed. */
  phases?: Record<string, Phase[]>;
  live?: Live;
  /** The first and the last instant of the time that the page was asked for, if it was for one. */
  during?: [string, string];
}

/** The shape of an entity's mark and the name of its color. */
export interface Mark {
  shape: string;
  colour: string;
}

export type Marks = Record<string, Mark>;

export interface PictureNode {
  id: string;
  label: string;
  x: number;
  y: number;
  size: number;
  shape: string;
  tint: string;
  tall?: [number, number];
}

export interface PictureEdge {
  id: number;
  from: string;
  to: string;
  name: string;
  bend: number;
  spot: number | null;
  tall?: number | null;
}

/** The drawing as pyvis holds it; `options` is JSON within JSON. */
export interface Picture {
  nodes: PictureNode[];
  edges: PictureEdge[];
  marks: Marks;
  options: string;
}
