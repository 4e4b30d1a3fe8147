/* Main: the view in which the page is asked in SPARQL. */

import { csv } from "../csv";
import { button, make, on } from "../elements";
import type { Group } from "../renderer";
import { save } from "../saving";
import type { Store } from "../store";
import { plural } from "../wording";
import { type Answer, jsonOf, placeOf, shortened, textOf } from "./answer";
import { Cancelled, Client } from "./client";
import { completing } from "./completion";
import { editor } from "./editor";
import type { MakeSparql } from "./opening";
import { resultTable } from "./results";

const TERMS = `SELECT DISTINCT ?term ?label ?base WHERE {
  ?term rdfs:label ?label FILTER (STRSTARTS(STR(?term), STR(ag:)))
  OPTIONAL { ?base ag:pastForm|ag:planForm ?term }
} ORDER BY ?term`;

interface Term {
  name: string;
  label: string;
  iri: string;
  base: string;
}

/** Find what a graph says of the page: its entities, and the relations that are drawn. */
function groupOf(answer: Answer, store: Store, bases: ReadonlyMap<string, string>): Group {
  const entities = new Set<string>();
  const wanted = new Set<string>();
  for (const { subject, predicate, object } of answer.rows) {
    const [from, how, to] = [subject, predicate, object].map(textOf) as [string, string, string];
    for (const iri of [from, to]) if (store.has(iri)) entities.add(iri);
    wanted.add([from, bases.get(how) ?? how, to].join("\n"));
  }
  const statements = new Set<number>();
  store.statements.forEach(({ subject, relation, object }, number) => {
    if (wanted.has([subject, relation.iri, object].join("\n"))) statements.add(number);
  });
  return { entities, statements };
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
  const source = completing({ terms: () => terms, entities: (typed) => given.named(typed).map(nameOf) });
  const edit = editor(source, () => void run());
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
    given.mark(answer.kind === "graph" ? groupOf(answer, store, new Map(terms.map(({ iri, base }) => [iri, base || iri]))) : null);
    if (answer.kind === "truth") {
      status.textContent = answer.truth ? "Yes." : "No.";
    } else {
      const none = "Nothing on this page fits the query.";
      const drawn = answer.kind === "graph" && answer.rows.length ? " What of it is drawn stands out." : "";
      const [one, many] = answer.kind === "graph" ? ["triple", "triples"] : ["row", "rows"];
      status.textContent = answer.rows.length ? `${plural(answer.rows.length, one, many)}.${drawn}` : none;
      if (answer.rows.length) holder.replaceChildren(resultTable(answer, store, acts, prefixes));
    }
    const table = (): string => csv([answer.columns, ...answer.rows.map((row) => answer.columns.map((name) => textOf(row[name])))]);
    if (answer.kind !== "truth") files.append(button({}, () => save("answer.csv", "text/csv", table()), "CSV"));
    files.append(button({}, () => save("answer.json", "application/json", jsonOf(answer)), "JSON"));
  }

  function complain(error: unknown): void {
    if (error instanceof Cancelled) {
      status.textContent = "Cancelled. The engine starts anew with the next query.";
      return;
    }
    const message = error instanceof Error ? error.message : String(error);
    const at = placeOf(message);
    const why = message.replace(/^.*?error at \d+:\d+:\s*/s, "");
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
    stop.disabled = true;
  }

  async function begin(): Promise<void> {
    const { rows } = await client.ask(TERMS);
    terms = rows.map(({ term, label, base }) => {
      const iri = textOf(term);
      return { iri, name: shortened(prefixes, iri), label: textOf(label), base: textOf(base) };
    });
    if (!turn) status.textContent = "Ready.";
  }

  const clear = button({ id: "query-unmark" }, () => given.mark(null), "Show all of the drawing");
  place.replaceChildren(
    make("div", { class: "asking" }, make("label", { for: "query-examples" }, "Examples"), choice),
    explanation,
    edit.element,
    make("div", { class: "asking" }, start, stop, files, clear),
    status,
    holder,
  );
  const ready = begin();
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
