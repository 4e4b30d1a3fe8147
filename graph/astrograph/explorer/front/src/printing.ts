/* Printing: the drawing as a picture that is sharp on paper, and the table, whatever view was open. */

import { byId } from "./elements";
import type { Scene } from "./scene";
import { sketch } from "./sketch";
import type { Tones } from "./tones";

/** The colors that the style sheet for print sets, whatever theme the page has. */
const PAPER: Tones = { of: (name) => `var(--${name})`, tint: (name) => `var(--${name}, var(--grey))`, font: "inherit" };

/** Make the page ready for paper when the browser is about to print; `fill` fills the table in. */
export function wirePrint(scene: () => Scene | null, fill: () => void): void {
  const place = byId("print");
  addEventListener("beforeprint", () => {
    const drawn = scene();
    if (drawn?.nodes.length) place.replaceChildren(sketch(drawn, PAPER, document.title));
    fill();
  });
  addEventListener("afterprint", () => place.replaceChildren());
}
