/* Claim: who says what, how firmly, where, and what speaks for or against it. */

import { type Child, button, chip, heading, link, make } from "../elements";
import type { Claim, ClaimLink, Evidence } from "../payload";
import { kindOf, localName, look, stretch, words } from "../wording";
import { type Desk, entityName } from "./rows";

/** What is said of a link, from the claim that makes it and from the other one. */
const LINKS: Readonly<Record<string, readonly [string, string]>> = {
  supersedes: ["supersedes", "is superseded by"],
  contradicts: ["contradicts", "is contradicted by"],
  inTensionWith: ["is in tension with", "is in tension with"],
  supports: ["supports", "is supported by"],
  restates: ["restates", "is restated by"],
  elaborates: ["elaborates", "is elaborated by"],
  qualifies: ["qualifies", "is qualified by"],
  argueAgainst: ["argues against", "is argued against by"],
  exampleOf: ["is an example of", "has as example"],
  explains: ["explains", "is explained by"],
  contrastsWith: ["contrasts with", "contrasts with"],
  conditionOf: ["bears on the condition of", "hangs on what is said by"],
  distinctFrom: ["is distinct from", "is distinct from"],
  possiblySameEvent: ["may tell of the same event as", "may tell of the same event as"],
  content: ["has as its content", "is the content of"],
};
const WEIGHT = Object.keys(LINKS);

/** The document that the source itself cites for a claim. */
function cited({ primary_source: first }: Claim): Child {
  if (!first) return null;
  return [", citing ", first.url ? link(first.url, first.title) : make("cite", {}, first.title)];
}

const isKnown = (value: unknown): boolean => value !== null && value !== undefined;

/** A place in a source; of a table's row, all the columns that a claim is taken from. */
type Place = Omit<Evidence, "column"> & { readonly columns: readonly string[] };

/** Gather the cells of one row, which is one place. */
function placesOf({ evidence: cells }: Claim): Place[] {
  const places: Place[] = [];
  for (const { column, ...cell } of cells) {
    const place = places.findIndex(({ row_key: row, text }) => row && row === cell.row_key && text === cell.text);
    const columns = [...(places[place]?.columns ?? []), ...(column ? [column] : [])];
    places.splice(place < 0 ? places.length : place, 1, { ...(places[place] ?? cell), columns });
  }
  return places;
}

/** Call a row by its key, which may say by itself what it is: "line 20". */
const rowName = (key: string): string => (/^(line|row) \d/.test(key) ? key : `row ${key}`);

/** Say where in a source a place is. */
function placeOf({ sentence, start, end, row_key: row, columns }: Place): string {
  const where = [
    isKnown(sentence) ? `sentence ${sentence}` : "",
    isKnown(start) ? `characters ${start}–${end}` : "",
    row ? rowName(row) : "",
    columns.length ? `${columns.length > 1 ? "columns" : "column"} ${columns.join(" and ")}` : "",
  ].filter(Boolean);
  return where.length ? `, ${where.join(", ")}` : "";
}

/** Where in its source a claim is found, and the very words when the page has them. */
function evidence({ store }: Desk, claim: Claim): Child[] {
  const { source } = claim;
  if (!source) return [make("p", { class: "where" }, "No source is given.")];
  const known = store.sources.get(source.iri);
  const title = (): HTMLElement =>
    known?.url ? link(known.url, known.title) : make("cite", {}, (known ?? source).title);
  if (!claim.evidence.length) return [make("p", { class: "where" }, title())];
  return placesOf(claim).flatMap((place) => [
    place.text ? make("blockquote", {}, place.text) : null,
    make("p", { class: "where" }, title(), placeOf(place), cited(claim)),
  ]);
}

/** The facts about a claim as pairs of a term and its description. */
function facts(desk: Desk, claim: Claim): HTMLElement {
  const { holds, said, speaker, addressee, relayed_by: relayed } = claim;
  const rows: [string, Child][] = [
    ["Said by", speaker && entityName(desk, speaker)],
    ["Said to", addressee && entityName(desk, addressee)],
    ["Relayed by", relayed && entityName(desk, relayed)],
    ["Said", stretch(said.earliest, said.latest)],
    ["Time as printed", claim.time_text && `“${claim.time_text}”`],
    ["Begins", stretch(holds.start_earliest, holds.start_latest)],
    ["Ends", stretch(holds.end_earliest, holds.end_latest)],
    ["Role as printed", claim.role_text && `“${claim.role_text}”`],
    ["Hangs on", claim.condition],
  ];
  const told = rows.filter(([, value]) => value);
  return make("dl", {}, told.flatMap(([term, value]) => [make("dt", {}, term), make("dd", {}, value)]));
}

function tie({ store, acts }: Desk, { kind, direction, claim: iri, by }: ClaimLink): HTMLElement {
  const [out, back] = look(LINKS, kind) ?? [words(kind), `${words(kind)} (the other way round)`];
  const other = store.claim(iri);
  return make(
    "li",
    { class: "tie", "data-kind": kind },
    make("span", { class: "kind" }, direction === "out" ? out : back),
    other
      ? button({ class: "inline" }, () => acts.choose({ kind: "claim", iri }), other.paraphrase)
      : store.live
        ? button({ class: "inline" }, () => acts.choose({ kind: "claim", iri }), `claim ${localName(iri)}`)
        : make("span", {}, `claim ${localName(iri)}, which is not on this page`),
    by ? make("small", {}, `according to ${by.label}`) : null,
  );
}

/** The claims that a claim is linked with, each with who makes the link. */
function links(desk: Desk, claim: Claim): Child[] {
  if (!claim.links.length) return [];
  const weighty = [...claim.links].sort((one, other) => WEIGHT.indexOf(one.kind) - WEIGHT.indexOf(other.kind));
  const rows = weighty.map((link) => tie(desk, link));
  return [make("h4", {}, "This claim…"), make("ul", { class: "ties" }, rows)];
}

function chips(claim: Claim): HTMLElement {
  const { status, confidence } = claim;
  return make(
    "p",
    { class: "chips" },
    chip(kindOf(claim)),
    claim.hedged ? chip("hedged") : null,
    claim.polarity === "Negative" ? chip("negated", "against") : null,
    chip(words(status || ""), status === "Accepted" ? "for" : "against"),
    isKnown(confidence) ? chip(`confidence ${Math.round((confidence ?? 0) * 100)} %`) : null,
    make("code", {}, localName(claim.iri)),
  );
}

/** A whole claim, as part of a panel. */
export function claimCard(desk: Desk, claim: Claim): HTMLElement {
  return make(
    "article",
    { class: "claim", "data-status": claim.status, "aria-label": `Claim ${localName(claim.iri)}` },
    make("p", { class: "said" }, claim.paraphrase),
    chips(claim),
    facts(desk, claim),
    evidence(desk, claim),
    links(desk, claim),
  );
}

/** The panel of one claim. */
export function claimPanel(desk: Desk, claim: Claim): Child[] {
  const { subject, predicate, object, value } = claim.statement;
  const end = object ? entityName(desk, object) : make("span", {}, value ? value.text : "");
  return [
    heading("A claim"),
    make("p", { class: "between" }, entityName(desk, subject), ` ${predicate.label} `, end),
    claimCard(desk, claim),
  ];
}
