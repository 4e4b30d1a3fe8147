/* Answer: what SPARQL gives, in plain form, and where a complaint points to. */

export type Term = { type: "uri" | "literal" | "bnode" | "triple"; value: unknown; "xml:lang"?: string; datatype?: string };
export type Row = Readonly<Record<string, Term | undefined>>;

/** A table of solutions, a truth, or a graph, whose triples are rows of three. */
export interface Answer {
  kind: "table" | "truth" | "graph";
  columns: readonly string[];
  rows: readonly Row[];
  truth: boolean;
}

/** What of a query says nothing of its form: IRIs, texts, comments, names with a prefix, variables. */
const TOKEN =
  /<[^<>"{}|^`\\\s]*>|'''[\s\S]*?'''|"""[\s\S]*?"""|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|#[^\n\r]*|[?$]\w+|[\w-]*:[\w.:%-]*|\b(select|ask|construct|describe)\b/gi;

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

/** The answer as JSON, in the form that SPARQL has for results. */
export function jsonOf({ kind, columns, rows, truth }: Answer): string {
  const made = kind === "truth" ? { head: {}, boolean: truth } : { head: { vars: columns }, results: { bindings: rows } };
  return `${JSON.stringify(made, null, 1)}\n`;
}
