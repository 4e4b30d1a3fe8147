/* Drawn: the part of an entity's card that brings its neighbors into the drawing and takes them away. */

import { type Child, button, make, on } from "../elements";
import { AT_ONCE } from "../plot";
import { plural } from "../wording";
import type { Desk } from "./rows";

/** How many entities of one relation are listed to choose from. */
const LISTED = 60;

/** Part what is not drawn by the relation that leads there, the most frequent first. */
function byRelation({ store }: Desk, iri: string, away: ReadonlyMap<string, readonly number[]>): [string, string[]][] {
  const groups = new Map<string, Set<string>>();
  for (const [other, numbers] of away) {
    for (const number of numbers) {
      const { subject, relation } = store.statement(number);
      const name = subject === iri ? relation.label : relation.inverse_label;
      groups.set(name, (groups.get(name) ?? new Set()).add(other));
    }
  }
  const found = [...groups].map(([name, others]): [string, string[]] => [name, [...others]]);
  return found.sort(([one, many], [other, few]) => few.length - many.length || (one < other ? -1 : 1));
}

function choices(desk: Desk, iri: string, others: readonly string[]): Child[] {
  const { store, hands } = desk;
  const rows = others.slice(0, LISTED).map((other) => {
    const bring = (): void => hands.expand(iri, [other]);
    return make("li", {}, button({ class: "bring", "data-bring": store.entity(other)?.curie ?? other }, bring, `+ ${store.label(other)}`));
  });
  const left = others.length - rows.length;
  return [
    make("ul", { class: "plain brings" }, rows),
    left > 0 ? make("p", { class: "aliases" }, `and ${left} more, which the search finds by name`) : null,
  ];
}

/** List what is not drawn by relation, to choose from. */
function list(desk: Desk, iri: string, away: ReadonlyMap<string, readonly number[]>): HTMLElement {
  const title = plural(away.size, "neighbor is not drawn", "neighbors are not drawn");
  const body = make("div", {});
  const whole = make("details", { class: "away", "data-part": "away" }, make("summary", {}, title), body);
  const fill = (): void => {
    for (const [name, others] of byRelation(desk, iri, away)) {
      const inner = make("div", {});
      const part = make("details", { "data-part": name }, make("summary", {}, `${name} `, make("small", {}, String(others.length))), inner);
      const many = others.length > AT_ONCE ? `the first ${AT_ONCE}` : others.length === 1 ? "it" : `all ${others.length}`;
      on(part, "toggle", () => {
        if (inner.childElementCount) return;
        inner.append(button({}, () => desk.hands.expand(iri, others), `Bring in ${many}`), ...make("div", {}, choices(desk, iri, others)).childNodes);
      });
      body.append(part);
    }
  };
  return on(whole, "toggle", () => (body.childElementCount ? undefined : fill()));
}

/** What the card of an entity offers to do with the drawing. */
export function drawnPart(desk: Desk, iri: string): Child[] {
  const { hands } = desk;
  const away = hands.beyond(iri);
  const isDrawn = hands.drawn.has(iri);
  const fold = hands.folded(iri).size;
  const more = away.size > AT_ONCE ? `Bring in ${AT_ONCE} of ${away.size} neighbors` : `Bring in ${plural(away.size, "neighbor", "neighbors")}`;
  const pin = { "aria-pressed": String(hands.isPinned(iri)), "data-deed": "pin", title: "What is pinned stays when neighbors are taken away" };
  return [
    make(
      "p",
      { class: "actions deeds", role: "group", "aria-label": "In the drawing" },
      away.size ? button({ "data-deed": "expand", title: "Key: e" }, () => hands.expand(iri), more) : null,
      fold ? button({ "data-deed": "collapse", title: "Key: c" }, () => hands.collapse(iri), `Take away ${plural(fold, "neighbor", "neighbors")}`) : null,
      isDrawn ? button(pin, () => hands.pin(iri), hands.isPinned(iri) ? "Pinned" : "Pin") : null,
      isDrawn
        ? button({ "data-deed": "remove", title: "Key: Delete" }, () => hands.remove(iri), "Remove")
        : button({ "data-deed": "draw" }, () => hands.draw(iri), "Draw it"),
    ),
    away.size ? list(desk, iri, away) : null,
  ];
}
