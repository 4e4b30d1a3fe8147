/* Opening: brings SPARQL to life when the reader first wants it, on pages that hold it. */

import type { Triple } from "../constructed";
import { pause } from "../idle";
import { unpacked } from "../packing";
import { runScript as run } from "../running";
import type { Acts } from "../state";
import type { Store } from "../store";

/** What the page's other parts give to this one. */
export interface Given {
  store: Store;
  acts: Acts;
  /** Find entities by any of their names. */
  named(typed: string): readonly string[];
  /** Draw what a query has constructed, and tell what came of it. */
  construct(triples: readonly Triple[]): string;
  /** Draw the entities that a query has found, and tell what came of it. */
  gather(iris: readonly string[]): string;
  /** Take away what a query has drawn. */
  clear(): void;
  /** Note down the query that was asked. */
  asked(query: string): void;
}

export interface Book {
  prefixes: Readonly<Record<string, string>>;
  examples: readonly { name: string; explanation: string; text: string }[];
}

/** What the script of this view needs of what stands in the page. */
export interface Parts {
  place: HTMLElement;
  book: Book;
  engine: string;
  packed(name: string): string;
  run(script: string): void;
}

export interface Sparql {
  /** Show a query, and run it when it is not the one that is shown. */
  show(query: string): void;
}

export type MakeSparql = (given: Given, parts: Parts) => Sparql;

const packed = (name: string): string => document.getElementById(`sparql-${name}`)?.textContent ?? "";
const textOf = async (name: string): Promise<string> => new TextDecoder().decode(await unpacked(packed(name)));

/** Whether this page can be asked in SPARQL. */
export const hasSparql = (): boolean => document.getElementById("sparql-rdf") !== null;

/** Return what shows the view; the first time it starts it. */
export function opening(given: Given, place: HTMLElement): (query: string) => void {
  let made: Promise<Sparql> | null = null;
  const make = async (): Promise<Sparql> => {
    // The view is shown first, and each step of what follows is a task of its own.
    await pause();
    const [script, engine, book] = await Promise.all([textOf("script"), textOf("engine"), textOf("book")]);
    await pause();
    run(script);
    await pause();
    const maker = (window as unknown as { astrographSparql: MakeSparql }).astrographSparql;
    return maker(given, { place, book: JSON.parse(book) as Book, engine, packed, run });
  };
  return (query) => {
    made ??= make();
    made.then((sparql) => sparql.show(query)).catch((error: unknown) => (place.textContent = `SPARQL could not be started: ${String(error)}`));
  };
}
