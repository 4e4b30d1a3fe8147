/* Sorting: the order of a table's rows, and the buttons in its head that change it. */

import { button, on } from "./elements";

export type Direction = "ascending" | "descending";

export interface Order {
  readonly column: number;
  readonly direction: Direction;
}

export type Key = string | number | null;

const words = new Intl.Collator("en", { numeric: true });

/** Put items in order; those without a key come last either way, and equal ones stay as they are. */
export function sorted<Item>(items: readonly Item[], key: (item: Item) => Key, direction: Direction): Item[] {
  const sign = direction === "ascending" ? 1 : -1;
  const keyed = items.map((item) => ({ item, key: key(item) }));
  const isNone = (value: Key): boolean => value === null || value === "";
  keyed.sort((one, other) => {
    if (isNone(one.key) || isNone(other.key)) return Number(isNone(one.key)) - Number(isNone(other.key));
    if (typeof one.key === "number" && typeof other.key === "number") return sign * (one.key - other.key);
    return sign * words.compare(String(one.key), String(other.key));
  });
  return keyed.map(({ item }) => item);
}

/** What a press on a column's head leads to: up, down, then the order that it was in. */
export function next(order: Order | null, column: number): Order | null {
  if (order?.column !== column) return { column, direction: "ascending" };
  return order.direction === "ascending" ? { column, direction: "descending" } : null;
}

/** Turn the heads of a table into buttons; gives what marks the order on them. */
export function sortable(table: HTMLElement, press: (column: number) => void): (order: Order | null) => void {
  const heads = [...table.querySelectorAll<HTMLElement>("thead th")];
  heads.forEach((head, column) => {
    const name = head.textContent;
    head.replaceChildren(button({ class: "sort" }, () => press(column), name));
    on(head, "click", (event) => {
      if (event.target === head) press(column);
    });
  });
  return (order) =>
    heads.forEach((head, column) => {
      if (order?.column === column) head.setAttribute("aria-sort", order.direction);
      else head.removeAttribute("aria-sort");
    });
}
