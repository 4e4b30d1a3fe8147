/* Main: the script of the overview, which the page runs when the reader first asks for the whole graph. */

import { make } from "../elements";
import { Chart } from "./chart";
import type { Given, MakeOverview } from "./opening";
import { SigmaRenderer } from "./sigma";

const makeOverview: MakeOverview = async ({ frame, store, codes, marks, settle, deeds, whole }: Given) => {
  const chart = new Chart(store, codes, marks);
  // The frame itself has no size while it is hidden.
  const stage = frame.parentElement ?? frame;
  const isTall = stage.clientHeight > stage.clientWidth;
  const spots = await settle({ types: chart.types(), ...chart.pairs, isTall });
  const holder = make("div", {
    class: "chart",
    role: "application",
    tabindex: 0,
    "aria-label": `The ${whole}: ${store.entities.length} entities, each a mark. Arrow keys move it, plus and minus zoom. The search finds every entity, and the table has the same content as text.`,
  });
  frame.replaceChildren(holder);
  return new SigmaRenderer(holder, chart, spots, deeds);
};

Object.assign(window, { astrographOverview: makeOverview });
