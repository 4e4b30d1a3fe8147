/* Clocks: a histogram with two handles for when things held, and a date by which they had been said. */

import { type Child, button, make, on } from "./elements";
import { keepingFocus } from "./keeping";
import { calm } from "./motion";
import type { Acts, Timing } from "./state";
import type { Store } from "./store";
import { type Times, dateOf, firstInstant, lastInstant, stretchOf } from "./times";
import { plural } from "./wording";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 600;
const HEIGHT = 54;
/** Up to how many years the handles go by months. */
const MONTHLY = 12;
/** How long each step of the play lasts, in milliseconds. */
const PACE = 900;

export interface Clocks {
  show(timing: Timing): void;
}

/** A row of years or months, numbered from 0 on. */
class Scale {
  readonly count: number;
  private readonly start: number;
  private readonly isMonthly: boolean;
  /** The very first date, which may lie long before all others: then the first place holds all until there. */
  private readonly earliest: string;

  constructor([first, last]: readonly [string, string], earliest = first) {
    this.earliest = earliest;
    const years = Number(last.slice(0, 4)) - Number(first.slice(0, 4));
    this.isMonthly = years <= MONTHLY;
    this.start = this.number(first);
    this.count = this.number(last) - this.start + 1;
  }

  /** The place of an instant, or of a date that is written shorter. */
  place(text: string): number {
    return Math.min(this.count - 1, Math.max(0, this.number(text) - this.start));
  }

  /** How a year or month is written. */
  name(place: number): string {
    const number = this.start + place;
    const year = String(this.isMonthly ? Math.floor(number / 12) : number).padStart(4, "0");
    return this.isMonthly ? `${year}-${String((number % 12) + 1).padStart(2, "0")}` : year;
  }

  /** How the first place is written where a stretch begins there. */
  begin(place: number): string {
    return place > 0 || this.number(this.earliest) >= this.start ? this.name(place) : this.earliest.slice(0, 4);
  }

  private number(text: string): number {
    const year = Number(text.slice(0, 4));
    return this.isMonthly ? 12 * year + Number(text.slice(5, 7) || "1") - 1 : year;
  }
}

/** Draw how many relations begin when. */
function histogram(heights: readonly number[], name: (place: number) => string): SVGSVGElement {
  const drawing = document.createElementNS(SVG, "svg");
  const most = Math.max(1, ...heights);
  const wide = WIDTH / heights.length;
  drawing.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  drawing.setAttribute("preserveAspectRatio", "none");
  drawing.setAttribute("role", "img");
  const top = heights.indexOf(most);
  const told = `The first dates of the relations, from ${name(0)} until ${name(heights.length - 1)}`;
  drawing.setAttribute("aria-label", top < 0 ? told : `${told}; the most, ${most}, in ${name(top)}`);
  heights.forEach((many, place) => {
    if (!many) return;
    const bar = document.createElementNS(SVG, "rect");
    const high = Math.max(2, Math.sqrt(many / most) * (HEIGHT - 2));
    const box = { x: place * wide, y: HEIGHT - high, width: Math.max(0.8, wide * 0.85), height: high };
    for (const [key, value] of Object.entries(box)) bar.setAttribute(key, value.toFixed(2));
    bar.dataset["place"] = String(place);
    const title = document.createElementNS(SVG, "title");
    title.textContent = `${name(place)}: ${many}`;
    bar.append(title);
    drawing.append(bar);
  });
  return drawing;
}

/** Make the two clocks in a folded part of the page, when it is opened first or has something to show. */
export function clocks(holder: HTMLDetailsElement, store: Store, times: Times, acts: Acts): Clocks {
  let made: Face | null = null;
  let timing: Timing = { during: "", knownBy: "", undated: true };
  const note = make("span", {});
  holder.querySelector("summary")?.append(note);
  const open = (): void => {
    if (made?.growth !== store.growth) {
      made?.stop();
      keepingFocus(
        holder,
        () => {
          holder.querySelector(".clocks")?.remove();
          made = new Face(holder, store, times, acts);
        },
        () => null,
      );
    }
    made?.show(timing);
  };
  on(holder, "toggle", () => (holder.open ? open() : made?.stop()));
  return {
    show(next) {
      timing = next;
      const isAsked = Boolean(timing.during || timing.knownBy || !timing.undated);
      const known = timing.knownBy && `known by ${timing.knownBy}`;
      const parts = [timing.during && `during ${timing.during}`, known, timing.undated ? "" : "undated hidden"];
      note.textContent = isAsked ? parts.filter(Boolean).join(", ") : "when it held, and by when it was known";
      if (isAsked && !made) holder.open = true;
      if (made || isAsked) open();
    },
  };
}

class Face {
  /** How far the store had grown when this was made. */
  readonly growth: number;
  private readonly store: Store;
  private readonly times: Times;
  private readonly acts: Acts;
  private readonly scale: Scale | null;
  private readonly said: Scale | null;
  private readonly handles: readonly [HTMLInputElement, HTMLInputElement];
  private readonly fields: readonly [HTMLInputElement, HTMLInputElement];
  private readonly known: HTMLInputElement;
  private readonly knownHandle: HTMLInputElement;
  private readonly undated: HTMLInputElement;
  private readonly fault = make("p", { class: "fault", role: "alert" });
  private readonly note = make("p", { class: "told", role: "status" });
  private readonly reset: HTMLButtonElement;
  private readonly player: HTMLButtonElement;
  private readonly bars: SVGSVGElement | null;
  private readonly undatedCount: number;
  private readonly begun: readonly number[];
  private timing: Timing = { during: "", knownBy: "", undated: true };
  private playing: ReturnType<typeof setInterval> | null = null;

  constructor(holder: HTMLElement, store: Store, times: Times, acts: Acts) {
    this.growth = store.growth;
    this.store = store;
    this.times = times;
    this.acts = acts;
    const [held, said] = [times.span("holds"), times.span("said")];
    this.scale = held && new Scale([this.start() ?? held[0], held[1]], held[0]);
    this.said = said && new Scale(said);
    this.undatedCount = store.numbers.filter((number) => times.first(number) === null).length;
    this.handles = [this.handle("Held from", () => this.slid()), this.handle("Held until", () => this.slid())];
    this.fields = [this.field("from", () => this.typed()), this.field("until", () => this.typed())];
    this.known = this.field("known by", () => this.knownTyped());
    this.knownHandle = this.handle("Known by", () => this.knownSlid(), this.said);
    this.undated = on(make("input", { type: "checkbox", id: "undated" }), "change", () =>
      this.ask({ undated: this.undated.checked }),
    );
    const anyTime = (): void => {
      this.ask({ during: "", knownBy: "", undated: true });
      this.fields[0].focus();
    };
    this.reset = button({ class: "reset" }, anyTime, "Any time");
    this.player = button({ id: "play" }, () => this.play(), "Play");
    this.begun = this.scale ? this.heights(this.scale) : [];
    this.bars = this.scale && histogram(this.begun, (place) => this.scale?.name(place) ?? "");
    holder.append(this.body());
  }

  show(timing: Timing): void {
    this.timing = timing;
    const { scale, said } = this;
    const [start = "", end = start] = timing.during.split("..");
    const [first, last] = this.fields;
    // What leads to an end of the axis is open there, as an empty field says.
    first.value = start === this.scale?.begin(0) ? "" : start;
    last.value = end === this.scale?.name(this.scale.count - 1) ? "" : end;
    this.known.value = timing.knownBy;
    this.undated.checked = timing.undated;
    for (const field of [first, last, this.known]) field.removeAttribute("aria-invalid");
    this.fault.textContent = "";
    if (scale) {
      const places = [start ? scale.place(start) : 0, end ? scale.place(end) : scale.count - 1] as const;
      this.handles.forEach((handle, side) => {
        handle.value = String(places[side]);
        handle.setAttribute("aria-valuetext", scale.name(places[side] ?? 0));
      });
      for (const bar of this.bars?.children ?? []) {
        const place = Number((bar as SVGElement).dataset["place"]);
        bar.classList.toggle("out", place < places[0] || place > places[1]);
      }
    }
    if (said) {
      const place = timing.knownBy ? said.place(timing.knownBy) : said.count - 1;
      this.knownHandle.value = String(place);
      this.knownHandle.setAttribute("aria-valuetext", timing.knownBy || "any time");
    }
    this.reset.hidden = !timing.during && !timing.knownBy && timing.undated;
    this.player.textContent = this.playing ? "Pause" : calm() ? "Next step" : "Play";
    this.note.textContent = this.told();
  }

  stop(): void {
    if (this.playing) clearInterval(this.playing);
    this.playing = null;
  }

  /** Say in words what is shown, and what becomes of what bears no date. */
  private told(): string {
    const { during, knownBy, undated } = this.timing;
    const many = plural(this.undatedCount, "relation bears no date and is", "relations bear no date and are");
    const dateless = this.undatedCount ? `${many} ${undated ? "shown" : "hidden"}.` : "Every relation bears a date.";
    const [start, end = start] = during.split("..");
    const held = during && `Shown is what held, or may have held, ${start === end ? `in ${start}` : `from ${start} until ${end}`}, and what is planned.`;
    const known = knownBy && `Shown is what had been said, or may have been said, by ${knownBy}.`;
    return [held, known, dateless].filter(Boolean).join(" ");
  }

  /** Where the handles begin: what lies before almost all else would push the rest into a corner. */
  private start(): string | null {
    const firsts = this.store.numbers.flatMap((number) => this.times.first(number) ?? []).sort();
    return firsts[Math.floor(firsts.length / 40)] ?? null;
  }

  /** How many relations have their first date at each place of the axis. */
  private heights(scale: Scale): number[] {
    const heights = Array.from({ length: scale.count }, () => 0);
    for (const number of this.store.numbers) {
      const first = this.times.first(number);
      if (first === null) continue;
      const place = scale.place(first);
      heights[place] = (heights[place] ?? 0) + 1;
    }
    return heights;
  }

  private body(): HTMLElement {
    const [from, until] = this.handles;
    const [first, last] = this.fields;
    const labeled = (text: string, field: HTMLElement): HTMLElement => make("label", {}, make("span", {}, text), field);
    const ends = this.scale && make("p", { class: "scale", "aria-hidden": "true" }, ...this.ends(this.scale));
    const { scale } = this;
    // One month or year has no two ends to set.
    const slider = scale && scale.count > 1
      ? make("div", { class: "slider" }, this.bars, make("div", { class: "two" }, from, until), ends)
      : make("p", { class: "slider" }, scale ? `All dates here are of ${scale.name(0)}.` : "No relation here bears a date.");
    const undated = make("label", { class: "check" }, this.undated, `Undated too (${this.undatedCount})`);
    const knownSlider = this.said && this.said.count > 1 ? this.knownHandle : null;
    return make(
      "div",
      { class: "clocks" },
      slider,
      make("div", { class: "asked" }, labeled("Held from", first), labeled("until", last), this.player, undated),
      make("div", { class: "asked" }, labeled("Known by", this.known), knownSlider, this.reset),
      this.fault,
      this.note,
    );
  }

  private ends(scale: Scale): Child[] {
    const before = scale.begin(0) === scale.name(0) ? "" : " and before";
    return [make("span", {}, `${scale.name(0)}${before}`), make("span", {}, scale.name(scale.count - 1))];
  }

  private handle(name: string, slid: () => void, scale: Scale | null = this.scale): HTMLInputElement {
    const most = Math.max(1, (scale?.count ?? 1) - 1);
    return on(make("input", { type: "range", min: 0, max: most, step: 1, "aria-label": name }), "input", slid);
  }

  private field(name: string, typed: () => void): HTMLInputElement {
    const hint = name === "known by" ? "2022-07-01" : "2022-07";
    const given = { type: "text", size: 11, placeholder: hint, autocomplete: "off", spellcheck: "false", "data-clock": name };
    const made = on(make("input", given), "change", typed);
    return on(made, "keydown", ({ key }) => (key === "Enter" ? typed() : undefined));
  }

  /* ---- what the reader does ---- */

  private ask(timing: Partial<Timing>): void {
    this.stop();
    this.acts.time(timing);
  }

  private slid(): void {
    const { scale } = this;
    if (!scale) return;
    const [one, other] = this.handles.map((handle) => Number(handle.value));
    const [low, high] = [Math.min(one ?? 0, other ?? 0), Math.max(one ?? 0, other ?? 0)];
    this.ask({ during: this.stretch(low, high) });
  }

  private stretch(low: number, high: number): string {
    const { scale } = this;
    if (!scale || (low <= 0 && high >= scale.count - 1)) return "";
    return `${scale.begin(low)}..${scale.name(high)}`;
  }

  private typed(): void {
    const [first, last] = this.fields.map(({ value }) => value.trim());
    const { scale } = this;
    const [start, end] = [first || scale?.begin(0) || "", last || scale?.name(scale.count - 1) || ""];
    const isOpen = !first && !last;
    if (isOpen || stretchOf(`${start}..${end}`)) return this.ask({ during: isOpen ? "" : `${start}..${end}` });
    const wrong = !firstInstant(start) ? 0 : !lastInstant(end) ? 1 : -1;
    this.fields.forEach((field, side) => field.setAttribute("aria-invalid", String(wrong < 0 || wrong === side)));
    this.fault.textContent =
      wrong < 0 ? `${start}..${end} ends before it begins.` : "Write a year, a month or a date: 2022, 2022-07 or 2022-07-01.";
  }

  private knownTyped(): void {
    const text = this.known.value.trim();
    if (!text || dateOf(text)) return this.ask({ knownBy: text });
    this.known.setAttribute("aria-invalid", "true");
    this.fault.textContent = "Write the date by which it had to be known as 2022-07-01.";
  }

  private knownSlid(): void {
    const { said } = this;
    if (!said) return;
    const place = Number(this.knownHandle.value);
    const day = `${said.name(place)}-01-01`.slice(0, 10);
    this.ask({ knownBy: place >= said.count - 1 ? "" : day });
  }

  /** Let the stretch wander to the end, step by step; who wants no motion steps by hand. */
  private play(): void {
    if (this.playing) {
      this.stop();
      return this.show(this.timing);
    }
    if (calm()) return this.advance();
    this.playing = setInterval(() => this.advance(), PACE);
    this.advance();
  }

  private advance(): void {
    const { scale } = this;
    if (!scale) return;
    const last = scale.count - 1;
    const [low, high] = this.handles.map((handle) => Number(handle.value)) as [number, number];
    const width = Math.max(1, Math.ceil(scale.count / 10)) - 1;
    const isWhole = low <= 0 && high >= last;
    const isOver = !isWhole && high >= last;
    if (isOver && this.playing) {
      this.stop();
      return this.show(this.timing);
    }
    let [first, end] = isWhole || isOver ? [0, width] : [low + 1, high + 1];
    // Where nothing begins at either end of the stretch, there is little to see.
    while (end < last && !this.begun[end] && !this.begun[first - 1]) [first, end] = [first + 1, end + 1];
    this.acts.time({ during: this.stretch(first, end) });
  }
}
