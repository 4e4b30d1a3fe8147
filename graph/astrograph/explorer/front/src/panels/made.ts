/* Made: what a query has constructed beyond what the page's claims say: its lines, and what they lead to. */

import { type Child, button, heading, link, listOf, make, small, stroke } from "../elements";
import type { Made, MadeLine } from "../constructed";
import { plural } from "../wording";
import { type Desk, entityRow, row } from "./rows";

/** How many lines are listed at first, and how many more at each wish. */
const STEP = 100;

const BY = "constructed by your query";

function nameOf({ store }: Desk, { resources }: Made, iri: string): string {
  return store.has(iri) ? store.label(iri) : (resources.get(iri) ?? iri);
}

const isResource = ({ resources }: Made, iri: string): boolean => resources.has(iri);

function sentence(desk: Desk, made: Made, { subject, predicate, object }: MadeLine): string {
  return `${nameOf(desk, made, subject)} ${predicate.label} ${nameOf(desk, made, object)}`;
}

/** An end of a line, which opens its card. */
function end(desk: Desk, made: Made, iri: string): Child {
  const kind = isResource(made, iri) ? "resource" : "entity";
  return button({ class: "inline", dir: "auto" }, () => desk.acts.choose({ kind, iri }), nameOf(desk, made, iri));
}

function lineRow(desk: Desk, made: Made, line: MadeLine): HTMLElement {
  const signs = make("span", { class: "signs" }, stroke("made"));
  return row(() => desk.acts.choose({ kind: "made", number: line.number }), signs, sentence(desk, made, line), BY, { "data-made": line.number });
}

/** A list that grows at the reader's wish. */
function growing(rows: readonly (() => HTMLElement)[]): HTMLElement {
  const list = make("ul", { class: "plain" });
  const more = make("p");
  let done = 0;
  const add = (): void => {
    list.append(...rows.slice(done, done + STEP).map((row) => make("li", {}, row())));
    done = Math.min(rows.length, done + STEP);
    more.hidden = done === rows.length;
    more.replaceChildren(button({}, add, `Show ${Math.min(STEP, rows.length - done)} more`), ` ${rows.length - done} left`);
  };
  add();
  return make("div", {}, list, more);
}

/** The panel of all that a query has constructed. */
export function madePanel(desk: Desk, made: Made): Child[] {
  const { lines, brought } = made;
  return [
    heading(lines.length || made.resources.size ? "Constructed by your query" : "Found by your query"),
    make("p", {}, made.told),
    make("p", { class: "actions" }, button({ "data-deed": "clear" }, () => desk.hands.clearMade(), "Clear")),
    lines.length
      ? [
          small(plural(lines.length, "line of its own", "lines of its own")),
          make("p", { class: "hint" }, "No claim on this page says so as a relation: your query has made these lines."),
          growing(lines.map((line) => () => lineRow(desk, made, line))),
        ]
      : null,
    brought.size ? [small("Brought in"), growing([...brought].map((iri) => () => entityRow(desk, iri)))] : null,
  ];
}

/** The panel of one line that a query has made. */
export function linePanel(desk: Desk, made: Made, line: MadeLine): Child[] {
  const { subject, predicate, object } = line;
  return [
    heading(sentence(desk, made, line)),
    make("p", { class: "chips" }, make("span", { class: "chip" }, stroke("made"), BY)),
    make("p", { class: "between" }, end(desk, made, subject), ` ${predicate.label} `, end(desk, made, object)),
    make("p", { class: "hint" }, "No claim on this page says so as a relation, and no source is given: your query has made this line."),
    make("p", {}, make("code", { dir: "ltr" }, predicate.iri)),
  ];
}

/** The panel of what a query names and is no entity of the page. */
export function resourcePanel(desk: Desk, made: Made, iri: string): Child[] {
  const lines = made.lines.filter(({ subject, object }) => [subject, object].includes(iri));
  return [
    heading(nameOf(desk, made, iri)),
    make("p", { class: "hint" }, "This is no entity of the page: your query names it."),
    make("p", { class: "aliases" }, link(iri, iri)),
    listOf(lines.map((line) => lineRow(desk, made, line))),
  ];
}
