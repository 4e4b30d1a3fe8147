/* Columns: reads what explorer/columns.py has written; a record is put together when it is asked for. */

import type { Claim, Entity, Lookup, Payload, Source, Statement } from "./payload";

type Numbers = number[] | { steps: number[] };

type Column =
  | { text: Numbers }
  | { raw: unknown[] }
  | { many: Numbers; of: Column }
  | { once: Numbers; of: Column }
  | { maybe: string; of: Column }
  | { given: string; of: Column }
  | { record: Record<string, Column> };

type Rows = { rows: number; record: Record<string, Column> };

export interface Columns extends Omit<Payload, "entities" | "statements" | "claims" | "sources"> {
  tables: Record<"entities" | "statements" | "claims" | "sources", Rows>;
  texts: string[];
}

/** Gives the value of a row; undefined for a field that is not there at all. */
type Reader = (row: number) => unknown;

function numbers(given: Numbers): ArrayLike<number> {
  if (Array.isArray(given)) return given;
  let sum = 0;
  return Int32Array.from(given.steps, (step) => (sum += step));
}

/** Read a column in which some rows have no value. */
function sparse(mask: string, of: Reader, missing: null | undefined): Reader {
  let held = 0;
  const places = Int32Array.from(mask, (sign) => (sign === "1" ? held++ : -1));
  return (row) => {
    const place = places[row] ?? -1;
    return place < 0 ? missing : of(place);
  };
}

function many(counts: ArrayLike<number>, of: Reader): Reader {
  const starts = new Int32Array(counts.length + 1);
  for (let row = 0; row < counts.length; row += 1) starts[row + 1] = (starts[row] ?? 0) + (counts[row] ?? 0);
  return (row) => {
    const start = starts[row] ?? 0;
    return Array.from({ length: counts[row] ?? 0 }, (_, place) => of(start + place));
  };
}

function record(columns: Record<string, Column>, texts: readonly string[]): Reader {
  const fields = Object.entries(columns).map(([name, column]) => [name, reader(column, texts)] as const);
  return (row) => {
    const made: Record<string, unknown> = {};
    for (const [name, read] of fields) {
      const value = read(row);
      if (value !== undefined) made[name] = value;
    }
    return made;
  };
}

/** Make what reads one column. */
function reader(column: Column, texts: readonly string[]): Reader {
  if ("text" in column) {
    const at = numbers(column.text);
    return (row) => texts[at[row] ?? -1] ?? null;
  }
  if ("raw" in column) return (row) => column.raw[row];
  if ("record" in column) return record(column.record, texts);
  const of = reader(column.of, texts);
  if ("many" in column) return many(numbers(column.many), of);
  if ("maybe" in column) return sparse(column.maybe, of, null);
  if ("given" in column) return sparse(column.given, of, undefined);
  const at = numbers(column.once);
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

function whole<Made>({ rows, record: columns }: Rows, texts: readonly string[]): Made[] {
  const read = record(columns, texts);
  return Array.from({ length: rows }, (_, row) => read(row) as Made);
}

/** A table whose records are put together when they are asked for, and kept. */
class Table<Made> implements Lookup<Made> {
  readonly size: number;
  private readonly column: Column;
  private readonly texts: readonly string[];
  private readonly read: Reader;
  private readonly rows = new Map<string, number>();
  private readonly made: Made[] = [];

  constructor({ rows, record: columns }: Rows, texts: readonly string[]) {
    this.size = rows;
    this.column = { record: columns };
    this.texts = texts;
    this.read = record(columns, texts);
    const iri = this.field("iri");
    for (let row = 0; row < rows; row += 1) this.rows.set(iri(row) as string, row);
  }

  keys(): Iterable<string> {
    return this.rows.keys();
  }

  field(...path: string[]): Reader {
    const column = narrowed(this.column, path);
    return column ? reader(column, this.texts) : () => undefined;
  }

  has(iri: string): boolean {
    return this.rows.has(iri);
  }

  get(iri: string): Made | undefined {
    const row = this.rows.get(iri);
    return row === undefined ? undefined : this.at(row);
  }

  *values(): Iterable<Made> {
    for (let row = 0; row < this.size; row += 1) yield this.at(row);
  }

  private at(row: number): Made {
    return (this.made[row] ??= this.read(row) as Made);
  }
}

/** Make a payload of its columns. */
export function fromColumns({ tables, texts, ...plain }: Columns): Payload {
  return {
    ...plain,
    entities: whole<Entity>(tables.entities, texts),
    statements: whole<Statement>(tables.statements, texts),
    claims: new Table<Claim>(tables.claims, texts),
    sources: new Table<Source>(tables.sources, texts),
  };
}

/** Turn base64 into bytes; a browser that can do it by itself is quicker. */
function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const native = (Uint8Array as unknown as { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> }).fromBase64;
  if (native) return native.call(Uint8Array, base64);
  const signs = atob(base64);
  const bytes = new Uint8Array(signs.length);
  for (let place = 0; place < signs.length; place += 1) bytes[place] = signs.charCodeAt(place);
  return bytes;
}

/** Unpack the text that stands in the page: base64 of zlib of JSON. */
export async function unpack(packed: string): Promise<Payload> {
  const stream = new Blob([bytesOf(packed)]).stream().pipeThrough(new DecompressionStream("deflate"));
  return fromColumns((await new Response(stream).json()) as Columns);
}
