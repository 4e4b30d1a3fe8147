/* Aside: has work done beside the page, or on it where the browser refuses workers. */

import { type Ties, islands } from "./overview/islands";
import { unpacked } from "./packing";
import { type Network, type Question, routes } from "./routes";
import type { Answer, Wish } from "./worker";

/** The worker's script as text; the build puts it in. */
declare const WORKER: string;

type Unnumbered<Each> = Each extends Wish ? Omit<Each, "id"> : never;

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

export class Aside {
  private worker: Worker | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;

  constructor() {
    try {
      const url = URL.createObjectURL(new Blob([WORKER], { type: "text/javascript" }));
      this.worker = new Worker(url);
      this.worker.onmessage = ({ data }: MessageEvent<Answer>) => this.hear(data);
      this.worker.onerror = (event) => {
        event.preventDefault();
        this.stop();
      };
    } catch {
      this.stop();
    }
  }

  /** Whether there is a worker, as far as is known. */
  get isBeside(): boolean {
    return this.worker !== null;
  }

  /** Unpack what stands in the page. */
  unpack(packed: string): Promise<ArrayBuffer> {
    return this.ask({ unpack: packed }).catch(() => unpacked(packed)) as Promise<ArrayBuffer>;
  }

  /** Take over the network in which paths are looked for from now on. */
  take(network: Network): (question: Question) => Promise<number[][]> {
    this.ask({ network }).catch(() => undefined);
    return (question) =>
      this.ask({ question }).catch(() => routes(network, question)) as Promise<number[][]>;
  }

  /** Find places for all entities of a page: x and y in turn. */
  settle(ties: Ties): Promise<Float32Array> {
    return this.ask({ ties }).catch(() => islands(ties)) as Promise<Float32Array>;
  }

  private ask(wish: Unnumbered<Wish>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (!this.worker) return reject(new Error("there is no worker"));
      this.last += 1;
      this.waiting.set(this.last, { resolve, reject });
      this.worker.postMessage({ ...wish, id: this.last } as Wish);
    });
  }

  private hear({ id, answer, error }: Answer): void {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (error === undefined) waiting?.resolve(answer);
    else waiting?.reject(new Error(error));
  }

  private stop(): void {
    this.worker?.terminate();
    this.worker = null;
    for (const { reject } of this.waiting.values()) reject(new Error("the worker is refused"));
    this.waiting.clear();
  }
}
