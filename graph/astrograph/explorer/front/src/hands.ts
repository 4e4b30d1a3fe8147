/* Hands: bringing entities into the drawing and taking them away, with every step undone at will. */

import { type Made, type Triple, constructed, gathered } from "./constructed";
import type { Picture, PictureEdge, PictureNode } from "./payload";
import { Room, boxOf, stretchAt, wrapped } from "./placing";
import {
  AT_ONCE,
  MOST_DRAWN,
  type Plot,
  type Spot,
  beside,
  beyond,
  drawnOf,
  fold,
  withAdded,
  withPin,
  withSpots,
  without,
} from "./plot";
import type { Reach } from "./reach";
import type { State } from "./state";
import { type Store, append } from "./store";
import { look, plural } from "./wording";

const SMALLEST = 11;
const LARGEST = 19;
/** The size of what is no entity of the page. */
const PLAIN = 7;
const LONGEST_NAME = 34;
/** How far apart lines between the same two entities bend, as explorer/layout.py has it. */
const BEND = 0.28;
const MOST_UNDONE = 200;

/** A drawing of which parts can come, go and be moved. */
export interface Editable {
  /** Draw these, each at its place; what is new comes from where `from` says. */
  redraw(nodes: readonly PictureNode[], edges: readonly PictureEdge[], from: ReadonlyMap<string, Spot>): void;
  /** Where everything stands. */
  places(): Readonly<Record<string, Spot>>;
  /** Bring these into sight. */
  reveal(iris: readonly string[]): void;
}

export class Hands {
  private readonly store: Store;
  private readonly picture: Picture;
  private readonly state: State;
  private readonly drawing: Editable;
  private readonly follow: () => void;
  private readonly say: (text: string) => void;
  private readonly reach: Reach | null;
  private readonly start: ReadonlySet<string>;
  private readonly own: ReadonlyMap<string, PictureNode>;
  /** The path on which the newcomers lie. */
  private course: readonly string[] = [];
  private past: Plot[] = [];
  private future: Plot[] = [];
  private laid: Plot;
  /** The former statements that are drawn, as text. */
  private once = "";
  private now: ReadonlySet<string>;
  private shown: ReadonlySet<number> = new Set();

  constructor(store: Store, picture: Picture, state: State, drawing: Editable, follow: () => void, say: (text: string) => void, reach: Reach | null = null) {
    this.store = store;
    this.picture = picture;
    this.state = state;
    this.drawing = drawing;
    this.follow = follow;
    this.say = say;
    this.reach = reach;
    this.own = new Map(picture.nodes.map((node) => [node.id, node]));
    this.start = new Set(this.own.keys());
    this.laid = state.plot;
    this.now = this.start;
  }

  /** What is drawn, hidden things among it. */
  get drawn(): ReadonlySet<string> {
    return this.now;
  }

  get isUndoable(): boolean {
    return this.past.length > 0;
  }

  get isRedoable(): boolean {
    return this.future.length > 0;
  }

  isPinned(iri: string): boolean {
    return this.state.plot.pinned.has(iri);
  }

  /** The neighbors that are not drawn, with the statements that connect them. */
  beyond(iri: string): Map<string, number[]> {
    return beyond(this.store, iri, this.shown, this.now);
  }

  /** How many neighbors are not drawn, for each entity that has such; those that are not here count, too. */
  counts(): Map<string, number> {
    const found = new Map<string, number>();
    for (const iri of this.now) {
      const here = [...beside(this.store, iri, this.shown).keys()].filter((other) => !this.now.has(other)).length;
      const away = here + this.store.away(iri);
      if (away) found.set(iri, away);
    }
    return found;
  }

  /** What would go if an entity's neighbors were taken away. */
  folded(iri: string): ReadonlySet<string> {
    return this.now.has(iri) ? fold(this.store, this.state.plot, this.now, iri, this.shown) : new Set();
  }

  /* ---- what the reader does ---- */

  /** Bring in an entity's neighbors: those that are named, or those most connected with what is drawn. */
  expand(iri: string, named?: readonly string[]): void {
    if (!this.reach) return this.bringBeside(iri, named);
    const lacking = named?.filter((other) => !this.store.has(other)) ?? [];
    const isShort = !named && this.store.away(iri) > 0 && this.beyond(iri).size < AT_ONCE;
    if (!lacking.length && !isShort) return this.bringBeside(iri, named);
    this.reach.bring(
      () => (named ? { also: lacking } : { around: [iri] }),
      () => {
        this.follow();
        this.bringBeside(iri, named);
      },
    );
  }

  private bringBeside(iri: string, named?: readonly string[]): void {
    const away = this.beyond(iri);
    const wanted = (named ?? [...away.keys()]).filter((other) => away.has(other));
    if (!wanted.length) return this.say(`${this.store.label(iri)} has no other neighbor here that is not drawn.`);
    const room = this.room(iri);
    const taken = wanted.slice(0, Math.min(AT_ONCE, room));
    if (taken.length) {
      const given = new Map<string, string | null>(this.now.has(iri) ? [] : [[iri, null]]);
      for (const other of taken) given.set(other, iri);
      this.change(withAdded(this.state.plot, this.start, given));
      this.drawing.reveal([iri, ...taken]);
    }
    const all = away.size + this.store.away(iri);
    const isAll = taken.length === all;
    const many = isAll ? plural(taken.length, "neighbor", "neighbors") : `${taken.length} of ${all} neighbors`;
    const isFull = taken.length < Math.min(AT_ONCE, wanted.length);
    const rest = isFull ? ` ${FULL}` : isAll ? "" : " The card lists the others by relation.";
    this.say(`${many} of ${this.store.label(iri)} brought in.${rest}`);
  }

  /** Take away what an entity has brought in, and what hangs on it alone. */
  collapse(iri: string): void {
    const gone = this.folded(iri);
    if (!gone.size) return this.say(`No neighbor of ${this.store.label(iri)} hangs on it alone.`);
    this.change(without(this.state.plot, this.start, gone));
    this.say(`${plural(gone.size, "neighbor was", "neighbors were")} taken away.`);
  }

  remove(iri: string): void {
    if (!this.now.has(iri)) return;
    const { chosen } = this.state;
    if (chosen?.kind === "entity" && chosen.iri === iri) Object.assign(this.state, { chosen: null, trail: [] });
    this.change(without(this.state.plot, this.start, [iri]));
    this.say(`${this.store.label(iri)} was taken out of the drawing. Ctrl+Z brings it back.`);
  }

  /** Bring in an entity that the page holds. */
  draw(iri: string): void {
    this.bring([iri]);
    this.follow();
  }

  pin(iri: string): void {
    this.change(withPin(this.state.plot, iri));
    this.say(`${this.store.label(iri)} is ${this.isPinned(iri) ? "pinned" : "not pinned any more"}.`);
  }

  /** Bring in what has been chosen somewhere else, maybe on a path, and tell whether anything of it was not drawn yet. */
  bring(iris: Iterable<string>, how: { isStep: boolean } = { isStep: true }, course: readonly string[] = []): boolean {
    const missing = [...new Set(iris)].filter((iri) => this.store.has(iri) && !this.now.has(iri));
    if (!missing.length) return false;
    const taken = missing.slice(0, this.room());
    if (taken.length < missing.length) this.say(FULL);
    if (!taken.length) return false;
    const given = new Map<string, string | null>(taken.map((iri) => [iri, null]));
    if (how.isStep) this.keep();
    this.state.plot = withAdded(this.state.plot, this.start, given);
    this.course = course;
    this.sync(this.shown);
    this.course = [];
    return true;
  }

  /** Draw what a query has constructed, in place of what the last one has; tell what came of it. */
  construct(triples: readonly Triple[]): string {
    return this.make((drawn) => constructed(this.store, triples, drawn));
  }

  /** Draw the entities that a query has found; tell what came of it. */
  gather(iris: Iterable<string>): string {
    return this.make((drawn) => gathered(this.store, iris, drawn));
  }

  /** Take away what a query has constructed, and what was brought in for it. */
  clearMade(): void {
    if (!this.state.plot.made) return;
    this.change(this.unmade());
    this.say("What the query had drawn was taken away.");
  }

  private make(of: (drawn: ReadonlySet<string>) => Made): string {
    const bare = this.unmade();
    const made = of(drawnOf(this.start, bare));
    Object.assign(this.state, { chosen: null, trail: [], from: null, to: null, path: 0 });
    const given = new Map<string, string | null>([...made.brought].map((iri) => [iri, null]));
    this.change({ ...withAdded(bare, this.start, given), made });
    this.say(made.told);
    return made.told;
  }

  /** The plot without what a query has made; what the reader has pinned stays. */
  private unmade(): Plot {
    const { plot } = this.state;
    if (!plot.made) return plot;
    const { brought, resources } = plot.made;
    const gone = [...brought].filter((iri) => !plot.pinned.has(iri));
    const spots = new Map([...plot.spots].filter(([iri]) => !resources.has(iri)));
    return without({ ...plot, spots, made: null }, this.start, gone);
  }

  /** Keep things where the reader has put them. */
  moved(spots: Iterable<readonly [string, Spot]>): void {
    this.change(withSpots(this.state.plot, spots));
  }

  undo(): void {
    this.step(this.past, this.future, "Undone.");
  }

  redo(): void {
    this.step(this.future, this.past, "Done again.");
  }

  /* ---- what follows ---- */

  /** Let the drawing follow; `shown` are the statements that the filters leave. */
  sync(shown: ReadonlySet<number>): void {
    this.shown = shown;
    const once = this.store.former.length ? [...shown].filter((number) => this.store.isFormer(number)).join() : "";
    if (this.state.plot === this.laid && once === this.once) return;
    this.once = once;
    const before = this.drawing.places();
    const plot = this.placed(this.state.plot, before);
    const from = new Map([...plot.added].flatMap(([iri, parent]) => (parent && before[parent] ? [[iri, before[parent]] as const] : [])));
    this.state.plot = this.laid = plot;
    this.now = drawnOf(this.start, plot);
    const nodes = [...this.now].map((iri) => this.node(iri, plot));
    this.drawing.redraw(nodes, this.edges(), from);
  }

  private step(from: Plot[], to: Plot[], said: string): void {
    const plot = from.pop();
    if (!plot) return this.say("There is nothing more.");
    to.push(this.state.plot);
    this.state.plot = plot;
    const { chosen } = this.state;
    const drawn = drawnOf(this.start, plot);
    const isGone = chosen?.kind === "entity" && !drawn.has(chosen.iri);
    if (isGone || chosen?.kind === "made" || chosen?.kind === "resource") Object.assign(this.state, { chosen: null, trail: [] });
    this.say(said);
    this.follow();
  }

  private change(plot: Plot): void {
    this.keep();
    this.state.plot = plot;
    this.follow();
  }

  private keep(): void {
    this.past.push(this.state.plot);
    this.past.splice(0, this.past.length - MOST_UNDONE);
    this.future = [];
  }

  private room(also?: string): number {
    return Math.max(0, MOST_DRAWN - this.now.size - (also !== undefined && !this.now.has(also) ? 1 : 0));
  }

  /** Find places for what has none; what stands stays. */
  private placed(plot: Plot, places: Readonly<Record<string, Spot>>): Plot {
    const resources = [...(plot.made?.resources.keys() ?? [])].map((iri) => [iri, null] as const);
    const homeless = [...plot.added, ...resources].filter(([iri]) => !plot.spots.has(iri));
    if (!homeless.length) return plot;
    const without = new Set(homeless.map(([iri]) => iri));
    const spots = new Map<string, Spot>();
    for (const iri of drawnOf(this.start, plot)) {
      if (without.has(iri)) continue;
      const { x, y } = plot.spots.get(iri) ?? look(places, iri) ?? this.node(iri, plot);
      spots.set(iri, { x, y });
    }
    const room = new Room([...spots].map(([iri, spot]) => boxOf(this.node(iri, plot).label, this.node(iri, plot).size, spot)));
    const shown = (iri: string): readonly number[] => this.store.about(iri).filter((number) => this.shown.has(number));
    const lines = this.store.ends([...spots.keys()].flatMap(shown));
    for (let turn = 0; turn < lines.length; turn += 2) room.draw(spots.get(lines[turn] ?? ""), spots.get(lines[turn + 1] ?? ""));
    const found = new Map<string, Spot>();
    const tied = new Map<string, string[]>();
    for (const { subject, object } of plot.made?.lines ?? []) {
      append(tied, subject, object);
      append(tied, object, subject);
    }
    for (const [iri, parent] of homeless) {
      const others = [parent ?? "", ...beside(this.store, iri, this.shown).keys(), ...(tied.get(iri) ?? [])];
      const near = [...new Set(others)].flatMap((other) => spots.get(other) ?? []);
      const { label, size } = this.node(iri, plot);
      const spot = room.place({ label, size, near, between: stretchAt(this.course, iri, spots) });
      for (const other of near) room.draw(spot, other);
      spots.set(iri, spot);
      found.set(iri, spot);
    }
    return withSpots(plot, found);
  }

  private node(iri: string, { spots, made }: Plot): PictureNode {
    const own = this.own.get(iri);
    const spot = spots.get(iri);
    if (own) {
      return { ...own, ...spot };
    }
    const resource = made?.resources.get(iri);
    if (resource !== undefined) return { id: iri, label: wrapped(resource), ...(spot ?? { x: 0, y: 0 }), size: PLAIN, shape: "dot", tint: "page" };
    const entity = this.store.entity(iri);
    const mark = look(this.picture.marks, entity?.type ?? "");
    const size = Math.min(LARGEST, SMALLEST + 0.4 * this.store.about(iri).length);
    const { x, y } = spot ?? { x: 0, y: 0 };
    return { id: iri, label: wrapped(this.store.label(iri)), x, y, size, shape: mark?.shape ?? "dot", tint: mark?.colour ?? "grey" };
  }

  /** The lines between what is drawn: those of the picture, and those that newcomers need. */
  private edges(): PictureEdge[] {
    const drawn = this.now;
    const edges = this.picture.edges.filter(({ from, to }) => drawn.has(from) && drawn.has(to));
    const pairs = new Map<string, number[]>();
    for (const iri of this.state.plot.added.keys()) {
      for (const number of this.store.about(iri)) {
        const { subject, object } = this.store.statement(number);
        if (!drawn.has(subject) || !drawn.has(object)) continue;
        const key = subject < object ? `${subject} ${object}` : `${object} ${subject}`;
        const numbers = pairs.get(key) ?? [];
        pairs.set(key, numbers);
        if (!numbers.includes(number)) numbers.push(number);
      }
    }
    for (const numbers of pairs.values()) edges.push(...numbers.map((number, turn) => this.edge(number, turn, numbers.length)));
    return [...edges, ...this.beyondThese(edges)];
  }

  /** The lines that come and go: of what stood once, and of what a query has made; each beside those that are there. */
  private beyondThese(edges: readonly PictureEdge[]): PictureEdge[] {
    const former = this.store.former.length ? [...this.shown].filter((number) => this.store.isFormer(number)) : [];
    const lines = [
      ...former.map((number) => ({ number, ...this.store.statement(number) })).map(({ number, subject, relation, object }) => ({ number, subject, name: relation.label, object })),
      ...(this.state.plot.made?.lines ?? []).map(({ number, subject, predicate, object }) => ({ number, subject, name: predicate.label, object })),
    ];
    const drawn = lines.filter(({ subject, object }) => this.now.has(subject) && this.now.has(object));
    const between = (one: string, other: string): string => (one < other ? `${one} ${other}` : `${other} ${one}`);
    const many = new Map(drawn.map(({ subject, object }) => [between(subject, object), 0]));
    for (const { from, to } of edges) {
      const there = many.get(between(from, to));
      if (there !== undefined) many.set(between(from, to), there + 1);
    }
    const whole = new Map(many);
    return drawn.map(({ number, subject, name, object }) => {
      const key = between(subject, object);
      const turn = many.get(key) ?? 0;
      many.set(key, turn + 1);
      return line(number, subject, object, name, turn, Math.max(1, whole.get(key) ?? 0));
    });
  }

  private edge(number: number, turn: number, count: number): PictureEdge {
    const { subject, relation, object } = this.store.statement(number);
    return line(number, subject, object, relation.label, turn, count);
  }
}

/** A line, one of those between the same two ends. */
function line(number: number, subject: string, object: string, label: string, turn: number, count: number): PictureEdge {
  const offset = (turn - (count - 1) / 2) * BEND;
  const bend = -(subject < object ? offset : -offset) || 0;
  const text = label.replace(/\s+/g, " ").trim();
  const name = text.length <= LONGEST_NAME ? text : `${text.slice(0, LONGEST_NAME - 1).trimEnd()}…`;
  return { id: number, from: subject, to: object, name, bend, spot: null };
}

const FULL = `At most ${MOST_DRAWN} entities are drawn at once: take some away, or filter, to make room.`;
