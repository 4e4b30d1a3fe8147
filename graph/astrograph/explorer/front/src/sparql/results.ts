/* Results: a query's answer as a table whose IRIs select in the drawing. */

import { type Child, button, make } from "../elements";
import type { Acts } from "../state";
import type { Store } from "../store";
import { type Answer, type Term, shortened, textOf } from "./answer";

/** How many rows are shown at first, and how many more at each wish. */
const STEP = 200;

export function resultTable(answer: Answer, store: Store, acts: Acts, prefixes: Readonly<Record<string, string>>): HTMLElement {
  const cell = (term: Term | undefined): Child => {
    if (!term) return "";
    const value = textOf(term);
    if (term.type !== "uri") {
      return make("span", { lang: term["xml:lang"], dir: "auto" }, value);
    }
    const open = (chosen: Parameters<Acts["choose"]>[0], label: string): Child =>
      button({ class: "inline", title: value }, () => acts.select(chosen), label);
    if (store.has(value)) return open({ kind: "entity", iri: value }, store.label(value));
    if (store.claims.has(value)) return open({ kind: "claim", iri: value }, shortened(prefixes, value));
    return make("code", { title: value }, shortened(prefixes, value));
  };
  const body = make("tbody");
  const more = make("p");
  let done = 0;
  const add = (): void => {
    const rows = answer.rows.slice(done, done + STEP);
    body.append(...rows.map((row) => make("tr", {}, answer.columns.map((name) => make("td", {}, cell(row[name]))))));
    done += rows.length;
    const left = answer.rows.length - done;
    more.hidden = !left;
    more.replaceChildren(button({}, add, `Show ${Math.min(STEP, left)} more`), ` ${left} left`);
  };
  add();
  const head = make("thead", {}, make("tr", {}, answer.columns.map((name) => make("th", { scope: "col" }, name))));
  return make("div", { class: "answer", tabindex: "0", role: "region", "aria-label": "Answer" }, make("table", {}, head, body), more);
}
