import assert from "node:assert/strict";
import { test } from "node:test";
import { drawnOf, fold, newPlot, withAdded, withPin, without } from "../src/plot";
import { Times, dateOf, firstInstant, lastInstant, stretchOf } from "../src/times";
import { shownStatements } from "../src/filter";
import type { Phase } from "../src/payload";
import { Store } from "../src/store";
import { ANNA, BERT, DOG, SampleClaims, claim, samplePayload, sampleStore } from "./sample";

test("a year, a month and a date are read as the command line reads them", () => {
  assert.equal(firstInstant("2022-07"), "2022-07-01T00:00:00Z");
  assert.equal(lastInstant("2024"), "2024-12-31T23:59:59Z");
  assert.equal(lastInstant("2024-02"), "2024-02-29T23:59:59Z");
  assert.equal(lastInstant("2022-07-14"), "2022-07-14T23:59:59Z");
  assert.deepEqual(stretchOf("2020..2021-03"), ["2020-01-01T00:00:00Z", "2021-03-31T23:59:59Z"]);
  assert.deepEqual(stretchOf("2020"), ["2020-01-01T00:00:00Z", "2020-12-31T23:59:59Z"]);
  assert.equal(firstInstant("2022-07-01T02:00:00+02:00"), "2022-07-01T00:00:00Z");
});

test("what is no date is none, and what ends before it begins is no stretch", () => {
  for (const text of ["", "x", "2022-13", "2022-02-30", "20220701", "2022-7", ".."]) assert.equal(firstInstant(text), null, text);
  assert.equal(stretchOf("2022..2021"), null);
  assert.equal(stretchOf("2022.."), null);
  assert.equal(dateOf("2022"), null);
  assert.equal(dateOf("2022-07-01"), "2022-07-01T00:00:00Z");
});

test("neighbors that were brought in go together, but for what is pinned", () => {
  const store = sampleStore();
  const start = new Set(["x:Anna"]);
  const all = new Set(store.statements.keys());
  const grown = withAdded(withAdded(newPlot(), start, new Map([["x:Bert", "x:Anna"], ["x:Dog", "x:Anna"]])), start, new Map([["x:Club", "x:Bert"]]));
  const drawn = drawnOf(start, grown);
  assert.deepEqual([...drawn], ["x:Anna", "x:Bert", "x:Dog", "x:Club"]);
  assert.deepEqual([...fold(store, grown, drawn, "x:Anna", all)].sort(), ["x:Bert", "x:Club", "x:Dog"]);
  assert.deepEqual([...fold(store, withPin(grown, "x:Dog"), drawn, "x:Anna", all)].sort(), ["x:Bert", "x:Club"]);
  assert.deepEqual([...drawnOf(start, without(grown, start, ["x:Anna", "x:Bert"]))], ["x:Dog", "x:Club"]);
});

test("by a day that is earlier than what has replaced it, a claim counts, as it did then", () => {
  const payload = samplePayload();
  const [first, second] = [claim("claim:old", ANNA, DOG), claim("claim:AnnaBert", ANNA, BERT)];
  const said = { ...first, said: { earliest: "2001-01-01T00:00:00Z", latest: "2001-01-01T00:00:00Z" } };
  const bounds = ["1990-01-01T00:00:00Z", "1990-01-01T00:00:00Z", null, null];
  const [statement] = payload.statements;
  assert.ok(statement);
  const old = { ...statement, object: "x:Dog", claims: ["claim:old"] };
  const claims = new SampleClaims([["claim:old", said], ["claim:AnnaBert", second]]);
  const phases = { "claim:old": [["2001-01-01T00:00:00Z", "2005-01-01T00:00:00Z", null] as const], "claim:AnnaBert": [["1999-01-01T00:00:00Z", "2003-01-01T00:00:00Z", bounds] as const, ["2003-01-01T00:00:00Z", null, null] as const] };
  const store = new Store({ ...payload, claims, statements: [statement], former: [old], phases: { ...phases } as unknown as Record<string, Phase[]> });
  const times = new Times(store);
  const shown = (knownBy: string | null, during: string | null = null): number[] => {
    const asked = { during: during === null ? null : stretchOf(during), knownBy: knownBy && dateOf(knownBy), undated: true };
    return [...shownStatements(store, new Set(), times.stays(asked))];
  };
  assert.deepEqual(shown(null), [0]);
  assert.deepEqual(shown("1998-01-01"), []);
  assert.deepEqual(shown("2002-01-01"), [0, 1]);
  assert.deepEqual(shown("2005-01-01"), [0]);
  assert.deepEqual(shown("2002-01-01", "1980"), [1]);
  assert.deepEqual(shown("2004-01-01", "1980"), [0, 1]);
  assert.deepEqual(shown(null, "1980"), [0]);
});
