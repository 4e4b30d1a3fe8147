/* Turtle: the shown claims as RDF, in the form that `astrograph export` gives them and `--store` reads. */

import { type Extent, claimsOf } from "./extent";
import type { Claim, EntityRef, Entity, Source } from "./payload";
import type { Store } from "./store";

const BASE = "https://w3id.org/astrograph/";
const XSD = "http://www.w3.org/2001/XMLSchema#";
const PREFIXES: Readonly<Record<string, string>> = {
  ag: `${BASE}ontology#`,
  id: `${BASE}id/`,
  claim: `${BASE}claim/`,
  evidence: `${BASE}evidence/`,
  source: `${BASE}source/`,
  dcterms: "http://purl.org/dc/terms/",
  oa: "http://www.w3.org/ns/oa#",
  prov: "http://www.w3.org/ns/prov#",
  schema: "https://schema.org/",
  skos: "http://www.w3.org/2004/02/skos/core#",
  xsd: XSD,
};
/** What names no entity, and is described as something else or not at all. */
const NO_ENTITIES = new Set(["Thing", "Document", "Claim", ""]);

type Pair = readonly [verb: string, term: string | null];

const hex = (sign: string): string => [...new TextEncoder().encode(sign)].map((byte) => `%${byte.toString(16).padStart(2, "0").toUpperCase()}`).join("");

/** Write an IRI, short where a prefix fits. */
function named(iri: string): string {
  if (/^_:[A-Za-z][\w-]*$/.test(iri)) return iri;
  for (const [prefix, base] of Object.entries(PREFIXES)) {
    const local = iri.startsWith(base) ? iri.slice(base.length) : "";
    if (/^[A-Za-z_][\w-]*$/.test(local)) return `${prefix}:${local}`;
  }
  return `<${iri.replace(/[\u0000-\u0020<>"{}|\\^`]/g, hex)}>`;
}

const LETTERS: Readonly<Record<string, string>> = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Write a text, with its language or the type that it is of. */
function literal(text: string, { lang = null, datatype = null }: { lang?: string | null; datatype?: string | null } = {}): string {
  const quoted = `"${text.replace(/[\\"\n\r\t]/g, (sign) => LETTERS[sign] ?? sign).replace(/[\u0000-\u001f]/g, "\ufffd")}"`;
  if (lang && /^[A-Za-z]+(-[A-Za-z0-9]+)*$/.test(lang)) return `${quoted}@${lang}`;
  return datatype && datatype !== `${XSD}string` ? `${quoted}^^${named(datatype)}` : quoted;
}

const english = (text: string | null): string | null => (text ? literal(text, { lang: "en" }) : null);
const plain = (text: string | null | undefined): string | null => (text ? literal(text) : null);
const moment = (instant: string | null): string | null => (instant ? literal(instant, { datatype: `${XSD}dateTime` }) : null);
const whole = (number: number | null | undefined): string | null => (number === null || number === undefined ? null : String(number));
const value = (name: string | null | undefined): string | null => (name ? named(`${PREFIXES["ag"]}${name}`) : null);
const reference = (ref: { iri: string } | null | undefined): string | null => (ref ? named(ref.iri) : null);

/** Write what is said of one thing; pairs without a term stay out. */
function about(subject: string, pairs: readonly Pair[]): string {
  const said = pairs.flatMap(([verb, term]) => (term === null ? [] : [`${verb} ${term}`]));
  return said.length ? `${subject} ${said.join(" ;\n    ")} .\n` : "";
}

const entityText = ({ iri, label, type, aliases }: EntityRef & Partial<Entity>): string =>
  about(named(iri), [
    ["a", type && type !== "Thing" ? value(type) : null],
    ["skos:prefLabel", english(label)],
    ...(aliases ?? []).map(({ text, lang }): Pair => ["skos:altLabel", literal(text, { lang })]),
  ]);

function sourceText({ iri, title, url, license }: Source): string {
  const isAddress = /^https?:\/\/[^\s<>"{}|\\^`]+$/.test(license ?? "");
  return about(named(iri), [
    ["a", "ag:Document"],
    ["dcterms:title", plain(title)],
    ["schema:url", plain(url)],
    isAddress ? ["dcterms:license", named(license ?? "")] : ["dcterms:rights", english(license)],
  ]);
}

/** The links that leave a claim for one that is written too, and who makes them. */
function links(claim: Claim, isWritten: (iri: string) => boolean, blank: () => string): [Pair[], string[]] {
  const leaving = claim.links.filter(({ direction, claim: other }) => direction === "out" && isWritten(other));
  const pairs = leaving.map(({ kind, claim: other }): Pair => [value(kind) ?? "", named(other)]);
  const makers = leaving.flatMap(({ kind, claim: other, by }) =>
    by
      ? about(blank(), [
          ["a", "ag:ClaimLink"],
          ["ag:subject", named(claim.iri)],
          ["ag:predicate", value(kind)],
          ["ag:object", named(other)],
          ["ag:speaker", named(by.iri)],
        ])
      : [],
  );
  return [pairs, makers];
}

function claimText(claim: Claim, isWritten: (iri: string) => boolean, blank: () => string): string[] {
  const { statement, holds, said, source } = claim;
  const [linked, makers] = links(claim, isWritten, blank);
  const pairs: Pair[] = [
    ["a", "ag:Claim"],
    ["ag:subject", named(statement.subject.iri)],
    ["ag:predicate", named(statement.predicate.iri)],
    ["ag:object", reference(statement.object)],
    ["ag:value", statement.value ? literal(statement.value.text, statement.value) : null],
    ["ag:confidence", claim.confidence === null ? null : literal(String(claim.confidence), { datatype: `${XSD}decimal` })],
    ["prov:hadPrimarySource", reference(claim.primary_source)],
    ["ag:modality", value(claim.modality)],
    ["ag:polarity", value(claim.polarity)],
    ["ag:status", value(claim.status)],
    ["ag:tense", value(claim.tense)],
    ["ag:speaker", reference(claim.speaker)],
    ["ag:addressee", reference(claim.addressee)],
    ["ag:relayedBy", reference(claim.relayed_by)],
    ["ag:timeText", plain(claim.time_text)],
    ["ag:roleText", plain(claim.role_text)],
    ["ag:condition", plain(claim.condition)],
    ["ag:paraphrase", english(claim.paraphrase)],
    ["ag:hedged", claim.hedged ? "true" : null],
    ["ag:presupposed", claim.presupposed ? "true" : null],
    ["ag:saidEarliest", moment(said.earliest)],
    ["ag:saidLatest", moment(said.latest)],
    ["ag:startEarliest", moment(holds.start_earliest)],
    ["ag:startLatest", moment(holds.start_latest)],
    ["ag:endEarliest", moment(holds.end_earliest)],
    ["ag:endLatest", moment(holds.end_latest)],
    ...linked,
    ...claim.evidence.map(({ iri }): Pair => ["ag:evidence", named(iri)]),
  ];
  const places = claim.evidence.map((place) => {
    const isStretch = place.start !== null && place.start !== undefined;
    return about(named(place.iri), [
      ["a", "ag:Evidence"],
      ["a", isStretch ? "oa:TextPositionSelector" : null],
      ["ag:source", reference(source)],
      ["ag:sentence", whole(place.sentence)],
      ["oa:start", whole(place.start)],
      ["oa:end", whole(place.end)],
      ["ag:rowKey", plain(place.row_key)],
      ["ag:column", plain(place.column)],
    ]);
  });
  return [about(named(claim.iri), pairs), ...makers, ...places];
}

/** Gather the entities that are written: those that are shown, and whoever the claims name. */
function entitiesOf(store: Store, extent: Extent, claims: readonly Claim[]): (EntityRef & Partial<Entity>)[] {
  const found = new Map<string, EntityRef & Partial<Entity>>(extent.entities.map((entity) => [entity.iri, entity]));
  for (const { statement, speaker, addressee, relayed_by: relayed, links: made } of claims) {
    const refs = [statement.subject, statement.object, speaker, addressee, relayed, ...made.map(({ by }) => by)];
    for (const ref of refs) {
      if (!ref || found.has(ref.iri)) continue;
      const known = store.entity(ref.iri);
      if (known || !NO_ENTITIES.has(ref.type)) found.set(ref.iri, known ?? ref);
    }
  }
  return [...found.values()].sort((one, other) => (one.iri < other.iri ? -1 : 1));
}

function sourcesOf(store: Store, claims: readonly Claim[]): Source[] {
  const cited = new Map<string, Source>();
  for (const { source, primary_source: primary } of claims) {
    for (const each of [source, primary]) {
      if (!each) continue;
      const { iri, title } = each;
      cited.set(iri, store.sources.get(iri) ?? { iri, title, url: each === primary ? primary.url : null, license: null });
    }
  }
  return [...cited.values()].sort((one, other) => (one.iri < other.iri ? -1 : 1));
}

/** Write the shown claims with what they name and cite; statements that no claim makes stand as plain triples. */
export function turtle(store: Store, extent: Extent, title: string): string {
  const claims = claimsOf(store, extent);
  const written = new Set(claims.map(({ iri }) => iri));
  let made = 0;
  const blank = (): string => `_:link${(made += 1)}`;
  const bare = extent.statements.map((number) => store.statement(number)).filter((statement) => !statement.claims.length);
  const parts = [
    // What is said in a comment ends with its line.
    `# ${title.replace(/\s+/g, " ")}: what was shown, with the claims that it rests on.\n# The page holds neither the hashes of evidence nor who publishes a source; the graph itself has them.\n`,
    Object.entries(PREFIXES).map(([prefix, base]) => `@prefix ${prefix}: <${base}> .\n`).join(""),
    ...entitiesOf(store, extent, claims).map(entityText),
    ...sourcesOf(store, claims).map(sourceText),
    ...new Set(claims.flatMap((claim) => claimText(claim, (iri) => written.has(iri), blank))),
    ...bare.map(({ subject, relation, object }) => `${named(subject)} ${named(relation.iri)} ${named(object)} .\n`),
  ];
  return parts.filter(Boolean).join("\n");
}
