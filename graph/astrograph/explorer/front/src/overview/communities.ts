/* Communities: which entities belong together, by how densely they are linked (Blondel and others, 2008). */

/** Links between things that are numbered from 0: `from[i]` and `to[i]` are linked with a weight. */
export interface Web {
  readonly count: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly weights: Float64Array;
}

/** A web whose things have been put into groups, and the web of those groups. */
export interface Level {
  readonly web: Web;
  /** The group of each thing. */
  readonly groups: Int32Array;
  readonly coarse: Web;
}

const PASSES = 20;
/** A pass that moves a smaller share of all is the last one. */
const FEW = 0.001;

/** For each thing where its links begin in `others`, and what they lead to. */
export interface Beside {
  readonly starts: Int32Array;
  readonly others: Int32Array;
  readonly weights: Float64Array;
}

/** List the links of each thing. */
export function besides({ count, from, to, weights }: Web): Beside {
  const starts = new Int32Array(count + 1);
  for (const ends of [from, to]) for (const end of ends) starts[end + 1]! += 1;
  for (let place = 0; place < count; place += 1) starts[place + 1]! += starts[place]!;
  const at = starts.slice();
  const made = { starts, others: new Int32Array(2 * from.length), weights: new Float64Array(2 * from.length) };
  const put = (one: number, other: number, weight: number): void => {
    made.others[at[one]!] = other;
    made.weights[at[one]!] = weight;
    at[one]! += 1;
  };
  for (let link = 0; link < from.length; link += 1) {
    put(from[link]!, to[link]!, weights[link]!);
    put(to[link]!, from[link]!, weights[link]!);
  }
  return made;
}

/** Group what is linked densely, in two levels, or in more until `few` groups are left or nothing can be joined. */
export function communities(web: Web, few: number): Level[] {
  const levels: Level[] = [];
  let within = new Float64Array(web.count);
  let fine = web;
  while (levels.length < 2 || fine.count > few) {
    const groups = numbered(moved(fine, within));
    const count = groups.reduce((highest, group) => Math.max(highest, group + 1), 0);
    if (count === fine.count) break;
    const coarse = joined(fine, groups, count);
    levels.push({ web: fine, groups, coarse });
    within = inside(fine, groups, within, count);
    fine = coarse;
  }
  return levels;
}

/** Move each thing to the group where it has most links beyond what chance would give, until few move. */
function moved(web: Web, within: Float64Array): Int32Array {
  const { starts, others, weights } = besides(web);
  const { count } = web;
  const own = within.slice();
  for (let thing = 0; thing < count; thing += 1) {
    for (let at = starts[thing]!; at < starts[thing + 1]!; at += 1) own[thing]! += weights[at]!;
  }
  const whole = own.reduce((sum, weight) => sum + weight, 0) || 1;
  const groups = Int32Array.from({ length: count }, (_, thing) => thing);
  const totals = own.slice();
  const into = new Float64Array(count);
  for (let pass = 0; pass < PASSES; pass += 1) {
    let moves = 0;
    for (let thing = 0; thing < count; thing += 1) {
      const home = groups[thing]!;
      const near: number[] = [];
      for (let at = starts[thing]!; at < starts[thing + 1]!; at += 1) {
        const group = groups[others[at]!]!;
        if (!into[group]) near.push(group);
        into[group]! += weights[at]!;
      }
      totals[home]! -= own[thing]!;
      const gain = (group: number): number => into[group]! - (totals[group]! * own[thing]!) / whole;
      let [best, most] = [home, gain(home)];
      for (const group of near) {
        const won = gain(group);
        if (won > most + 1e-9) [best, most] = [group, won];
      }
      for (const group of near) into[group] = 0;
      totals[best]! += own[thing]!;
      groups[thing] = best;
      if (best !== home) moves += 1;
    }
    if (moves < count * FEW) break;
  }
  return groups;
}

/** Number groups from 0 in the order in which they come. */
function numbered(groups: Int32Array): Int32Array {
  const numbers = new Map<number, number>();
  return groups.map((group) => {
    const number = numbers.get(group) ?? numbers.size;
    numbers.set(group, number);
    return number;
  });
}

/** The web of the groups of a web. */
function joined({ from, to, weights }: Web, groups: Int32Array, count: number): Web {
  const sums = new Map<number, number>();
  for (let link = 0; link < from.length; link += 1) {
    const [one, other] = [groups[from[link]!]!, groups[to[link]!]!];
    if (one === other) continue;
    const key = Math.min(one, other) * count + Math.max(one, other);
    sums.set(key, (sums.get(key) ?? 0) + weights[link]!);
  }
  const keys = [...sums.keys()];
  return {
    count,
    from: Int32Array.from(keys, (key) => Math.floor(key / count)),
    to: Int32Array.from(keys, (key) => key % count),
    weights: Float64Array.from(sums.values()),
  };
}

/** What is linked within each group, counted from both ends. */
function inside({ from, to, weights }: Web, groups: Int32Array, within: Float64Array, count: number): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(count);
  within.forEach((weight, thing) => (sums[groups[thing]!]! += weight));
  for (let link = 0; link < from.length; link += 1) {
    const group = groups[from[link]!]!;
    if (group === groups[to[link]!]) sums[group]! += 2 * weights[link]!;
  }
  return sums;
}
