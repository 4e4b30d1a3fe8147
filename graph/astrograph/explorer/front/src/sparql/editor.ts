/* Editor: CodeMirror for SPARQL, in a shadow tree, whose styles the page's policy allows. */

import { type CompletionSource, autocompletion, closeBrackets, closeCompletion, completionKeymap, selectedCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, StreamLanguage, bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { EditorState, Prec, StateEffect, StateField, type Transaction } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { make } from "../elements";
import type { Place } from "./answer";

export interface Editor {
  readonly element: HTMLElement;
  text(): string;
  put(text: string): void;
  focus(): void;
  /** Mark where a complaint points to. */
  complain(place: Place): void;
}

const LOOK = EditorView.theme({
  "&": { height: "100%", backgroundColor: "var(--page)", color: "var(--ink)", fontSize: "13px" },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "ui-monospace, 'DejaVu Sans Mono', Menlo, monospace", lineHeight: "1.5" },
  ".cm-gutters": { backgroundColor: "var(--raised)", color: "var(--quiet)", border: "0" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-tooltip": { backgroundColor: "var(--panel)", color: "var(--ink)", border: "1px solid var(--field)", borderRadius: "6px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
  ".cm-tooltip-autocomplete ul li[aria-selected] .cm-completionDetail": { color: "var(--on-accent)" },
  ".cm-fault": { textDecoration: "underline wavy var(--warning) 2px" },
  ".cm-completionDetail": { color: "var(--quiet)", fontStyle: "normal" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--raised)", outline: "1px solid var(--field)" },
});

const COLORS = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: tags.comment, color: "var(--quiet)", fontStyle: "italic" },
  { tag: [tags.string, tags.atom], color: "var(--good)" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--warning)" },
]);

/** Where a complaint points to, until the query is changed. */
const faulty = StateEffect.define<{ from: number; to: number }>();
const FAULT = Decoration.mark({ class: "cm-fault", attributes: { "aria-invalid": "true" } });
const faults = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, change) {
    const [told] = change.effects.flatMap((effect) => (effect.is(faulty) ? [effect.value] : []));
    if (told) return Decoration.set([FAULT.range(told.from, told.to)]);
    return change.docChanged ? Decoration.none : marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Close the list where what it proposes is written already: Enter is for the next line then. */
function closeWritten(view: EditorView): boolean {
  const label = selectedCompletion(view.state)?.label ?? "";
  const { head } = view.state.selection.main;
  const written = view.state.doc.sliceString(head - label.length, head);
  if (label && [written, written.toUpperCase()].includes(label)) closeCompletion(view);
  return false;
}

/**
 * Put what is typed in place of what is selected. Left to itself, Chromium keeps the colors of what goes by a style of
 * its own on what comes, which the page's policy forbids, and complains of.
 */
const replacing = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { inputType, data, isComposing, cancelable } = event;
    const { main, ranges } = view.state.selection;
    if (inputType !== "insertText" || !data || isComposing || !cancelable || main.empty || ranges.length > 1) return false;
    event.preventDefault();
    const typed = (): Transaction =>
      view.state.update(view.state.replaceSelection(data), { userEvent: "input.type", scrollIntoView: true });
    // Brackets go around what is selected.
    const isTaken = view.state.facet(EditorView.inputHandler).some((take) => take(view, main.from, main.to, data, typed));
    if (!isTaken) view.dispatch(typed());
    return true;
  },
});

/** What the reader does in the editor. */
export interface Doings {
  /** Ctrl+Enter. */
  run(): void;
  /** Escape, where there is nothing to close. Tab leaves it, too. */
  leave(): void;
  /** Whatever changes the text. */
  changed(text: string): void;
}

/** Make the editor. */
export function editor(sources: readonly CompletionSource[], { run, leave, changed }: Doings): Editor {
  const host = make("div", { class: "editor" });
  const root = host.attachShadow({ mode: "open" });
  const running = { key: "Mod-Enter", run: () => (run(), true) };
  const leaving = { key: "Escape", run: () => (leave(), true) };
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      extensions: [
        ...[Prec.highest(keymap.of([running, { key: "Enter", run: closeWritten }])), keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap, leaving])],
        EditorView.updateListener.of(({ docChanged, state }) => docChanged && changed(state.doc.toString())),
        ...[lineNumbers(), history(), bracketMatching(), closeBrackets(), EditorView.lineWrapping, LOOK, faults, replacing],
        ...[StreamLanguage.define(sparql), syntaxHighlighting(COLORS), autocompletion({ override: sources, icons: false })],
        EditorView.contentAttributes.of({ "aria-label": "SPARQL query. Escape or Tab leaves it, Ctrl+Enter runs it." }),
      ],
    }),
  });
  // What is typed here is not meant for the page's own keys.
  host.addEventListener("keydown", (event) => event.stopPropagation());
  return {
    element: host,
    text: () => view.state.doc.toString(),
    put(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    focus: () => view.focus(),
    complain(place) {
      const line = view.state.doc.line(Math.min(Math.max(1, place.line), view.state.doc.lines));
      // The engine counts signs, of which some are two for the editor.
      const before = [...line.text].slice(0, place.column - 1).join("").length;
      const from = Math.min(line.from + before, line.to);
      const word = /^\S+/.exec(view.state.doc.sliceString(from, line.to))?.[0].length ?? 0;
      // Where something is missing at the end of a line, the sign before it is marked.
      const last = [...line.text.slice(0, from - line.from)].at(-1)?.length ?? 0;
      const marked = word ? { from, to: from + word } : { from: from - last, to: from };
      const effects = marked.to > marked.from ? [faulty.of(marked)] : [];
      view.dispatch({ selection: { anchor: from }, scrollIntoView: true, effects });
    },
  };
}
