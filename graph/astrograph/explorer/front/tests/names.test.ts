import assert from "node:assert/strict";
import { test } from "node:test";
import { Index, fold } from "../src/names";
import type { Entity } from "../src/payload";
import { apart } from "../src/spelling";
import { ANNA, BERT, CLUB } from "./sample";

const index = new Index([ANNA, BERT, CLUB]);
const labels = (typed: string, limit = 9): string[] => index.find(typed, limit).map(({ entity }) => entity.label);

const called = (label: string, ...aliases: string[]): Entity => ({
  ...ANNA,
  iri: `x:${label}`,
  curie: `id:${label.length}`,
  label,
  aliases: aliases.map((text) => ({ text, lang: null })),
});
const people = new Index(["Rubin", "Ann Rubin", "Rub", "Scrub", "Joe Rub", "Rub Joe"].map((label) => called(label)));
const found = (typed: string, limit = 9): [string, number][] =>
  people.find(typed, limit).map(({ entity, rank }) => [entity.label, rank]);

test("case, accents and punctuation do not matter", () => {
  assert.equal(fold("  Áňña  ŁUKASZ-O’Neil "), "anna lukasz oneil");
  assert.equal(fold("МКС"), "мкс");
  assert.equal(fold("—"), "");
});

test("an entity is found by its label, another name, its short id and its whole IRI", () => {
  for (const typed of ["anna", "lukasz", "id:Anna", "x:Anna", "<x:Anna>"]) assert.deepEqual(labels(typed)[0], "Anna", typed);
  assert.deepEqual(labels("берт"), ["Bert"]);
});

test("part of an IRI finds nothing, and neither does nothing", () => {
  assert.deepEqual(labels("x"), []);
  assert.deepEqual(labels("  "), []);
});

test("a whole name comes first, then a surname, a whole word, a beginning, and what is within", () => {
  assert.deepEqual(found("rub"), [["Rub", 0], ["Joe Rub", 1], ["Rub Joe", 2], ["Rubin", 3], ["Ann Rubin", 3], ["Scrub", 4]]);
  assert.deepEqual(found("rub", 2), [["Rub", 0], ["Joe Rub", 1]]);
});

test("all words have to be there, in any order, each whole or begun", () => {
  assert.deepEqual(found("rubi an"), [["Ann Rubin", 3]]);
  assert.deepEqual(found("rubin joe"), []);
});

test("what no name holds is found with a letter wrong, left out, too many or swapped", () => {
  for (const typed of ["ribin", "rbuin", "rubbin", "ann rubim"]) assert.equal(found(typed)[0]?.[0].includes("Rubin"), true, typed);
  assert.deepEqual(found("xxxxx"), []);
});

test("no name reaches into the next one", () => {
  const two = new Index([called("Ab"), called("Cd")]);
  assert.deepEqual(two.find("b c", 9), []);
});

test("the distance of two words counts letters, and what follows the typed ones is free", () => {
  const of = (typed: string, word: string): number | null => apart(typed, word, 2);
  assert.deepEqual([of("rogozin", "rogozin"), of("rogzin", "rogozin"), of("roogzin", "rogozin")], [0, 1, 1]);
  assert.deepEqual([of("rogo", "rogozin"), of("abcd", "rogozin")], [0, null]);
});

test("an index that is made in steps finds the same", () => {
  const made = new Index([ANNA, BERT, CLUB]);
  while (!made.grow(0));
  assert.deepEqual(made.find("anna", 1).map(({ entity }) => entity.label), ["Anna"]);
});
