/* Combobox: an input with a list below it, for the mouse and for the keyboard alike. */

import { type Child, make, on } from "./elements";

export interface Row {
  value: string;
  content: Child;
}

export interface Combobox {
  open(): void;
  close(): void;
}

/**
 * Turn an input and a list into a combobox: type, arrows, Enter, Escape, or the mouse.
 * `find` answers what was typed with rows; `pick` gets the chosen row's value.
 */
export function combobox(
  input: HTMLInputElement,
  list: HTMLElement,
  find: (typed: string) => Row[],
  pick: (value: string) => void,
): Combobox {
  let rows: Row[] = [];
  let current = -1;

  const close = (): void => {
    list.hidden = true;
    current = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const point = (place: number): void => {
    current = place;
    [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === place)));
    const chosen = list.children[place];
    if (!chosen) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  };
  const choose = (place: number): void => {
    const row = rows[place];
    close();
    if (row) pick(row.value);
  };
  const option = (row: Row, place: number): HTMLElement => {
    const item = make("li", { id: `${list.id}-${place}`, role: "option", "aria-selected": "false" }, row.content);
    on(item, "mousedown", (event) => event.preventDefault());
    return on(item, "click", () => choose(place));
  };
  const open = (): void => {
    rows = find(input.value);
    list.replaceChildren(...rows.map(option));
    if (!rows.length && input.value.trim()) {
      const none = { class: "none", role: "option", "aria-disabled": "true" };
      list.append(make("li", none, "No entity has such a name here"));
    }
    list.hidden = !list.children.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    point(rows.length ? 0 : -1);
  };
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step) {
      event.preventDefault();
      if (list.hidden) open();
      else if (rows.length) point((current + step + rows.length) % rows.length);
    } else if (!list.hidden && event.key === "Enter" && rows.length) {
      event.preventDefault();
      choose(current);
    } else if (!list.hidden && event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  };

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  list.setAttribute("role", "listbox");
  close();
  on(input, "input", open);
  on(input, "blur", close);
  on(input, "keydown", onKey);
  return { open, close };
}
