import assert from "node:assert/strict";
import { test } from "node:test";
import { of, say } from "../src/together";

const during = (first: string, last: string): string[] => [`${first}T00:00:00Z`, `${first}T00:00:00Z`, `${last}T00:00:00Z`, `${last}T00:00:00Z`];

test("hops that overlap were so at the same time, for as long as they overlap", () => {
  const told = of([[during("2001-01-01", "2005-01-01")], [during("2004-01-01", "2009-01-01")]]);
  assert.equal(told.answer, "certain");
  assert.equal(say(told), "All at the same time: yes, from 2004-01-01 until 2005-01-01");
});

test("hops that do not overlap were never so at the same time", () => {
  const told = of([[during("2001-01-01", "2002-01-01")], [during("2004-01-01", "2009-01-01")]]);
  assert.equal(say(told), "All at the same time: never");
});

test("where no date is known, nothing is settled", () => {
  const told = of([[[null, null, null, null]], [[null, null, null, null]]]);
  assert.equal(say(told), "All at the same time: possibly; no date settles it");
});
