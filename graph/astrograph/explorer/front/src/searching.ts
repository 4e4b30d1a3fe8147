/* Searching: the search box and the two ends of a connection, all found by name. */

import { type Combobox, type Row, combobox } from "./combobox";
import { byId, make, mark, on } from "./elements";
import { type Hit, type Named, find } from "./names";
import type { Marks } from "./payload";
import { type Acts, SIDES, type Side, type State } from "./state";
import { look, words } from "./wording";

const ROWS = 12;

function row(marks: Marks, { entity, name }: Hit): Row {
  const alias = name.main ? null : [" · ", make("span", { lang: name.lang, dir: "auto" }, name.text)];
  return {
    value: entity.iri,
    content: [
      mark(look(marks, entity.type)),
      make("span", { class: "line" }, entity.label),
      make("small", {}, words(entity.type), alias),
    ],
  };
}

/** Wire the search box; `pick` gets the IRI that is chosen. */
export function wireSearch(named: () => readonly Named[], marks: Marks, pick: (iri: string) => void): void {
  const box = byId<HTMLInputElement>("search");
  const rows = (typed: string): Row[] => find(named(), typed, ROWS).map((hit) => row(marks, hit));
  combobox(box, byId("search-list"), rows, (iri) => {
    box.value = "";
    pick(iri);
  });
}

/** Wire the form that asks for a connection; `connect` runs when both of its ends are known. */
export function wireConnect(
  named: () => readonly Named[],
  marks: Marks,
  state: State,
  acts: Acts,
  connect: () => void,
): void {
  const rows = (typed: string): Row[] => find(named(), typed, ROWS).map((hit) => row(marks, hit));
  const field = (side: Side): HTMLInputElement => byId<HTMLInputElement>(side);
  const wire = (side: Side): Combobox => {
    const made = combobox(field(side), byId(`${side}-list`), rows, (iri) => acts.end(side, iri));
    on(field(side), "input", () => (state[side] = null));
    on(field(side), "focus", () => field(side).select());
    return made;
  };
  const boxes: Record<Side, Combobox> = { from: wire("from"), to: wire("to") };
  on(byId("connect"), "submit", (event) => {
    event.preventDefault();
    for (const side of SIDES) {
      const [best, next] = find(named(), field(side).value, 2);
      if (!state[side] && best && (!next || best.rank < next.rank)) state[side] = best.entity.iri;
    }
    const missing = SIDES.find((side) => !state[side]);
    if (!missing) return connect();
    field(missing).focus();
    boxes[missing].open();
  });
}
