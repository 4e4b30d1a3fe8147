/* Table: the same things as the drawing, one a row: to sort, to choose from, and to take along as CSV. */

import { type Child, button, byId, make, on } from "./elements";
import { type Cell, csv } from "./csv";
import type { Extent } from "./extent";
import { standingOf } from "./filter";
import type { Entity, Statement } from "./payload";
import { save } from "./saving";
import { type Key, type Order, next, sortable, sorted } from "./sorting";
import type { Acts, Chosen } from "./state";
import type { Store } from "./store";
import { plural } from "./wording";

/** How many rows are shown at first, and how many more at each wish. */
const STEP = 200;

export interface Table {
  show(extent: Extent, chosen: Chosen): void;
}

interface Sheet<Item> {
  readonly name: string;
  readonly keys: readonly ((item: Item) => Key)[];
  row(item: Item): HTMLElement;
  chosen(item: Item): NonNullable<Chosen>;
}

const isSame = (one: Chosen, other: Chosen): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The first instant that is known of a statement, for the order in time. */
export const began = ({ occasions }: Statement): string | null =>
  occasions.flatMap((bounds) => bounds.find((bound) => bound) ?? []).sort()[0] ?? null;

/** Let a row, with the buttons in it, be what Tab comes to, or pass it by. */
function rove(row: HTMLElement, isStop: boolean): void {
  for (const each of [row, ...row.querySelectorAll<HTMLElement>("button")]) each.tabIndex = isStop ? 0 : -1;
}

/** One of the template's tables, brought to life. */
class Live<Item> {
  private readonly sheet: Sheet<Item>;
  private readonly acts: Acts;
  private readonly body: HTMLElement;
  private readonly more: HTMLElement;
  private readonly mark: (order: Order | null) => void;
  private items: readonly Item[] = [];
  /** The items in the order in which the reader has put them. */
  listed: readonly Item[] = [];
  /** The items whose rows are in the table. */
  private filled: readonly Item[] = [];
  private order: Order | null = null;
  private done = 0;
  private chosen: Chosen = null;

  constructor(sheet: Sheet<Item>, acts: Acts) {
    const table = byId(sheet.name);
    this.sheet = sheet;
    this.acts = acts;
    this.body = table.querySelector("tbody") ?? table;
    this.more = byId(`more-${sheet.name}`);
    this.mark = sortable(table, (column) => {
      this.order = next(this.order, column);
      this.fill();
    });
    on(this.body, "click", (event) => this.onClick(event));
    on(this.body, "keydown", (event) => this.onKey(event));
  }

  show(items: readonly Item[], chosen: Chosen): void {
    this.chosen = chosen;
    const isNew = !this.done || items.length !== this.items.length || items.some((item, place) => item !== this.items[place]);
    this.items = items;
    if (isNew) this.fill();
    else this.point();
  }

  private fill(): void {
    const { order, sheet } = this;
    const key = order && sheet.keys[order.column];
    this.listed = key ? sorted(this.items, key, order.direction) : this.items;
    this.mark(order);
    const held = this.rows().indexOf(document.activeElement as HTMLElement);
    const item = this.filled[held];
    this.filled = this.listed;
    this.body.replaceChildren();
    this.done = 0;
    this.add();
    // Who goes through the rows stays at the same one.
    if (held >= 0) (this.rows()[item === undefined ? -1 : this.listed.indexOf(item)] ?? this.rows()[0])?.focus();
  }

  private add(): void {
    const rows = this.listed.slice(this.done, this.done + STEP).map((item) => this.sheet.row(item));
    this.body.append(...rows);
    this.done += rows.length;
    const left = this.listed.length - this.done;
    this.more.hidden = !left;
    this.more.replaceChildren(
      button({}, () => this.addMore(), `Show ${Math.min(STEP, left)} more`),
      ` ${plural(left, "row is", "rows are")} left`,
    );
    this.point();
  }

  /** Add rows, and take the keyboard to the first of them. */
  private addMore(): void {
    const first = this.done;
    this.add();
    this.rows()[first]?.focus();
  }

  private rows(): HTMLElement[] {
    return [...this.body.children] as HTMLElement[];
  }

  /** Mark the chosen row, and let one row be the one that Tab comes to. */
  private point(): void {
    const rows = this.rows();
    const at = rows.findIndex((_, place) => this.isChosen(place));
    const held = rows.findIndex((row) => row === document.activeElement);
    rows.forEach((row, place) => {
      if (place === at) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
      rove(row, place === Math.max(0, held < 0 ? at : held));
    });
  }

  private isChosen(place: number): boolean {
    const item = this.listed[place];
    return item !== undefined && this.chosen !== null && isSame(this.chosen, this.sheet.chosen(item));
  }

  private chosenAt(row: Element | null): Chosen {
    const item = row ? this.listed[this.rows().indexOf(row as HTMLElement)] : undefined;
    return item === undefined ? null : this.sheet.chosen(item);
  }

  private onClick(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target : null;
    const chosen = target?.closest("button") ? null : this.chosenAt(target?.closest("tr") ?? null);
    if (chosen) this.acts.select(chosen);
  }

  private onKey(event: KeyboardEvent): void {
    const row = event.target instanceof HTMLTableRowElement ? event.target : null;
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = this.rows();
    const at = rows.indexOf(row);
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 };
    const step = steps[event.key];
    const chosen = this.chosenAt(row);
    if (step !== undefined) {
      const there = rows[Math.min(rows.length - 1, Math.max(0, step))];
      rove(row, false);
      if (there) rove(there, true);
      there?.focus();
    } else if (event.key === " " && chosen) this.acts.select(chosen);
    else if (event.key === "Enter" && chosen) this.acts.choose(chosen);
    else return;
    event.preventDefault();
  }
}

const RELATION_HEAD = [
  ...["subject", "relation", "object", "tense", "time", "standing", "status", "claims", "sources", "sentence"],
  ...["subject IRI", "relation IRI", "object IRI", "claim IRIs"],
];

/** Write the shown relations for a spreadsheet. */
export function relationsCsv(store: Store, statements: readonly number[]): string {
  const row = (number: number): Cell[] => {
    const statement = store.statement(number);
    const { subject, relation, object, tense, when, standing, status, claims, sentence } = statement;
    const sources = new Set(claims.flatMap((iri) => store.claims.get(iri)?.source?.title ?? []));
    return [
      ...[store.label(subject), relation.label, store.label(object), tense, when, standing, status, claims.length],
      ...[[...sources].join("; "), sentence, subject, relation.iri, object, claims.join(" ")],
    ];
  };
  return csv([RELATION_HEAD, ...statements.map(row)]);
}

/** Write the shown entities for a spreadsheet. */
export function entitiesCsv(store: Store, entities: readonly Entity[]): string {
  const row = ({ label, type, aliases, iri }: Entity): Cell[] => [
    ...[label, type, aliases.map(({ text }) => text).join("; "), store.about(iri).length, iri],
  ];
  return csv([["entity", "type", "other names", "relations on the page", "IRI"], ...entities.map(row)]);
}

/** Bring the template's two tables to life. */
export function table(store: Store, acts: Acts): Table {
  const opening = (text: string, chosen: Chosen): Child => button({ class: "inline" }, () => acts.choose(chosen), text);
  const named = (iri: string): Child => (store.has(iri) ? opening(store.label(iri), { kind: "entity", iri }) : iri);
  const cell = (...parts: Child[]): HTMLElement => make("td", {}, ...parts);
  const of = store.statement.bind(store);

  const statementRow = (number: number): HTMLElement => {
    const statement = of(number);
    const { subject, relation, object, tense, when, claims } = statement;
    return make(
      "tr",
      { "data-statement": number, tabindex: -1 },
      make("th", { scope: "row" }, named(subject)),
      cell(opening(relation.label, { kind: "relation", number })),
      cell(named(object)),
      [tense, when, standingOf(statement), String(claims.length)].map((text) => cell(text)),
    );
  };
  const names = ({ aliases }: Entity): Child =>
    aliases.flatMap(({ lang, text }, place) => [place ? "; " : "", make("span", { lang: lang ?? "" }, text)]);
  const entityRow = (entity: Entity): HTMLElement =>
    make(
      "tr",
      { "data-entity": entity.iri, tabindex: -1 },
      make("th", { scope: "row" }, opening(entity.label, { kind: "entity", iri: entity.iri })),
      cell(entity.type),
      cell(names(entity)),
    );

  const relations = new Live<number>(
    {
      name: "relations",
      keys: [
        (number) => store.label(of(number).subject),
        (number) => of(number).relation.label,
        (number) => store.label(of(number).object),
        (number) => of(number).tense,
        (number) => began(of(number)),
        (number) => standingOf(of(number)),
        (number) => of(number).claims.length,
      ],
      row: statementRow,
      chosen: (number) => ({ kind: "relation", number }),
    },
    acts,
  );
  const entities = new Live<Entity>(
    {
      name: "entities",
      keys: [({ label }) => label, ({ type }) => type, ({ aliases }) => aliases[0]?.text ?? null],
      row: entityRow,
      chosen: ({ iri }) => ({ kind: "entity", iri }),
    },
    acts,
  );
  const CSV = "text/csv;charset=utf-8";
  on(byId("csv-relations"), "click", () => save("relations.csv", CSV, relationsCsv(store, relations.listed)));
  on(byId("csv-entities"), "click", () => save("entities.csv", CSV, entitiesCsv(store, entities.listed)));
  return {
    show(extent, chosen) {
      byId("count-relations").textContent = String(extent.statements.length);
      byId("count-entities").textContent = String(extent.entities.length);
      relations.show(extent.statements, chosen);
      entities.show(extent.entities, chosen);
    },
  };
}
