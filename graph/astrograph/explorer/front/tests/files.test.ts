import assert from "node:assert/strict";
import { test } from "node:test";
import { csv } from "../src/csv";
import { claimsOf, extentOf } from "../src/extent";
import { graphml, joint } from "../src/graphml";
import { next, sorted } from "../src/sorting";
import { Store } from "../src/store";
import { turtle } from "../src/turtle";
import { ANNA, BERT, claim, samplePayload } from "./sample";

const payload = samplePayload();
const store = new Store(payload);
const all = extentOf(store, new Set([0, 1, 2, 3, 4]), () => true, null);
const held = (bounds: (string | null)[]) => {
  const [start_earliest = null, start_latest = null, end_earliest = null, end_latest = null] = bounds;
  return { ...claim("c", ANNA, BERT), holds: { start_earliest, start_latest, end_earliest, end_latest } };
};

test("fields with separators are quoted, and rows end as the standard says", () => {
  assert.equal(csv([["a", 'say "b"'], ["c,d", "e\nf"], [1, null]]), 'a,"say ""b"""\r\n"c,d","e\nf"\r\n1,\r\n');
});

test("what begins like a formula is text, and numbers stay numbers", () => {
  assert.equal(csv([["=1+1", "+1", "-1", "@x", "\tx", -1]]), "'=1+1,'+1,'-1,'@x,'\tx,-1\r\n");
});

test("sorting is stable, knows numbers in names, and puts nothing last either way", () => {
  const names = ["STS-10", "", "STS-9"];
  assert.deepEqual(sorted(names, (name) => name, "ascending"), ["STS-9", "STS-10", ""]);
  assert.equal(sorted(names, (name) => name, "descending").at(-1), "");
  assert.deepEqual(sorted([3, 1, 2], (number) => number, "descending"), [3, 2, 1]);
});

test("a column's head leads up, down and back", () => {
  const up = next(null, 2);
  assert.deepEqual(up, { column: 2, direction: "ascending" });
  assert.deepEqual(next(up, 2), { column: 2, direction: "descending" });
  assert.equal(next(next(up, 2), 2), null);
  assert.deepEqual(next(up, 1), { column: 1, direction: "ascending" });
});

test("what is shown is what the filters leave of what is drawn", () => {
  const some = extentOf(store, new Set([4, 0]), ({ iri }) => iri !== "x:Dog", new Set(["x:Anna", "x:Bert", "x:Dog"]));
  assert.deepEqual(some.statements, [0]);
  assert.deepEqual(some.entities.map(({ iri }) => iri), ["x:Anna", "x:Bert"]);
});

test("several claims say the tightest bounds together, unless they cross", () => {
  assert.deepEqual(Object.values(joint([held(["1998", null, null, "2010"]), held(["2000", "2001", null, "2008"])])), ["2000", "2001", null, "2008"]);
  assert.deepEqual(Object.values(joint([held(["1998", "1998"]), held(["2003", "2003"])])), ["1998", "2003", null, null]);
});

test("GraphML escapes what is text, and replaces what XML cannot hold", () => {
  const text = graphml(store, all, 'a <b> & "c" \u0001');
  assert.match(text, /a &lt;b&gt; &amp; &quot;c&quot; \ufffd/);
  assert.equal(text.match(/<edge /g)?.length, 5);
});

test("Turtle tells claims with their parts, and what no claim makes as a plain triple", () => {
  const [said] = claimsOf(store, all);
  assert.ok(said);
  said.paraphrase = 'A "b"\n\\c';
  const text = turtle(store, all, "two\nlines");
  assert.match(text, /^# two lines: /);
  assert.match(text, /<claim:AnnaBert> a ag:Claim ;\n {4}ag:subject <x:Anna> ;/);
  assert.match(text, /skos:altLabel "Берт"/);
  assert.ok(text.includes('ag:paraphrase "A \\"b\\"\\n\\\\c"@en'));
  const bare = extentOf(store, new Set([1]), () => true, null);
  const without = new Store({ ...payload, statements: payload.statements.map((each) => ({ ...each, claims: [] })) });
  assert.match(turtle(without, bare, ""), /^<x:Bert> <x:knows> <x:Club> \.$/m);
});
