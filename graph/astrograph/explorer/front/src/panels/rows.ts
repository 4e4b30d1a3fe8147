/* Rows: the small parts of which all panels are made, and what they are made from. */

import { type Child, button, listOf, make, mark, stroke, warning } from "../elements";
import type { Hands } from "../hands";
import type { EntityRef, Marks, Tense } from "../payload";
import type { Reach } from "../reach";
import type { Acts } from "../state";
import type { Store } from "../store";
import { look, plural, words } from "../wording";

const SAID: Readonly<Record<Tense, string>> = { present: "now", past: "in the past", plan: "planned" };

/** Say a tense; what is now on a page of another time was then. */
export const said = ({ during }: Store, tense: Tense): string => (tense === "present" && during ? "then" : SAID[tense]);

/** What every panel is made from. */
export interface Desk {
  readonly store: Store;
  readonly marks: Marks;
  readonly acts: Acts;
  readonly hands: Hands;
  readonly reach: Reach | null;
}

/** A name that opens the entity's card when the page has it, or can have it. */
export function entityName({ store, acts }: Desk, ref: Pick<EntityRef, "iri" | "label">): HTMLElement {
  if (!store.has(ref.iri) && !store.live) return make("span", {}, ref.label);
  return button({ class: "inline" }, () => acts.choose({ kind: "entity", iri: ref.iri }), ref.label);
}

/** A row of two lines with signs before it. */
export function row(run: () => void, signs: Child, line: string, note: string, attributes = {}): HTMLElement {
  const text = make("span", {}, make("span", { class: "line" }, line), make("small", {}, note));
  return button({ class: "row", ...attributes }, run, signs, text);
}

/** A row that opens a relation's card; it says so when the filters hide the relation. */
export function statementRow({ store, acts }: Desk, number: number, isHidden = false): HTMLElement {
  const { tense, disputed, when, standing, sentence } = store.statement(number);
  const signs = make("span", { class: "signs" }, stroke(tense), disputed ? warning() : null);
  const note = [said(store, tense), when, disputed ? standing : "", isHidden ? "hidden by the filters" : ""].filter(Boolean).join(" · ");
  return row(() => acts.choose({ kind: "relation", number }), signs, sentence, note, { "data-relation": number });
}

/** A row that opens an entity's card. */
export function entityRow({ store, marks, acts }: Desk, iri: string): HTMLElement {
  const type = store.entity(iri)?.type ?? "";
  const sign = make("span", { class: "signs" }, mark(look(marks, type)));
  const note = `${words(type)} · ${plural(store.about(iri).length, "relation", "relations")}`;
  return row(() => acts.choose({ kind: "entity", iri }), sign, store.label(iri), note);
}

/** How many rows of a list are shown at first, and how many more at each wish. */
const ROWS = 100;

/** A list of which the first rows are shown, with a button for more: a hub has thousands. */
export function longList<Item>(items: readonly Item[], row: (item: Item) => HTMLElement): Child[] {
  const list = listOf(items.slice(0, ROWS).map(row));
  const rest = make("p", { class: "more" });
  const offer = (done: number): void => {
    const left = items.length - done;
    const more = (): void => {
      const rows = items.slice(done, done + ROWS).map((item) => make("li", {}, row(item)));
      list.append(...rows);
      offer(done + rows.length);
      rows[0]?.querySelector("button")?.focus();
    };
    rest.hidden = left <= 0;
    rest.replaceChildren(button({}, more, `Show ${Math.min(ROWS, left)} more`), ` ${left} left`);
  };
  offer(ROWS);
  return items.length > ROWS ? [list, rest] : [list];
}

/** What holds now comes first, then what is over, then what is planned. */
export function inOrder(store: Store, numbers: readonly number[]): number[] {
  const tenses: Tense[] = ["present", "past", "plan"];
  return tenses.flatMap((tense) => numbers.filter((number) => store.statement(number).tense === tense));
}
