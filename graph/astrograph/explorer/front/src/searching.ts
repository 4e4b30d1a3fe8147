/* Searching: the search box and the two ends of a connection, all found by name. */

import { type Combobox, type Row, combobox } from "./combobox";
import { byId, make, mark, on } from "./elements";
import type { Index, Name } from "./names";
import type { EntityRef, Marks } from "./payload";
import type { Reach } from "./reach";
import { type Acts, SIDES, type Side, type State } from "./state";
import { look, words } from "./wording";

const ROWS = 12;

function row(marks: Marks, { iri, label, type }: EntityRef, name: Name): Row {
  const alias = name.main ? null : [" · ", make("span", { lang: name.lang, dir: "auto" }, name.text)];
  return {
    value: iri,
    content: [mark(look(marks, type)), make("span", { class: "line" }, label), make("small", {}, words(type), alias)],
  };
}

/** Where names are looked up: on the page at once, and later in the whole graph, if there is one. */
export class Names {
  private readonly index: Index;
  private readonly marks: Marks;
  private readonly reach: Reach | null;

  constructor(index: Index, marks: Marks, reach: Reach | null) {
    this.index = index;
    this.marks = marks;
    this.reach = reach;
  }

  readonly rows = (typed: string): Row[] => this.index.find(typed, ROWS).map((hit) => row(this.marks, hit.entity, hit.name));

  /** Give what the whole graph has, and then what only the page has found. */
  get further(): ((typed: string) => Promise<Row[]>) | null {
    const { reach } = this;
    if (!reach) return null;
    return async (typed) => {
      const found = await reach.find(typed, ROWS);
      const rows = found.map((each) => row(this.marks, each, { text: each.matched, main: each.matched === each.label, lang: null }));
      const known = new Set(found.map(({ iri }) => iri));
      return [...rows, ...this.rows(typed).filter(({ value }) => !known.has(value))].slice(0, ROWS);
    };
  }

  /** Find the one entity that a name means; null where several are as near. */
  async meant(typed: string): Promise<string | null> {
    const hits = this.reach ? await this.reach.find(typed, 2).catch(() => null) : null;
    const [best, next] = hits ?? this.index.find(typed, 2).map(({ entity, rank }) => ({ iri: entity.iri, score: -rank }));
    return best && (!next || best.score > next.score) ? best.iri : null;
  }
}

/** Search for a name as if it had been typed. */
export function search(name: string): void {
  const box = byId<HTMLInputElement>("search");
  box.value = name;
  box.focus();
  box.dispatchEvent(new Event("input"));
}

/** Wire the search box; `pick` gets the IRI that is chosen. */
export function wireSearch(names: Names, pick: (iri: string) => void): void {
  const box = byId<HTMLInputElement>("search");
  const chosen = (iri: string): void => {
    box.value = "";
    pick(iri);
  };
  combobox(box, byId("search-list"), names.rows, chosen, names.further);
}

/** Wire the form that asks for a connection; `connect` runs when both of its ends are known. */
export function wireConnect(names: Names, state: State, acts: Acts, connect: () => void): void {
  const field = (side: Side): HTMLInputElement => byId<HTMLInputElement>(side);
  const wire = (side: Side): Combobox => {
    const made = combobox(field(side), byId(`${side}-list`), names.rows, (iri) => acts.end(side, iri), names.further);
    on(field(side), "input", () => (state[side] = null));
    on(field(side), "focus", () => field(side).select());
    return made;
  };
  const boxes: Record<Side, Combobox> = { from: wire("from"), to: wire("to") };
  const submit = async (): Promise<void> => {
    for (const side of SIDES) state[side] ??= await names.meant(field(side).value);
    const missing = SIDES.find((side) => !state[side]);
    if (!missing) return connect();
    field(missing).focus();
    boxes[missing].open();
  };
  on(byId("connect"), "submit", (event) => {
    event.preventDefault();
    void submit();
  });
}
