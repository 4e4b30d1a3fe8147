/* Relation: a statement in words, both ways round, and the claims that it rests on. */

import { type Child, chip, heading, make, small, stroke, warning } from "../elements";
import type { Statement } from "../payload";
import type { Store } from "../store";
import { plural, words } from "../wording";
import { claimCard } from "./claim";
import { type Desk, entityName, said } from "./rows";

function chips(store: Store, { tense, disputed, standing, status, when }: Statement): HTMLElement {
  return make(
    "p",
    { class: "chips" },
    make("span", { class: "chip" }, stroke(tense), said(store, tense)),
    disputed ? make("span", { class: "chip against" }, warning(), standing) : null,
    status ? chip(words(status), status === "Accepted" ? "for" : "against") : null,
    when ? chip(when) : null,
  );
}

/** The panel of the statement of a number: what had been said by the day that is asked for, and what was said later. */
export function relationPanel(desk: Desk, number: number): Child[] {
  const { store } = desk;
  const statement = store.statement(number);
  const { subject, relation, object } = statement;
  const named = (iri: string): HTMLElement => entityName(desk, { iri, label: store.label(iri) });
  const claims = statement.claims.flatMap((iri) => store.claim(iri) ?? []);
  const later = store.plain(number).claims.length - statement.claims.length;
  const inverse = `${store.label(object)} ${relation.inverse_label} ${store.label(subject)}`;
  return [
    heading(statement.sentence),
    chips(store, statement),
    make("p", { class: "between" }, named(subject), ` ${relation.label} `, named(object)),
    make("p", { class: "between inverse" }, `Read the other way: ${inverse}`),
    small(claims.length ? plural(claims.length, "claim says so", "claims say so") : "No source is given for this relation"),
    claims.map((claim) => claimCard(desk, claim)),
    later ? make("p", { class: "hint" }, `${plural(later, "more claim was", "more claims were")} made later than is asked for.`) : null,
  ];
}
