/* Page: the server's own page for SPARQL. Its endpoint answers, and IRIs lead to the server's pages. */

import { byId, link, make } from "../elements";
import { plural } from "../wording";
import { type Answer, shortened } from "./answer";
import { type Term, completing, completingEntities } from "./completion";
import type { Book } from "./opening";
import { Remote } from "./remote";
import { resultTable } from "./results";
import { type Told, view } from "./view";

/** What the server says of itself. */
interface Given extends Book {
  endpoint: string;
  /** Where entities are found by name; empty where there are none. */
  find: string;
  /** Where the server tells of what bears an IRI, by what the IRI begins with. */
  places: Readonly<Record<string, string>>;
  terms: readonly Term[];
}

/** How many signs of a graph are shown; the file holds all. */
const SHOWN = 200_000;
const OFFERED = "12";

const given = JSON.parse(byId("query-given").textContent ?? "") as Given;
const { endpoint, find, places, prefixes, terms } = given;
const form = byId<HTMLFormElement>("query");
const field = byId<HTMLTextAreaElement>("query-text");

async function entities(text: string, signal: AbortSignal): Promise<Term[]> {
  try {
    const response = await fetch(`${find}?${new URLSearchParams({ text, limit: OFFERED }).toString()}`, { signal });
    const found = (response.ok ? await response.json() : []) as { iri: string; label: string }[];
    return found.map(({ iri, label }) => ({ name: shortened(prefixes, iri), label }));
  } catch {
    // Whoever types on, or has no server any more, is offered no names.
    return [];
  }
}

/** A link to what tells of an IRI: on this server where it does, otherwise where the IRI itself leads. */
function named(iri: string): HTMLElement {
  const [base, place] = Object.entries(places).find(([each]) => iri.startsWith(each) && iri !== each) ?? [];
  const short = shortened(prefixes, iri).replace(/^<(.*)>$/s, "$1");
  if (base === undefined) return link(iri, short);
  return make("a", { href: `${place}${encodeURIComponent(iri.slice(base.length)).replaceAll("%2F", "/")}`, title: iri }, short);
}

/** A graph as it is written, its prefixes folded away; of a long one the beginning. */
function written(text: string): HTMLElement {
  const [head = ""] = /^(?:@prefix [^\n]*\n)*/.exec(text) ?? [];
  const body = text.slice(head.length);
  const rest = body.length > SHOWN ? `\n… ${body.length - SHOWN} more characters are in the file.` : "";
  const folded = head && make("details", {}, make("summary", {}, "Prefixes"), make("pre", {}, head));
  return make(
    "div",
    { class: "answer", tabindex: "0", role: "region", "aria-label": "Answer" },
    ...[folded, make("pre", {}, body.slice(0, SHOWN), rest)],
  );
}

function told(answer: Answer, took: number): Told {
  const { kind, rows, text, truth, capped } = answer;
  const time = `in ${(took / 1000).toFixed(2)} s.`;
  const cut = capped === undefined ? "" : ` There may be more: the server gives at most ${capped} in one answer.`;
  if (kind === "truth") return { line: `${truth ? "Yes" : "No"}, ${time}`, shown: null };
  if (text !== undefined) {
    return text.trim() ? { line: `A graph, ${time}${cut}`, shown: written(text) } : { line: `An empty graph, ${time}`, shown: null };
  }
  if (!rows.length) return { line: `Nothing found ${time}`, shown: null };
  return { line: `${plural(rows.length, "row", "rows")} ${time}${cut}`, shown: resultTable(answer, named) };
}

const asking = view({
  asker: new Remote(endpoint),
  sources: [
    completing({ terms: () => terms, prefixes: Object.keys(prefixes), entities: () => [] }),
    ...(find ? [completingEntities(entities)] : []),
  ],
  ...{ examples: given.examples, told },
  asked: (query) => history.replaceState(null, "", `${location.pathname}#${new URLSearchParams({ query }).toString()}`),
});

const inAddress = (): string => new URLSearchParams(location.hash.slice(1)).get("query") ?? "";

form.addEventListener("submit", (event) => event.preventDefault());
form.replaceChildren(...asking.parts);
addEventListener("hashchange", () => asking.show(inAddress()));
asking.put(field.value);
// What the address asks is answered; what the page proposes waits to be run.
asking.show(inAddress() || (new URLSearchParams(location.search).get("query") ?? ""));
document.documentElement.dataset["ready"] = "true";
