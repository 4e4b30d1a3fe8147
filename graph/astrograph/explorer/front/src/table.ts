/* Table: the same things as the drawing, one a row, and every name opens its card. */

import { type Child, button, byId, make } from "./elements";
import { isEntityShown, standingOf } from "./filter";
import type { Entity } from "./payload";
import type { Acts, Chosen } from "./state";
import type { Store } from "./store";
import { plural } from "./wording";

/** How many rows are shown at first, and how many more at each wish. */
const STEP = 500;

export interface Table {
  show(shown: ReadonlySet<number>, hidden: ReadonlySet<string>): void;
}

/** Show the first rows of many in a table of the template, and offer the others. */
function fill<Item>(name: string, items: readonly Item[], row: (item: Item) => HTMLElement): void {
  const body = byId(name).querySelector("tbody");
  const more = byId(`more-${name}`);
  body?.replaceChildren();
  let done = 0;
  const add = (): void => {
    const next = items.slice(done, done + STEP);
    body?.append(...next.map(row));
    done += next.length;
    more.hidden = done >= items.length;
    more.replaceChildren(
      button({}, add, `Show ${Math.min(STEP, items.length - done)} more`),
      ` ${plural(items.length - done, "row is", "rows are")} left`,
    );
  };
  add();
}

/** Bring the template's two tables to life. */
export function table(store: Store, acts: Acts): Table {
  const opening = (text: string, chosen: Chosen): Child => button({ class: "inline" }, () => acts.choose(chosen), text);
  const named = (iri: string): Child =>
    store.has(iri) ? opening(store.label(iri), { kind: "entity", iri }) : iri;
  const cell = (...parts: Child[]): HTMLElement => make("td", {}, ...parts);

  function statementRow(number: number): HTMLElement {
    const statement = store.statement(number);
    const { subject, relation, object, tense, when, claims } = statement;
    return make(
      "tr",
      { "data-statement": number },
      make("th", { scope: "row" }, named(subject)),
      cell(opening(relation.label, { kind: "relation", number })),
      cell(named(object)),
      [tense, when, standingOf(statement), String(claims.length)].map((text) => cell(text)),
    );
  }

  function entityRow({ iri, label, type, aliases }: Entity): HTMLElement {
    const names = aliases.flatMap(({ lang, text }, place) => [place ? "; " : "", make("span", { lang: lang ?? "" }, text)]);
    return make(
      "tr",
      { "data-entity": iri },
      make("th", { scope: "row" }, opening(label, { kind: "entity", iri })),
      cell(type),
      cell(names),
    );
  }

  return {
    show(shown, hidden) {
      fill("relations", [...shown].sort((one, other) => one - other), statementRow);
      fill("entities", store.entities.filter((entity) => isEntityShown(entity, hidden)), entityRow);
    },
  };
}
