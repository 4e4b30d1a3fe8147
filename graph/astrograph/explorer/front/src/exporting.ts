/* Exporting: the window that offers what is shown as files of several kinds. */

import { type Child, button, make } from "./elements";
import type { Extent } from "./extent";
import { graphml } from "./graphml";
import { news } from "./news";
import { save } from "./saving";
import type { Scene } from "./scene";
import { sketch, svgText } from "./sketch";
import type { Store } from "./store";
import { entitiesCsv, relationsCsv } from "./table";
import { readTones } from "./tones";
import { turtle } from "./turtle";
import { plural } from "./wording";
import { windowOf } from "./windows";

/** What can be saved just now. */
export interface Exports {
  extent(): Extent;
  /** What is drawn; null when the renderer cannot say. */
  scene(): Scene | null;
  /** Make the drawing ready to be copied. */
  still(): void;
}

/** Put all layers of the drawing on the page's ground, as they stand in the window. */
export function canvasPicture(frame: HTMLElement, ground: string): HTMLCanvasElement | null {
  const layers = [...frame.querySelectorAll("canvas")].filter((layer) => !layer.closest("[hidden]"));
  const [width, height] = [Math.max(0, ...layers.map((layer) => layer.width)), Math.max(0, ...layers.map((layer) => layer.height))];
  const whole = make("canvas", { width, height });
  const context = whole.getContext("2d");
  if (!context || !width || !height) return null;
  context.fillStyle = ground;
  context.fillRect(0, 0, width, height);
  for (const layer of layers) context.drawImage(layer, 0, 0, width, height);
  return whole;
}

interface Offer {
  readonly name: string;
  readonly note: string;
  save(): void;
}

/** Wire the button that opens the window. */
export function wireExports(opener: HTMLElement, frame: HTMLElement, store: Store, exports: Exports): void {
  const title = document.title;
  const said = make("p", { role: "status", class: "note" });
  const say = news(said);
  const png = (): void => {
    exports.still();
    const picture = canvasPicture(frame, readTones().of("page"));
    if (!picture) return say("There is no drawing in sight: switch to the drawing first.");
    picture.toBlob((blob) => {
      if (!blob) return say("The browser could not make the picture.");
      save("drawing.png", "image/png", blob);
      return say("Saved the drawing as PNG.");
    }, "image/png");
  };
  const svg = (): void => {
    const scene = exports.scene();
    if (!scene) return say("This way of drawing has no lines to save: take the PNG.");
    save("drawing.svg", "image/svg+xml", svgText(sketch(scene, readTones(), title)));
    return say("Saved the drawing as SVG.");
  };
  const text = (ending: string, type: string, write: (extent: Extent) => string) => (): void => {
    save(ending, type, write(exports.extent()));
    say(`Saved ${ending}.`);
  };
  const offers: [string, Offer[]][] = [
    [
      "The drawing",
      [
        { name: "PNG", note: "as it stands in the window", save: png },
        { name: "SVG", note: "whole, to scale and to edit", save: svg },
        { name: "Print", note: "the drawing, the card and the table", save: () => print() },
      ],
    ],
    [
      "What is shown, for other programs",
      [
        { name: "Relations as CSV", note: "for spreadsheets", save: text("relations.csv", "text/csv;charset=utf-8", (extent) => relationsCsv(store, extent.statements)) },
        { name: "Entities as CSV", note: "for spreadsheets", save: text("entities.csv", "text/csv;charset=utf-8", (extent) => entitiesCsv(store, extent.entities)) },
        { name: "GraphML", note: "for Gephi, yEd, Cytoscape, networkx", save: text("graph.graphml", "application/graphml+xml", (extent) => graphml(store, extent, title)) },
        { name: "Turtle", note: "the claims with their sources, as RDF", save: text("claims.ttl", "text/turtle;charset=utf-8", (extent) => turtle(store, extent, title)) },
      ],
    ],
  ];
  const tally = make("p", {});
  const row = ({ name, note, save: run }: Offer): Child => make("li", {}, button({}, run, name), make("small", {}, ` ${note}`));
  const parts = offers.map(([head, list]) => [make("h3", {}, head), make("ul", { class: "plain offers" }, list.map(row))]);
  const made = windowOf(opener, "save-window", "Save what is shown", tally, parts, said);
  opener.addEventListener("click", () => {
    const { statements, entities } = exports.extent();
    tally.textContent = `${plural(entities.length, "entity", "entities")} and ${plural(statements.length, "relation", "relations")} are shown. The files are made on this page; nothing is sent.`;
    say("");
    made.querySelector("button")?.focus();
  });
}
