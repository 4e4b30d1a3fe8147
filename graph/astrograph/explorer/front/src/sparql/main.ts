/* Main: the view in which the page is asked in SPARQL. */

import { csv } from "../csv";
import { button, make, on } from "../elements";
import { pause } from "../idle";
import { save } from "../saving";
import { plural } from "../wording";
import { type Answer, irisIn, jsonOf, placeOf, shortened, textOf, triplesOf, undeclared } from "./answer";
import { Cancelled, Client } from "./client";
import { completing } from "./completion";
import { editor } from "./editor";
import type { MakeSparql } from "./opening";
import { resultTable } from "./results";

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
  let shown: string | null = null;
  let turn = 0;

  const nameOf = (iri: string): { name: string; label: string } => ({ name: shortened(prefixes, iri), label: store.label(iri) });
  const source = completing({ terms: () => terms, prefixes: Object.keys(prefixes), entities: (typed) => given.named(typed).map(nameOf) });
  const edit = editor(source, () => void run(), () => start.focus());
  const status = make("p", { role: "status", id: "query-status" }, "The engine starts…");
  const holder = make("div", { id: "query-answer" });
  const files = make("span", { class: "files" });
  const explanation = make("p", { class: "note", id: "query-note" });
  const start = button({ id: "query-run", title: "Ctrl+Enter" }, () => void run(), "Run");
  const stop = button({ id: "query-stop" }, () => client.cancel(), "Cancel");
  stop.disabled = true;
  const choice = make("select", { id: "query-examples", "aria-describedby": "query-note" }, make("option", { value: "" }, "Choose a question…"));
  choice.append(...examples.map(({ name, explanation: text }) => make("option", { value: name }, text)));
  on(choice, "change", () => {
    const example = examples.find(({ name }) => name === choice.value);
    if (!example) return;
    edit.put(example.text);
    // The first line of its comment is the question that is chosen.
    explanation.textContent = (example.text.split("\n")[1] ?? "").replace(/^#\s*/, "");
    void run();
  });

  function tell(answer: Answer): void {
    if (answer.kind === "truth") {
      status.textContent = answer.truth ? "Yes." : "No.";
    } else {
      const [one, many] = answer.kind === "graph" ? ["triple", "triples"] : ["row", "rows"];
      const counted = `${plural(answer.rows.length, one, many)}.`;
      status.textContent = answer.rows.length ? counted : "Nothing on this page fits the query.";
      if (answer.rows.length) holder.replaceChildren(resultTable(answer, store, acts, prefixes));
      const draw = drawing(answer);
      if (draw && answer.kind === "graph") status.textContent = `${counted} ${draw()}`;
      else if (draw) files.append(button({ id: "query-draw" }, () => (status.textContent = `${counted} ${draw()}`), "Show on the graph"));
    }
    const table = (): string => csv([answer.columns, ...answer.rows.map((row) => answer.columns.map((name) => textOf(row[name])))]);
    if (answer.kind !== "truth") files.append(button({}, () => save("answer.csv", "text/csv", table()), "CSV"));
    files.append(button({}, () => save("answer.json", "application/json", jsonOf(answer)), "JSON"));
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

  function complain(error: unknown): void {
    if (error instanceof Cancelled) {
      status.textContent = "Cancelled. The engine starts anew with the next query.";
      return;
    }
    const message = error instanceof Error ? error.message : String(error);
    const unknown = placeOf(message) && undeclared(prefixes, edit.text());
    const at = unknown ? unknown.place : placeOf(message);
    const why = unknown ? `the prefix ${unknown.name}: is not declared` : message.replace(/^.*?error at \d+:\d+:\s*/s, "");
    status.textContent = at ? `Line ${at.line}, column ${at.column}: ${why}` : message;
    status.classList.add("hint");
    if (at) edit.complain(at);
  }

  async function run(): Promise<void> {
    const mine = (turn += 1);
    const query = edit.text();
    if (!query.trim()) return;
    if (!stop.disabled) client.cancel();
    shown = query;
    given.asked(query);
    holder.replaceChildren();
    files.replaceChildren();
    status.classList.remove("hint");
    status.textContent = client.isCancellable ? "Running…" : "Running on the page, which cannot be cancelled…";
    start.setAttribute("aria-busy", "true");
    stop.disabled = !client.isCancellable;
    try {
      const answer = await client.ask(query);
      if (mine === turn) tell(answer);
    } catch (error) {
      if (mine === turn) complain(error);
    }
    if (mine !== turn) return;
    start.removeAttribute("aria-busy");
    // What is disabled lets the keyboard go.
    if (document.activeElement === stop) start.focus();
    stop.disabled = true;
  }

  async function begin(): Promise<void> {
    const { rows } = await client.ask(TERMS);
    terms = rows.map(({ term, label, base, kind }) => {
      const iri = textOf(term);
      return { iri, name: shortened(prefixes, iri), label: textOf(label), base: textOf(base), isClass: kind !== undefined };
    });
    if (!turn) status.textContent = "Ready.";
  }

  const clear = button({ id: "query-unmark", title: "Take away what a query has drawn" }, () => given.clear(), "Clear from the drawing");
  place.replaceChildren(
    make("div", { class: "asking" }, make("label", { for: "query-examples" }, "Examples"), choice),
    explanation,
    edit.element,
    make("div", { class: "asking" }, start, stop, files, clear),
    status,
    holder,
  );
  const ready = pause().then(begin);
  ready.catch(complain);
  return {
    show(query) {
      if (!query || query === shown) return;
      edit.put(query);
      shown = query;
      void ready.catch(() => undefined).then(() => run());
    },
  };
};

Object.assign(window, { astrographSparql: makeSparql });
