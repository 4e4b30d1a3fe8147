/* Legend: every mark and line with its meaning; each entry hides or shows what it stands for, or that alone. */

import { type Child, alone, button, make, mark, on, stroke, warning } from "./elements";
import { NO_SOURCE, relationKey, sourceKey, sourcesOf, standingKey, standingOf, statusKey, tenseKey, typeKey } from "./filter";
import { keepingFocus } from "./keeping";
import type { Marks, Tense } from "./payload";
import type { Acts } from "./state";
import type { Store } from "./store";
import { TENSES, localName, look, words } from "./wording";

const SAID: Readonly<Record<Tense, string>> = { present: "holds now", plan: "planned", past: "in the past" };

/** Say a tense; a page of another time shows what held then. */
const said = ({ during }: Store, tense: string): string =>
  (tense === "present" && during ? "held then" : look(SAID, tense)) ?? tense;
const STANDINGS = ["undisputed", "disputed", "denied", "superseded"];

interface Entry {
  key: string;
  icon: Child;
  text: string;
  count: number;
}

/** Entries that belong together; those of a folded group are listed when it is opened. */
interface Group {
  name: string;
  isFolded: boolean;
  /** What the keys of a folded group begin with. */
  keys?: string;
  entries(): Entry[];
}

export interface Legend {
  /** What can be switched off. */
  readonly keys: { has(key: string): boolean };
  show(hidden: ReadonlySet<string>): void;
}

/** Count how often each value of a key occurs. */
function count<Item>(items: Iterable<Item>, key: (item: Item) => string | readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) for (const each of [key(item)].flat()) counts.set(each, (counts.get(each) ?? 0) + 1);
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

/** The most frequent first, then by name. */
const byCount = (one: Entry, other: Entry): number => other.count - one.count || (one.text < other.text ? -1 : 1);

/** Kinds of relations, whatever the tense in which they stand, by what most of them are called. */
function relations(store: Store): Entry[] {
  const called = new Map<string, Map<string, number>>();
  for (const { relation } of store.statements) {
    const key = relationKey(relation.iri);
    const names = called.get(key) ?? new Map<string, number>();
    called.set(key, names.set(relation.label, (names.get(relation.label) ?? 0) + 1));
  }
  return [...called].map(([key, names]) => {
    const [[text] = [""]] = [...names].sort(([one, many], [other, few]) => few - many || (one < other ? -1 : 1));
    return { key, icon: null, text, count: [...names.values()].reduce((sum, each) => sum + each, 0) };
  }).sort(byCount);
}

function sources(store: Store): Entry[] {
  const counts = count(store.statements, (statement) => sourcesOf(store, statement));
  const text = (iri: string): string =>
    iri === NO_SOURCE ? "no source named" : (store.sources.get(iri)?.title ?? localName(iri));
  return [...counts].map(([iri, number]) => ({ key: sourceKey(iri), icon: null, text: text(iri), count: number })).sort(byCount);
}

/** List the groups of entries; only what occurs is listed. */
function groups(store: Store, marks: Marks): Group[] {
  const entries = (
    found: () => ReadonlyMap<string, number>,
    order: readonly string[] | ((one: string, other: string) => number),
    made: (value: string) => Omit<Entry, "count">,
  ) => (): Entry[] => {
    const counts = found();
    const known = typeof order === "function" ? [...counts.keys()].sort(order) : order.filter((value) => counts.has(value));
    const others = [...counts.keys()].filter((value) => !known.includes(value)).sort();
    return [...known, ...others].map((value) => ({ ...made(value), count: counts.get(value) ?? 0 }));
  };
  const statuses = entries(
    () => count(store.statements, ({ status }) => status),
    [],
    (status) => ({ key: statusKey(status), icon: null, text: words(status) || "no status" }),
  );
  return [
    // Of types there may be so many that whatever comes below them is out of sight.
    {
      name: "Relations",
      isFolded: false,
      entries: entries(
        () => count(store.statements, ({ tense }) => tense),
        TENSES,
        (tense) => ({ key: tenseKey(tense), icon: stroke(tense as Tense), text: said(store, tense) }),
      ),
    },
    {
      name: "Standing",
      isFolded: false,
      entries: entries(
        () => count(store.statements, standingOf),
        STANDINGS,
        (standing) => ({ key: standingKey(standing), icon: standing === "undisputed" ? null : warning(), text: standing }),
      ),
    },
    { name: "Kinds of relations", isFolded: true, keys: "relation:", entries: () => relations(store) },
    { name: "Status of the claims", isFolded: true, keys: "status:", entries: statuses },
    { name: "Sources", isFolded: true, keys: "source:", entries: () => sources(store) },
    {
      name: "Entities",
      isFolded: false,
      entries: entries(
        () => count(store.entities, ({ type }) => type),
        byMark(marks),
        (type) => ({ key: typeKey(type), icon: mark(look(marks, type)), text: words(type) }),
      ),
    },
  ];
}

class LegendGroup {
  readonly element: HTMLElement;
  private readonly store: Store;
  private readonly group: Group;
  private readonly acts: Acts;
  private readonly row: HTMLElement;
  private readonly note = make("small", {});
  private readonly buttons = new Map<string, HTMLButtonElement>();
  private found: Entry[] | null = null;
  /** How far the store had grown when the entries were found, and when they were listed. */
  private readonly growth = { found: 0, listed: 0 };
  private hidden: ReadonlySet<string> = new Set();

  constructor(store: Store, group: Group, acts: Acts) {
    this.store = store;
    this.group = group;
    this.acts = acts;
    const { name } = group;
    this.row = make("div", { role: "group", "aria-label": name });
    if (group.isFolded) {
      const summary = make("summary", {}, name, " ", this.note);
      const details = make("details", { class: "fold" }, summary, this.row);
      on(details, "toggle", () => this.fill());
      this.element = details;
    } else {
      this.row.append(make("span", { class: "group", "aria-hidden": "true" }, name));
      this.element = this.row;
      this.fill();
    }
  }

  has(key: string): boolean {
    return this.entries().some((entry) => entry.key === key);
  }

  show(hidden: ReadonlySet<string>): void {
    this.hidden = hidden;
    this.renew();
    for (const [key, made] of this.buttons) made.setAttribute("aria-pressed", String(!hidden.has(key)));
    const { keys } = this.group;
    // What is folded is not counted before something of it is hidden.
    const isConcerned = keys !== undefined && [...hidden].some((key) => key.startsWith(keys));
    const known = this.found ?? (isConcerned ? this.entries() : []);
    const off = known.filter(({ key }) => hidden.has(key)).length;
    this.note.textContent = off ? `${off} of ${known.length} hidden` : "";
    if (off && this.element instanceof HTMLDetailsElement && !this.buttons.size) this.fill();
  }

  private entries(): Entry[] {
    const { growth } = this.store;
    if (this.growth.found !== growth) this.found = null;
    this.growth.found = growth;
    return (this.found ??= this.group.entries());
  }

  /** List again what has been listed before the store has grown. */
  private renew(): void {
    if (this.growth.listed === this.store.growth || !this.buttons.size) return;
    keepingFocus(
      this.row,
      () => {
        this.buttons.clear();
        for (const entry of this.row.querySelectorAll(".entry")) entry.remove();
        this.fill();
      },
      () => this.row.querySelector(".filter"),
    );
  }

  private fill(): void {
    if (this.buttons.size) return;
    this.growth.listed = this.store.growth;
    const entries = this.entries();
    const keys = entries.map(({ key }) => key);
    for (const { key, icon, text, count: number } of entries) {
      const parts = [icon, make("span", {}, text), make("small", {}, String(number))];
      const made = button({ class: "filter", "data-filter": key }, () => this.acts.toggle(key), parts);
      made.setAttribute("aria-pressed", String(!this.hidden.has(key)));
      this.buttons.set(key, made);
      const named = { class: "alone", "aria-label": `Only ${text}`, title: `Only ${text}`, "data-only": key };
      const only = keys.length > 1 ? button(named, () => this.acts.only(key, keys), alone()) : null;
      this.row.append(make("span", { class: "entry" }, made, only));
    }
  }
}

export function legend(holder: HTMLElement, store: Store, marks: Marks, acts: Acts): Legend {
  const showAll = (): void => {
    acts.showAll();
    // The button has gone with what it could undo.
    holder.querySelector<HTMLElement>(".filter")?.focus();
  };
  const reset = button({ class: "reset" }, showAll, "Show everything");
  const made = groups(store, marks).map((group) => new LegendGroup(store, group, acts));
  holder.append(...made.map(({ element }) => element), reset);
  return {
    keys: { has: (key) => made.some((group) => group.has(key)) },
    show(hidden) {
      for (const group of made) group.show(hidden);
      reset.hidden = !hidden.size;
    },
  };
}
