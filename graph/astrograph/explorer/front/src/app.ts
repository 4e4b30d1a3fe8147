/* App: one state, and how panel, drawing, table, legend and address follow from it. */

import { type Address, address } from "./address";
import { type Child, button, byId, make, on } from "./elements";
import { emphasis } from "./emphasis";
import { isEntityShown, isShown, shownStatements } from "./filter";
import { type Legend, legend } from "./legend";
import { type Named, index } from "./names";
import { news } from "./news";
import { claimPanel } from "./panels/claim";
import { type Connection, connectionPanel } from "./panels/connection";
import { entityPanel } from "./panels/entity";
import { relationPanel } from "./panels/relation";
import type { Desk } from "./panels/rows";
import { startPanel } from "./panels/start";
import { type IsWalked, type Path, along, find } from "./paths";
import type { Picture } from "./payload";
import type { Pointed } from "./renderer";
import { wireConnect, wireSearch } from "./searching";
import { type Acts, SIDES, type State, VIEWS, newState } from "./state";
import type { Store } from "./store";
import { type Table, table } from "./table";
import { wireTheme } from "./theme";
import { VisRenderer } from "./vis";

/** How long after the first picture, in milliseconds, the names are made ready. */
const LATER = 200;

interface Following {
  /** Bring what is chosen into sight. */
  reveal?: boolean;
  /** Take the keyboard to the panel. */
  focus?: boolean;
}

export class App {
  readonly picturing: VisRenderer;
  private readonly store: Store;
  private readonly state: State = newState();
  private readonly desk: Desk;
  private readonly legend: Legend;
  private readonly address: Address;
  private readonly table: Table;
  private readonly say = news(byId("shown"));
  /** Whether the reader's last deed was by the keyboard. */
  private typing = false;

  constructor(store: Store, picture: Picture) {
    this.store = store;
    document.documentElement.dataset["ready"] = "true";
    document.body.dataset["view"] = this.state.view;
    const acts = this.acts();
    this.desk = { store, marks: picture.marks, acts };
    this.legend = legend(byId("filters"), store, picture.marks, acts);
    this.address = address(store, this.legend.keys);
    this.table = table(store, acts);
    const drawing = { picture, statement: (number: number) => store.statement(number) };
    this.picturing = new VisRenderer(byId("canvas"), drawing, (what) => acts.choose(chosenBy(what)));
    this.wire(acts);
    this.begin();
    this.refresh();
    this.picturing.refit();
    wireTheme(byId<HTMLButtonElement>("theme"), () => this.picturing.recolor());
  }

  /* ---- what the reader does ---- */

  private acts(): Acts {
    const { state } = this;
    const follow = (how?: Following): void => this.refresh(how);
    const acts: Acts = {
      choose: (chosen) => {
        if (chosen) state.trail.push(state.chosen);
        else state.trail = [];
        state.chosen = chosen;
        follow({ reveal: true, focus: this.typing });
      },
      walk: (path) => {
        Object.assign(state, { path, chosen: null, trail: [] });
        follow({ reveal: true, focus: this.typing });
      },
      back: () => {
        state.chosen = state.trail.pop() ?? null;
        follow({ reveal: true, focus: true });
      },
      end: (side, iri) => {
        Object.assign(state, { [side]: iri, path: 0, chosen: null, trail: [] });
        follow({ reveal: true });
        const other = side === "from" ? "to" : "from";
        if (state[other]) focusPanel();
        else byId(other).focus();
      },
      toggle: (key) => {
        if (!state.hidden.delete(key)) state.hidden.add(key);
        state.path = 0;
        follow();
      },
      showAll: () => {
        state.hidden.clear();
        follow();
      },
      leave: () => {
        if (state.chosen) return acts.choose(null);
        if (!state.from && !state.to) return undefined;
        Object.assign(state, { from: null, to: null, path: 0 });
        return follow({ reveal: true });
      },
      view: (name) => {
        state.view = name;
        follow();
        if (name === "drawing") this.picturing.refit();
      },
    };
    return acts;
  }

  /* ---- what follows from the state ---- */

  /** Let everything on the page follow the state. */
  private refresh({ reveal = false, focus = false }: Following = {}): void {
    const { state, store } = this;
    const shown = shownStatements(store, state.hidden);
    const connection = this.connection();
    if (connection) state.path = connection.current;
    document.body.dataset["view"] = state.view;
    for (const name of VIEWS) byId(`view-${name}`).setAttribute("aria-pressed", String(state.view === name));
    for (const side of SIDES) {
      const iri = state[side];
      byId<HTMLInputElement>(side).value = iri ? store.label(iri) : "";
    }
    this.showPanel(shown, connection);
    this.showDrawing(shown, connection, reveal);
    if (state.view === "list") this.table.show(shown, state.hidden);
    this.legend.show(state.hidden);
    this.address.write(state);
    if (focus) focusPanel();
  }

  /** Find the connections asked for: those the filters leave, and those there are without them. */
  private connection(): Connection | null {
    const { state, store } = this;
    const { from, to } = state;
    if (!from || !to) return null;
    const given = store.path?.from === from && store.path.to === to ? store.path.paths : undefined;
    const search = (isWalked: IsWalked): Path[] =>
      given ? along(store.statements, given, isWalked) : find(store.statements, from, to, isWalked);
    const found = search((statement) => isShown(store, statement, state.hidden));
    const unfiltered = found.length ? found : search((statement) => store.isWhole(statement));
    const current = Math.min(state.path, Math.max(0, found.length - 1));
    return { from, to, found, unfiltered, current };
  }

  private panel(shown: ReadonlySet<number>, connection: Connection | null): Child[] {
    const { desk, store, state } = this;
    const { chosen } = state;
    if (chosen?.kind === "relation") return relationPanel(desk, store.statement(chosen.number));
    const entity = chosen?.kind === "entity" ? store.entity(chosen.iri) : undefined;
    if (entity) return entityPanel(desk, entity, shown);
    const claim = chosen?.kind === "claim" ? store.claims.get(chosen.iri) : undefined;
    if (claim) return claimPanel(desk, claim);
    return connection ? connectionPanel(desk, connection) : startPanel(desk, shown);
  }

  private showPanel(shown: ReadonlySet<number>, connection: Connection | null): void {
    const { acts } = this.desk;
    let way: HTMLElement | null = null;
    if (this.state.chosen) way = button({ class: "back" }, acts.back, "← Back");
    else if (connection) way = button({ class: "back" }, acts.leave, "× Clear");
    const holder = byId("details");
    holder.replaceChildren(...make("div", {}, way, this.panel(shown, connection)).childNodes);
    if (holder.parentElement) holder.parentElement.scrollTop = 0;
    if (connection?.current) document.querySelector(".path[aria-current]")?.scrollIntoView({ block: "nearest" });
  }

  private showDrawing(shown: ReadonlySet<number>, connection: Connection | null, reveal: boolean): void {
    const { store, state } = this;
    const iris = (entities: typeof store.entities): string[] => entities.map(({ iri }) => iri);
    const hidden = new Set(iris(store.entities.filter((entity) => !isEntityShown(entity, state.hidden))));
    const linked = new Set(store.ends(shown));
    const quiet = new Set(state.hidden.size ? iris(store.entities).filter((iri) => !linked.has(iri)) : []);
    const stress = emphasis(store, state, shown, connection);
    this.picturing.show({ shown, hidden, quiet, ...stress });
    if (reveal && state.view === "drawing" && stress.strong) {
      this.picturing.reveal([...stress.strong.entities].filter((iri) => !hidden.has(iri)));
    }
    this.say(this.tally(shown, hidden));
  }

  /** Count what can be seen of all that the page holds. */
  private tally(shown: ReadonlySet<number>, hidden: ReadonlySet<string>): string {
    const { store } = this;
    const { drawn } = this.picturing;
    const isDrawn = (number: number): boolean => {
      const { subject, object } = store.statement(number);
      return drawn.has(subject) && drawn.has(object);
    };
    const entities = [...drawn].filter((iri) => !hidden.has(iri)).length;
    const relations = [...shown].filter(isDrawn).length;
    return `${entities} of ${store.entities.length} entities and ${relations} of ${store.statements.length} relations shown`;
  }

  /* ---- wiring ---- */

  private wire(acts: Acts): void {
    let found: Named[] | null = null;
    // Folding every name of a large page takes a while, which the first picture need not wait for.
    const named = (): Named[] => (found ??= index(this.store.entities));
    setTimeout(named, LATER);
    const { marks } = this.desk;
    wireSearch(named, marks, (iri) => {
      this.typing = true;
      acts.choose({ kind: "entity", iri });
    });
    wireConnect(named, marks, this.state, acts, () => {
      Object.assign(this.state, { chosen: null, trail: [], path: 0 });
      this.refresh({ reveal: true, focus: true });
    });
    this.wireKeys(acts);
    this.wireViews(acts);
  }

  private wireKeys(acts: Acts): void {
    addEventListener("pointerdown", () => (this.typing = false), true);
    addEventListener("keydown", () => (this.typing = true), true);
    addEventListener("keydown", (event) => {
      const field = event.target instanceof Element ? event.target.closest("input") : null;
      if (event.key === "/" && !field && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        byId("search").focus();
      } else if (event.key === "Escape") {
        if (field?.id === "search") {
          field.value = "";
          field.blur();
        }
        acts.leave();
      }
    });
  }

  private wireViews(acts: Acts): void {
    for (const name of VIEWS) on(byId(`view-${name}`), "click", () => acts.view(name));
    document.querySelector(".skip")?.addEventListener("click", (event) => {
      event.preventDefault();
      acts.view("list");
      byId("list").focus();
    });
    on(byId("zoom-in"), "click", () => this.picturing.zoom(1.3));
    on(byId("zoom-out"), "click", () => this.picturing.zoom(1 / 1.3));
    on(byId("zoom-fit"), "click", () => this.picturing.fit());
    addEventListener("hashchange", () => {
      const next = this.address.read();
      if (next) Object.assign(this.state, next, { trail: [] });
      this.refresh({ reveal: true });
    });
    const details = document.querySelector<HTMLDetailsElement>("#legend details");
    if (details && matchMedia("(max-width: 760px)").matches) details.open = false;
  }

  private begin(): void {
    const { store, state } = this;
    const given = this.address.read();
    const [only, ...others] = store.focus;
    if (given) Object.assign(state, given);
    else if (store.path) Object.assign(state, { from: store.path.from, to: store.path.to });
    else if (only !== undefined && !others.length && store.has(only)) state.chosen = { kind: "entity", iri: only };
  }
}

function chosenBy(what: Pointed): State["chosen"] {
  if (!what) return null;
  return "entity" in what ? { kind: "entity", iri: what.entity } : { kind: "relation", number: what.statement };
}

const focusPanel = (): void => document.querySelector<HTMLElement>("#details h2")?.focus({ preventScroll: false });
