/* Answer: what SPARQL gives, in plain form, and where a complaint points to. */

import type { Named, Triple } from "../constructed";

export type Term = { type: "uri" | "literal" | "bnode" | "triple"; value: unknown; "xml:lang"?: string; datatype?: string };
export type Row = Readonly<Record<string, Term | undefined>>;

/** A table of solutions, a truth, or a graph, whose triples are rows of three, or come as text. */
export interface Answer {
  kind: "table" | "truth" | "graph";
  columns: readonly string[];
  rows: readonly Row[];
  truth: boolean;
  /** A graph in Turtle, where it has no rows. */
  text?: string;
  /** How many rows or triples were let through, where there may be more. */
  capped?: number;
}

/** What of a query says nothing of its form: IRIs, texts, comments, names with a prefix, variables. */
const TOKEN =
  /<[^<>"{}|^`\\\s]*>|'''[\s\S]*?'''|"""[\s\S]*?"""|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|#[^\n\r]*|[?$]\w+|[\w-]*:[\w.:%-]*|\b(select|ask|construct|describe)\b/gi;

/** What is whole before a place, and holds nothing that could be completed there. */
const WHOLE = /<[^<>"{}|^`\\\s]*>|'''[\s\S]*?'''|"""[\s\S]*?"""|(?<!')'(?!'')(?:[^'\\\n]|\\.)*'|(?<!")"(?!"")(?:[^"\\\n]|\\.)*"|#[^\n]*\n/g;

/** Say whether a text, a comment or an IRI goes on where a query is cut off. */
export function isWithin(before: string): boolean {
  const rest = before.replace(WHOLE, (whole) => (whole.startsWith("#") ? "\n" : " "));
  // A quote that is still open at the end of its line is a mistake of that line alone.
  return /'''|"""/.test(rest) || /["'#][^\n]*$|<[^\s<>]*$/.test(rest);
}

/** Say whether a query asks for a graph. */
export function asksForGraph(query: string): boolean {
  for (const [, form] of query.matchAll(TOKEN)) if (form) return /^[cd]/i.test(form);
  return false;
}

export interface Place {
  line: number;
  column: number;
}

/** Find where the engine's complaint points to. */
export function placeOf(message: string): Place | null {
  const found = /error at (\d+):(\d+)/.exec(message);
  return found ? { line: Number(found[1]), column: Number(found[2]) } : null;
}

/** The prefixes that need no declaration, in one line, so that the lines keep their numbers. */
export function preamble(prefixes: Readonly<Record<string, string>>, query: string): string {
  const own = new Set([...query.matchAll(/\bprefix\s+([\w.-]*):/gi)].map(([, name]) => name));
  return Object.entries(prefixes)
    .filter(([name]) => !own.has(name))
    .map(([name, iri]) => `PREFIX ${name}: <${iri}> `)
    .join("");
}

/** A prefix with a name after it, which does not go on a name, a variable or a blank node. */
const PREFIXED = /(?<![\p{L}\p{M}\p{N}_.?$-])((?:\p{L}[\p{L}\p{M}\p{N}_.-]*)?):(?=[\p{L}\p{N}_%\\])/gu;

/** Find the first prefix that nothing declares, of which the engine says no more than that it is no OPTIONAL. */
export function undeclared(prefixes: Readonly<Record<string, string>>, query: string): { name: string; place: Place } | null {
  const bare = `${query}\n`.replace(WHOLE, (whole) => whole.replace(/[^\n]/g, " "));
  const known = new Set([...Object.keys(prefixes), ...[...bare.matchAll(/\bprefix\s+([^\s:]*)\s*:/giu)].map(([, name = ""]) => name)]);
  for (const { 1: name = "", index } of bare.matchAll(PREFIXED)) {
    if (known.has(name)) continue;
    const before = query.slice(0, index).split("\n");
    return { name, place: { line: before.length, column: [...(before.at(-1) ?? "")].length + 1 } };
  }
  return null;
}

/** Set a complaint right that counts the line of the preamble. */
export function shifted(message: string, before: number): string {
  return message.replace(/error at 1:(\d+)/, (_, column) => `error at 1:${Math.max(1, Number(column) - before)}`);
}

/** Shorten an IRI by a prefix. */
export function shortened(prefixes: Readonly<Record<string, string>>, iri: string): string {
  let best: [string, string] | null = null;
  for (const pair of Object.entries(prefixes)) {
    if (iri.startsWith(pair[1]) && pair[1].length > (best?.[1].length ?? 0)) best = pair;
  }
  const rest = best && iri.slice(best[1].length);
  return best && rest && /^\w(?:[\w.-]*[\w-])?$/.test(rest) ? `${best[0]}:${rest}` : `<${iri}>`;
}

/** A term as plain text. */
export function textOf(term: Term | undefined): string {
  if (!term) return "";
  if (term.type === "triple") return JSON.stringify(term.value);
  return term.type === "bnode" ? `_:${String(term.value)}` : String(term.value);
}

/** The IRIs in an answer, each once, in their order. */
export function irisIn({ columns, rows }: Answer): string[] {
  const found = rows.flatMap((row) => columns.flatMap((name) => (row[name]?.type === "uri" ? textOf(row[name]) : [])));
  return [...new Set(found)];
}

/** The triples of a graph; `label` names what is no blank node, `base` gives the relation that a predicate is a form of. */
export function triplesOf({ rows }: Answer, label: (iri: string) => string, base: (iri: string) => string): Triple[] {
  const named = (term: Term | undefined): Named | null => {
    if (!term || !["uri", "bnode"].includes(term.type)) return null;
    const iri = textOf(term);
    return { iri, label: term.type === "uri" ? label(iri) : iri };
  };
  return rows.flatMap(({ subject, predicate, object }) => {
    const [from, how] = [named(subject), named(predicate)];
    return from && how ? { subject: from, predicate: how, object: named(object), base: base(how.iri) } : [];
  });
}

/** The answer as JSON, in the form that SPARQL has for results. */
export function jsonOf({ kind, columns, rows, truth }: Answer): string {
  const made = kind === "truth" ? { head: {}, boolean: truth } : { head: { vars: columns }, results: { bindings: rows } };
  return `${JSON.stringify(made, null, 1)}\n`;
}
