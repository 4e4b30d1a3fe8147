/* Remote: asks a SPARQL endpoint, and hangs up when the reader cancels, which ends the query there. */

import type { Answer } from "./answer";
import { type Asker, Cancelled, Fault } from "./asking";

const ACCEPTED = "application/sparql-results+json, text/turtle;q=0.9";
const MAX_ROWS = "X-SPARQL-MaxRows";
const PLACED = /^bad query at line (\d+), column (\d+): (.*)$/s;

interface Results {
  head: { vars?: string[] };
  boolean?: boolean;
  results?: { bindings: Answer["rows"] };
}

/** Read the answer of SELECT and ASK from JSON, and that of CONSTRUCT and DESCRIBE as the text that it is. */
export async function answerFrom(response: Response): Promise<Answer> {
  const capped = Number(response.headers.get(MAX_ROWS));
  const shared = { columns: [], rows: [], truth: false, ...(capped > 0 ? { capped } : {}) };
  if (response.headers.get("Content-Type")?.startsWith("text/turtle")) return { ...shared, kind: "graph", text: await response.text() };
  const { head, boolean, results } = (await response.json()) as Results;
  if (boolean !== undefined) return { ...shared, kind: "truth", truth: boolean };
  return { ...shared, kind: "table", columns: head.vars ?? [], rows: results?.bindings ?? [] };
}

/** Read what an endpoint refuses a query with. */
export async function faultFrom(response: Response): Promise<Fault> {
  let said: { message?: string; hint?: string } = {};
  try {
    said = ((await response.json()) as { error: typeof said }).error;
  } catch {
    /* Something before the endpoint has answered in words of its own. */
  }
  const { message = `the server answers ${response.status} ${response.statusText}`.trim(), hint } = said;
  const [, line, column, why] = PLACED.exec(message) ?? [];
  // The editor shows the line itself.
  const told = [why ?? message, ...(hint && !hint.startsWith("in: ") ? [hint] : [])].join("; ");
  return new Fault(told, line && column ? { line: Number(line), column: Number(column) } : null);
}

export class Remote implements Asker {
  readonly isCancellable = true;
  private readonly address: string;
  private readonly running = new Set<AbortController>();

  constructor(address: string) {
    this.address = address;
  }

  async ask(query: string): Promise<Answer> {
    const running = new AbortController();
    this.running.add(running);
    try {
      const response = await fetch(this.address, {
        method: "POST",
        headers: { "Content-Type": "application/sparql-query", Accept: ACCEPTED },
        body: query,
        signal: running.signal,
      });
      if (!response.ok) throw await faultFrom(response);
      return await answerFrom(response);
    } catch (error) {
      if (running.signal.aborted) throw new Cancelled("Cancelled.");
      throw error instanceof Fault ? error : new Fault("The server cannot be reached, or has broken off: try again.");
    } finally {
      this.running.delete(running);
    }
  }

  cancel(): void {
    for (const each of this.running) each.abort();
  }
}
