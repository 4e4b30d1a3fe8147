import assert from "node:assert/strict";
import { test } from "node:test";
import { along, find } from "../src/paths";
import { sampleStore } from "./sample";

const { statements } = sampleStore();
const always = (): boolean => true;
const found = (from: string, to: string, isWalked = always): string[] =>
  find(statements, from, to, isWalked).map(({ entities }) => entities.map((iri) => iri.slice(2)).join(" "));

test("fewer hops come first, then lower costs", () => {
  assert.deepEqual(found("x:Anna", "x:Club"), ["Anna Club", "Anna Dog Club", "Anna Bert Club"]);
});

test("a path is walked only where the filter lets it", () => {
  assert.deepEqual(found("x:Anna", "x:Club", (statement?: { tense: string }) => statement?.tense !== "plan"), [
    "Anna Dog Club",
    "Anna Bert Club",
  ]);
});

test("nothing leads from an entity to itself or to one that nobody knows", () => {
  assert.deepEqual(found("x:Anna", "x:Anna"), []);
  assert.deepEqual(found("x:Anna", "x:Nobody"), []);
});

test("of paths that are given, those stay that can be walked", () => {
  const given = [["x:Anna", "x:Club", "x:Dog"], ["x:Anna", "x:Nobody"]];
  const [only, ...others] = along(statements, given, always);
  assert.deepEqual(only?.hops, [[4], [2]]);
  assert.equal(only?.cost, 10);
  assert.deepEqual(others, []);
});
