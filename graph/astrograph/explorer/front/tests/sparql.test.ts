import assert from "node:assert/strict";
import { test } from "node:test";
import { type CompletionResult, CompletionContext } from "@codemirror/autocomplete";
import { EditorState } from "@codemirror/state";
import { type Answer, asksForGraph, irisIn, isWithin, jsonOf, placeOf, preamble, shifted, shortened, textOf, triplesOf, undeclared } from "../src/sparql/answer";
import { completing } from "../src/sparql/completion";

const PREFIXES = { ag: "https://x/ontology#", id: "https://x/id/", skos: "http://www.w3.org/2004/02/skos/core#" };
const answer = (columns: string[], ...rows: Answer["rows"][number][]): Answer => ({ kind: "table", columns, rows, truth: false });
const uri = (value: string): { type: "uri"; value: string } => ({ type: "uri", value });

test("the form of a query is told apart from what only looks like it", () => {
  assert.equal(asksForGraph("SELECT ?construct WHERE { ?s ag:describe 'CONSTRUCT' }"), false);
  assert.equal(asksForGraph("# SELECT\nPREFIX select: <http://x/ask>\nconstruct { ?s ?p ?o } {}"), true);
  assert.equal(asksForGraph("DESCRIBE id:NASA"), true);
  assert.equal(asksForGraph('ASK { ?s ?p """\nCONSTRUCT""" }'), false);
});

test("a complaint is placed in the query as the reader has written it", () => {
  const query = "SELECT ?x\nWHER {\n}";
  const before = preamble(PREFIXES, query);
  assert.doesNotMatch(before, /\n/);
  assert.deepEqual(placeOf(shifted("error at 2:1: expected WHERE", before.length)), { line: 2, column: 1 });
  assert.deepEqual(placeOf(shifted(`error at 1:${before.length + 8}: expected`, before.length)), { line: 1, column: 8 });
  assert.equal(placeOf("there is no place here"), null);
});

test("a prefix that a query declares is not declared again", () => {
  assert.match(preamble(PREFIXES, "ASK {}"), /PREFIX ag: </);
  assert.doesNotMatch(preamble(PREFIXES, "prefix  ag: <http://other/> ASK {}"), /PREFIX ag: </);
});

test("a prefix that nothing declares is found where it stands first", () => {
  const found = (query: string): unknown => undeclared(PREFIXES, query);
  assert.deepEqual(found("ASK {\n '🛰' zz:a ?y . yy:b ?p ag:c }"), { name: "zz", place: { line: 2, column: 6 } });
  assert.deepEqual(found("ASK { ?x :b ?y }"), { name: "", place: { line: 1, column: 10 } });
  for (const query of ["PREFIX мой: <x:y> ASK { мой:a !ag:b|^skos:c _:d . ?x ?y 'zz:a' } # yy:b", "ASK { <zz:a> ?p ?q }"]) assert.equal(found(query), null, query);
});

test("an IRI is written with a prefix only where that can be read back", () => {
  assert.equal(shortened(PREFIXES, "https://x/ontology#leads"), "ag:leads");
  for (const iri of ["https://x/id/", "https://x/id/a/b", "https://x/id/a.", "https://y/a"]) assert.equal(shortened(PREFIXES, iri), `<${iri}>`);
});

test("terms are told as texts, whatever they are", () => {
  assert.equal(textOf(undefined), "");
  assert.equal(textOf({ type: "bnode", value: "b0" }), "_:b0");
  assert.equal(textOf({ type: "literal", value: "<b>", "xml:lang": "ru" }), "<b>");
  assert.equal(JSON.parse(jsonOf({ ...answer([]), kind: "truth", truth: true })).boolean, true);
  assert.deepEqual(JSON.parse(jsonOf(answer(["x"], { x: uri("x:a") }))).results.bindings, [{ x: { type: "uri", value: "x:a" } }]);
});

test("the IRIs of an answer are found in their order, each once", () => {
  const rows = [{ a: uri("x:b"), b: uri("x:a") }, { a: { type: "literal", value: "x:c" } as const, b: uri("x:b") }];
  assert.deepEqual(irisIn(answer(["a", "b"], ...rows)), ["x:b", "x:a"]);
});

test("triples bear names, and those that end in a text have no object", () => {
  const row = (object: Answer["rows"][number][string]): Answer["rows"][number] => ({ subject: { type: "bnode", value: "b" }, predicate: uri("x:wasLed"), object });
  const made = triplesOf(answer(["subject", "predicate", "object"], row(uri("x:a")), row({ type: "literal", value: "a" })), (iri) => `*${iri}`, () => "x:led");
  assert.deepEqual(made[0], { subject: { iri: "_:b", label: "_:b" }, predicate: { iri: "x:wasLed", label: "*x:wasLed" }, object: { iri: "x:a", label: "*x:a" }, base: "x:led" });
  assert.deepEqual(made.map(({ object }) => object?.iri ?? null), ["x:a", null]);
});

test("texts, comments and IRIs are known from where they begin until they end", () => {
  for (const within of ["SELECT 'a", 'x "a b', "x # y", "<http://x/", "'''a\nb", '"""a " b', "'a' # 'b'", "x 'a\\' b"]) assert.equal(isWithin(within), true, within);
  for (const beyond of ["", "SELECT 'a'", "# x\n", "<http://x#y> a", "'''a\n''' ", '"a#b" ', "?x < 5 ", "'a\nb "]) assert.equal(isWithin(beyond), false, beyond);
});

/* ---- completion ---- */

const TERMS = [
  { name: "ag:leads", label: "leads" },
  { name: "ag:ledBy", label: "led by" },
  { name: "ag:LaunchVehicle", label: "launch vehicle", isClass: true },
  { name: "ag:Person", label: "person", isClass: true },
  { name: "ag:pilots", label: "leads a flight of" },
];
const ENTITIES = [
  { names: ["Roscosmos", "Роскосмос"], name: "id:Roscosmos", label: "Roscosmos" },
  { names: ["China", "中国"], name: "<https://y/id/a b>", label: "China" },
];
const complete = completing({
  terms: () => TERMS,
  prefixes: ["ag", "id", "skos"],
  entities: (typed) => ENTITIES.filter(({ names }) => names.some((name) => name.toLowerCase().startsWith(typed.toLowerCase()))),
});

/** Complete a query where it has a bar. */
function offered(query: string, isAsked = false): { from: number; labels: string[] } {
  const pos = query.indexOf("|");
  const state = EditorState.create({ doc: query.replace("|", "") });
  const found = complete(new CompletionContext(state, pos, isAsked)) as CompletionResult | null;
  return { from: found?.from ?? -1, labels: found?.options.map(({ label }) => label) ?? [] };
}

test("after a prefix its own terms are offered, what begins so first", () => {
  assert.deepEqual(offered("ASK { ?x ag:le|").labels, ["ag:leads", "ag:ledBy", "ag:pilots", "ag:LaunchVehicle"]);
  assert.deepEqual(offered("ASK { ?x ag:lea|").labels, ["ag:leads", "ag:pilots"]);
  assert.equal(offered("ASK { ?x ag:le|").from, 9);
  assert.deepEqual(offered("ASK { ?x ag:|").labels.length, TERMS.length);
  assert.deepEqual(offered("ASK { ?x skos:le|").labels, []);
});

test("terms are found by their labels, and words and prefixes by their beginnings", () => {
  assert.deepEqual(offered("ASK { ?x flight|").labels, ["ag:pilots"]);
  assert.deepEqual(offered("sel|").labels, ["SELECT"]);
  assert.deepEqual(offered("ASK { ?x sko|").labels, ["skos:"]);
});

test("where a class has to come, classes alone are offered", () => {
  assert.deepEqual(offered("ASK { ?x a |", true).labels, ["ag:LaunchVehicle", "ag:Person"]);
  assert.deepEqual(offered("ASK { ?x a ag:|").labels, ["ag:LaunchVehicle", "ag:Person"]);
  assert.deepEqual(offered("ASK { ?x rdf:type per|").labels, ["ag:Person"]);
});

test("entities are found by any of their names in any script", () => {
  assert.deepEqual(offered("ASK { ?x ag:leads Роск|").labels, ["id:Roscosmos"]);
  assert.deepEqual(offered("ASK { ?x ag:leads 中|").labels, ["<https://y/id/a b>"]);
  assert.deepEqual(offered("ASK { ?x ag:leads id:Rosc|").labels, ["id:Roscosmos"]);
});

test("variables are offered from the whole query, in any script, without the one that is typed", () => {
  assert.deepEqual(offered("SELECT ?кто ?what { ?к| }").labels, ["?кто", "?what"]);
});

test("a number, a limit and a language have no name", () => {
  for (const query of ["LIMIT 20|", "ASK { ?x ?p 20|", "ASK { ?x ?p -2.5e|", "limit\n Rosc|", "OFFSET |", "ASK { ?x ?p 'a'@ro|", "ASK { ?x ?p 'a'@ro-rosc|"]) {
    assert.deepEqual(offered(query).labels, [], query);
    assert.deepEqual(offered(query, true).labels, [], query);
  }
  for (const query of ["SELECT ?limit Rosc|", "LIMIT 20 Rosc|", "ASK { ?x ?p id:Rosc|"]) assert.deepEqual(offered(query).labels, ["id:Roscosmos"], query);
});

test("short words in lower case are completed when that is asked for", () => {
  assert.deepEqual(offered("se|").labels, []);
  assert.deepEqual(offered("se|", true).labels, ["SELECT"]);
  assert.deepEqual(offered("SE|").labels, ["SELECT"]);
});

test("nothing is offered inside a text, a comment or an IRI, nor before anything is typed", () => {
  for (const query of ["ASK { ?x ?p 'lea|", "# sel|", "ASK { <http://x/le|", "ASK { |"]) assert.deepEqual(offered(query).labels, [], query);
  assert.ok(offered("ASK { |", true).labels.length > TERMS.length);
});
