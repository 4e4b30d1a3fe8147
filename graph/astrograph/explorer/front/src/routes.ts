/* Routes: the best simple paths between two entities that are given as numbers, for page and worker. */

/** Statements as the numbers of their ends, in the order in which ties are broken. */
export interface Network {
  /** How many entities there are. */
  size: number;
  /** For each statement its ends and its cost; an end that is not on the page is -1. */
  from: Int32Array;
  to: Int32Array;
  cost: Int32Array;
}

export interface Question {
  from: number;
  to: number;
  /** For each statement 1 where it may be walked. */
  walked: Uint8Array;
  wanted: number;
  most: number;
}

/** Who is beside whom: the neighbors of an entity stand from its start to that of the next one. */
interface Near {
  starts: Int32Array;
  ends: Int32Array;
  costs: Int32Array;
}

interface Begun {
  /** The least that a path can cost that begins so. */
  bound: number;
  spent: number;
  nodes: readonly number[];
}

const FAR = 0x3fffffff;

/** Lay the walked statements out by entity, the cheapest of those between the same two. */
function nearby({ size, from, to, cost }: Network, walked: Uint8Array): Near {
  const starts = new Int32Array(size + 2);
  const each = (add: (here: number, there: number, cost: number) => void): void => {
    for (let number = 0; number < from.length; number += 1) {
      const here = from[number] ?? -1;
      const there = to[number] ?? -1;
      if (!walked[number] || here < 0 || there < 0 || here === there) continue;
      add(here, there, cost[number] ?? 0);
      add(there, here, cost[number] ?? 0);
    }
  };
  each((here) => (starts[here + 2] = (starts[here + 2] ?? 0) + 1));
  for (let node = 2; node < starts.length; node += 1) starts[node] = (starts[node] ?? 0) + (starts[node - 1] ?? 0);
  const ends = new Int32Array(starts[size + 1] ?? 0);
  const costs = new Int32Array(ends.length);
  each((here, there, price) => {
    const place = starts[here + 1] ?? 0;
    ends[place] = there;
    costs[place] = price;
    starts[here + 1] = place + 1;
  });
  return joined({ starts: starts.subarray(0, size + 1), ends, costs });
}

/** Keep one hop for each two entities. */
function joined({ starts, ends, costs }: Near): Near {
  const size = starts.length - 1;
  const places = new Int32Array(size).fill(-1);
  let kept = 0;
  let start = 0;
  for (let here = 0; here < size; here += 1) {
    const first = kept;
    const end = starts[here + 1] ?? 0;
    for (let place = start; place < end; place += 1) {
      const there = ends[place] ?? 0;
      const price = costs[place] ?? 0;
      const known = places[there] ?? -1;
      if (known >= first) {
        costs[known] = Math.min(costs[known] ?? 0, price);
      } else {
        places[there] = kept;
        ends[kept] = there;
        costs[kept] = price;
        kept += 1;
      }
    }
    start = end;
    starts[here + 1] = kept;
  }
  return { starts, ends: ends.subarray(0, kept), costs: costs.subarray(0, kept) };
}

/** For each number of hops left, the least that a walk to the goal costs which meets no end on its way. */
function leastCosts({ starts, ends, costs }: Near, { from, to, most }: Question): Int32Array[] {
  const layers = [new Int32Array(starts.length - 1).fill(FAR)];
  (layers[0] as Int32Array)[to] = 0;
  let ring = [to];
  for (let hops = 1; hops <= most; hops += 1) {
    const last = layers[hops - 1] as Int32Array;
    const layer = new Int32Array(last.length).fill(FAR);
    const next: number[] = [];
    for (const there of ring) {
      if (there === from) continue;
      const rest = last[there] ?? FAR;
      for (let place = starts[there] ?? 0; place < (starts[there + 1] ?? 0); place += 1) {
        const here = ends[place] ?? 0;
        if (here === to) continue;
        const known = layer[here] ?? FAR;
        if (known === FAR) next.push(here);
        layer[here] = Math.min(known, rest + (costs[place] ?? 0));
      }
    }
    layers.push(layer);
    ring = next;
  }
  return layers;
}

function compareNodes(one: readonly number[], other: readonly number[]): number {
  for (let place = 0; place < one.length && place < other.length; place += 1) {
    const gap = (one[place] ?? 0) - (other[place] ?? 0);
    if (gap) return gap;
  }
  return one.length - other.length;
}

const isBefore = (one: Begun, other: Begun): boolean =>
  (one.bound - other.bound || compareNodes(one.nodes, other.nodes)) < 0;

/** A heap of which the best comes out first. */
class Heap {
  private readonly items: Begun[] = [];

  push(item: Begun): void {
    const { items } = this;
    let place = items.push(item) - 1;
    while (place) {
      const above = (place - 1) >> 1;
      const parent = items[above] as Begun;
      if (!isBefore(item, parent)) break;
      items[place] = parent;
      place = above;
    }
    items[place] = item;
  }

  pop(): Begun | undefined {
    const { items } = this;
    const best = items[0];
    const last = items.pop();
    if (!last || !items.length) return best;
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      const [left, right] = [items[below], items[below + 1]];
      if (left && right && isBefore(right, left)) below += 1;
      const child = items[below];
      if (!child || !isBefore(child, last)) break;
      items[place] = child;
      place = below;
    }
    items[place] = last;
    return best;
  }
}

/** List the best simple paths of exactly so many hops: those that cost least, then by their numbers. */
function routesOf(hops: number, near: Near, layers: Int32Array[], { from, to }: Question, wanted: number): number[][] {
  const found: number[][] = [];
  const begun = new Heap();
  const least = (left: number, node: number): number => layers[left]?.[node] ?? FAR;
  if (least(hops, from) < FAR) begun.push({ bound: least(hops, from), spent: 0, nodes: [from] });
  for (let best = begun.pop(); best && found.length < wanted; best = begun.pop()) {
    const { nodes, spent } = best;
    const here = nodes.at(-1) ?? from;
    const left = hops + 1 - nodes.length;
    if (here === to) {
      found.push([...nodes]);
      continue;
    }
    for (let place = near.starts[here] ?? 0; place < (near.starts[here + 1] ?? 0); place += 1) {
      const there = near.ends[place] ?? 0;
      const rest = least(left - 1, there);
      if (rest >= FAR || nodes.includes(there)) continue;
      const paid = spent + (near.costs[place] ?? 0);
      begun.push({ bound: paid + rest, spent: paid, nodes: [...nodes, there] });
    }
  }
  return found;
}

/** Find the best paths: fewest hops, then least cost, then by the numbers of the entities that they meet. */
export function routes(network: Network, question: Question): number[][] {
  const { from, to, wanted, most } = question;
  if (from === to) return [];
  const near = nearby(network, question.walked);
  const layers = leastCosts(near, question);
  const found: number[][] = [];
  for (let hops = 1; hops <= most && found.length < wanted; hops += 1) {
    found.push(...routesOf(hops, near, layers, question, wanted - found.length));
  }
  return found;
}
