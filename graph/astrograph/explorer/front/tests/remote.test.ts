import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { CompletionContext } from "@codemirror/autocomplete";
import { EditorState } from "@codemirror/state";
import { Cancelled, Fault } from "../src/sparql/asking";
import { completingEntities } from "../src/sparql/completion";
import { Remote, answerFrom, faultFrom } from "../src/sparql/remote";

const JSON_RESULTS = { "Content-Type": "application/sparql-results+json" };
const results = (content: unknown, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(content), { headers: { ...JSON_RESULTS, ...headers } });
const refused = (message: string, hint = "", status = 400): Response =>
  new Response(JSON.stringify({ error: { kind: "QuerySyntaxError", message, hint } }), { status });
const fetching = globalThis.fetch;

afterEach(() => {
  globalThis.fetch = fetching;
});

test("solutions, truths and graphs are told apart by what the endpoint sends", async () => {
  const rows = [{ x: { type: "uri", value: "x:a" } }];
  const table = await answerFrom(results({ head: { vars: ["x"] }, results: { bindings: rows } }));
  assert.deepEqual(table, { kind: "table", columns: ["x"], rows, truth: false });
  assert.deepEqual(await answerFrom(results({ head: {}, boolean: true })), { kind: "truth", columns: [], rows: [], truth: true });
  const graph = await answerFrom(new Response("<x:a> a <x:b> .", { headers: { "Content-Type": "text/turtle; charset=utf-8" } }));
  assert.deepEqual(graph, { kind: "graph", columns: [], rows: [], truth: false, text: "<x:a> a <x:b> ." });
});

test("an answer that was cut off says after how many rows", async () => {
  const cut = await answerFrom(results({ head: { vars: [] }, results: { bindings: [] } }, { "X-SPARQL-MaxRows": "5" }));
  assert.equal(cut.capped, 5);
});

test("a mistake is placed in the query, and what else is wrong is told with the advice", async () => {
  const placed = await faultFrom(refused("bad query at line 3, column 7: unexpected '}'", "in: }"));
  assert.deepEqual([placed.message, placed.place], ["unexpected '}'", { line: 3, column: 7 }]);
  const late = await faultFrom(refused("the query takes longer than 10 s", "narrow it", 503));
  assert.deepEqual([late.message, late.place], ["the query takes longer than 10 s; narrow it", null]);
  const proxy = await faultFrom(new Response("<html>", { status: 502, statusText: "Bad Gateway" }));
  assert.equal(proxy.message, "the server answers 502 Bad Gateway");
});

test("the query travels as the body, and comes back as an answer", async () => {
  const asked: unknown[] = [];
  globalThis.fetch = async (address, options) => {
    asked.push(address, options?.method, options?.body);
    return results({ head: {}, boolean: false });
  };
  assert.equal((await new Remote("/sparql").ask("ASK { 'ж' ?p ?o }")).truth, false);
  assert.deepEqual(asked, ["/sparql", "POST", "ASK { 'ж' ?p ?o }"]);
});

test("to cancel is to hang up, and a server that is gone is told of", async () => {
  globalThis.fetch = (_address, options) =>
    new Promise((_resolve, reject) => options?.signal?.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError"))));
  const remote = new Remote("/sparql");
  const waiting = remote.ask("ASK {}");
  remote.cancel();
  await assert.rejects(waiting, Cancelled);
  globalThis.fetch = () => Promise.reject(new TypeError("fetch failed"));
  await assert.rejects(remote.ask("ASK {}"), (error) => error instanceof Fault && /cannot be reached/.test(error.message));
});

test("entities are looked up where one may stand, and nowhere else", async () => {
  const asked: string[] = [];
  const source = completingEntities(async (name) => {
    asked.push(name);
    return [{ name: "id:Roscosmos", label: "Roscosmos" }];
  });
  const offered = async (query: string): Promise<string[]> => {
    const found = await source(new CompletionContext(EditorState.create({ doc: query }), query.length, false));
    return found?.options.map(({ label }) => label) ?? [];
  };
  assert.deepEqual(await offered("ASK { ?x ag:leads Роск"), ["id:Roscosmos"]);
  assert.deepEqual(await offered("ASK { ?x ag:leads id:Ros"), ["id:Roscosmos"]);
  for (const query of ["ASK { ?Rosc", "ASK { ?x ag:Rosc", "ASK { ?x a Rosc", "ASK { ?x ?y 'Rosc", "ASK { ?x ?y R", "ASK { "]) {
    assert.deepEqual(await offered(query), [], query);
  }
  assert.deepEqual(asked, ["Роск", "Ros"]);
});
