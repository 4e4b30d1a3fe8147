import assert from "node:assert/strict";
import { test } from "node:test";
import { find, fold, index } from "../src/names";
import { ANNA, BERT, CLUB } from "./sample";

const named = index([ANNA, BERT, CLUB]);
const labels = (typed: string, limit = 9): string[] => find(named, typed, limit).map(({ entity }) => entity.label);

test("case, accents and punctuation do not matter", () => {
  assert.equal(fold("  Áňña  ŁUKASZ-O’Neil "), "anna lukasz oneil");
  assert.equal(fold("МКС"), "мкс");
  assert.equal(fold("—"), "");
});

test("an entity is found by its label, another name, its short id and its whole IRI", () => {
  for (const typed of ["anna", "lukasz", "id:Anna", "x:Anna"]) assert.deepEqual(labels(typed)[0], "Anna", typed);
  assert.deepEqual(labels("берт"), ["Bert"]);
});

test("part of an IRI finds nothing, and neither does nothing", () => {
  assert.deepEqual(labels("x"), []);
  assert.deepEqual(labels("  "), []);
});

test("a whole name comes before a beginning, and a beginning before what is within", () => {
  const people = ["Rubin", "Ann Rubin", "Rub", "Scrub"].map((label) => ({ ...ANNA, iri: label, curie: "", label, aliases: [] }));
  const found = find(index(people), "rub", 9);
  assert.deepEqual(found.map(({ entity, rank }) => [entity.label, rank]), [["Rub", 0], ["Rubin", 1], ["Ann Rubin", 2], ["Scrub", 3]]);
  assert.equal(find(index(people), "rub", 2).length, 2);
});
