/* Together: when all hops of a path were so at the same time, as paths/together.py says it. */

import type { Occasion } from "./payload";

export const EVER = "";
export const NEVER = "~";

type Span = [string, string];
type OpenSpan = [string | null, string | null];

export interface Meeting {
  answer: "certain" | "possible" | "never";
  certain: OpenSpan[];
  possible: OpenSpan[];
  within: OpenSpan[];
}

const later = (one: string, other: string): string => (one > other ? one : other);
const earlier = (one: string, other: string): string => (one < other ? one : other);
const byStart = ([one, last]: Span, [other, end]: Span): number =>
  one === other ? (last < end ? -1 : 1) : one < other ? -1 : 1;
const isOneSecond = (last: string, first: string): boolean => Date.parse(first) - Date.parse(last) <= 1000;

/** By when it had certainly begun, and until when it certainly lasted. */
export const core = ([start, by, lasting, end]: Occasion): Span => [
  earlier(by || NEVER, end || NEVER),
  later(lasting || EVER, start || EVER),
];
export const possible = ([start, , , end]: Occasion): Span => [start || EVER, end || NEVER];
export const certain = (held: Occasion): Span => [
  later(core(held)[0], held[0] || EVER),
  earlier(core(held)[1], held[3] || NEVER),
];

/** Join what overlaps or follows within a second; what is no stretch at all is left out. */
function merged(spans: Span[]): Span[] {
  const joined: Span[] = [];
  for (const [first, last] of spans.filter(([start, end]) => start <= end).sort(byStart)) {
    const before = joined.at(-1);
    if (before && (first <= before[1] || isOneSecond(before[1], first))) before[1] = later(before[1], last);
    else joined.push([first, last]);
  }
  return joined;
}

/** Find what several lists of stretches share. */
function shared(lists: Span[][]): Span[] {
  const both = (met: Span[], spans: Span[]): Span[] =>
    met
      .flatMap(([a, b]) => spans.map(([c, d]): Span => [later(a, c), earlier(b, d)]))
      .filter(([first, last]) => first <= last)
      .sort(byStart);
  return lists.reduce<Span[]>(both, [[EVER, NEVER]]);
}

/** Find what happened at some instant, not known which, while all else certainly lasted. */
function within(hops: Occasion[][], sure: Span[][]): Span[] {
  return merged(
    hops.flatMap((hop, place) => {
      const others = shared(sure.filter((_, other) => other !== place));
      return hop
        .map(core)
        .filter(([begun, lasted]) => lasted < begun && lasted !== EVER && begun !== NEVER)
        .map(([begun, lasted]): Span => [lasted, begun])
        .filter(([first, last]) => others.some(([start, end]) => start <= first && last <= end));
    }),
  );
}

/** Say when several hops, each given by its occasions, were so at the same time. */
export function of(hops: Occasion[][]): Meeting {
  const sure = hops.map((hop) => merged(hop.map(certain)));
  const open = (spans: Span[]): OpenSpan[] =>
    spans.map(([first, last]) => [first === EVER ? null : first, last === NEVER ? null : last]);
  const found = {
    certain: open(shared(sure)),
    possible: open(shared(hops.map((hop) => merged(hop.map(possible))))),
    within: open(within(hops, sure)),
  };
  const isCertain = found.certain.length || found.within.length;
  return { answer: isCertain ? "certain" : found.possible.length ? "possible" : "never", ...found };
}

const day = (instant: string): string => instant.slice(0, 10);

function stretch([first, last]: OpenSpan): string {
  if (first && last) return day(first) === day(last) ? `on ${day(first)}` : `from ${day(first)} until ${day(last)}`;
  return first ? `from ${day(first)} on` : last ? `until ${day(last)}` : "";
}

/** Join stretches, which are in order, where one ends on the day on which the next begins. */
function daily(spans: readonly OpenSpan[]): OpenSpan[] {
  const joined: OpenSpan[] = [];
  for (const [first, last] of spans) {
    const before = joined.at(-1);
    const [, end = null] = before ?? [];
    const isOneDay = before && end !== null && first !== null && day(first) <= day(end);
    if (before && isOneDay) before[1] = last === null || last > end ? last : end;
    else joined.push([first, last]);
  }
  return joined;
}

const words = (spans: readonly OpenSpan[]): string => daily(spans).map(stretch).filter(Boolean).join(" and ");

/** Say the same in words. */
export function say({ answer, certain: sure, possible: maybe, within: once }: Meeting): string {
  const longer = (told: OpenSpan[]): string =>
    JSON.stringify(told) === JSON.stringify(maybe) ? "" : "; possibly longer";
  if (sure.length) return `All at the same time: yes, ${words(sure)}${longer(sure)}`;
  if (once.length) return `All at the same time: yes, at some time ${words(once)}${longer(once)}`;
  if (answer === "never") return "All at the same time: never";
  return `All at the same time: possibly${words(maybe) ? `, at some time ${words(maybe)}` : "; no date settles it"}`;
}
