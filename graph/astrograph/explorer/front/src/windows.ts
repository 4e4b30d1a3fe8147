/* Windows: what opens above the page, takes the keyboard, and gives it back. */

import { type Child, button, make, on } from "./elements";

/** Make a window with a heading; it opens on a press of a button of the page, and closes on Escape. */
export function windowOf(opener: HTMLElement, id: string, title: string, ...content: Child[]): HTMLDialogElement {
  const shut = (): void => made.close();
  const made = make(
    "dialog",
    { id, "aria-labelledby": `${id}-title` },
    make("h2", { id: `${id}-title` }, title),
    button({ class: "shut", "aria-label": "Close" }, shut, "×"),
    content,
  );
  // What is typed here is not meant for the page below; a window that has just closed still has the keyboard.
  on(made, "keydown", (event) => made.open && event.stopPropagation());
  on(made, "click", (event) => {
    if (event.target === made) shut();
  });
  on(opener, "click", () => made.showModal());
  opener.setAttribute("aria-haspopup", "dialog");
  document.body.append(made);
  return made;
}
