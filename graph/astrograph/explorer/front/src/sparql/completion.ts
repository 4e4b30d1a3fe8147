/* Completion: what may come next in a query: words, variables, the ontology's terms, entities by name. */

import type { Completion, CompletionContext, CompletionResult, CompletionSource } from "@codemirror/autocomplete";

export interface Vocabulary {
  /** The terms of the ontology, once they are known. */
  terms(): readonly { name: string; label: string }[];
  /** The entities that a text may mean: how a query names them, and how people do. */
  entities(typed: string): readonly { name: string; label: string }[];
}

const WORDS =
  "SELECT DISTINCT WHERE FILTER OPTIONAL UNION MINUS BIND VALUES CONSTRUCT DESCRIBE ASK LIMIT OFFSET GROUP ORDER HAVING EXISTS COUNT LANG STR CONTAINS LCASE REGEX BOUND COALESCE YEAR GROUP_CONCAT".split(
    " ",
  );
const MOST = 60;

export function completing({ terms, entities }: Vocabulary): CompletionSource {
  return (context: CompletionContext): CompletionResult | null => {
    const variable = context.matchBefore(/[?$]\w*/);
    if (variable) {
      const all = new Set(context.state.doc.toString().match(/[?$]\w+/g));
      all.delete(variable.text);
      return { from: variable.from, options: [...all].map((label) => ({ label, type: "variable" })) };
    }
    const typed = context.matchBefore(/[\p{L}\p{N}_-]*:?[\p{L}\p{N}_.-]*/u);
    if (!typed || (!typed.text && !context.explicit)) return null;
    const wanted = typed.text.toLowerCase();
    const bare = wanted.replace(/^[\w-]*:/, "");
    const fits = ({ name, label }: { name: string; label: string }): boolean =>
      name.toLowerCase().includes(wanted) || (!wanted.includes(":") && label.toLowerCase().includes(wanted));
    // What begins so comes before what only holds it.
    const rank = ({ name, label }: { name: string; label: string }): number =>
      [name, name.replace(/^[\w-]*:/, ""), label].some((text) => text.toLowerCase().startsWith(wanted)) ? 0 : 1;
    const made = (type: string, found: { name: string; label: string }, boost: number): Completion => ({
      ...{ label: found.name, detail: found.label, type, boost },
    });
    const options = [
      ...(wanted.includes(":") ? [] : WORDS.filter((word) => word.toLowerCase().startsWith(wanted))).map((label) => ({
        ...{ label, type: "keyword", boost: 2 },
      })),
      ...terms().filter(fits).sort((one, other) => rank(one) - rank(other)).slice(0, MOST).map((term) => made("property", term, 1)),
      ...(bare && /^(id:)?[^:]*$/.test(wanted) ? entities(bare) : []).map((entity) => made("constant", entity, 0)),
    ];
    return options.length ? { from: typed.from, options, filter: false } : null;
  };
}
