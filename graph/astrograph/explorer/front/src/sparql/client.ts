/* Client: asks the engine, starts it when it is first wanted, and stops it when the reader cancels. */

import { type Answer, placeOf, preamble, shifted, undeclared } from "./answer";
import { type Asker, Cancelled, Fault } from "./asking";
import type { Reply, Stock, Wish } from "./engine";

type Waiting = { resolve(answer: Answer): void; reject(error: Error): void };
type Unnumbered<Each> = Each extends Wish ? Omit<Each, "id"> : never;

export interface Provision {
  stock: Stock;
  prefixes: Readonly<Record<string, string>>;
  /** The engine's script as text. */
  script: string;
  /** Run a script of the page's own in the page. */
  run(script: string): void;
}

export class Client implements Asker {
  private readonly given: Provision;
  private readonly waiting = new Map<number, Waiting>();
  private worker: Worker | null = null;
  private onPage: ((wish: Wish) => Promise<Reply>) | null = null;
  private ready: Promise<unknown> | null = null;
  private last = 0;

  constructor(given: Provision) {
    this.given = given;
  }

  /** Whether a query can be cancelled. */
  get isCancellable(): boolean {
    return !this.onPage;
  }

  start(): Promise<unknown> {
    return (this.ready ??= this.begin());
  }

  async ask(query: string): Promise<Answer> {
    await this.start();
    const before = preamble(this.given.prefixes, query);
    try {
      return await this.tell({ query: before + query });
    } catch (error) {
      if (error instanceof Cancelled || !(error instanceof Error)) throw error;
      throw this.faultFrom(query, shifted(error.message, before.length));
    }
  }

  /** Tell where the engine's complaint points to, and what of it can be said in better words. */
  private faultFrom(query: string, message: string): Fault {
    const place = placeOf(message);
    const unknown = place && undeclared(this.given.prefixes, query);
    if (unknown) return new Fault(`the prefix ${unknown.name}: is not declared`, unknown.place);
    return new Fault(message.replace(/^.*?error at \d+:\d+:\s*/s, ""), place);
  }

  /** Stop whatever runs; the next query starts the engine anew. */
  cancel(why: Error = new Cancelled("Cancelled. The engine starts anew with the next query.")): void {
    this.worker?.terminate();
    this.worker = null;
    this.ready = null;
    for (const { reject } of this.waiting.values()) reject(why);
    this.waiting.clear();
  }

  private async begin(): Promise<unknown> {
    const { stock, script, run } = this.given;
    if (!this.onPage) {
      try {
        return await this.beginBeside(script, stock);
      } catch (error) {
        if (error instanceof Cancelled) throw error;
        this.worker?.terminate();
        this.worker = null;
      }
      run(script);
      this.onPage = (window as unknown as { astrographEngine: (wish: Wish) => Promise<Reply> }).astrographEngine;
    }
    return this.tell({ start: stock });
  }

  private beginBeside(script: string, stock: Stock): Promise<unknown> {
    const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    this.worker = new Worker(url);
    this.worker.onmessage = ({ data }: MessageEvent<Reply>) => this.hear(data);
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.cancel(new Error(event.message || "the worker is refused"));
    };
    return this.tell({ start: stock }).finally(() => URL.revokeObjectURL(url));
  }

  private tell(wish: Unnumbered<Wish>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const id = (this.last += 1);
      this.waiting.set(id, { resolve, reject });
      const whole = { ...wish, id } as Wish;
      if (this.worker) this.worker.postMessage(whole);
      else this.onPage?.(whole).then((said) => this.hear(said));
    });
  }

  private hear({ id, answer, error, isBroken }: Reply): void {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (answer) return waiting?.resolve(answer);
    waiting?.reject(new Error(error));
    if (isBroken) this.cancel(new Error(error));
  }
}
