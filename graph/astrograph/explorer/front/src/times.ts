/* Times: which statements held within a stretch, and were known by a date, as the command line reads it. */

import type { Claim, Phase, Statement, Tense } from "./payload";
import type { Store } from "./store";
import { stretch } from "./wording";

/** What is asked of the two clocks: instants as they are compared, as text; null is no question. */
export interface Asked {
  readonly during: readonly [string, string] | null;
  readonly knownBy: string | null;
  /** Whether statements without a date are shown. */
  readonly undated: boolean;
}

const COARSE = /^\d{4}(-\d{2})?$/;
const DAY = /^\d{4}-\d{2}-\d{2}(T.*)?$/;

/** Read a date, as its first instant, or an instant; null when it is neither. */
function instant(text: string): string | null {
  if (!DAY.test(text)) return null;
  const [, day = "", time = ""] = /^(.{10})(?:T(.*))?$/.exec(text) ?? [];
  const zone = /(?:Z|[+-]\d{2}:?\d{2})$/.test(time) ? "" : "Z";
  const clock = /^\d{2}$/.test(time) ? `${time}:00` : time;
  const moment = new Date(time ? `${day}T${clock}${zone}` : `${day}T00:00:00Z`);
  if (Number.isNaN(moment.getTime())) return null;
  const told = `${moment.toISOString().slice(0, 19)}Z`;
  // The 30th of February is no date, though a browser may read it as one in March.
  return time || told.startsWith(day) ? told : null;
}

/** The first instant of a year, a month or a date; null for what is none of these. */
export const firstInstant = (text: string): string | null =>
  instant(COARSE.test(text) ? `${text}-01-01`.slice(0, 10) : text);

/** The last instant of a year, a month or a date. */
export function lastInstant(text: string): string | null {
  const first = firstInstant(text);
  if (!first || text.includes("T")) return first;
  const [year = "", month = "", day = ""] = first.slice(0, 10).split("-");
  if (!COARSE.test(text)) return `${year}-${month}-${day}T23:59:59Z`;
  const last = text.includes("-") ? month : "12";
  const days = new Date(Date.UTC(Number(year), Number(last), 0));
  if (Number(year) < 100) days.setUTCFullYear(Number(year));
  return `${year}-${last}-${String(days.getUTCDate()).padStart(2, "0")}T23:59:59Z`;
}

/** Read a stretch `A..B`, each a year, a month, a date or an instant, or one of them. */
export function stretchOf(text: string): [string, string] | null {
  const [start = "", end] = text.split("..");
  const [first, last] = [firstInstant(start), lastInstant(end ?? start)];
  return first && last && first <= last ? [first, last] : null;
}

/** Read a date by which something had to be known; a year or a month is a stretch of time, and none. */
export const dateOf = (text: string): string | null => (COARSE.test(text) ? null : instant(text));

/** What the clocks go by, of one claim. */
interface Told {
  readonly startEarliest: string | null;
  readonly startLatest: string | null;
  readonly endEarliest: string | null;
  readonly endLatest: string | null;
  readonly saidEarliest: string | null;
  readonly saidLatest: string | null;
  readonly modality: string;
  readonly tense: string | null;
  /** By which days it counted, where more decides than when it was said. */
  readonly phases: readonly Phase[] | null;
  /** In which tense it is read, where that has changed. */
  readonly reads: Tense | null;
}

const isOpen = ({ startEarliest, startLatest, endEarliest, endLatest }: Told): boolean =>
  !startEarliest && !startLatest && !endEarliest && !endLatest;

/** Whether a claim may have been made by an instant; as `Claim.said_by` of the model. */
function isSaidBy(told: Told, by: string): boolean {
  if (told.saidEarliest && told.saidEarliest > by) return false;
  if (told.saidLatest && told.saidLatest <= by) return true;
  const isFact = told.modality === "AssertedFact" && told.tense !== "Future";
  const attests = !told.startEarliest && !told.endLatest && told.startLatest;
  const later = (told.tense === "Past" || attests) && (told.endEarliest ?? "") > by;
  return !(isFact && (later || (told.startEarliest ?? "") > by));
}

/** A claim as it counted by a day, or as it counts now; null where it did not. */
function asKnown(told: Told, by: string | null): Told | null {
  if (!told.phases) return !by || isSaidBy(told, by) ? told : null;
  const phase = told.phases.find(([from, before]) => (by ? (!from || from <= by) && (!before || by < before) : !before));
  if (!phase) return null;
  const [, , holds, reads] = phase;
  if (!holds) return reads === told.reads ? told : { ...told, reads };
  const [startEarliest = null, startLatest = null, endEarliest = null, endLatest = null] = holds;
  return { ...told, startEarliest, startLatest, endEarliest, endLatest, reads };
}

/** Whether a claim, as it was, makes a statement of this tense. */
const isReadAs = ({ reads }: Told, { tense }: Statement): boolean => !reads || reads === tense;

/** Whether what a claim says held, may have held or was planned within a stretch; as `derive.reading`. */
function isHeld(told: Told, [first, last]: readonly [string, string]): boolean {
  if (told.modality === "Plan") return true;
  if (told.endLatest && told.endLatest < first) return false;
  if (told.startEarliest && told.startEarliest > last) return false;
  if (told.tense !== "Future") return true;
  const begun = [told.startLatest, told.endLatest].some((bound) => bound && bound <= last);
  const lasting = [told.endEarliest, told.startEarliest].some((bound) => bound && bound >= first);
  return begun && lasting;
}

/** Whether what a claim says may have been so at some time within a stretch, by its bounds. */
export const meets = ({ holds }: Claim, [first, last]: readonly [string, string]): boolean =>
  !(holds.end_latest && holds.end_latest < first) && !(holds.start_earliest && holds.start_earliest > last);

/** The bounds of one claim in words: "begins on 2022-07-15; ends no earlier than 2028". */
function bounds({ startEarliest, startLatest, endEarliest, endLatest }: Told): string {
  const [begins, ends] = [stretch(startEarliest, startLatest), stretch(endEarliest, endLatest)];
  if (begins === ends) return begins;
  return [begins && `begins ${begins}`, ends && `ends ${ends}`].filter(Boolean).join("; ");
}

/** The links by which one claim speaks against another, whichever way they lead. */
const AGAINST = new Set(["contradicts", "inTensionWith", "argueAgainst", "supersedes"]);

export class Times {
  private readonly store: Store;
  private tolds: { rows: ReadonlyMap<string, number>; told: (row: number) => Told } | null = null;
  private firsts: (string | null)[] | null = null;
  private alike: Map<string, number[]> | null = null;
  private readonly spans = new Map<string, [string, string] | null>();
  /** What the claims of each statement tell, as far as it has been read. */
  private readonly read: Told[][] = [];
  /** The statements as they were by the day that was asked for last. */
  private seen: { readonly by: string; readonly made: Statement[] } | null = null;
  private next = 0;
  private growth: number;

  constructor(store: Store) {
    this.store = store;
    this.growth = store.growth;
  }

  /** Forget what was read before the store has grown. */
  private renew(): void {
    if (this.growth === this.store.growth) return;
    Object.assign(this, { growth: this.store.growth, tolds: null, firsts: null, alike: null, seen: null, next: 0 });
    this.spans.clear();
    this.read.length = 0;
  }

  /** Go on making ready until a time, by the clock of the page; tell whether all is. */
  grow(until = Infinity): boolean {
    this.renew();
    for (; this.next < this.store.count; this.next += 1) {
      this.of(this.next);
      if (this.next % 100 === 0 && performance.now() > until) return false;
    }
    for (const ends of ["holds", "said"] as const) {
      if (!this.spans.has(ends)) return this.span(ends) === undefined;
    }
    if (!this.firsts) return this.first(0) === undefined;
    if (this.store.count) this.like(0);
    return true;
  }

  /** The first date that the claims of a statement name; null for an undated one. */
  first(number: number): string | null {
    this.renew();
    this.firsts ??= this.store.every.map((_, place) => {
      let least: string | null = null;
      for (const { startEarliest, startLatest, endEarliest, endLatest } of this.of(place)) {
        for (const bound of [startEarliest, startLatest, endEarliest, endLatest]) {
          if (bound && (least === null || bound < least)) least = bound;
        }
      }
      return least;
    });
    return this.firsts[number] ?? null;
  }

  /** The first and the last instant that the bounds of any claim name, of what holds or of what was said. */
  span(ends: "holds" | "said"): [string, string] | null {
    this.renew();
    const known = this.spans.get(ends);
    if (known !== undefined) return known;
    const names =
      ends === "said" ? ["earliest", "latest"] : ["start_earliest", "start_latest", "end_earliest", "end_latest"];
    let [first, last] = ["~", ""];
    for (const name of names) {
      const read = this.store.claims.field(ends, name);
      for (let row = 0; row < this.store.claims.size; row += 1) {
        const bound = read(row);
        if (typeof bound !== "string" || !/^\d{4}-/.test(bound)) continue;
        if (bound < first) first = bound;
        if (bound > last) last = bound;
      }
    }
    const span: [string, string] | null = last ? [first, last] : null;
    this.spans.set(ends, span);
    return span;
  }

  /** Make what tells of a statement whether it stays; null when nothing is asked. */
  stays({ during, knownBy, undated }: Asked): ((number: number) => boolean) | null {
    if (!during && !knownBy && undated) return null;
    this.renew();
    return (number) => {
      if (!undated && this.first(number) === null) return false;
      const known = this.known(number, knownBy);
      // A plain statement, which no claim makes, has no bounds.
      if (!known.length) return !this.store.plain(number).claims.length;
      if (this.isDouble(number, knownBy)) return false;
      return !during || known.some((told) => (this.isBeside(told) ? this.holds(number, during, knownBy) : isHeld(told, during)));
    };
  }

  /** Whether a statement had been said by a day; what no claim makes always was. */
  isKnown(number: number, by: string): boolean {
    this.renew();
    return this.known(number, by).length > 0 || !this.store.plain(number).claims.length;
  }

  /** A statement as it was by what was known by a day: by the claims that counted, with their bounds. */
  asKnown(number: number, by: string): Statement {
    this.renew();
    if (this.seen?.by !== by) this.seen = { by, made: [] };
    return (this.seen.made[number] ??= this.seenBy(number, by));
  }

  private seenBy(number: number, by: string): Statement {
    const plain = this.store.plain(number);
    const all = this.of(number);
    const known = plain.claims.flatMap((iri) => {
      const told = this.told(iri);
      const then = told && asKnown(told, by);
      return then && isReadAs(then, plain) ? [{ iri, told, then }] : [];
    });
    const isSame = known.length === all.length && known.every(({ told, then }) => told === then);
    if (isSame || !known.length) return plain;
    const isDoubted = plain.disputed && known.some(({ iri }) => this.store.claims.get(iri)?.links.some((link) => this.isHeard(link, by)));
    const { subject, relation, object, tense, status, sentence, cost, occasions, certainty = null } = plain;
    return {
      ...{ subject, relation, object, tense, status, sentence, cost, occasions, certainty },
      claims: known.map(({ iri }) => iri),
      when: [...new Set(known.map(({ then }) => bounds(then)))].filter(Boolean).join(", and "),
      disputed: isDoubted,
      standing: isDoubted ? plain.standing : "undisputed",
    };
  }

  /** Whether a link may have set another claim against its own by a day. */
  private isHeard({ kind, claim }: Claim["links"][number], by: string): boolean {
    const told = AGAINST.has(kind) ? this.told(claim) : undefined;
    // Of what the page lacks nobody knows when it was said.
    return AGAINST.has(kind) && (!told || asKnown(told, by) !== null);
  }

  /** A claim as it was by what was known by a day, without the links to what had not been said; null for one that had not. */
  claimAsKnown(claim: Claim, by: string): Claim | null {
    this.renew();
    const told = this.told(claim.iri);
    if (!told || !isSaidBy(told, by)) return null;
    const then = asKnown(told, by) ?? told;
    const links = claim.links.filter(({ claim: other }) => {
      const beside = this.told(other);
      return !beside || isSaidBy(beside, by);
    });
    if (then === told) return { ...claim, links };
    const { startEarliest, startLatest, endEarliest, endLatest } = then;
    const holds = { start_earliest: startEarliest, start_latest: startLatest, end_earliest: endEarliest, end_latest: endLatest };
    return { ...claim, holds, links };
  }

  private told(iri: string): Told | undefined {
    this.tolds ??= this.index();
    const row = this.tolds.rows.get(iri);
    return row === undefined ? undefined : this.tolds.told(row);
  }

  /** The claims of a statement that counted by a day, as they did then. */
  private known(number: number, by: string | null): readonly Told[] {
    const all = this.of(number);
    // Nearly all claims have only ever stood as they do, and each step of a handle asks for all.
    if (!all.some(({ phases }) => phases)) return by ? all.filter((told) => isSaidBy(told, by)) : all;
    const plain = this.store.plain(number);
    return all.flatMap((told) => asKnown(told, by) ?? []).filter((told) => isReadAs(told, plain));
  }

  /** Whether a former statement says again what one that stands says, which was known then too. */
  private isDouble(number: number, by: string | null): boolean {
    if (!this.store.isFormer(number)) return false;
    const { tense } = this.store.plain(number);
    const others = this.like(number).filter((other) => !this.store.isFormer(other));
    return others.some((other) => {
      return this.store.plain(other).tense === tense && this.known(other, by).length > 0;
    });
  }

  /** An undated claim of what is past goes by the dates that others give of the same. */
  private isBeside(told: Told): boolean {
    return told.tense === "Past" && told.modality !== "Plan" && isOpen(told);
  }

  private holds(number: number, during: readonly [string, string], by: string | null): boolean {
    const all = this.like(number).flatMap((other) => this.known(other, by));
    const factual = all.filter((told) => told.modality !== "Plan");
    if (factual.every(isOpen)) return true;
    return factual.some((told) => !this.isBeside(told) && isHeld(told, during));
  }

  /** The statements of the same subject, relation and object, whatever their tense. */
  private like(number: number): readonly number[] {
    const key = (place: number): string => {
      const { subject, relation, object } = this.store.plain(place);
      return `${subject} ${relation.iri} ${object}`;
    };
    if (!this.alike) {
      this.alike = new Map();
      for (const place of this.store.every.keys()) {
        const numbers = this.alike.get(key(place));
        if (numbers) numbers.push(place);
        else this.alike.set(key(place), [place]);
      }
    }
    return this.alike.get(key(number)) ?? [];
  }

  private of(number: number): readonly Told[] {
    const known = this.read[number];
    if (known) return known;
    return (this.read[number] = this.store.plain(number).claims.flatMap((iri) => this.told(iri) ?? []));
  }

  private index(): NonNullable<Times["tolds"]> {
    const { claims, phases } = this.store;
    const iris = [...claims.keys()];
    const rows = new Map(iris.map((iri, row) => [iri, row]));
    const text = (...path: string[]): ((row: number) => string | null) => {
      const read = claims.field(...path);
      return (row) => (read(row) as string | null | undefined) ?? null;
    };
    const [startEarliest, startLatest] = [text("holds", "start_earliest"), text("holds", "start_latest")];
    const [endEarliest, endLatest] = [text("holds", "end_earliest"), text("holds", "end_latest")];
    const [saidEarliest, saidLatest] = [text("said", "earliest"), text("said", "latest")];
    const [modality, tense] = [text("modality"), text("tense")];
    const phasesOf = (row: number): readonly Phase[] | null => phases.get(iris[row] ?? "") ?? null;
    const made: Told[] = [];
    const told = (row: number): Told =>
      (made[row] ??= {
        startEarliest: startEarliest(row),
        startLatest: startLatest(row),
        endEarliest: endEarliest(row),
        endLatest: endLatest(row),
        saidEarliest: saidEarliest(row),
        saidLatest: saidLatest(row),
        modality: modality(row) ?? "",
        tense: tense(row),
        phases: phasesOf(row),
        reads: phasesOf(row)?.find(([, before]) => !before)?.[3] ?? null,
      });
    return { rows, told };
  }
}
