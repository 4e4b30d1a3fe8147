/* Timeline: when somebody's roles and events were, as far as the four bounds of their times tell. */

import { joint } from "./graphml";
import type { Occasion } from "./payload";
import { inOrder } from "./panels/rows";
import type { Store } from "./store";
import { EVER, NEVER, certain, core, possible } from "./together";

/** A stretch in milliseconds; infinite where it is open. */
export type Stretch = readonly [from: number, to: number];

export interface Bar {
  readonly number: number;
  /** Whom or what the statement is about beside the actor. */
  readonly other: string;
  /** When it may have been so. */
  readonly maybe: Stretch;
  /** When it certainly was so; null when at no instant that is known. */
  readonly sure: Stretch | null;
  /** Within what it certainly was so at some instant; null when that is not all that is known. */
  readonly within: Stretch | null;
  /** All dates that are known of it, in order. */
  readonly dates: readonly number[];
}

export interface Lane {
  readonly name: string;
  readonly bars: readonly Bar[];
}

export interface Timeline {
  readonly lanes: readonly Lane[];
  /** The statements that bear no date. */
  readonly undated: readonly number[];
  /** From the first to the last instant that is known; null when there is none. */
  readonly span: Stretch | null;
}

const instant = (text: string): number => (text === EVER ? -Infinity : text === NEVER ? Infinity : Date.parse(text));

function stretch([from, to]: readonly [string, string]): Stretch | null {
  const [first, last] = [instant(from), instant(to)];
  return Number.isNaN(first) || Number.isNaN(last) || first > last ? null : [first, last];
}

function barOf(number: number, other: string, occasion: Occasion): Bar | null {
  if (occasion.every((bound) => !bound)) return null;
  const [begun, lasted] = core(occasion);
  const maybe = stretch(possible(occasion));
  if (!maybe) return null;
  const within = lasted < begun && lasted !== EVER && begun !== NEVER ? stretch([lasted, begun]) : null;
  const sure = stretch(certain(occasion));
  const dates = occasion.flatMap((bound) => (bound ? instant(bound) : [])).filter(Number.isFinite);
  if (!dates.length) return null;
  return { number, other, maybe, within, dates: dates.sort((one, other) => one - other), sure: sure && Number.isFinite(sure[0]) && Number.isFinite(sure[1]) ? sure : null };
}

const first = ({ dates }: Bar): number => dates[0] ?? Infinity;

/** The times of a statement; those of a plan are what its claims say together. */
function timesOf(store: Store, number: number): readonly Occasion[] {
  const { tense, claims, occasions } = store.statement(number);
  if (tense !== "plan") return occasions;
  return [Object.values(joint(claims.flatMap((iri) => store.claims.get(iri) ?? [])))];
}

/** Whether a claim of the statement itself names one of the dates of an occasion. */
function names(store: Store, number: number, occasion: Occasion): boolean {
  const { claims, tense } = store.statement(number);
  if (tense === "plan") return true;
  return claims.some((iri) => Object.values(store.claims.get(iri)?.holds ?? {}).some((bound) => bound && occasion.includes(bound)));
}

/** Gather what the shown statements about an actor say of times. */
export function timeline(store: Store, actor: string, shown: ReadonlySet<number>): Timeline {
  const lanes = new Map<string, { name: string; bars: Bar[] }>();
  const undated: number[] = [];
  const told = new Set<string>();
  const numbers = inOrder(store, store.about(actor).filter((each) => shown.has(each)));
  const isDated = (number: number): boolean => timesOf(store, number).some((occasion) => barOf(number, "", occasion));
  // The present and the past form of a statement tell of the same occasions, and each names some of them.
  const parts = [true, false].flatMap((isNamed) => numbers.map((number) => [number, isNamed] as const));
  for (const [number, isNamed] of parts) {
    const { subject, relation, object, tense } = store.statement(number);
    const [way, name, other] = subject === actor ? ["out", relation.label, object] : ["in", relation.inverse_label, subject];
    const occasions = timesOf(store, number).filter((occasion) => names(store, number, occasion) === isNamed);
    const bars = occasions.flatMap((occasion) => barOf(number, other, occasion) ?? []);
    const fresh = bars.filter((bar) => {
      const key = JSON.stringify([way, relation.iri, other, tense === "plan", bar.maybe.map(String), bar.sure, bar.within]);
      return !told.has(key) && told.add(key);
    });
    if (isNamed && !isDated(number)) undated.push(number);
    if (!fresh.length) continue;
    const lane = lanes.get(`${way} ${name}`);
    if (lane) lane.bars.push(...fresh);
    else lanes.set(`${way} ${name}`, { name, bars: fresh });
  }
  const ordered = [...lanes.values()].map(({ name, bars }) => ({ name, bars: bars.sort((one, other) => first(one) - first(other)) }));
  const starts = (lane: Lane): number => Math.min(...lane.bars.map(first));
  ordered.sort((one, other) => starts(one) - starts(other) || (one.name < other.name ? -1 : 1));
  const dates = ordered.flatMap(({ bars }) => bars.flatMap((bar) => bar.dates));
  const ends = dates.reduce<[number, number]>(([from, to], date) => [Math.min(from, date), Math.max(to, date)], [Infinity, -Infinity]);
  return { lanes: ordered, undated, span: dates.length ? ends : null };
}

const DAY = 86_400_000;
const MONTH = 30.44 * DAY;
const YEAR = 365.25 * DAY;
const STEPS: readonly (readonly [unit: "day" | "month" | "year", count: number, length: number])[] = [
  ...[1, 2, 7, 14].map((count) => ["day", count, count * DAY] as const),
  ...[1, 3, 6].map((count) => ["month", count, count * MONTH] as const),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map((count) => ["year", count, count * YEAR] as const),
];

export interface Tick {
  readonly at: number;
  readonly text: string;
}

/** Choose the dates that an axis names, at most so many of them. */
export function ticks([from, to]: Stretch, most: number): Tick[] {
  const [unit, count, length] = STEPS.find((step) => (to - from) / step[2] <= most) ?? STEPS[STEPS.length - 1] ?? ["year", 1000, 1000 * YEAR];
  const start = new Date(from);
  const year = start.getUTCFullYear();
  const nth = (place: number): number => {
    if (unit === "day") return (Math.floor(from / DAY / count) + place) * count * DAY;
    const date = new Date(0);
    if (unit === "month") date.setUTCFullYear(year, place * count, 1);
    else date.setUTCFullYear((Math.floor(year / count) + place) * count, 0, 1);
    return date.getTime();
  };
  const cut = unit === "day" ? 10 : unit === "month" ? 7 : 0;
  const made: Tick[] = [];
  for (let place = 0; made.length <= 4 * most && nth(place) <= to && Number.isFinite(length); place += 1) {
    const at = nth(place);
    const date = new Date(at);
    if (at >= from) made.push({ at, text: cut ? date.toISOString().slice(0, cut) : String(date.getUTCFullYear()) });
  }
  return made;
}
