import assert from "node:assert/strict";
import { test } from "node:test";
import type { Occasion } from "../src/payload";
import { Store } from "../src/store";
import { ticks, timeline } from "../src/timeline";
import { ANNA, BERT, SampleClaims, claim, samplePayload } from "./sample";

const day = (text: string): number => Date.parse(`${text}T00:00:00Z`);
const bounds = (...days: (string | null)[]): Occasion => days.map((each) => each && `${each}T00:00:00Z`);

/** The sample with occasions for Anna's first statement. */
function dated(...occasions: Occasion[]): Store {
  const payload = samplePayload();
  const [first, ...rest] = payload.statements;
  return new Store({ ...payload, statements: first ? [{ ...first, occasions }, ...rest] : [] });
}

const barsOf = (...occasions: Occasion[]) => timeline(dated(...occasions), "x:Anna", new Set([0])).lanes.flatMap(({ bars }) => bars);

test("between the latest start and the earliest end it was certainly so", () => {
  const [bar] = barsOf(bounds("1990-01-01", "1992-01-01", "1995-01-01", "1996-01-01"));
  assert.deepEqual(bar?.maybe, [day("1990-01-01"), day("1996-01-01")]);
  assert.deepEqual(bar?.sure, [day("1992-01-01"), day("1995-01-01")]);
});

test("an end without a date is open, and makes nothing certain but the start", () => {
  const [bar] = barsOf(bounds("1990-01-01", "1990-01-01", null, null));
  assert.deepEqual(bar?.maybe, [day("1990-01-01"), Infinity]);
  assert.deepEqual(bar?.sure, [day("1990-01-01"), day("1990-01-01")]);
});

test("an event of a day was certainly so at some instant of it", () => {
  const [bar] = barsOf(bounds("1990-01-01", "1990-01-02", "1990-01-01", "1990-01-02"));
  assert.equal(bar?.sure, null);
  assert.deepEqual(bar?.within, [day("1990-01-01"), day("1990-01-02")]);
});

test("what bears no date is listed apart, and spans nothing", () => {
  const { lanes, undated, span } = timeline(dated(bounds(null, null, null, null)), "x:Anna", new Set([0, 3]));
  assert.deepEqual([lanes, undated, span], [[], [0, 3], null]);
});

test("each occasion is a bar, in the order of time, and the span holds all dates", () => {
  const bars = barsOf(bounds("2005-01-01", null, null, "2006-01-01"), bounds("1990-01-01", null, null, "1991-01-01"));
  assert.deepEqual(bars.map(({ maybe }) => maybe[0]), [day("1990-01-01"), day("2005-01-01")]);
  const { span } = timeline(dated(bounds("1990-01-01", null, "2007-01-01", null)), "x:Anna", new Set([0]));
  assert.deepEqual(span, [day("1990-01-01"), day("2007-01-01")]);
});

test("an occasion stands in the lane of the statement whose claims name it, be it of the present or of the past", () => {
  const payload = samplePayload();
  const [first] = payload.statements;
  assert.ok(first);
  const [over, since] = [bounds("1990-01-01", "1990-01-01", "1995-01-01", "1995-01-01"), bounds("2001-01-01", "2001-01-01", null, null)];
  const told = (iri: string, [start = null, , end = null]: Occasion) => {
    const holds = { start_earliest: start, start_latest: start, end_earliest: end, end_latest: end };
    return [iri, { ...claim(iri, ANNA, BERT), holds }] as const;
  };
  const past = { ...first.relation, label: "knew", inverse_label: "was known to" };
  const occasions = [over, since];
  const statements = [
    { ...first, claims: ["claim:now"], occasions },
    { ...first, claims: ["claim:then"], occasions, tense: "past" as const, relation: past },
  ];
  const claims = new SampleClaims([told("claim:now", since), told("claim:then", over)]);
  const { lanes, undated } = timeline(new Store({ ...payload, statements, claims }), "x:Anna", new Set([0, 1]));
  assert.deepEqual(
    lanes.map(({ name, bars }) => [name, bars.map(({ number, maybe }) => [number, maybe[0]])]),
    [["knew", [[1, day("1990-01-01")]]], ["knows", [[0, day("2001-01-01")]]]],
  );
  assert.deepEqual(undated, []);
});

test("an axis names years, months or days, as there is room", () => {
  const texts = (from: string, to: string, most: number): string[] => ticks([day(from), day(to)], most).map(({ text }) => text);
  assert.deepEqual(texts("1957-10-04", "2028-01-01", 8), ["1960", "1970", "1980", "1990", "2000", "2010", "2020"]);
  assert.deepEqual(texts("2022-01-15", "2022-08-01", 8), ["2022-02", "2022-03", "2022-04", "2022-05", "2022-06", "2022-07", "2022-08"]);
  assert.deepEqual(texts("2022-02-27", "2022-03-02", 4), ["2022-02-27", "2022-02-28", "2022-03-01", "2022-03-02"]);
});
