/* Worker: what takes long, done beside the page: unpacking what it holds, finding paths in it, mapping it. */

import { type Ties, islands } from "./overview/islands";
import { unpacked } from "./packing";
import { type Network, type Question, routes } from "./routes";

/** What the page can ask for; each is answered by a message with the same number. */
export type Wish =
  | { id: number; unpack: string }
  | { id: number; network: Network }
  | { id: number; question: Question }
  | { id: number; ties: Ties };

export type Answer = { id: number; answer?: unknown; error?: string };

let network: Network | null = null;

async function answer(wish: Wish): Promise<unknown> {
  if ("unpack" in wish) return unpacked(wish.unpack);
  if ("ties" in wish) return islands(wish.ties);
  if ("network" in wish) network = wish.network;
  else if (network) return routes(network, wish.question);
  return null;
}

const scope = self as unknown as Worker;

scope.onmessage = ({ data }: MessageEvent<Wish>): void => {
  answer(data).then(
    (made) => scope.postMessage({ id: data.id, answer: made } satisfies Answer, made instanceof ArrayBuffer ? [made] : []),
    (error: unknown) => scope.postMessage({ id: data.id, error: String(error) } satisfies Answer),
  );
};
