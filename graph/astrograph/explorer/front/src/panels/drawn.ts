/* Drawn: the part of an entity's card that brings its neighbors into the drawing and takes them away. */

import { type Child, button, make, on } from "../elements";
import type { EntityRef } from "../payload";
import { AT_ONCE } from "../plot";
import type { Neighbors, Reach } from "../reach";
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
  const all = away.size + desk.store.away(iri);
  const title = away.size < all ? `${away.size} of ${all} neighbors that are not drawn` : plural(all, "neighbor is not drawn", "neighbors are not drawn");
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

/** What was typed last to find neighbors of an entity, which stays when the card is made anew. */
const typed = { iri: "", text: "" };
/** How long nothing has to be typed before neighbors are looked for, in milliseconds. */
const LULL = 200;

/** Say how many neighbors there are, and which are listed. The buttons count what is not drawn, and this counts all. */
function noteOf({ all, found, entities }: Neighbors, drawn: number): string {
  const many = found < all ? `${found} of ${plural(all, "neighbor", "neighbors")}` : `${plural(all, "neighbor", "neighbors")} in all`;
  const first = found > entities.length ? `; the ${entities.length} best connected first` : "";
  const left = drawn ? `; ${plural(drawn, "of these is", "of these are")} drawn already and left out` : "";
  return `${many}, drawn or not${first}${left}`;
}

/** Find neighbors by name that the page need not hold. */
function finder(desk: Desk, reach: Reach, iri: string): HTMLElement {
  const { store, hands } = desk;
  const field = make("input", { type: "text", autocomplete: "off", spellcheck: "false", "aria-label": `Find a neighbor of ${store.label(iri)} by name`, placeholder: "Find a neighbor by name" });
  const note = make("p", { class: "aliases", role: "status" });
  const list = make("ul", { class: "plain brings" });
  const isOwn = typed.iri === iri;
  const whole = make("details", { class: "away", "data-part": "elsewhere", open: isOwn }, make("summary", {}, "Find a neighbor in the whole graph"), field, note, list);
  const show = ({ all, found, entities }: Neighbors): void => {
    const rows = entities.filter((each) => !hands.drawn.has(each.iri));
    const bring = ({ iri: other, label }: EntityRef): HTMLElement =>
      make("li", {}, button({ class: "bring", "data-bring": other }, () => hands.expand(iri, [other]), `+ ${label}`));
    list.replaceChildren(...rows.map(bring));
    note.textContent = noteOf({ all, found, entities }, entities.length - rows.length);
  };
  const look = (): void => {
    const { value } = field;
    Object.assign(typed, { iri, text: value });
    reach.beside(iri, value).then(
      (found) => (field.value === value ? show(found) : undefined),
      (error: unknown) => (note.textContent = error instanceof Error ? error.message : ""),
    );
  };
  let waiting: ReturnType<typeof setTimeout> | undefined;
  on(field, "input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, LULL);
  });
  if (isOwn) field.value = typed.text;
  on(whole, "toggle", () => {
    if (whole.open) look();
    else typed.iri = "";
  });
  return whole;
}

/** What the card of an entity offers to do with the drawing. */
export function drawnPart(desk: Desk, iri: string): Child[] {
  const { hands } = desk;
  const away = hands.beyond(iri);
  const isDrawn = hands.drawn.has(iri);
  const fold = hands.folded(iri).size;
  const all = away.size + desk.store.away(iri);
  const more = all > AT_ONCE ? `Bring in ${AT_ONCE} of ${all} neighbors` : `Bring in ${plural(all, "neighbor", "neighbors")}`;
  const pin = { "aria-pressed": String(hands.isPinned(iri)), "data-deed": "pin", title: "What is pinned stays when neighbors are taken away" };
  return [
    make(
      "p",
      { class: "actions deeds", role: "group", "aria-label": "In the drawing" },
      all ? button({ "data-deed": "expand", title: "Key: e" }, () => hands.expand(iri), more) : null,
      fold ? button({ "data-deed": "collapse", title: "Key: c" }, () => hands.collapse(iri), `Take away ${plural(fold, "neighbor", "neighbors")}`) : null,
      isDrawn ? button(pin, () => hands.pin(iri), hands.isPinned(iri) ? "Pinned" : "Pin") : null,
      isDrawn
        ? button({ "data-deed": "remove", title: "Key: Delete" }, () => hands.remove(iri), "Remove")
        : button({ "data-deed": "draw" }, () => hands.draw(iri), "Draw it"),
    ),
    away.size ? list(desk, iri, away) : null,
    desk.reach && all > away.size ? finder(desk, desk.reach, iri) : null,
  ];
}
