/* Order: how text is put in order, by code points as Python does it. */

/** Give half of a sign outside the basic plane its place behind all that are in it. */
const weight = (unit: number): number => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit);

/** Order text by code points. */
export function compareText(one: string, other: string): number {
  const shorter = Math.min(one.length, other.length);
  for (let place = 0; place < shorter; place += 1) {
    const gap = weight(one.charCodeAt(place)) - weight(other.charCodeAt(place));
    if (gap) return gap;
  }
  return one.length - other.length;
}
