import assert from "node:assert/strict";
import { test } from "node:test";
import { hashToState, stateToHash } from "../src/address";
import { emphasis } from "../src/emphasis";
import { shownStatements } from "../src/filter";
import { newState } from "../src/state";
import { sampleStore } from "./sample";

const store = sampleStore();
const keys = new Set(["tense:plan", "type:Animal"]);

test("an address brings back the state that it was made from", () => {
  const chosen = [null, { kind: "entity", iri: "x:Anna" }, { kind: "relation", number: 4 }, { kind: "claim", iri: "claim:AnnaBert" }] as const;
  for (const each of chosen) {
    const { trail: _, ...state } = { ...newState(), chosen: each, from: "x:Bert", to: "x:Dog", path: 2, hidden: new Set(["tense:plan"]), view: "list" as const };
    assert.deepEqual(hashToState(store, `#${stateToHash(store, { ...state, trail: [] })}`, keys), state);
  }
});

test("an address that says nothing is no state, and what is unknown counts as not said", () => {
  assert.equal(hashToState(store, "#", keys), null);
  const { trail: _, ...start } = newState();
  assert.deepEqual(hashToState(store, "#entity=id:Nobody&relation=x&claim=constructor&path=-4&hide=x", keys), start);
});

test("a switched-off type takes the statements about its entities along", () => {
  assert.deepEqual([...shownStatements(store, new Set())], [0, 1, 2, 3, 4]);
  assert.deepEqual([...shownStatements(store, new Set(["type:Animal"]))], [0, 1, 4]);
  assert.deepEqual([...shownStatements(store, new Set(["standing:disputed"]))], [0, 1, 2, 3]);
});

test("a chosen entity stands out with all that is shown of it", () => {
  const state = { ...newState(), chosen: { kind: "entity", iri: "x:Dog" } as const };
  const { strong, chosen } = emphasis(store, state, new Set([0, 1, 2]), null);
  assert.deepEqual([...(strong?.statements ?? [])], [2]);
  assert.deepEqual([...(strong?.entities ?? [])].sort(), ["x:Club", "x:Dog"]);
  assert.deepEqual([...chosen.entities], ["x:Dog"]);
});

test("a claim is found by its subject, its object and its speaker", () => {
  for (const iri of ["x:Anna", "x:Bert", "x:Dog"]) assert.equal(store.claimsOf(iri).length, 1, iri);
  assert.equal(store.claimsOf("x:Club").length, 0);
});
