/* Spelling: names whose words are like the typed ones but for a letter or two. */

/** A name by its number, and how many letters it is away from what was typed. */
export interface Like {
  name: number;
  far: number;
}

export interface Spellings {
  /** Go on making ready until a time; tell whether all is. */
  grow(until?: number): boolean;
  /** Find the names of which each typed word is one word, or its beginning, but for a letter or two. */
  like(typed: string): Like[];
}

const MOST = 64;

/** How many letters of a word may be wrong, left out, too many, or swapped with the next one. */
const slack = (word: string): number => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2);

/** Count the letters that a word is away from the beginning of another, up to a limit; null beyond it. */
export function apart(typed: string, word: string, most: number): number | null {
  if (word.length < typed.length - most) return null;
  const width = Math.min(word.length, typed.length + most) + 1;
  let before = new Array<number>(width).fill(0);
  let last = Array.from({ length: width }, (_, place) => place);
  for (let row = 1; row <= typed.length; row += 1) {
    const here = [row];
    let least = row;
    for (let place = 1; place < width; place += 1) {
      const isSame = typed[row - 1] === word[place - 1];
      let far = Math.min((last[place] ?? 0) + 1, (here[place - 1] ?? 0) + 1, (last[place - 1] ?? 0) + (isSame ? 0 : 1));
      const isSwapped = row > 1 && place > 1 && typed[row - 1] === word[place - 2] && typed[row - 2] === word[place - 1];
      if (isSwapped) far = Math.min(far, (before[place - 2] ?? 0) + 1);
      here.push(far);
      least = Math.min(least, far);
    }
    if (least > most) return null;
    [before, last] = [last, here];
  }
  const far = Math.min(...last);
  return far <= most ? far : null;
}

/** Note which letters a word has, a bit each. */
function lettersOf(word: string): number {
  let bits = 0;
  for (let place = 0; place < word.length; place += 1) bits |= 1 << (word.charCodeAt(place) & 31);
  return bits;
}

function bitsOf(set: number): number {
  let count = 0;
  for (let rest = set; rest; rest &= rest - 1) count += 1;
  return count;
}

/** Make folded names ready to be found by words that are merely like theirs. */
export function spellings(folded: readonly string[]): Spellings {
  const holders = new Map<string, number[]>();
  let done = 0;

  function grow(until = Infinity): boolean {
    while (done < folded.length) {
      for (const word of (folded[done] ?? "").split(" ")) {
        const known = holders.get(word);
        if (known) known.push(done);
        else holders.set(word, [done]);
      }
      done += 1;
      if (done % 64 === 0 && performance.now() > until) return false;
    }
    return true;
  }

  /** For each name with a word like this one, how far away that is. */
  function near(word: string): Map<number, number> {
    const most = slack(word);
    const letters = lettersOf(word);
    const found = new Map<number, number>();
    for (const [other, names] of holders) {
      if (bitsOf(letters & ~lettersOf(other)) > most) continue;
      const far = apart(word, other, most);
      if (far === null) continue;
      // Of words that are as near, the one that is as long is nearer.
      const whole = far + Math.min(0.9, Math.abs(other.length - word.length) / 20);
      for (const name of names) found.set(name, Math.min(whole, found.get(name) ?? Infinity));
    }
    return found;
  }

  function like(typed: string): Like[] {
    grow();
    const [first, ...others] = typed.split(" ").map(near);
    if (!first) return [];
    const found: Like[] = [];
    for (const [name, far] of first) {
      const fars = others.map((each) => each.get(name) ?? Infinity);
      const whole = fars.reduce((sum, each) => sum + each, far);
      if (whole < Infinity) found.push({ name, far: whole });
    }
    return found.sort((one, other) => one.far - other.far || one.name - other.name).slice(0, MOST);
  }

  return { grow, like };
}
