/* Completion: what may come next in a query: words, variables, prefixes, the ontology's terms, entities by name. */

import type { Completion, CompletionContext, CompletionResult, CompletionSource } from "@codemirror/autocomplete";
import { isWithin } from "./answer";

/** Something with a name in queries, and what people call it. */
export interface Term {
  readonly name: string;
  readonly label: string;
  readonly isClass?: boolean;
}

export interface Vocabulary {
  /** The terms of the ontology, once they are known. */
  terms(): readonly Term[];
  /** The prefixes that need no declaration. */
  readonly prefixes: readonly string[];
  /** The entities that a text may mean by any of their names: how a query names them, and how people do. */
  entities(typed: string): readonly Term[];
}

const WORDS =
  "SELECT DISTINCT WHERE FILTER OPTIONAL UNION MINUS BIND VALUES CONSTRUCT DESCRIBE ASK LIMIT OFFSET GROUP ORDER HAVING EXISTS COUNT LANG STR CONTAINS LCASE REGEX BOUND COALESCE YEAR GROUP_CONCAT PREFIX".split(
    " ",
  );
const MOST = 60;
/** A name, or its beginning, maybe after a prefix. */
const NAME = /[\p{L}\p{M}\p{N}_-]*:?[\p{L}\p{M}\p{N}_.-]*/u;
const VARIABLE = /[?$][\p{L}\p{M}\p{N}_]*/u;
/** A number, or a language after a text: what no name can be. */
const NO_NAME = /(?:@[\p{L}\p{N}-]*|(?<![\p{L}\p{M}\p{N}_:.-])[-.]?\p{N}[\p{L}\p{M}\p{N}_.-]*|(?<![\p{L}\p{M}\p{N}_:?$-])(?:limit|offset)\s+\S*)$/iu;
/** What is too short for a guess: words like `a`, `as` and `by` are whole. */
const SHORT = /^\p{Ll}{1,2}$/u;
/** What a class follows on. */
const AFTER_TYPE = /(?:^|[\s;{.])(?:a|rdf:type(?:\/rdfs:subClassOf\*)?)\s+$/;

const made = (type: string, { name, label }: Term, boost: number): Completion => ({ label: name, detail: label, type, boost });

/** The terms that hold what is typed, those that begin so first; where a class has to come, classes alone. */
function termsFor(terms: readonly Term[], wanted: string, isType: boolean): Term[] {
  const [, prefix = "", bare = ""] = /^([^:]*:)?(.*)$/.exec(wanted) ?? [];
  const parts = ({ name, label }: Term): string[] => [name.replace(/^[\w-]*:/, ""), label].map((text) => text.toLowerCase());
  const fits = (term: Term): boolean =>
    term.name.toLowerCase().startsWith(prefix) && (!isType || term.isClass === true) && parts(term).some((text) => text.includes(bare));
  const rank = (term: Term): number => (parts(term).some((text) => text.startsWith(bare)) ? 0 : 1);
  return terms.filter(fits).sort((one, other) => rank(one) - rank(other)).slice(0, MOST);
}

/** What is typed where a name may come: the prefix is missing where there is no colon. */
interface Typed {
  from: number;
  text: string;
  prefix?: string;
  name: string;
  /** Whether a class has to come here. */
  isType: boolean;
}

function typedIn(context: CompletionContext, before: string): Typed | null {
  const typed = context.matchBefore(NAME);
  if (!typed || NO_NAME.test(before) || (!context.explicit && (!typed.text || SHORT.test(typed.text)))) return null;
  const { from, text } = typed;
  const [, prefix] = /^([^:]*):/.exec(text) ?? [];
  const isType = AFTER_TYPE.test(before.slice(0, from - context.pos || undefined));
  return prefix === undefined ? { from, text, name: text, isType } : { from, text, prefix: prefix.toLowerCase(), name: text.slice(prefix.length + 1), isType };
}

/** What an entity may be called that is meant here; empty where none is. */
const entityIn = ({ prefix, name, isType }: Typed): string => (!isType && (prefix === undefined || prefix === "id") ? name : "");

export function completing({ terms, prefixes, entities }: Vocabulary): CompletionSource {
  return (context: CompletionContext): CompletionResult | null => {
    const before = context.state.doc.sliceString(0, context.pos);
    if (isWithin(before)) return null;
    const variable = context.matchBefore(VARIABLE);
    if (variable) {
      const all = new Set(context.state.doc.toString().match(/[?$][\p{L}\p{M}\p{N}_]+/gu));
      all.delete(variable.text);
      return { from: variable.from, options: [...all].map((label) => ({ label, type: "variable" })) };
    }
    const typed = typedIn(context, before);
    if (!typed) return null;
    const wanted = typed.text.toLowerCase();
    const begins = (text: string): boolean => typed.prefix === undefined && text.toLowerCase().startsWith(wanted);
    const entity = entityIn(typed);
    const options = [
      ...(typed.isType ? [] : WORDS.filter(begins)).map((label) => ({ label, type: "keyword", boost: 2 })),
      ...termsFor(terms(), wanted, typed.isType).map((term) => made(term.isClass ? "class" : "property", term, 1)),
      ...(wanted ? prefixes.filter(begins) : []).map((label) => ({ label: `${label}:`, detail: "prefix", type: "namespace", boost: 1 })),
      ...(entity ? entities(entity) : []).map((term) => made("constant", term, 0)),
    ];
    return options.length ? { from: typed.from, options, filter: false } : null;
  };
}

/** Complete names of entities that are looked up elsewhere; whoever types on takes the question back. */
export function completingEntities(find: (name: string, signal: AbortSignal) => Promise<readonly Term[]>): CompletionSource {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const before = context.state.doc.sliceString(0, context.pos);
    const typed = isWithin(before) || context.matchBefore(VARIABLE) ? null : typedIn(context, before);
    const name = typed ? entityIn(typed) : "";
    // One Latin letter begins half of all names; one sign of another script may be a word.
    if (!typed || !name || /^[\w.-]$/.test(name)) return null;
    const asking = new AbortController();
    context.addEventListener("abort", () => asking.abort(), { onDocChange: true });
    const options = (await find(name, asking.signal)).map((term) => made("constant", term, 0));
    return options.length ? { from: typed.from, options, filter: false } : null;
  };
}
