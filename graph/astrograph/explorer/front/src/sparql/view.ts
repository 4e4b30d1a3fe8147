/* View: where a query is written, run and cancelled, and its answer shown, whoever answers it. */

import type { CompletionSource } from "@codemirror/autocomplete";
import { csv } from "../csv";
import { button, make, on } from "../elements";
import { save } from "../saving";
import { type Answer, jsonOf, textOf } from "./answer";
import { type Asker, Cancelled, Fault } from "./asking";
import { editor } from "./editor";
import type { Book } from "./opening";

/** What is told and shown of an answer. */
export interface Told {
  line: string;
  shown: HTMLElement | null;
  /** Buttons for what else can be done with it, before those for files. */
  more?: readonly HTMLElement[];
}

export interface Parts {
  asker: Asker;
  sources: readonly CompletionSource[];
  examples: Book["examples"];
  /** What stands behind the buttons. */
  beside?: HTMLElement;
  /** What a query has to wait for that is shown from elsewhere. */
  ready?: Promise<unknown>;
  /** Note down the query that is asked. */
  asked(query: string): void;
  /** Tell of an answer that took so many milliseconds. */
  told(answer: Answer, took: number): Told;
}

export interface View {
  readonly parts: readonly HTMLElement[];
  /** Say how things stand. */
  say(text: string): void;
  /** Put a query into the editor. */
  put(query: string): void;
  /** Show a query, and run it when it is not the one that is shown. */
  show(query: string): void;
  /** Say what is wrong, and mark it in the query. */
  complain(error: unknown): void;
}

/** The files in which an answer can be had. */
function filesOf(answer: Answer): HTMLElement[] {
  const { kind, columns, rows, text } = answer;
  if (text !== undefined) return [button({}, () => save("answer.ttl", "text/turtle", text), "Turtle")];
  const table = (): string => csv([columns, ...rows.map((row) => columns.map((name) => textOf(row[name])))]);
  const inJson = button({}, () => save("answer.json", "application/json", jsonOf(answer)), "JSON");
  return kind === "truth" ? [inJson] : [button({}, () => save("answer.csv", "text/csv", table()), "CSV"), inJson];
}

export function view({ asker, sources, examples, beside, ready, asked, told }: Parts): View {
  let shown: string | null = null;
  let turn = 0;

  const edit = editor(sources, { run: () => void run(), leave: () => start.focus(), changed: (text) => tellExample(text) });
  const status = make("p", { role: "status", id: "query-status" });
  const holder = make("div", { id: "query-answer" });
  const files = make("span", { class: "files" });
  const explanation = make("p", { class: "note", id: "query-note" });
  const start = button({ id: "query-run", title: "Ctrl+Enter" }, () => void run(), "Run");
  const stop = button({ id: "query-stop" }, () => asker.cancel(), "Cancel");
  stop.disabled = true;
  const choice = make("select", { id: "query-examples", "aria-describedby": "query-note" }, make("option", { value: "" }, "Choose a question…"));
  choice.append(...examples.map(({ name, explanation: text }) => make("option", { value: name }, text)));
  on(choice, "change", () => {
    const example = examples.find(({ name }) => name === choice.value);
    if (!example) return;
    edit.put(example.text);
    void run();
  });

  /** Let the choice of an example stand only while the editor holds it. */
  function tellExample(text: string): void {
    const held = examples.find((example) => example.text === text);
    choice.value = held?.name ?? "";
    // The first line of its comment is the question that is chosen.
    explanation.textContent = (held?.text.split("\n")[1] ?? "").replace(/^#\s*/, "");
  }

  function say(text: string): void {
    status.textContent = text;
  }

  function complain(error: unknown): void {
    if (error instanceof Cancelled) return say(error.message);
    const why = error instanceof Error ? error.message : String(error);
    const place = error instanceof Fault ? error.place : null;
    say(place ? `Line ${place.line}, column ${place.column}: ${why}` : why);
    status.classList.add("hint");
    if (place) edit.complain(place);
  }

  function tell(answer: Answer, took: number): void {
    const { line, shown: made, more = [] } = told(answer, took);
    say(line);
    holder.replaceChildren(...(made ? [made] : []));
    files.replaceChildren(...more, ...filesOf(answer));
  }

  async function run(): Promise<void> {
    const mine = (turn += 1);
    const query = edit.text();
    if (!query.trim()) return;
    if (!stop.disabled) asker.cancel();
    shown = query;
    asked(query);
    holder.replaceChildren();
    files.replaceChildren();
    status.classList.remove("hint");
    say(asker.isCancellable ? "Running…" : "Running on the page, which cannot be cancelled…");
    start.setAttribute("aria-busy", "true");
    stop.disabled = !asker.isCancellable;
    const begun = performance.now();
    try {
      const answer = await asker.ask(query);
      if (mine === turn) tell(answer, performance.now() - begun);
    } catch (error) {
      if (mine === turn) complain(error);
    }
    if (mine !== turn) return;
    start.removeAttribute("aria-busy");
    // What is disabled lets the keyboard go.
    if (document.activeElement === stop) start.focus();
    stop.disabled = true;
  }

  const parts = [
    make("div", { class: "asking" }, make("label", { for: "query-examples" }, "Examples"), choice),
    explanation,
    edit.element,
    make("div", { class: "asking" }, start, stop, files, beside),
    status,
    holder,
  ];
  return {
    ...{ parts, say, complain, put: edit.put },
    show(query) {
      if (!query || query === shown) return;
      edit.put(query);
      shown = query;
      void Promise.resolve(ready).catch(() => undefined).then(() => run());
    },
  };
}
