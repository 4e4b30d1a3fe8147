/* Legend: every mark and line with its meaning; each entry hides or shows what it stands for. */

import { type Child, button, make, mark, stroke, warning } from "./elements";
import { standingKey, standingOf, tenseKey, typeKey } from "./filter";
import type { Marks, Tense } from "./payload";
import type { Acts } from "./state";
import type { Store } from "./store";
import { TENSES, look, words } from "./wording";

const SAID: Readonly<Record<Tense, string>> = { present: "holds now", plan: "planned", past: "in the past" };

interface Entry {
  key: string;
  icon: Child;
  text: string;
  count: number;
}

interface Group {
  name: string;
  entries: Entry[];
}

export interface Legend {
  /** What can be switched off. */
  readonly keys: ReadonlySet<string>;
  show(hidden: ReadonlySet<string>): void;
}

/** Count how often each value of a key occurs. */
function count<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

/** Order types so that those with the same shape stand together. */
function byMark(marks: Marks): (one: string, other: string) => number {
  const place = (type: string): string[] => [look(marks, type)?.shape ?? "", look(marks, type)?.colour ?? "", type];
  return (one, other) => {
    const there = place(other);
    return place(one).reduce((order, part, number) => order || part.localeCompare(there[number] ?? ""), 0);
  };
}

/** List the groups of entries; only what occurs is listed. */
function groups(store: Store, marks: Marks): Group[] {
  const types = count(store.entities, (entity) => entity.type);
  const tenses = count(store.statements, (statement) => statement.tense);
  const standings = count(store.statements, standingOf);
  return [
    {
      name: "Entities",
      entries: [...types.keys()].sort(byMark(marks)).map((type) => ({
        key: typeKey(type),
        icon: mark(look(marks, type)),
        text: words(type),
        count: types.get(type) ?? 0,
      })),
    },
    {
      name: "Relations",
      entries: TENSES.filter((tense) => tenses.has(tense)).map((tense) => ({
        key: tenseKey(tense),
        icon: stroke(tense),
        text: SAID[tense],
        count: tenses.get(tense) ?? 0,
      })),
    },
    {
      name: "Standing",
      entries: ["undisputed", "disputed"].filter((standing) => standings.has(standing)).map((standing) => ({
        key: standingKey(standing),
        icon: standing === "disputed" ? warning() : null,
        text: standing,
        count: standings.get(standing) ?? 0,
      })),
    },
  ];
}

export function legend(holder: HTMLElement, store: Store, marks: Marks, acts: Acts): Legend {
  const buttons = new Map<string, HTMLButtonElement>();
  const reset = button({ class: "reset" }, acts.showAll, "Show everything");
  const rows = groups(store, marks).map(({ name, entries }) => {
    const row = make("div", { role: "group", "aria-label": name });
    row.append(make("span", { class: "group", "aria-hidden": "true" }, name));
    for (const { key, icon, text, count: number } of entries) {
      const toggle = (): void => acts.toggle(key);
      const parts = [icon, make("span", {}, text), make("small", {}, String(number))];
      const made = button({ class: "filter", "data-filter": key }, toggle, parts);
      buttons.set(key, made);
      row.append(made);
    }
    return row;
  });
  rows.at(-1)?.append(reset);
  holder.append(...rows);
  return {
    keys: new Set(buttons.keys()),
    show(hidden) {
      for (const [key, made] of buttons) made.setAttribute("aria-pressed", String(!hidden.has(key)));
      reset.hidden = !hidden.size;
    },
  };
}
