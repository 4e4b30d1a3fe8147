/* Table: the same things as the drawing, one a row, and every name opens its card. */

import { button } from "./elements";
import { isEntityShown } from "./filter";
import type { Acts, Chosen } from "./state";
import type { Store } from "./store";

export interface Table {
  show(shown: ReadonlySet<number>, hidden: ReadonlySet<string>): void;
}

/** Bring the template's two tables to life. */
export function table(holder: HTMLElement, store: Store, acts: Acts): Table {
  const statements = [...holder.querySelectorAll<HTMLTableRowElement>("tr[data-statement]")];
  const entities = [...holder.querySelectorAll<HTMLTableRowElement>("tr[data-entity]")];
  const wrap = (cell: HTMLTableCellElement | undefined, chosen: Chosen): void =>
    cell?.replaceChildren(button({ class: "inline" }, () => acts.choose(chosen), cell.textContent));
  statements.forEach((row, number) => {
    const { subject, object } = store.statement(number);
    if (store.has(subject)) wrap(row.cells[0], { kind: "entity", iri: subject });
    wrap(row.cells[1], { kind: "relation", number });
    if (store.has(object)) wrap(row.cells[2], { kind: "entity", iri: object });
  });
  entities.forEach((row, number) => {
    const entity = store.entities[number];
    if (entity) wrap(row.cells[0], { kind: "entity", iri: entity.iri });
  });
  return {
    show(shown, hidden) {
      statements.forEach((row, number) => (row.hidden = !shown.has(number)));
      store.entities.forEach((entity, number) => {
        const row = entities[number];
        if (row) row.hidden = !isEntityShown(entity, hidden);
      });
    },
  };
}
