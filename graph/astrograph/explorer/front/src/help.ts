/* Help: which keys do what. */

import { make, on } from "./elements";
import { setSingleKeys, showSingleKeys, singleKeys } from "./shortcuts";
import { windowOf } from "./windows";

type Keys = readonly [keys: readonly string[], does: string];

/** The keys of the page, by the part of it where they work; whoever adds a key adds it here. */
export const KEYS: readonly (readonly [place: string, keys: readonly Keys[]])[] = [
  [
    "Anywhere",
    [
      [["/"], "find an entity by any of its names"],
      [["?"], "show these keys"],
      [["Esc"], "step back: close the list, the card, the connection"],
      [["Tab"], "go to the next part of the page"],
      [["Enter"], "do what the thing in the frame does"],
    ],
  ],
  [
    "In a list of names found",
    [
      [["↑", "↓"], "go through the names"],
      [["Enter"], "choose the name"],
    ],
  ],
  [
    "In the drawing",
    [
      [["←", "↑", "→", "↓"], "move it"],
      [["+", "−"], "come nearer, go farther"],
    ],
  ],
  [
    "In a SPARQL query",
    [
      [["Ctrl+Enter"], "run it"],
      [["Ctrl+Space"], "show what may come next"],
      [["Ctrl+Z", "Ctrl+Y"], "undo, redo what was typed"],
      [["Esc"], "close the list of names; then leave the query for the button that runs it"],
      [["Tab"], "leave the query for the next button"],
    ],
  ],
  [
    "While an entity's card is open",
    [
      [["e"], "bring its neighbors into the drawing"],
      [["c"], "take them away again"],
      [["Delete"], "take the entity out of the drawing"],
      [["Ctrl+Z", "Ctrl+Y"], "undo, redo"],
    ],
  ],
  [
    "In the tables",
    [
      [["↑", "↓", "Home", "End"], "go from row to row"],
      [["Space"], "choose the row, and stay"],
      [["Enter"], "open its card; on the head of a column: sort by it"],
    ],
  ],
  [
    "In the timeline",
    [
      [["←", "→", "Home", "End"], "go from bar to bar"],
      [["Enter"], "open the relation's card"],
      [["+", "−", "0"], "show a shorter, a longer, the whole time"],
    ],
  ],
  ["In a story", [[["←", "→"], "tell the step before, the next step"]]],
];

/** Wire the button and the key that show the help. */
export function wireHelp(opener: HTMLElement): void {
  const parts = KEYS.map(([place, keys]) => [
    make("h3", {}, place),
    make(
      "dl",
      { class: "keys" },
      keys.map(([names, does]) => [make("dt", {}, names.flatMap((name, at) => [at ? " " : "", make("kbd", {}, name)])), make("dd", {}, does)]),
    ),
  ]);
  const hint = "Everything that the mouse can do here the keyboard can do, too. The table tells in words what the drawing shows.";
  const single = make("input", { type: "checkbox", id: "single-keys" });
  const switching = make("label", { class: "switch" }, single, make("span", {}, "Single characters do something: ", ["/", "?", "e", "c"].flatMap((name) => [make("kbd", {}, name), " "])));
  single.checked = singleKeys();
  on(single, "change", () => setSingleKeys(single.checked));
  showSingleKeys();
  const shown = windowOf(opener, "help-window", "Keys", make("p", {}, hint), switching, parts);
  on(document.documentElement, "keydown", (event) => {
    const field = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable=true]");
    if (event.key !== "?" || !singleKeys() || field || event.ctrlKey || event.metaKey || event.altKey || shown.open) return;
    event.preventDefault();
    shown.showModal();
  });
}
