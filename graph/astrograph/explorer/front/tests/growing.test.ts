import assert from "node:assert/strict";
import { test } from "node:test";
import { hashToState, lackingIn, stateToHash } from "../src/address";
import { codesOf } from "../src/codes";
import { shownStatements, sourcesOf } from "../src/filter";
import { JoinedClaims } from "../src/joined";
import { Index } from "../src/names";
import { find } from "../src/paths";
import type { Entity, Payload } from "../src/payload";
import { newState } from "../src/state";
import { Store } from "../src/store";
import { Times } from "../src/times";
import { ANNA, BERT, DOG, SampleClaims, claim, samplePayload } from "./sample";

const EVE: Entity = { iri: "x:Eve", curie: "id:Eve", label: "Eve", type: "Person", aliases: [{ text: "Éva", lang: "hu" }], node: 4, beside: 2 };
const live = (whole: string[] = []): NonNullable<Payload["live"]> => ({ state: "s", all: 5, most: 20, whole });
const [first] = samplePayload().statements;
if (!first) throw new Error("the sample has no statement");

/** A page that holds the sample, of which Anna has two more neighbors elsewhere. */
function held(): Store {
  const payload = samplePayload();
  const entities = payload.entities.map((entity, node) => ({ ...entity, node, beside: entity === ANNA ? 5 : 2 }));
  return new Store({ ...payload, entities, live: live() });
}

/** What comes later: Eve, whom Anna knows; and again what is held already. */
function part(): Payload {
  const knows = { ...first!, subject: ANNA.iri, object: EVE.iri, sentence: "Anna knows Eve", claims: ["claim:AnnaEve"] };
  const said = { ...claim("claim:AnnaEve", ANNA, EVE), source: { iri: "x:letter", title: "A letter" } };
  const dated = { ...said, holds: { ...said.holds, start_earliest: "1990-01-01T00:00:00Z" } };
  return {
    ...samplePayload(),
    entities: [ANNA, EVE],
    statements: [first!, knows],
    former: [{ ...knows, tense: "past", sentence: "Anna knew Eve" }],
    phases: { "claim:AnnaEve": [[null, null, null, null]] },
    claims: new SampleClaims([["claim:AnnaBert", claim("claim:AnnaBert", ANNA, BERT, DOG)], ["claim:AnnaEve", dated]]),
    sources: new Map([["x:letter", { iri: "x:letter", title: "A letter", url: null, license: "CC0" }]]),
    attribution: ["A letter (CC0)"],
    live: live([ANNA.iri]),
  };
}

test("a store that grows keeps the numbers of what it has, and holds nothing twice", () => {
  const store = held();
  const before = [...store.every];
  store.grow(part());
  assert.deepEqual(store.every.slice(0, before.length), before);
  assert.deepEqual(store.every.slice(before.length).map(({ sentence }) => sentence), ["Anna knows Eve", "Anna knew Eve"]);
  assert.deepEqual(store.entities.map(({ label }) => label), ["Anna", "Bert", "Club", "Dog", "Eve"]);
  assert.equal(store.growth, 1);
});

test("growing by the same again changes nothing", () => {
  const store = held();
  store.grow(part());
  const before = [store.entities.length, store.count, store.claims.size, store.sources.size, store.attribution.size];
  store.grow(part());
  assert.deepEqual([store.entities.length, store.count, store.claims.size, store.sources.size, store.attribution.size], before);
});

test("what stood once keeps apart from what stands, wherever it came", () => {
  const store = held();
  store.grow(part());
  store.grow({ ...part(), statements: [{ ...first!, subject: "x:Eve", object: "x:Dog" }], former: [] });
  assert.deepEqual(store.numbers, [0, 1, 2, 3, 4, 5, 7]);
  assert.deepEqual([...store.every.keys()].filter((number) => store.isFormer(number)), [6]);
  assert.deepEqual(store.about("x:Eve"), [5, 7]);
  assert.deepEqual(store.around("x:Eve"), [5, 7, 6]);
});

test("an entity says how many of its neighbors are elsewhere, until they come", () => {
  const store = held();
  assert.deepEqual([store.away(ANNA.iri), store.away(BERT.iri)], [2, 0]);
  assert.equal(store.isTold(ANNA.iri), false);
  store.grow(part());
  assert.deepEqual([store.away(ANNA.iri), store.away(EVE.iri)], [1, 1]);
  assert.equal(store.isTold(ANNA.iri), true);
});

test("a file's entities have nobody elsewhere, and all is told of them", () => {
  const store = new Store(samplePayload());
  assert.deepEqual([store.away(ANNA.iri), store.isTold(ANNA.iri)], [0, true]);
});

test("what is worked out from the store follows its growth", () => {
  const store = held();
  const times = new Times(store);
  const names = new Index(store.entities);
  assert.deepEqual([times.span("holds"), names.find("eva", 5).length, codesOf(store).place(EVE.iri)], [null, 0, -1]);
  assert.deepEqual([...shownStatements(store, new Set())], [0, 1, 2, 3, 4]);
  store.grow(part());
  assert.equal(times.span("holds")?.[0], "1990-01-01T00:00:00Z");
  assert.equal(times.first(5), "1990-01-01T00:00:00Z");
  assert.deepEqual(names.find("eva", 5).map(({ entity }) => entity.iri), [EVE.iri]);
  assert.deepEqual([...shownStatements(store, new Set())], [0, 1, 2, 3, 4, 5]);
  assert.deepEqual([...shownStatements(store, new Set(["type:Animal"]))], [0, 1, 4, 5]);
  assert.deepEqual(sourcesOf(store, store.statement(5)), ["x:letter"]);
  assert.deepEqual(store.claimsOf(EVE.iri).map(({ iri }) => iri), ["claim:AnnaEve"]);
  assert.deepEqual(find(store.every, EVE.iri, BERT.iri, () => true)[0]?.entities, [EVE.iri, ANNA.iri, BERT.iri]);
});

test("the claims of several parts are read as if they stood in one table", () => {
  const [one, other] = [samplePayload().claims, part().claims];
  const joined = new JoinedClaims(one);
  joined.add(other);
  const source = joined.field("source", "iri");
  assert.deepEqual([...joined.keys()], ["claim:AnnaBert", "claim:AnnaEve"]);
  assert.deepEqual([source(0) ?? null, source(1), source(2)], [null, "x:letter", undefined]);
  assert.deepEqual([...joined.values()].map(({ iri }) => iri), [...joined.keys()]);
  assert.deepEqual([joined.size, joined.has("claim:none"), joined.get("claim:none")], [2, false, undefined]);
});

test("an address tells what it names that is not held, and reads in full once that has come", () => {
  const store = held();
  const whole = held();
  whole.grow(part());
  const state = { ...newState(), from: EVE.iri, to: BERT.iri, chosen: { kind: "relation", number: 5 } as const };
  const hash = stateToHash(whole, state);
  assert.deepEqual(lackingIn(store, hash), { around: [], also: ["id:Eve"], claims: [] });
  assert.deepEqual(lackingIn(store, "#entity=id:Eve&claim=x9&add=id:Dog id:Fay&pin=id:Gus"), { around: ["id:Eve"], also: ["id:Fay", "id:Gus"], claims: ["https://w3id.org/astrograph/claim/x9"] });
  assert.equal(lackingIn(whole, hash), null);
  store.grow(part());
  const { trail: _, ...place } = state;
  assert.deepEqual(hashToState(store, hash, new Set()), place);
});

test("claims that come again do not take the place of those that are held", () => {
  const store = held();
  const own = store.claims.get("claim:AnnaBert");
  store.grow(part());
  assert.equal(store.claims.get("claim:AnnaBert"), own);
});
