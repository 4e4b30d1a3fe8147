import assert from "node:assert/strict";
import { test } from "node:test";
import { FONT, fontAt, lettered } from "../src/letters";
import type { PictureNode } from "../src/payload";
import { type Box, Room, boxOf, stretchAt, wrapped } from "../src/placing";

const areApart = (one: Box, other: Box): boolean =>
  one.left >= other.right || other.left >= one.right || one.top >= other.bottom || other.top >= one.bottom;

const node = (id: string, x: number, y: number, size = 12): PictureNode => ({ id, label: id, x, y, size, shape: "dot", tint: "blue" });

test("what is placed overlaps nothing that is there, and nothing else that is placed", () => {
  const taken: Box[] = [boxOf("A long name here", 14, { x: 0, y: 0 }), boxOf("Beside", 14, { x: 220, y: 0 })];
  const guests = Array.from({ length: 25 }, (_, turn) => ({ label: wrapped(`Entity number ${turn}`), size: 12, near: [{ x: 0, y: 0 }] }));
  const all = (): ReturnType<Room["place"]>[] => {
    const room = new Room(taken);
    return guests.map((guest) => room.place(guest));
  };
  const spots = all();
  const boxes = [...taken, ...guests.map(({ label, size }, turn) => boxOf(label, size, spots[turn] ?? { x: 0, y: 0 }))];
  boxes.forEach((one, number) => boxes.slice(0, number).forEach((other) => assert.ok(areApart(one, other))));
  assert.deepEqual(all(), spots);
});

test("what comes onto a path is put between its neighbors there", () => {
  const spots = new Map([["a", { x: 0, y: 0 }], ["d", { x: 900, y: 0 }]]);
  const path = ["a", "b", "c", "d"];
  const room = new Room([...spots].map(([iri, spot]) => boxOf(iri, 12, spot)));
  const [b, c] = ["b", "c"].map((iri) => {
    const spot = room.place({ label: iri, size: 12, near: [{ x: 0, y: 0 }], between: stretchAt(path, iri, spots) });
    spots.set(iri, spot);
    return spot;
  });
  assert.deepEqual([b, c], [{ x: 300, y: 0 }, { x: 600, y: 0 }]);
  assert.equal(stretchAt(path, "e", spots), null);
  assert.equal(stretchAt([], "a", spots), null);
});

test("a path leads round what stands between its ends, and does not come to lie on other lines", () => {
  const ends = [{ x: 0, y: 0 }, { x: 900, y: 0 }] as const;
  const stranger = boxOf("A stranger", 14, { x: 250, y: 0 });
  const room = new Room([boxOf("a", 12, ends[0]), boxOf("b", 12, ends[1]), stranger]);
  for (let y = -20; y <= 20; y += 20) room.draw({ x: 420, y: -600 + y }, { x: 480, y: 600 + y });
  const spot = room.place({ label: "newcomer", size: 12, near: [...ends], between: { ends, share: 0.5 } });
  const box = boxOf("newcomer", 12, spot);
  const passes = (y: number, [from, to]: readonly { x: number; y: number }[]): boolean => {
    const at = from && to && from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x);
    return at !== undefined && at > box.left && at < box.right;
  };
  assert.ok(areApart(box, stranger));
  assert.ok(!passes((box.top + box.bottom) / 2, [{ x: 420, y: -600 }, { x: 480, y: 600 }]));
  const [height = 0] = [(250 * spot.y) / spot.x];
  assert.ok(height < stranger.top || height > stranger.bottom, `the hop runs at ${height}`);
});

test("no line of a name ends within a word, and a very long word is shortened", () => {
  assert.equal(wrapped("ISS Intergovernmental Agreement"), "ISS\nIntergovernmental\nAgreement");
  assert.equal(wrapped("NPOE-Energomash"), "NPOE-\nEnergomash");
  assert.equal(wrapped("x".repeat(500)), `${"x".repeat(23)}…`);
  assert.equal(wrapped("国".repeat(500)).split("\n").length, 3);
  assert.ok(wrapped("a ".repeat(500)).endsWith("…"));
});

test("names are written so large that they can be read from anywhere", () => {
  for (const scale of [2, 1, 0.75, 0.6, 0.3, 0.05]) assert.ok(fontAt(scale) * scale >= 10.5, String(scale));
  assert.equal(fontAt(0.75), FONT);
  assert.ok(fontAt(0.6) * 0.6 < 10.5 * 1.2);
});

test("of names that would cover each other those that weigh more are written", () => {
  const nodes = [node("one", 0, 0), node("two", 10, 30), node("far", 500, 0)];
  const weighing = (heavy: string) => ({ id }: PictureNode): number => (id === heavy ? 1 : 0);
  assert.deepEqual([...lettered(nodes, FONT, weighing("two")).keys()], ["one", "two", "far"]);
  assert.deepEqual([...lettered(nodes, 60, weighing("two")).keys()].sort(), ["far", "two"]);
  assert.deepEqual([...lettered(nodes, 60, weighing("one")).keys()].sort(), ["far", "one"]);
});

test("what weighs most bears its name though that covers a mark, and what weighs little does not", () => {
  const many = Array.from({ length: 30 }, (_, place) => node(`n${place}`, 1000 * (place % 10), 1000 * Math.floor(place / 10)));
  const covered = many.map(({ id, x, y }) => node(`under ${id}`, x, y + 30, 11));
  const weigh = ({ id, size }: PictureNode): number => (size > 11 ? 1000 - Number(id.slice(1)) : 0);
  const fonts = lettered([...many, ...covered], 40, weigh);
  assert.ok(fonts.has("n0"));
  assert.ok(!fonts.has("n29"));
  assert.ok(fonts.has("under n29"));
});
