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

test("stretches that meet on a day are told as one, and others as several", () => {
  const ends = (first: string | null, last: string | null): (string | null)[] => [first, first, last, last];
  const whole = [ends(null, null)];
  const told = (...occasions: (string | null)[][]): string => say(of([occasions, whole]));
  assert.equal(told(ends(null, "2004-05-06T10:00:00Z"), ends("2004-05-06T12:00:00Z", "2004-05-06T18:00:00Z")), "All at the same time: possibly, at some time until 2004-05-06");
  assert.equal(told(ends("2001-01-01T00:00:00Z", "2004-05-06T10:00:00Z"), ends("2004-05-06T12:00:00Z", null)), "All at the same time: possibly, at some time from 2001-01-01 on");
  assert.equal(
    told(ends("2001-01-01T00:00:00Z", "2002-01-01T00:00:00Z"), ends("2004-05-06T12:00:00Z", "2004-05-06T18:00:00Z")),
    "All at the same time: possibly, at some time from 2001-01-01 until 2002-01-01 and on 2004-05-06",
  );
});
