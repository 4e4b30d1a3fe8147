import assert from "node:assert/strict";
import { test } from "node:test";
import { type Triple, MOST_LINES, constructed, gathered } from "../src/constructed";
import { MOST_DRAWN } from "../src/plot";
import { sampleStore } from "./sample";

const store = sampleStore();
const named = (iri: string): { iri: string; label: string } => ({ iri, label: iri.slice(2) });
const triple = (subject: string, predicate: string, object: string | null, base = predicate): Triple => ({
  subject: named(subject),
  predicate: named(predicate),
  object: object === null ? null : named(object),
  base,
});

test("what the page says stands out, and what only the query says is a line of its own", () => {
  const made = constructed(store, [triple("x:Anna", "x:knew", "x:Bert", "x:knows"), triple("x:Bert", "x:knows", "x:Anna"), triple("x:Bert", "x:knows", "x:Anna")], new Set(["x:Anna"]));
  assert.deepEqual([...made.group.statements], [0, -1]);
  assert.deepEqual(made.lines.map(({ number, subject, object }) => [number, subject, object]), [[-1, "x:Bert", "x:Anna"]]);
  assert.deepEqual([...made.brought], ["x:Bert"]);
  assert.equal(made.told, "1 relation of the page stands out. 1 line is drawn that the query has made. 1 entity was brought in.");
});

test("what is no entity is drawn where a line leads to it, and a text never", () => {
  const made = constructed(store, [triple("x:Anna", "x:in", "x:Town"), triple("x:Anna", "x:age", null), triple("x:Nobody", "x:age", null)], new Set(["x:Anna"]));
  assert.deepEqual([...made.resources], [["x:Town", "Town"]]);
  assert.match(made.told, /2 triples end in a text, and stand in the answer alone\.$/);
});

test("of too much the entities come first, and what is left out is said", () => {
  const drawn = new Set(Array.from({ length: MOST_DRAWN - 2 }, (_, place) => `y:${place}`));
  const made = constructed(store, [triple("x:Town", "x:in", "x:Anna"), triple("x:Town", "x:in", "x:Bert"), triple("x:Anna", "x:with", "x:Bert")], drawn);
  assert.deepEqual([...made.brought], ["x:Anna", "x:Bert"]);
  assert.equal(made.resources.size, 0);
  assert.equal(made.lines.length, 1);
  assert.match(made.told, new RegExp(`Left out: 1 thing, for at most ${MOST_DRAWN} are drawn at once. Not drawn: 2 lines.`));
  const many = Array.from({ length: MOST_LINES + 1 }, (_, place) => triple("x:Anna", `x:p${place}`, "x:Bert"));
  assert.match(constructed(store, many, new Set()).told, /Not drawn: 1 line\./);
});

test("entities that a query has found stand out with the relations between them", () => {
  const made = gathered(store, ["x:Anna", "x:Bert", "x:Nobody", "x:Anna"], new Set(["x:Anna"]));
  assert.deepEqual([...made.group.entities], ["x:Anna", "x:Bert"]);
  assert.deepEqual([...new Set(made.group.statements)], [0]);
  assert.equal(made.told, "2 entities stand out. 1 of them was brought in.");
});
