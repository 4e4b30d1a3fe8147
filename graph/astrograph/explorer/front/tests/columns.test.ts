import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import { fromColumns, namedOf } from "../src/columns";
import { unpacked } from "../src/packing";
import { SampleClaims } from "./sample";

/** Write a sheet by hand: numbers of one byte each, and texts behind them. */
class Sheet {
  readonly bytes: number[] = [];

  numbers(...values: number[]): object {
    const at = this.bytes.push(...values) - values.length;
    return { at, rows: values.length, width: 1 };
  }

  written(header: (sheet: Sheet) => object, texts: string[]): Uint8Array {
    const tables = header(this);
    const encoded = texts.map((text) => [...new TextEncoder().encode(text)]);
    const lengths = this.numbers(...encoded.map((text) => text.length));
    const at = this.bytes.length;
    this.bytes.push(...encoded.flat());
    const told = { title: "T", focus: [], path: null, tables, texts: { lengths, at } };
    const json = new TextEncoder().encode(JSON.stringify(told));
    return Uint8Array.from([...new Uint8Array(Uint32Array.of(json.length).buffer), ...json, ...this.bytes]);
  }
}

const BYTES = new Sheet().written(
  (sheet) => ({
    entities: {
      rows: 2,
      record: {
        iri: { text: { ...sheet.numbers(0, 1), steps: true } },
        label: { text: sheet.numbers(2, 4) },
        aliases: {
          many: sheet.numbers(1, 0),
          of: { record: { text: { text: sheet.numbers(3) }, lang: { text: sheet.numbers(-1) } } },
        },
      },
    },
    statements: { rows: 0, record: {} },
    claims: {
      rows: 2,
      record: {
        iri: { text: sheet.numbers(1, 0) },
        confidence: { whole: sheet.numbers(-3, 7) },
        speaker: {
          maybe: sheet.numbers(0, 1),
          of: { once: sheet.numbers(0), of: { record: { iri: { text: sheet.numbers(0) } } } },
        },
        hedged: { given: sheet.numbers(1, 0), of: { raw: [true] } },
      },
    },
    sources: { rows: 0, record: {} },
  }),
  ["x:1", "x:2", "Earth", "Земля", "Moon"],
);

const plain = (value: object): object => {
  const fields = Object.getOwnPropertyNames(Object.getPrototypeOf(value)).filter((name) => name !== "constructor");
  return Object.fromEntries(fields.map((name) => [name, (value as Record<string, unknown>)[name]]));
};

test("records come out of their columns as they went in", () => {
  const { entities, statements, claims, title } = fromColumns(BYTES);
  assert.equal(title, "T");
  assert.deepEqual(entities.map(plain), [
    { iri: "x:1", label: "Earth", aliases: [{ text: "Земля", lang: null }] },
    { iri: "x:2", label: "Moon", aliases: [] },
  ]);
  assert.deepEqual(statements, []);
  assert.deepEqual([...claims.values()], [
    { iri: "x:2", confidence: -3, speaker: null, hedged: true },
    { iri: "x:1", confidence: 7, speaker: { iri: "x:1" } },
  ]);
});

test("a claim is looked up by its IRI, and always is the same one", () => {
  const { claims } = fromColumns(BYTES);
  assert.equal(claims.size, 2);
  assert.equal(claims.has("x:3"), false);
  assert.equal(claims.get("constructor"), undefined);
  assert.equal(claims.get("x:1"), claims.get("x:1"));
});

test("one field of the claims is read alone, however deep it lies", () => {
  const { claims } = fromColumns(BYTES);
  const speaker = claims.field("speaker", "iri");
  assert.deepEqual([...claims.keys()], ["x:2", "x:1"]);
  assert.deepEqual([speaker(0), speaker(1)], [null, "x:1"]);
  assert.equal(claims.field("statement", "subject")(0), undefined);
});

test("the claims that statements name are told by row, and only where they came in columns", () => {
  const bytes = new Sheet().written(
    (sheet) => ({
      entities: { rows: 0, record: {} },
      statements: { rows: 2, record: { claims: { many: sheet.numbers(2, 1), of: { text: sheet.numbers(0, 2, 2) } } } },
      claims: { rows: 3, record: { iri: { text: sheet.numbers(2, 1, 0) } } },
      sources: { rows: 0, record: {} },
    }),
    ["x:1", "x:2", "x:3"],
  );
  const { claims, statements } = fromColumns(bytes);
  assert.deepEqual(statements.map((each) => each.claims), [["x:1", "x:3"], ["x:3"]]);
  assert.deepEqual([...(namedOf(claims) ?? [])], [1, 0, 1]);
  assert.deepEqual([...(namedOf(fromColumns(BYTES).claims) ?? [])], [0, 0]);
  assert.equal(namedOf(new SampleClaims()), null);
});

test("what was packed is unpacked, and what is damaged is an error", async () => {
  const packed = deflateSync(BYTES).toString("base64");
  assert.deepEqual(new Uint8Array(await unpacked(packed)), BYTES);
  await assert.rejects(unpacked(packed.slice(8)));
});
