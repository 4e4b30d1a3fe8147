/* Columns: reads what explorer/columns.py has written; nothing is read before it is asked for. */

import type { Claim, Claims, Entity, Lookup, Payload, Source, Statement } from "./payload";

/** From which byte on some numbers stand, how many there are, and of how many bytes each. */
interface Numbers {
  at: number;
  rows: number;
  width: number;
  steps?: boolean;
}

type Column =
  | { text: Numbers }
  | { whole: Numbers }
  | { raw: unknown[] }
  | { many: Numbers; of: Column }
  | { once: Numbers; of: Column }
  | { maybe: Numbers; of: Column }
  | { given: Numbers; of: Column }
  | { record: Record<string, Column> };

type Rows = { rows: number; record: Record<string, Column> };

interface Header extends Omit<Payload, "entities" | "statements" | "claims" | "sources"> {
  tables: Record<"entities" | "statements" | "claims" | "sources", Rows>;
  texts: { lengths: Numbers; at: number };
}

/** Gives the value of a row; undefined for a field that is not there at all. */
type Reader = (row: number) => unknown;

/** How many texts are decoded at once, where all of them are plain ASCII. */
const BLOCK = 64;

const sums = (counts: Int32Array): Int32Array => {
  const starts = new Int32Array(counts.length + 1);
  for (let row = 0; row < counts.length; row += 1) starts[row + 1] = (starts[row] ?? 0) + (counts[row] ?? 0);
  return starts;
};

/** The bytes of all columns, and the texts, each of which is decoded when it is first asked for. */
class Sheet {
  private readonly bytes: Uint8Array;
  private readonly starts: Int32Array;
  private readonly made: (string | undefined)[];
  private readonly decoder = new TextDecoder("utf-8", { ignoreBOM: true });

  constructor(bytes: Uint8Array, { lengths, at }: Header["texts"]) {
    this.bytes = bytes;
    this.starts = sums(this.numbers(lengths)).map((start) => start + at);
    this.made = new Array<string | undefined>(lengths.rows);
  }

  numbers({ at, rows, width, steps }: Numbers): Int32Array {
    const { bytes } = this;
    const made = new Int32Array(rows);
    for (let place = 0; place < width; place += 1) {
      const start = at + place * rows;
      for (let row = 0; row < rows; row += 1) made[row] = (made[row] ?? 0) | ((bytes[start + row] ?? 0) << (8 * place));
    }
    const spare = 32 - 8 * width;
    let sum = 0;
    for (let row = 0; row < rows; row += 1) {
      const value = ((made[row] ?? 0) << spare) >> spare;
      made[row] = steps ? (sum += value) : value;
    }
    return made;
  }

  text(number: number): string | null {
    if (number < 0) return null;
    return this.made[number] ?? this.decode(number);
  }

  private decode(number: number): string {
    const { made, starts } = this;
    const first = number - (number % BLOCK);
    const last = Math.min(first + BLOCK, made.length);
    const start = starts[first] ?? 0;
    const all = this.slice(start, starts[last] ?? 0);
    if (all.length !== (starts[last] ?? 0) - start) {
      return (made[number] = this.slice(starts[number] ?? 0, starts[number + 1] ?? 0));
    }
    for (let each = first; each < last; each += 1) {
      made[each] = all.slice((starts[each] ?? 0) - start, (starts[each + 1] ?? 0) - start);
    }
    return made[number] ?? "";
  }

  private slice(start: number, end: number): string {
    return this.decoder.decode(this.bytes.subarray(start, end));
  }
}

/** Make what gives a value anew at each call, of which only the first does any work. */
function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | null = null;
  return () => (made ??= { value: make() }).value;
}

/** Read a column in which some rows have no value. */
function sparse(mask: Int32Array, of: Reader, missing: null | undefined): Reader {
  let held = 0;
  const places = mask.map((sign) => (sign ? held++ : -1));
  return (row) => {
    const place = places[row] ?? -1;
    return place < 0 ? missing : of(place);
  };
}

function many(counts: Int32Array, of: Reader): Reader {
  const starts = sums(counts);
  return (row) => {
    const start = starts[row] ?? 0;
    return Array.from({ length: counts[row] ?? 0 }, (_, place) => of(start + place));
  };
}

function record(columns: Record<string, Column>, sheet: Sheet): Reader {
  const fields = Object.entries(columns).map(([name, column]) => [name, reader(column, sheet)] as const);
  return (row) => {
    const made: Record<string, unknown> = {};
    for (const [name, read] of fields) {
      const value = read(row);
      if (value !== undefined) made[name] = value;
    }
    return made;
  };
}

/** Make what reads one column, when it is first read. */
function reader(column: Column, sheet: Sheet): Reader {
  const read = once(() => open(column, sheet));
  return (row) => read()(row);
}

function open(column: Column, sheet: Sheet): Reader {
  if ("text" in column) {
    const at = sheet.numbers(column.text);
    return (row) => sheet.text(at[row] ?? -1);
  }
  if ("whole" in column) {
    const values = sheet.numbers(column.whole);
    return (row) => values[row];
  }
  if ("raw" in column) return (row) => column.raw[row];
  if ("record" in column) return record(column.record, sheet);
  const of = reader(column.of, sheet);
  if ("many" in column) return many(sheet.numbers(column.many), of);
  if ("maybe" in column) return sparse(sheet.numbers(column.maybe), of, null);
  if ("given" in column) return sparse(sheet.numbers(column.given), of, undefined);
  const at = sheet.numbers(column.once);
  const made: unknown[] = [];
  return (row) => (made[at[row] ?? -1] ??= of(at[row] ?? -1));
}

/** Narrow a column of records to one of their fields; null when none of them has it. */
function narrowed(column: Column, [name, ...deeper]: readonly string[]): Column | null {
  if (name === undefined) return column;
  if ("record" in column) {
    const field = column.record[name];
    return field ? narrowed(field, deeper) : null;
  }
  if (!("of" in column)) return null;
  const of = narrowed(column.of, [name, ...deeper]);
  return of && { ...column, of };
}

/** Make all records of a table, each of which reads its fields when they are asked for. */
function whole<Made>({ rows, record: columns }: Rows, sheet: Sheet): Made[] {
  class Row {
    readonly #row: number;
    constructor(row: number) {
      this.#row = row;
    }
    static {
      for (const [name, column] of Object.entries(columns)) {
        const read = reader(column, sheet);
        Object.defineProperty(Row.prototype, name, {
          enumerable: true,
          get(this: Row) {
            return read(this.#row);
          },
        });
      }
    }
  }
  return Array.from({ length: rows }, (_, row) => new Row(row) as Made);
}

/** A table whose records are put together when they are asked for, and kept. */
class Table<Made> implements Lookup<Made> {
  readonly size: number;
  private readonly column: Column;
  private readonly sheet: Sheet;
  private readonly read: Reader;
  private readonly rows: () => Map<string, number>;
  private readonly made: Made[] = [];

  constructor({ rows: size, record: columns }: Rows, sheet: Sheet) {
    this.size = size;
    this.column = { record: columns };
    this.sheet = sheet;
    this.read = reader(this.column, sheet);
    this.rows = once(() => {
      const iri = this.field("iri");
      return new Map(Array.from({ length: size }, (_, row) => [iri(row) as string, row]));
    });
  }

  keys(): Iterable<string> {
    return this.rows().keys();
  }

  field(...path: string[]): Reader {
    const column = narrowed(this.column, path);
    return column ? reader(column, this.sheet) : () => undefined;
  }

  has(iri: string): boolean {
    return this.rows().has(iri);
  }

  get(iri: string): Made | undefined {
    const row = this.rows().get(iri);
    return row === undefined ? undefined : this.at(row);
  }

  *values(): Iterable<Made> {
    for (let row = 0; row < this.size; row += 1) yield this.at(row);
  }

  private at(row: number): Made {
    return (this.made[row] ??= this.read(row) as Made);
  }
}

/** Mark the rows of the claims that statements name. The numbers of texts tell, so that no text is decoded. */
function marked({ claims, statements }: Header["tables"], sheet: Sheet, texts: number): Uint8Array {
  const [iris, named] = [claims.record["iri"], statements.record["claims"]];
  const marks = new Uint8Array(claims.rows);
  if (!iris || !("text" in iris) || !named || !("many" in named) || !("text" in named.of)) return marks;
  const isNamed = new Uint8Array(texts);
  for (const number of sheet.numbers(named.of.text)) isNamed[number] = 1;
  sheet.numbers(iris.text).forEach((number, row) => (marks[row] = isNamed[number] ?? 0));
  return marks;
}

const named = new WeakMap<Claims, () => Uint8Array>();

/** Tell by row which claims the statements name that came with them; null of claims that came otherwise. */
export const namedOf = (claims: Claims): Uint8Array | null => named.get(claims)?.() ?? null;

/** Make a payload of the bytes of its columns. */
export function fromColumns(bytes: Uint8Array): Payload {
  const start = 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, start))) as Header;
  const { tables, texts, ...plain } = header;
  const sheet = new Sheet(bytes.subarray(start), texts);
  const claims = new Table<Claim>(tables.claims, sheet);
  named.set(claims, () => marked(tables, sheet, texts.lengths.rows));
  return {
    ...plain,
    entities: whole<Entity>(tables.entities, sheet),
    statements: whole<Statement>(tables.statements, sheet),
    claims,
    sources: new Table<Source>(tables.sources, sheet),
  };
}
