import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import { type Columns, unpack } from "../src/columns";

const COLUMNS = {
  title: "T",
  edition: "",
  attribution: [],
  generator: "",
  focus: [],
  path: null,
  texts: ["x:1", "x:2", "Earth", "Земля", "Moon"],
  tables: {
    entities: {
      rows: 2,
      record: {
        iri: { text: { steps: [0, 1] } },
        label: { text: [2, 4] },
        aliases: { many: [1, 0], of: { record: { text: { text: [3] }, lang: { text: [-1] } } } },
      },
    },
    statements: { rows: 0, record: {} },
    claims: {
      rows: 2,
      record: {
        iri: { text: [1, 0] },
        speaker: { maybe: "01", of: { once: [0], of: { record: { iri: { text: [0] } } } } },
        hedged: { given: "10", of: { raw: [true] } },
      },
    },
    sources: { rows: 0, record: {} },
  },
} as unknown as Columns;

const packed = deflateSync(JSON.stringify(COLUMNS)).toString("base64");

test("records come out of their columns as they went in", async () => {
  const { entities, statements, claims, title } = await unpack(packed);
  assert.equal(title, "T");
  assert.deepEqual(entities, [
    { iri: "x:1", label: "Earth", aliases: [{ text: "Земля", lang: null }] },
    { iri: "x:2", label: "Moon", aliases: [] },
  ]);
  assert.deepEqual(statements, []);
  assert.deepEqual([...claims.values()], [
    { iri: "x:2", speaker: null, hedged: true },
    { iri: "x:1", speaker: { iri: "x:1" } },
  ]);
});

test("a claim is looked up by its IRI, and always is the same one", async () => {
  const { claims } = await unpack(packed);
  assert.equal(claims.size, 2);
  assert.equal(claims.has("x:3"), false);
  assert.equal(claims.get("constructor"), undefined);
  assert.equal(claims.get("x:1"), claims.get("x:1"));
});

test("one field of the claims is read alone, however deep it lies", async () => {
  const { claims } = await unpack(packed);
  const speaker = claims.field("speaker", "iri");
  assert.deepEqual([...claims.keys()], ["x:2", "x:1"]);
  assert.deepEqual([speaker(0), speaker(1)], [null, "x:1"]);
  assert.equal(claims.field("statement", "subject")(0), undefined);
});

test("what is damaged is an error", async () => {
  await assert.rejects(unpack(packed.slice(8)));
});
