import assert from "node:assert/strict";
import { test } from "node:test";
import { type Web, communities } from "../src/overview/communities";
import { distance, between } from "../src/overview/inking";
import { islands, neighborsOf, pairsOf, roomOf } from "../src/overview/islands";
import { type Named, names } from "../src/overview/naming";

/** Rings of `size` entities each, every one linked with the next two; each ring has one link to the next ring. */
function rings(many: number, size: number): { count: number; from: Int32Array; to: Int32Array } {
  const links: [number, number][] = [];
  for (let ring = 0; ring < many; ring += 1) {
    for (let at = 0; at < size; at += 1) {
      for (const step of [1, 2]) links.push([ring * size + at, ring * size + ((at + step) % size)]);
    }
    links.push([ring * size, ((ring + 1) % many) * size]);
  }
  return { count: many * size, from: Int32Array.from(links, ([one]) => one), to: Int32Array.from(links, ([, other]) => other) };
}

const web = ({ count, from, to }: ReturnType<typeof rings>): Web => ({ count, from, to, weights: new Float64Array(from.length).fill(1) });

const mapOf = ({ count, from, to }: ReturnType<typeof rings>, isTall = false): Float32Array =>
  islands({ types: new Int32Array(count), from, to, isTall });

const far = (map: Float32Array, one: number, other: number): number =>
  Math.hypot(map[2 * one]! - map[2 * other]!, map[2 * one + 1]! - map[2 * other + 1]!);

test("what is linked densely makes a community", () => {
  const [level] = communities(web(rings(6, 8)), 400);
  const groups = level!.groups;
  for (let ring = 0; ring < 6; ring += 1) {
    const own = groups.slice(ring * 8, ring * 8 + 8);
    assert.equal(new Set(own).size, 1);
  }
  assert.equal(new Set(groups).size, 6);
});

test("no mark covers another one, and members of a community lie together", () => {
  const graph = rings(6, 8);
  const map = mapOf(graph);
  const neighbors = neighborsOf(graph.count, graph);
  for (let one = 0; one < graph.count; one += 1) {
    for (let other = 0; other < one; other += 1) {
      const least = 0.66 * (roomOf(neighbors[one]!) + roomOf(neighbors[other]!));
      assert.ok(far(map, one, other) >= least, `${one} and ${other}`);
    }
  }
  const own = Array.from({ length: 8 }, (_, at) => far(map, 0, at));
  const others = Array.from({ length: 8 }, (_, at) => far(map, 0, 3 * 8 + at));
  assert.ok(Math.max(...own) < Math.min(...others));
});

test("a map is the same every time, and turned for a tall window", () => {
  const graph = rings(5, 7);
  const map = mapOf(graph);
  assert.deepEqual(mapOf(graph), map);
  const tall = mapOf(graph, true);
  assert.deepEqual([tall[0], tall[1]], [-map[1]!, map[0]]);
});

test("what is linked with nothing lies about the rest, and never on it", () => {
  const count = 500;
  const map = mapOf({ count, from: Int32Array.of(0), to: Int32Array.of(1) });
  assert.ok(map.every(Number.isFinite));
  const spots = new Set(Array.from({ length: count }, (_, at) => `${map[2 * at]!.toFixed(2)} ${map[2 * at + 1]!.toFixed(2)}`));
  assert.equal(spots.size, count);
});

test("a map of nothing is empty", () => {
  assert.equal(mapOf({ count: 0, from: new Int32Array(), to: new Int32Array() }).length, 0);
});

test("several relations between two entities are one pair, and one with itself is none", () => {
  const pairs = pairsOf(4, Int32Array.of(0, 1, 2, -1), Int32Array.of(1, 0, 2, 3), 4);
  assert.deepEqual([...pairs.from, ...pairs.to], [0, 1]);
});

const named = (text: string, x: number, y: number, isSure = false): Named => ({ text, x, y, radius: 5, isSure });
const widthOf = (text: string): number => 7 * text.length;

test("of names that would cover one another the first stays, the next goes above its mark, the third is left out", () => {
  const found = names([named("Baikonur", 100, 100), named("Plesetsk", 110, 100), named("Vostochny", 105, 100)], widthOf, 400, 10);
  assert.deepEqual(found.map(({ text }) => text), ["Baikonur", "Plesetsk"]);
  assert.ok(found[0]!.y > 100 && found[1]!.y < 100);
});

test("what is chosen is named even where it is crowded, and names stay within the window", () => {
  const crowd = [named("Baikonur", 100, 100), named("Plesetsk", 100, 100), named("Vostochny", 2, 100, true)];
  const found = names(crowd, widthOf, 130, 10);
  assert.equal(found.length, 3);
  for (const { text, x } of found) assert.ok(x - widthOf(text) / 2 >= 0 && x + widthOf(text) / 2 <= 130);
});

test("no more names are written than are wanted", () => {
  const many = Array.from({ length: 50 }, (_, at) => named("Name", 100 * at, 100));
  assert.equal(names(many, widthOf, 5000, 7).length, 7);
});

test("a line goes from rim to rim, and a point is as far from it as from its nearest part", () => {
  const line = between({ x: 0, y: 0 }, 10, { x: 100, y: 0 }, 20);
  assert.deepEqual(line, { start: { x: 10, y: 0 }, end: { x: 80, y: 0 } });
  assert.equal(distance({ x: 50, y: 4 }, line), 4);
  assert.equal(distance({ x: 83, y: 4 }, line), 5);
});
