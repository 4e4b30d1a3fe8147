/* Entity: its names, what it is related to, and what else is claimed of it. */

import { type Child, button, chip, heading, make, mark, small } from "../elements";
import type { Claim, Entity } from "../payload";
import { kindOf, look, plural, words } from "../wording";
import { drawnPart } from "./drawn";
import { type Desk, inOrder, longList, row, statementRow } from "./rows";

/** Tell whether a claim gives a name or a figure that nobody doubts. */
function isFigure({ statement, status, polarity, modality }: Claim): boolean {
  const isPlain = status === "Accepted" && polarity === "Positive";
  return !statement.object && isPlain && ["AssertedFact", "Plan"].includes(modality);
}

function claimRow({ acts }: Desk, claim: Claim): HTMLElement {
  const said = claim.speaker && `said by ${claim.speaker.label}`;
  const note = [kindOf(claim), words(claim.status), said].filter(Boolean).join(" · ");
  return row(() => acts.choose({ kind: "claim", iri: claim.iri }), null, claim.paraphrase, note);
}

function aliases({ aliases: names }: Entity): Child {
  if (!names.length) return null;
  const parts = names.flatMap(({ lang, text }, place) => [
    // Names hold commas of their own.
    place ? " · " : "",
    make("span", { lang, dir: "auto" }, text),
  ]);
  return make("p", { class: "aliases" }, "Also: ", parts);
}

/** Say what of an entity is in the graph and not on the page. */
function elsewhere({ store, acts }: Desk, iri: string): Child {
  const missing = store.missing(iri);
  const here = `${plural(missing, "more neighbor is", "more neighbors are")} in the graph and not on this page.`;
  if (!store.live) return missing ? make("p", { class: "hint" }, here) : null;
  const away = store.away(iri);
  if (!away) return store.isTold(iri) ? null : make("p", { class: "hint" }, "More of what is claimed of it may be in the graph.");
  const told = `${plural(away, "more neighbor is", "more neighbors are")} in the graph, with what relates them. `;
  return make("p", { class: "hint" }, told, button({ "data-deed": "more" }, () => acts.more(iri), "Fetch more"));
}

/** The panel of one entity; `shown` are the statements that the filters leave. */
export function entityPanel(desk: Desk, entity: Entity, shown: ReadonlySet<number>): Child[] {
  const { store, marks, acts } = desk;
  // What stood once is told while the clocks ask for it.
  const around = store.around(entity.iri).filter((number) => !store.isFormer(number) || shown.has(number));
  const own = around.filter((number) => store.isKnown?.(number) ?? true);
  const later = around.length - own.length;
  const drawn = new Set(own.flatMap((number) => store.statement(number).claims));
  const others = store.claimsOf(entity.iri).filter((claim) => !drawn.has(claim.iri));
  const about = others.filter((claim) => !isFigure(claim));
  const plain = others.filter(isFigure);
  const hidden = own.filter((number) => !shown.has(number)).length;
  const rows = (claims: Claim[]): Child[] => longList(claims, (claim) => claimRow(desk, claim));
  return [
    heading(entity.label, mark(look(marks, entity.type))),
    make("p", { class: "chips" }, chip(words(entity.type)), make("code", {}, entity.curie)),
    aliases(entity),
    make(
      "p",
      { class: "actions" },
      button({}, () => acts.end("from", entity.iri), "Connect from here"),
      button({}, () => acts.end("to", entity.iri), "Connect to here"),
    ),
    drawnPart(desk, entity.iri),
    small(plural(own.length, "relation", "relations")),
    hidden
      ? make("p", { class: "hint" }, `${plural(hidden, "of them is", "of them are")} hidden by the filters.`)
      : null,
    later ? make("p", { class: "hint" }, `${plural(later, "more was", "more were")} said later than is asked for.`) : null,
    longList(inOrder(store, own), (number) => statementRow(desk, number, !shown.has(number))),
    elsewhere(desk, entity.iri),
    about.length ? [small("Also claimed, but not drawn as a relation"), rows(about)] : null,
    plain.length
      ? make("details", {}, make("summary", {}, `Names and figures, with their sources (${plain.length})`), rows(plain))
      : null,
  ];
}
