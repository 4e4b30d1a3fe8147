/* Main: the view in which the page itself is asked in SPARQL, by the engine that it holds. */

import { type Child, button, make } from "../elements";
import { pause } from "../idle";
import type { Acts } from "../state";
import { plural } from "../wording";
import { type Answer, irisIn, shortened, textOf, triplesOf } from "./answer";
import { Client } from "./client";
import { completing } from "./completion";
import type { MakeSparql } from "./opening";
import { resultTable } from "./results";
import { type Told, view } from "./view";

const TERMS = `SELECT DISTINCT ?term ?label ?base ?kind WHERE {
  ?term rdfs:label ?label FILTER (STRSTARTS(STR(?term), STR(ag:)))
  OPTIONAL { ?term a ?kind FILTER (?kind = owl:Class) }
  OPTIONAL { ?base ag:pastForm|ag:planForm ?term }
} ORDER BY ?term`;

interface Term {
  name: string;
  label: string;
  iri: string;
  base: string;
  isClass: boolean;
}

const makeSparql: MakeSparql = (given, { place, book, engine, packed, run: runScript }) => {
  const { store, acts } = given;
  const { prefixes, examples } = book;
  const stock = { wasm: packed("wasm"), rdf: packed("rdf") };
  const client = new Client({ stock, prefixes, script: engine, run: runScript });
  let terms: Term[] = [];
  let isAsked = false;

  const nameOf = (iri: string): { name: string; label: string } => ({ name: shortened(prefixes, iri), label: store.label(iri) });
  const source = completing({ terms: () => terms, prefixes: Object.keys(prefixes), entities: (typed) => given.named(typed).map(nameOf) });

  /** A name that selects in the drawing what is there. */
  function named(iri: string): Child {
    const open = (chosen: Parameters<Acts["choose"]>[0], label: string): Child =>
      button({ class: "inline", title: iri }, () => acts.select(chosen), label);
    if (store.has(iri)) return open({ kind: "entity", iri }, store.label(iri));
    if (store.claims.has(iri)) return open({ kind: "claim", iri }, shortened(prefixes, iri));
    return make("code", { title: iri }, shortened(prefixes, iri));
  }

  function told(answer: Answer): Told {
    if (answer.kind === "truth") return { line: answer.truth ? "Yes." : "No.", shown: null };
    const [one, many] = answer.kind === "graph" ? ["triple", "triples"] : ["row", "rows"];
    const counted = `${plural(answer.rows.length, one, many)}.`;
    const draw = drawing(answer);
    const drawn = draw && ((): string => `${counted} ${draw()}`);
    return {
      line: !answer.rows.length ? "Nothing on this page fits the query." : drawn && answer.kind === "graph" ? drawn() : counted,
      shown: answer.rows.length ? resultTable(answer, named) : null,
      more: drawn && answer.kind === "table" ? [button({ id: "query-draw" }, () => asking.say(drawn()), "Show on the graph")] : [],
    };
  }

  /** What draws an answer; null where nothing of it can be drawn. */
  function drawing(answer: Answer): (() => string) | null {
    if (answer.kind === "graph") {
      const known = new Map(terms.map((term) => [term.iri, term]));
      const told = (iri: string): string => (store.has(iri) ? store.label(iri) : (known.get(iri)?.label ?? shortened(prefixes, iri)));
      const triples = triplesOf(answer, told, (iri) => known.get(iri)?.base || iri);
      return triples.length ? () => given.construct(triples) : null;
    }
    const found = irisIn(answer).filter((iri) => store.has(iri));
    return found.length ? () => given.gather(found) : null;
  }

  async function begin(): Promise<void> {
    const { rows } = await client.ask(TERMS);
    terms = rows.map(({ term, label, base, kind }) => {
      const iri = textOf(term);
      return { iri, name: shortened(prefixes, iri), label: textOf(label), base: textOf(base), isClass: kind !== undefined };
    });
    if (!isAsked) asking.say("Ready.");
  }

  const ready = pause().then(begin);
  const asking = view({
    ...{ asker: client, sources: [source], examples, ready, told },
    beside: button({ id: "query-unmark", title: "Take away what a query has drawn" }, () => given.clear(), "Clear from the drawing"),
    asked(query) {
      isAsked = true;
      given.asked(query);
      // What another query has drawn would stand for an answer to this one.
      given.clear();
    },
  });
  asking.say("The engine starts…");
  place.replaceChildren(...asking.parts);
  ready.catch(asking.complain);
  return { show: asking.show };
};

Object.assign(window, { astrographSparql: makeSparql });
