/* Engine: Oxigraph over the page's RDF, in a worker, or on the page where workers are refused. */

import init, { type Quad, type Term as OxTerm, Store } from "oxigraph/web.js";
import { unpacked } from "../packing";
import { type Answer, type Term, asksForGraph } from "./answer";

/** What stands in the page: the engine's program and the RDF, both packed. */
export interface Stock {
  wasm: string;
  rdf: string;
}

export type Wish = { id: number; start: Stock } | { id: number; query: string };
export type Reply = { id: number; answer?: Answer; error?: string; isBroken?: boolean };

const JSON_RESULTS = "application/sparql-results+json";
const NOTHING: Answer = { kind: "table", columns: [], rows: [], truth: false };
let store: Store | null = null;

async function start({ wasm, rdf }: Stock): Promise<void> {
  await init({ module_or_path: await unpacked(wasm) });
  store = new Store();
  const text = new Uint8Array(await unpacked(rdf));
  store.load(text, { format: "application/n-triples", no_transaction: true });
}

function plain(term: OxTerm): Term {
  switch (term.termType) {
    case "NamedNode":
      return { type: "uri", value: term.value };
    case "Literal": {
      const { language, datatype, value } = term;
      return { type: "literal", value, ...(language ? { "xml:lang": language } : { datatype: datatype.value }) };
    }
    case "BlankNode":
      return { type: "bnode", value: term.value };
    default:
      return { type: "triple", value: term.toString() };
  }
}

function ask(query: string): Answer {
  if (!store) throw new Error("the engine is not ready");
  if (asksForGraph(query)) {
    const quads = store.query(query) as Quad[];
    const row = ({ subject, predicate, object }: Quad): Answer["rows"][number] => ({
      subject: plain(subject),
      predicate: plain(predicate),
      object: plain(object),
    });
    return { ...NOTHING, kind: "graph", columns: ["subject", "predicate", "object"], rows: quads.map(row) };
  }
  const made = JSON.parse(store.query(query, { results_format: JSON_RESULTS }) as string) as {
    head: { vars?: string[] };
    boolean?: boolean;
    results?: { bindings: Answer["rows"] };
  };
  if (made.boolean !== undefined) return { ...NOTHING, kind: "truth", truth: made.boolean };
  return { ...NOTHING, columns: made.head.vars ?? [], rows: made.results?.bindings ?? [] };
}

async function reply(wish: Wish): Promise<Reply> {
  const { id } = wish;
  try {
    if ("start" in wish) await start(wish.start);
    return { id, answer: "query" in wish ? ask(wish.query) : NOTHING };
  } catch (error) {
    // What the engine says of a query is an Error or a text; a fault of its own leaves it unusable.
    const isBroken = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    return { id, error: error instanceof Error ? error.message : String(error), isBroken };
  }
}

if (typeof document === "undefined") {
  const scope = self as unknown as Worker;
  scope.onmessage = async ({ data }: MessageEvent<Wish>) => scope.postMessage(await reply(data));
} else {
  Object.assign(window, { astrographEngine: reply });
}
