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

/** How long nothing has to be typed before what takes longer is asked, in milliseconds. */
const LULL = 180;

/**
 * Turn an input and a list into a combobox: type, arrows, Enter, Escape, or the mouse.
 * `find` answers what was typed with rows; `pick` gets the chosen row's value. Where there is `further`,
 * it answers the same later, and better.
 */
export function combobox(
  input: HTMLInputElement,
  list: HTMLElement,
  find: (typed: string) => Row[],
  pick: (value: string) => void,
  further: ((typed: string) => Promise<Row[]>) | null = null,
): Combobox {
  let rows: Row[] = [];
  let current = -1;
  let isMoved = false;
  /** Whether the reader has pressed Enter before the better answer was there. */
  let isWanted = false;
  let isPending = false;
  let waiting: ReturnType<typeof setTimeout> | undefined;

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
  const fill = (found: Row[], note: string): void => {
    const held = isMoved ? rows[current]?.value : undefined;
    rows = found;
    list.replaceChildren(...rows.map(option));
    if (note) list.append(make("li", { class: "none", role: "option", "aria-disabled": "true" }, note));
    list.hidden = !list.children.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    const place = rows.findIndex(({ value }) => value === held);
    point(place < 0 && rows.length ? 0 : place);
  };
  const none = (found: Row[]): string => (found.length || !input.value.trim() ? "" : "No entity has such a name here");
  const open = (): void => {
    const typed = input.value;
    const found = find(typed);
    isMoved = isWanted = isPending = false;
    clearTimeout(waiting);
    if (!further || !typed.trim()) return fill(found, none(found));
    fill(found, "Looking in the whole graph…");
    isPending = true;
    const answer = (all: Row[], note: string): void => {
      if (input.value !== typed || list.hidden) return;
      isPending = false;
      fill(all, note);
      if (isWanted && all.length) choose(current);
    };
    waiting = setTimeout(() => {
      further(typed).then(
        (all) => answer(all, none(all)),
        () => answer(rows, "The whole graph cannot be asked just now: these are on the page"),
      );
    }, LULL);
  };
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step) {
      event.preventDefault();
      if (list.hidden) return open();
      isMoved = true;
      if (rows.length) point((current + step + rows.length) % rows.length);
    } else if (!list.hidden && event.key === "Enter" && isPending && !isMoved) {
      event.preventDefault();
      isWanted = true;
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
