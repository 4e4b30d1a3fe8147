/* Results: a query's answer as a table. */

import { type Child, button, make } from "../elements";
import { type Answer, type Term, textOf } from "./answer";

/** How many rows are shown at first, and how many more at each wish. */
const STEP = 200;

/** Make the table; `named` gives what stands for an IRI. */
export function resultTable(answer: Answer, named: (iri: string) => Child): HTMLElement {
  const cell = (term: Term | undefined): Child => {
    if (!term) return "";
    const value = textOf(term);
    return term.type === "uri" ? named(value) : make("span", { lang: term["xml:lang"], dir: "auto" }, value);
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
