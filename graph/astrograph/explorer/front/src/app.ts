/* App: one state, and how panel, drawing, table, legend and address follow from it. */

import { type Following, actsOn, chosenBy, focusPanel } from "./acting";
import { type Address, address, stepPlace } from "./address";
import type { Aside } from "./aside";
import { suited } from "./camera";
import { Connecting } from "./connecting";
import { type Child, button, byId, make, on } from "./elements";
import { emphasis } from "./emphasis";
import { wireExports } from "./exporting";
import { type Extent, extentOf } from "./extent";
import { clocks, type Clocks } from "./clocks";
import { codesOf } from "./codes";
import { keepingFocus } from "./keeping";
import { singleKeys } from "./shortcuts";
import { isStrict, shownStatements } from "./filter";
import { Growing } from "./growing";
import { Hands } from "./hands";
import { wireHelp } from "./help";
import { type Lanes, lanes } from "./lanes";
import { type Legend, legend } from "./legend";
import { whenIdle } from "./idle";
import { Index } from "./names";
import { sortOf } from "./looks";
import { news } from "./news";
import { Overview, hasOverview } from "./overview/opening";
import { claimPanel } from "./panels/claim";
import { type Connection, connectionPanel } from "./panels/connection";
import { entityPanel } from "./panels/entity";
import { linePanel, madePanel, resourcePanel } from "./panels/made";
import { relationPanel } from "./panels/relation";
import type { Desk } from "./panels/rows";
import { startPanel } from "./panels/start";
import { hasSparql, opening } from "./sparql/opening";
import type { Picture } from "./payload";
import { wirePrint } from "./printing";
import type { Pointed, Renderer } from "./renderer";
import type { Scene } from "./scene";
import type { Reach } from "./reach";
import { Names, wireConnect, wireSearch } from "./searching";
import { Times, dateOf, meets, stretchOf } from "./times";
import { type Acts, SIDES, type State, VIEWS, newState } from "./state";
import type { Store } from "./store";
import { type Telling, telling } from "./story";
import { type Table, table } from "./table";
import { wireTheme } from "./theme";
import { VisRenderer } from "./vis";

export class App {
  readonly picturing: VisRenderer;
  private readonly store: Store;
  private readonly state: State = newState();
  private readonly desk: Desk;
  private readonly legend: Legend;
  private readonly address: Address;
  private readonly table: Table;
  readonly connecting: Connecting;
  private readonly lanes: Lanes;
  private readonly story: Telling;
  private readonly clocks: Clocks;
  private readonly times: Times;
  private readonly growing: Growing;
  private readonly hands: Hands;
  readonly overview: Overview;
  private readonly views = VIEWS.filter((name) => name !== "query" || hasSparql());
  /** Shows the view for SPARQL, with a query; it starts when it is first asked for. */
  private sparql: (query: string) => void = () => undefined;
  /** The entities that the filters hide. */
  private gone: ReadonlySet<string> = new Set();
  /** What is shown, as table and files have it; worked out when it is asked for. */
  private extent = (): Extent => ({ statements: [], entities: [] });
  private readonly say = news(byId("shown"));
  /** Whether the reader's last deed was by the keyboard. */
  private typing = false;

  constructor(store: Store, picture: Picture, aside: () => Aside, reach: Reach | null = null) {
    this.store = store;
    this.connecting = new Connecting(store, aside, reach);
    const say = news(byId("deed"));
    this.growing = new Growing(store, reach, () => this.refresh(), say);
    document.documentElement.dataset["ready"] = "true";
    document.body.dataset["view"] = this.state.view;
    const acts = this.acts();
    this.legend = legend(byId("filters"), store, picture.marks, acts);
    this.address = address(store, this.legend.keys);
    this.table = table(store, acts);
    this.times = new Times(store);
    this.clocks = clocks(byId<HTMLDetailsElement>("clock"), store, this.times, acts);
    this.story = telling(store.story, acts.tell);
    const laid = suited(picture, byId("canvas"));
    const drawing = { picture: laid, statement: sortOf(store) };
    const choose = (what: Pointed): void => acts.choose(chosenBy(store, what));
    this.picturing = new VisRenderer(byId("canvas"), drawing, {
      choose,
      expand: (iri) => this.hands.expand(iri),
      moved: (spots) => this.hands.moved(spots),
    });
    const follow = (): void => {
      // Whoever changes the drawing wants to see it.
      const reveal = this.state.overview;
      this.state.overview = false;
      this.refresh({ reveal });
    };
    this.hands = new Hands(store, laid, this.state, this.picturing, follow, say, reach);
    this.overview = new Overview(store, picture.marks, aside, { choose, expand: (iri) => this.hands.expand(iri) }, {
      ready: () => this.refresh({ reveal: true }),
      refused: (why) => {
        acts.survey(false);
        say(why);
      },
      say,
    });
    this.desk = { store, marks: picture.marks, acts, hands: this.hands, reach };
    this.lanes = lanes(this.desk);
    this.wire(acts);
    this.wireFiles();
    this.begin();
    this.refresh();
    if (this.bringIn(null, { isStep: false })) this.refresh();
    this.picturing.refit();
    wireTheme(byId<HTMLButtonElement>("theme"), () => {
      this.picturing.recolor();
      this.overview.renderer?.recolor();
    });
  }

  /* ---- what the reader does ---- */

  private acts(): Acts {
    return actsOn({
      state: this.state,
      follow: (how) => this.refresh(how),
      isTyping: () => this.typing,
      held: (wish, then) => this.growing.held(wish, then),
      more: (iri) => this.growing.more(iri),
      bringIn: () => this.bringIn(null),
      refit: () => this.renderer.refit(),
      step: (number) => stepPlace(this.store, number, this.legend.keys),
    });
  }

  /* ---- what follows from the state ---- */

  /** What draws just now. */
  private get renderer(): Renderer {
    return (this.state.overview && this.overview.renderer) || this.picturing;
  }

  /** Let everything on the page follow the state. */
  private refresh({ reveal = false, focus = false }: Following = {}): void {
    const { state, store } = this;
    const asked = { during: stretchOf(state.during), knownBy: dateOf(state.knownBy), undated: state.undated };
    const { knownBy } = asked;
    store.lens = knownBy ? (number) => this.times.asKnown(number, knownBy) : null;
    store.isKnown = knownBy ? (number) => this.times.isKnown(number, knownBy) : null;
    store.claimLens = knownBy ? (claim) => this.times.claimAsKnown(claim, knownBy) : null;
    const during = asked.during ?? store.during;
    store.isAsked = during && ((claim) => meets(claim, during));
    const shown = shownStatements(store, state.hidden, this.times.stays(asked));
    const connection = this.connection(shown);
    if (connection) state.path = connection.current;
    this.hands.sync(shown);
    if (reveal) this.bringIn(connection);
    if (!this.views.includes(state.view)) state.view = "drawing";
    document.body.dataset["view"] = state.view;
    if (hasOverview()) byId("survey").setAttribute("aria-pressed", String(state.overview));
    else state.overview = false;
    if (this.overview.turn(state.overview)) this.renderer.refit();
    for (const name of this.views) byId(`view-${name}`).setAttribute("aria-pressed", String(state.view === name));
    for (const side of SIDES) {
      const [iri, field] = [state[side], byId<HTMLInputElement>(side)];
      // What comes meanwhile takes away nothing that is being typed.
      if (iri || field !== document.activeElement) field.value = iri ? store.label(iri) : "";
    }
    this.showPanel(shown, connection);
    this.showDrawing(shown, connection, reveal);
    if (state.chosen?.kind === "entity") state.actor = state.chosen.iri;
    this.showViews(shown);
    this.legend.show(state.hidden);
    this.clocks.show({ during: state.during, knownBy: state.knownBy, undated: state.undated });
    // What is disabled altogether would lose the keyboard that has just pressed it.
    byId("undo").setAttribute("aria-disabled", String(!this.hands.isUndoable));
    byId("redo").setAttribute("aria-disabled", String(!this.hands.isRedoable));
    if (!this.growing.isOpening) this.address.write(state);
    if (focus) focusPanel();
    if (state.chosen?.kind === "entity") this.growing.complete(state.chosen.iri);
    this.growing.credit();
  }

  /** Bring what is chosen, or connects what is chosen, into the drawing. */
  private bringIn(connection: Connection | null, how?: { isStep: boolean }): boolean {
    const { store, state } = this;
    // The whole graph has everything in it already.
    if (state.overview) return false;
    const { chosen, from, to } = state;
    const ends = [from, to].flatMap((iri) => iri ?? []);
    const path = connection?.found[connection.current]?.entities ?? [];
    const own = chosen?.kind === "entity" ? [chosen.iri] : chosen?.kind === "relation" ? store.ends([chosen.number]) : [];
    return this.hands.bring([...ends, ...path, ...own], how, path);
  }

  /** Find the connections asked for: those the filters leave, and those there are without them. */
  private connection(shown: ReadonlySet<number>): Connection | null {
    const { from, to, path, during, knownBy } = this.state;
    if (!from || !to) {
      this.connecting.forget();
      return null;
    }
    const told = this.connecting.between(from, to, { shown, timing: this.state }, () => this.refresh({ reveal: true }));
    const { found, unfiltered } = told ?? { found: [], unfiltered: [] };
    const current = told ? Math.min(path, Math.max(0, found.length - 1)) : path;
    return { from, to, found, unfiltered, current, isTimed: Boolean(during || knownBy), isSought: !told };
  }

  private panel(shown: ReadonlySet<number>, connection: Connection | null): Child[] {
    const { desk, store, state } = this;
    const { chosen } = state;
    if (chosen?.kind === "relation") return relationPanel(desk, chosen.number);
    const entity = chosen?.kind === "entity" ? store.entity(chosen.iri) : undefined;
    if (entity) return entityPanel(desk, entity, shown);
    const claim = chosen?.kind === "claim" ? store.claim(chosen.iri) : undefined;
    if (claim) return claimPanel(desk, claim);
    const { made } = state.plot;
    const line = chosen?.kind === "made" ? made?.lines.find(({ number }) => number === chosen.number) : undefined;
    if (made && line) return linePanel(desk, made, line);
    if (made && chosen?.kind === "resource") return resourcePanel(desk, made, chosen.iri);
    if (made && !connection) return madePanel(desk, made);
    return connection ? connectionPanel(desk, connection) : startPanel(desk, shown);
  }

  private showPanel(shown: ReadonlySet<number>, connection: Connection | null): void {
    const { acts } = this.desk;
    let way: HTMLElement | null = null;
    if (this.state.chosen) way = button({ class: "back" }, acts.back, "← Back");
    else if (connection) way = button({ class: "back" }, acts.leave, "× Clear");
    const holder = byId("details");
    const made = make("div", {}, way, this.panel(shown, connection));
    keepingFocus(holder, () => holder.replaceChildren(...made.childNodes), () => holder.querySelector("h2"));
    if (holder.parentElement) holder.parentElement.scrollTop = 0;
    if (connection?.current) document.querySelector(".path[aria-current]")?.scrollIntoView({ block: "nearest" });
  }

  /** Show the other ways to see the same: the table, the timeline, the story. */
  private showViews(shown: ReadonlySet<number>): void {
    const { state, store } = this;
    const { drawn } = this.renderer;
    const visible = ({ iri }: { iri: string }): boolean => !this.gone.has(iri);
    this.extent = () => extentOf(store, shown, visible, state.whole ? null : drawn);
    const [asked = null] = store.focus;
    if (state.view === "list") this.table.show(this.extent(), state.chosen);
    if (state.view === "query") this.sparql(state.query);
    if (state.view === "timeline") this.lanes.show(state.actor ?? asked, shown, state.chosen);
    const widening = byId<HTMLInputElement>("whole");
    widening.checked = state.whole;
    byId("widen").hidden = store.entities.every(({ iri }) => drawn.has(iri));
    this.story.show(state.step);
  }

  private showDrawing(shown: ReadonlySet<number>, connection: Connection | null, reveal: boolean): void {
    const { store, state } = this;
    const codes = codesOf(store);
    const linked = this.isFiltered() ? codes.linked(shown) : null;
    this.gone = this.hiddenBy(linked);
    const hidden = this.gone;
    const isQuiet = (iri: string): boolean => store.has(iri) && !linked?.[codes.place(iri)];
    const quiet = new Set(linked ? [...this.renderer.drawn].filter(isQuiet) : []);
    const stress = emphasis(store, state, shown, connection);
    const badges = this.hands.counts();
    // What a query has made hangs on no filter, but for its ends.
    const made = (state.plot.made?.lines ?? []).filter(({ subject, object }) => !hidden.has(subject) && !hidden.has(object));
    const lines = made.length ? new Set([...shown, ...made.map(({ number }) => number)]) : shown;
    this.renderer.show({ shown: lines, hidden, quiet, ...stress, badges, pinned: state.plot.pinned });
    if (reveal && state.view === "drawing" && stress.strong) {
      this.renderer.reveal([...stress.strong.entities].filter((iri) => !hidden.has(iri)), Boolean(connection?.found.length));
    }
    this.say(this.tally(shown, hidden));
  }

  private isFiltered(): boolean {
    const { hidden, during, knownBy, undated } = this.state;
    return Boolean(hidden.size || during || knownBy || !undated);
  }

  /** Say which entities the filters hide; what is chosen stays, even where no relation is left to it. */
  private hiddenBy(linked: Uint8Array | null): ReadonlySet<string> {
    if (!linked) return new Set();
    const { store, state } = this;
    const isStrictly = isStrict(state.hidden) || state.during || state.knownBy || !state.undated;
    const { chosen, from, to } = state;
    const kept = new Set([chosen?.kind === "entity" ? chosen.iri : null, from, to]);
    const isKept = codesOf(store).kept(state.hidden);
    const gone = new Set<string>();
    store.entities.forEach((entity, place) => {
      const isLeft = !isStrictly || linked[place] === 1 || kept.has(entity.iri);
      if (!isLeft || !isKept(place)) gone.add(entity.iri);
    });
    return gone;
  }

  /** Count what can be seen of all that the page holds. */
  private tally(shown: ReadonlySet<number>, hidden: ReadonlySet<string>): string {
    const { store } = this;
    const { drawn } = this.renderer;
    const entities = [...drawn].filter((iri) => store.has(iri) && !hidden.has(iri)).length;
    const relations = codesOf(store).within(shown, drawn);
    const told = `${entities} of ${store.entities.length} entities and ${relations} of ${store.statements.length} relations shown`;
    return store.live ? `${told}; the graph has ${store.live.all.toLocaleString("en")} entities` : told;
  }

  /* ---- wiring ---- */

  private wire(acts: Acts): void {
    const index = new Index(this.store.entities);
    // Folding every name of a large page takes a while, which the first picture need not wait for.
    whenIdle((until) => index.grow(until) && this.connecting.prepareAside(until) && codesOf(this.store).grow(until) && this.times.grow(until));
    const names = new Names(index, this.desk.marks, this.desk.reach);
    wireSearch(names, (iri) => {
      this.typing = true;
      acts.choose({ kind: "entity", iri });
    });
    wireConnect(names, this.state, acts, () => {
      Object.assign(this.state, { chosen: null, trail: [], path: 0 });
      this.refresh({ reveal: true, focus: true });
    });
    if (hasSparql()) this.sparql = this.wireSparql(acts, index);
    this.wireKeys(acts);
    this.wireViews(acts);
  }

  private wireSparql(acts: Acts, names: Index): (query: string) => void {
    const { state, store } = this;
    return opening(
      {
        ...{ store, acts },
        named: (typed) => names.find(typed, 12).map(({ entity }) => entity.iri),
        construct: (triples) => this.drawFound(() => this.hands.construct(triples)),
        gather: (iris) => this.drawFound(() => this.hands.gather(iris)),
        clear: () => this.hands.clearMade(),
        asked: (query) => {
          state.query = query;
          this.address.write(state);
        },
      },
      byId("query"),
    );
  }

  /** Let what a query has found come into the drawing, and into sight. */
  private drawFound(draw: () => string): string {
    this.state.overview = false;
    const told = draw();
    const { made } = this.state.plot;
    if (made) this.picturing.reveal([...made.group.entities].filter((iri) => !this.gone.has(iri)));
    return told;
  }

  private wireKeys(acts: Acts): void {
    addEventListener("pointerdown", () => (this.typing = false), true);
    addEventListener("keydown", () => (this.typing = true), true);
    addEventListener("keydown", (event) => {
      const field = event.target instanceof Element ? event.target.closest("input") : null;
      if (this.onDeed(event)) return event.preventDefault();
      if (event.key === "/" && singleKeys() && !field && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        byId("search").focus();
      } else if (event.key === "Escape") {
        if (field?.id === "search") {
          field.value = "";
          focusPanel();
        }
        acts.leave();
      }
    });
  }

  /** Do to the drawing what a key asks for; tell whether it was such a key. */
  private onDeed({ key, target, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean {
    const { hands, state } = this;
    if (altKey || (target instanceof Element && target.closest("input, textarea, select, dialog, [contenteditable]"))) return false;
    const letter = key.toLowerCase();
    if (ctrlKey || metaKey) {
      const isRedo = letter === "y" || (letter === "z" && shiftKey);
      if (isRedo) hands.redo();
      else if (letter === "z") hands.undo();
      return isRedo || letter === "z";
    }
    const iri = state.chosen?.kind === "entity" ? state.chosen.iri : null;
    if (!iri) return false;
    if (letter === "e" && singleKeys()) hands.expand(iri);
    else if (letter === "c" && singleKeys()) hands.collapse(iri);
    else if (key === "Delete") hands.remove(iri);
    else return false;
    return true;
  }

  private wireFiles(): void {
    const scene = (): Scene | null => this.renderer.scene?.() ?? null;
    wireHelp(byId("help"));
    wireExports(byId("save"), byId("stage"), this.store, { extent: () => this.extent(), scene, still: () => this.renderer.still?.() });
    wirePrint(scene, () => this.table.show(this.extent(), this.state.chosen));
  }

  private wireViews(acts: Acts): void {
    const widening = byId<HTMLInputElement>("whole");
    on(widening, "change", () => acts.widen(widening.checked));
    for (const name of this.views) on(byId(`view-${name}`), "click", () => acts.view(name));
    document.querySelector(".skip")?.addEventListener("click", (event) => {
      event.preventDefault();
      acts.view("list");
      byId("list").focus();
    });
    on(byId("zoom-in"), "click", () => this.renderer.zoom(1.3));
    on(byId("zoom-out"), "click", () => this.renderer.zoom(1 / 1.3));
    if (hasOverview()) on(byId("survey"), "click", () => acts.survey(!this.state.overview));
    on(byId("undo"), "click", () => this.hands.undo());
    on(byId("redo"), "click", () => this.hands.redo());
    on(byId("zoom-fit"), "click", () => this.renderer.fit());
    addEventListener("hashchange", () => {
      const lacking = this.desk.reach && this.address.lacking();
      if (lacking) this.growing.open(lacking, () => this.goTo());
      else this.goTo();
    });
    const details = document.querySelector<HTMLDetailsElement>("#legend details");
    if (details && matchMedia("(max-width: 760px)").matches) details.open = false;
  }

  /** Show what the address names. */
  private goTo(): void {
    const next = this.address.read();
    if (next) Object.assign(this.state, next, { trail: [] });
    this.refresh({ reveal: true });
  }

  private begin(): void {
    const { store, state } = this;
    const [only, ...others] = store.focus;
    const lacking = this.desk.reach && this.address.lacking();
    const given = lacking ? null : this.address.read();
    if (lacking) this.growing.open(lacking, () => this.goTo());
    if (given) Object.assign(state, given);
    else if (store.story) Object.assign(state, stepPlace(store, 1, this.legend.keys));
    else if (store.path) Object.assign(state, { from: store.path.from, to: store.path.to });
    else if (only !== undefined && !others.length && store.has(only)) state.chosen = { kind: "entity", iri: only };
  }
}
