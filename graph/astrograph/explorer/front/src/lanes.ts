/* Lanes: the timeline of one actor as the reader sees it, a lane for each relation, a bar for each stretch. */

import { type Child, button, byId, make, on, svg, warning } from "./elements";
import { type Desk, statementRow } from "./panels/rows";
import type { Chosen } from "./state";
import { type Bar, type Lane, type Stretch, type Timeline, ticks, timeline } from "./timeline";
import { plural } from "./wording";

const ROW = 36;
const BAR = 13;
const TOP = 18;
const EDGE = 14;
const LETTER = 6.6;
const LONGEST = 46;
const MOST = 40;
const NARROW = 12;
const ZOOMS = [1, 2, 4, 8, 16, 32, 64];
const WIDEST = 60_000;

export interface Lanes {
  /** Follow the state; without an actor it asks for one. */
  show(actor: string | null, shown: ReadonlySet<number>, chosen: Chosen): void;
}

interface Placed {
  readonly bar: Bar;
  readonly row: number;
  readonly left: number;
  readonly right: number;
  readonly text: string;
  readonly textAt: number;
}

const short = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1).trimEnd()}…` : text);

/** The span of an axis: a little more than what is dated. */
function framed([from, to]: Stretch): Stretch {
  const room = Math.max((to - from) * 0.04, 30 * 86_400_000);
  return [from - room, to + room];
}

class Drawn implements Lanes {
  private readonly desk: Desk;
  private readonly holder: HTMLElement;
  private actor: string | null = null;
  private told: Timeline | null = null;
  private zoom = 0;
  private key = "";
  private readonly open = new Set<string>();
  private width = 0;

  constructor(holder: HTMLElement, desk: Desk) {
    this.desk = desk;
    this.holder = holder;
    on(holder, "keydown", (event) => this.onKey(event));
    new ResizeObserver(() => {
      if (this.told && holder.clientWidth && Math.abs(holder.clientWidth - this.width) > 2) this.draw();
    }).observe(holder);
  }

  show(actor: string | null, shown: ReadonlySet<number>, chosen: Chosen): void {
    const { store } = this.desk;
    const entity = actor === null ? undefined : store.entity(actor);
    if (!entity) {
      this.told = null;
      this.key = "";
      const hint = "Choose an entity, by its name above or in the panel, to see its roles and events over time.";
      return this.holder.replaceChildren(make("p", { class: "hint" }, hint));
    }
    const numbers = store.about(entity.iri).filter((number) => shown.has(number));
    const key = `${entity.iri} ${numbers.join()}`;
    if (key !== this.key) {
      if (this.actor !== entity.iri) this.zoom = 0;
      Object.assign(this, { actor: entity.iri, key });
      this.open.clear();
      this.told = timeline(store, entity.iri, shown);
      this.draw();
    }
    const number = chosen?.kind === "relation" ? String(chosen.number) : "";
    for (const bar of this.bars()) {
      if (bar.dataset["statement"] === number) bar.setAttribute("aria-current", "true");
      else bar.removeAttribute("aria-current");
    }
  }

  private bars(): SVGElement[] {
    return [...this.holder.querySelectorAll<SVGElement>(".bar-of-time[data-statement]")];
  }

  private scroller(): HTMLElement | null {
    return this.holder.querySelector<HTMLElement>(".lanes");
  }

  private draw(): void {
    const { told, actor, desk } = this;
    if (!told || actor === null) return;
    this.width = this.holder.clientWidth;
    const dated = told.lanes.reduce((sum, { bars }) => sum + bars.length, 0);
    const years = told.span?.map((instant) => new Date(instant).getUTCFullYear()) ?? [];
    const from = years.length ? `, ${[...new Set(years)].join(" to ")}` : "";
    const head = [
      make("h2", {}, `${desk.store.label(actor)} over time`),
      make("p", { class: "tally" }, `${plural(dated, "dated role or event", "dated roles and events")}${from}; ${told.undated.length} without a date`),
    ];
    const beside = told.undated.length
      ? make("section", { class: "undated", "aria-label": "Without a date" }, make("h3", {}, "Without a date"), make("ul", { class: "plain" }, told.undated.map((number) => make("li", {}, statementRow(desk, number)))))
      : null;
    const frame = make("div", { class: "lanes", role: "group", "aria-label": "Roles and events by relation. Arrow keys go from bar to bar, plus and minus zoom." });
    const chart = told.span ? make("section", { class: "chart" }, this.controls(), frame, legend()) : null;
    const nothing = !chart && !beside ? make("p", { class: "hint" }, "Nothing that is shown is said of it.") : null;
    this.holder.replaceChildren(...make("div", {}, head, make("div", { class: "sheet" }, chart, beside), nothing).childNodes);
    if (told.span) this.fill(frame, told, framed(told.span));
  }

  /** Fill the lanes in, now that the room for them is known. */
  private fill(frame: HTMLElement, { lanes }: Timeline, span: Stretch): void {
    const width = Math.min(WIDEST, Math.max(260, frame.clientWidth) * (ZOOMS[this.zoom] ?? 1));
    const scale = (instant: number): number => {
      const share = (instant - span[0]) / (span[1] - span[0]);
      return Math.round(Math.min(1, Math.max(0, share)) * (width - 2 * EDGE) + EDGE);
    };
    const marks = ticks(span, Math.max(2, Math.floor(width / 78)));
    const axis = svg("svg", { class: "axis", width, height: 26, "aria-hidden": "true" }, ...marks.map(({ at, text }) => {
      const label = svg("text", { x: scale(at), y: 17, "text-anchor": "middle" });
      label.textContent = text;
      return label;
    }));
    const rules = marks.map(({ at }) => scale(at));
    frame.replaceChildren(axis, ...lanes.map((lane) => this.lane(lane, width, scale, rules)));
    this.rove(this.bars()[0]);
  }

  private lane(lane: Lane, width: number, scale: (instant: number) => number, rules: readonly number[]): HTMLElement {
    const isOpen = this.open.has(lane.name);
    const placed = this.place(isOpen ? lane.bars : lane.bars.slice(0, MOST), width, scale);
    const height = (Math.max(0, ...placed.map(({ row }) => row)) + 1) * ROW + 4;
    const lines = rules.map((x) => svg("line", { class: "rule", x1: x, x2: x, y1: 0, y2: height }));
    const bars = placed.map((each) => this.bar(each, scale));
    const chart = svg("svg", { width, height, role: "group", "aria-label": lane.name }, ...lines, ...bars);
    const more = (): void => {
      this.open.add(lane.name);
      this.draw();
      this.focusBar(String(lane.bars[MOST]?.number));
    };
    const rest = isOpen || lane.bars.length <= MOST ? null : make("p", { class: "more" }, button({}, more, `Show all ${lane.bars.length}`));
    return make("section", { class: "lane" }, make("h3", { class: "lane-name" }, lane.name), chart, rest);
  }

  /** Put bars into rows so that neither they nor their names overlap. */
  private place(bars: readonly Bar[], width: number, scale: (instant: number) => number): Placed[] {
    const ends: number[] = [];
    return bars.map((bar) => {
      const text = short(this.desk.store.label(bar.other));
      const [left, right] = [scale(bar.maybe[0]), scale(bar.maybe[1])];
      const long = text.length * LETTER + (this.desk.store.statement(bar.number).disputed ? 20 : 0);
      const solid = bar.sure ?? bar.within;
      const start = Number.isFinite(bar.maybe[0]) ? left : scale((solid ?? bar.dates)[0] ?? bar.maybe[0]);
      const textAt = Math.max(2, Math.min(start, width - long - 2));
      let row = ends.findIndex((end) => end + 10 <= Math.min(left, textAt));
      if (row < 0) row = ends.length;
      ends[row] = Math.max(right, textAt + long);
      return { bar, row, left, right, text, textAt };
    });
  }

  private bar({ bar, row, left, right, text, textAt }: Placed, scale: (instant: number) => number): SVGElement {
    const { store, acts } = this.desk;
    const { tense, sentence, when, disputed } = store.statement(bar.number);
    const y = row * ROW + TOP;
    const box = (from: number, to: number, kind: string): SVGElement =>
      svg("rect", { class: kind, x: from, y, width: Math.max(2, to - from), height: BAR, rx: 2 });
    const parts: SVGElement[] = [svg("rect", { class: "ground", x: Math.min(left, textAt) - 2, y: y - TOP + 1, width: Math.max(right, textAt + 24) - Math.min(left, textAt) + 4, height: ROW - 3, rx: 4 })];
    const isSureThroughout = bar.sure && scale(bar.sure[0]) <= left && scale(bar.sure[1]) >= right;
    if (right - left >= NARROW && !isSureThroughout) parts.push(box(left, right, "maybe"));
    for (const [x, sign] of [[bar.maybe[0] === -Infinity ? left : null, -1], [bar.maybe[1] === Infinity ? right : null, 1]] as const) {
      if (x !== null) parts.push(svg("path", { class: "open", d: `M${x + 3 * sign} ${y + 1}l${6 * sign} ${BAR / 2 - 1}l${-6 * sign} ${BAR / 2 - 1}` }));
    }
    if (bar.sure && scale(bar.sure[1]) - scale(bar.sure[0]) >= 3) parts.push(box(scale(bar.sure[0]), scale(bar.sure[1]), "sure"));
    else if (bar.sure || bar.within || right - left < NARROW) parts.push(this.point(bar, left, right, y, scale, box));
    else parts.push(...bar.dates.map((date) => svg("line", { class: "bound", x1: scale(date), x2: scale(date), y1: y - 2, y2: y + BAR + 2 })));
    const label = svg("text", { x: textAt + (disputed ? 20 : 0), y: y - 5 });
    label.textContent = text;
    parts.push(label);
    if (disputed) {
      const sign = warning();
      for (const [name, value] of Object.entries({ x: textAt, y: y - 17, width: 14, height: 14 })) sign.setAttribute(name, String(value));
      parts.push(sign);
    }
    // Who speaks to the page says what can be read there.
    const named = sentence.includes(text) ? sentence : `${text}: ${sentence}`;
    const told = [named, when, disputed ? "disputed" : ""].filter(Boolean).join(", ");
    const title = svg("title", {});
    title.textContent = told;
    const made = svg("g", { class: `bar-of-time ${tense}`, role: "button", tabindex: -1, "data-statement": bar.number }, title, ...parts);
    made.addEventListener("click", () => {
      this.rove(made);
      acts.choose({ kind: "relation", number: bar.number });
    });
    return made;
  }

  /** A moment as a diamond; what was at some instant of a longer stretch as a paler part. */
  private point(bar: Bar, left: number, right: number, y: number, scale: (instant: number) => number, box: (from: number, to: number, kind: string) => SVGElement): SVGElement {
    const [from, to] = (bar.sure ?? bar.within ?? [bar.maybe[0], bar.maybe[1]]).map(scale) as [number, number];
    if (to - from >= NARROW) return box(from, to, "within");
    const x = Math.min(right, Math.max(left, (from + to) / 2));
    const middle = y + BAR / 2;
    return svg("polygon", { class: "sure", points: `${x},${middle - 7.5} ${x + 7.5},${middle} ${x},${middle + 7.5} ${x - 7.5},${middle}` });
  }

  private controls(): HTMLElement {
    const to = (zoom: number) => (): void => this.zoomTo(zoom);
    return make(
      "div",
      { class: "zoom-time", role: "group", "aria-label": "Zoom of the timeline" },
      button({ "aria-label": "Show a shorter time, larger" }, () => this.zoomTo(this.zoom + 1), "+"),
      button({ "aria-label": "Show a longer time, smaller" }, () => this.zoomTo(this.zoom - 1), "−"),
      button({}, to(0), "Whole span"),
    );
  }

  /** Show more or less of the time at once, and keep its middle where it is. */
  private zoomTo(zoom: number): void {
    const next = Math.min(ZOOMS.length - 1, Math.max(0, zoom));
    const before = this.scroller();
    if (!this.told?.span || !before || next === this.zoom) return;
    const middle = (before.scrollLeft + before.clientWidth / 2) / before.scrollWidth;
    const isInside = before.contains(document.activeElement);
    this.zoom = next;
    this.fill(before, this.told, framed(this.told.span));
    before.scrollLeft = middle * before.scrollWidth - before.clientWidth / 2;
    if (isInside) this.bars()[0]?.focus();
  }

  private focusBar(number: string): void {
    const bar = this.bars().find(({ dataset }) => dataset["statement"] === number);
    this.rove(bar);
    bar?.focus();
  }

  /** Let one bar be the one that Tab comes to. */
  private rove(current: SVGElement | undefined): void {
    for (const bar of this.bars()) bar.setAttribute("tabindex", bar === current ? "0" : "-1");
  }

  private onKey(event: KeyboardEvent): void {
    const bars = this.bars();
    const at = bars.indexOf(document.activeElement as SVGElement);
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const steps: Record<string, number> = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: bars.length - 1 };
    const step = steps[event.key];
    if (step !== undefined) {
      const next = bars[Math.min(bars.length - 1, Math.max(0, step))];
      this.rove(next);
      next?.focus();
    } else if (event.key === "Enter" || event.key === " ") bars[at]?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    else if (event.key === "+" || event.key === "=") this.zoomTo(this.zoom + 1);
    else if (event.key === "-") this.zoomTo(this.zoom - 1);
    else if (event.key === "0") this.zoomTo(0);
    else return;
    event.preventDefault();
  }
}

/** Say what the parts of a bar mean. */
function legend(): HTMLElement {
  const sample = (kind: string): Child =>
    svg("svg", { class: "mark bar-of-time present", width: 28, height: 16, viewBox: "0 0 28 16", "aria-hidden": "true" }, svg("rect", { class: kind, x: 1, y: 2, width: 26, height: 12, rx: 2 }));
  const moment = svg("svg", { class: "mark bar-of-time present", width: 16, height: 16, viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("polygon", { class: "sure", points: "8,1 15,8 8,15 1,8" }));
  const entry = (icon: Child, text: string): HTMLElement => make("li", {}, icon, ` ${text}`);
  return make("ul", { class: "plain key", "aria-label": "What the bars mean" }, entry(sample("sure"), "certainly"), entry(sample("maybe"), "possibly"), entry(sample("within"), "at some time within"), entry(moment, "a moment"), make("li", {}, "‹ › no date for this end"));
}

/** Bring the template's place for the timeline to life. */
export const lanes = (desk: Desk): Lanes => new Drawn(byId("timeline"), desk);
