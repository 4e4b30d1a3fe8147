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

export function completing({ terms, prefixes, entities }: Vocabulary): CompletionSource {
  return (context: CompletionContext): CompletionResult | null => {
    const before = context.state.doc.sliceString(0, context.pos);
    if (isWithin(before)) return null;
    const variable = context.matchBefore(/[?$][\p{L}\p{M}\p{N}_]*/u);
    if (variable) {
      const all = new Set(context.state.doc.toString().match(/[?$][\p{L}\p{M}\p{N}_]+/gu));
      all.delete(variable.text);
      return { from: variable.from, options: [...all].map((label) => ({ label, type: "variable" })) };
    }
    const typed = context.matchBefore(NAME);
    if (!typed || (!typed.text && !context.explicit)) return null;
    const wanted = typed.text.toLowerCase();
    const [, prefix] = /^([^:]*):/.exec(wanted) ?? [];
    const isBare = prefix === undefined;
    const isType = AFTER_TYPE.test(before.slice(0, typed.from - context.pos || undefined));
    const begins = (text: string): boolean => isBare && text.toLowerCase().startsWith(wanted);
    const name = isBare ? wanted : typed.text.slice(prefix.length + 1);
    const isEntity = !isType && name && (isBare || prefix === "id");
    const options = [
      ...(isType ? [] : WORDS.filter(begins)).map((label) => ({ label, type: "keyword", boost: 2 })),
      ...termsFor(terms(), wanted, isType).map((term) => made(term.isClass ? "class" : "property", term, 1)),
      ...(wanted ? prefixes.filter(begins) : []).map((label) => ({ label: `${label}:`, detail: "prefix", type: "namespace", boost: 1 })),
      ...(isEntity ? entities(name) : []).map((entity) => made("constant", entity, 0)),
    ];
    return options.length ? { from: typed.from, options, filter: false } : null;
  };
}
