/* Sigma: the renderer of the whole graph, by sigma on the graphics card; lines that stand out and names are our own. */

import { UndirectedGraph } from "graphology";
import Sigma from "sigma";
import { EdgeLineProgram } from "sigma/rendering";
import type { EdgeDisplayData } from "sigma/types";
import { parseColor } from "sigma/utils";
import { calm } from "../motion";
import type { Look, Pointed, Renderer } from "../renderer";
import { type Tones, readTones } from "../tones";
import type { Chart } from "./chart";
import { type Line, type Point, between, cleared, distance, inkLines, inkNames, inkRings } from "./inking";
import { LARGEST, type MarkData, MarkProgram, SMALLEST, shapeNumber } from "./marks";
import type { Named } from "./naming";

/** How much of its color what is faint keeps. */
const FADED = 0.2;
/** How much of a line is seen while nothing stands out. */
const FAINT = 0.018;
/** How near a click has to be to a line, in pixels. */
const NEAR = 5;
/** From which radius on a mark has its name, in pixels. */
const NAMED_FROM = 1.8;
const NEAREST = 0.004;
/** The layer on which we draw ourselves. */
const OVER = "over";
const MOTION = { duration: 350, easing: "quadraticInOut" } as const;

/** What the reader does to the overview. */
export interface Deeds {
  choose(what: Pointed): void;
  /** A double click on an entity. */
  expand(iri: string): void;
}

export class SigmaRenderer implements Renderer {
  readonly drawn: ReadonlySet<string>;
  private readonly frame: HTMLElement;
  private readonly chart: Chart;
  private readonly spots: Float32Array;
  private readonly sigma: Sigma;
  private tones: Tones = readTones();
  private view: Look | null = null;
  private linked: Uint8Array = new Uint8Array();
  private colors = new Map<string, string>();
  /** The places of what stands out; null when nothing does. */
  private strong: ReadonlySet<number> | null = null;
  private pointed: string | null = null;
  private lines: readonly Line[] = [];

  constructor(frame: HTMLElement, chart: Chart, spots: Float32Array, deeds: Deeds) {
    this.frame = frame;
    this.chart = chart;
    this.spots = spots;
    this.drawn = new Set(chart.dots.map(({ iri }) => iri));
    this.sigma = new Sigma(this.graph(), frame, {
      allowInvalidContainer: true,
      renderLabels: false,
      hideEdgesOnMove: true,
      zIndex: true,
      stagePadding: 26,
      itemSizesReference: "positions",
      zoomToSizeRatioFunction: (ratio) => ratio ** 0.8,
      minCameraRatio: NEAREST,
      maxCameraRatio: 2,
      defaultNodeType: "mark",
      defaultEdgeType: "line",
      nodeProgramClasses: { mark: MarkProgram },
      edgeProgramClasses: { line: EdgeLineProgram },
      defaultDrawNodeHover: () => undefined,
      nodeReducer: (_, { place }) => this.mark(place as number),
      edgeReducer: (_, { pair }) => this.hair(pair as number),
    });
    this.sigma.createCanvasContext(OVER, { beforeLayer: "mouse" } as object);
    this.sigma.resize(true);
    this.sigma.on("afterRender", () => this.ink());
    this.listen(deeds);
    new ResizeObserver(() => this.sigma.resize().scheduleRender()).observe(frame);
  }

  show(look: Look): void {
    const { strong } = look;
    this.view = look;
    this.strong = strong && new Set([...strong.entities].map((iri) => this.chart.place(iri)));
    this.linked = strong ? new Uint8Array() : this.chart.linked(look.shown);
    this.sigma.refresh();
  }

  fit(): void {
    this.go({ x: 0.5, y: 0.5, ratio: 1 });
  }

  refit(): void {
    this.sigma.resize(true);
    this.sigma.getCamera().setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
    this.sigma.refresh();
  }

  zoom(factor: number): void {
    this.go({ ratio: this.sigma.getCamera().ratio / factor });
  }

  reveal(iris: readonly string[]): void {
    const { width, height } = this.sigma.getDimensions();
    const inSight = (iri: string): boolean => {
      const { x, y } = this.spot(iri);
      return x > 10 && y > 10 && x < width - 10 && y < height - 30;
    };
    // A map is read best when it stays: what carries the accent has to be seen, its neighbors may lie far.
    const chosen = iris.filter((iri) => this.view?.chosen.entities.has(iri));
    if ((chosen.length ? chosen : iris).every(inSight)) return;
    const data = iris.flatMap((iri) => this.sigma.getNodeDisplayData(iri) ?? []);
    const [left, right] = [Math.min(...data.map(({ x }) => x)), Math.max(...data.map(({ x }) => x))];
    const [low, high] = [Math.min(...data.map(({ y }) => y)), Math.max(...data.map(({ y }) => y))];
    const ratio = Math.min(1, Math.max(0.05, 1.3 * (right - left), 1.3 * (high - low)));
    this.go({ x: (left + right) / 2, y: (low + high) / 2, ratio });
  }

  /** Where an entity stands in the frame, in pixels. */
  spot(iri: string): Point {
    return this.toPixels()(this.chart.place(iri));
  }

  recolor(): void {
    this.tones = readTones();
    this.colors.clear();
    if (this.view) this.show(this.view);
  }

  still(): void {
    this.sigma.refresh();
  }

  private graph(): UndirectedGraph {
    const graph = new UndirectedGraph();
    const { dots, pairs } = this.chart;
    dots.forEach(({ iri }, place) => graph.addNode(iri, { place, x: this.spots[2 * place], y: this.spots[2 * place + 1] }));
    pairs.from.forEach((from, pair) => {
      graph.addEdgeWithKey(String(pair), dots[from]?.iri, dots[pairs.to[pair] ?? 0]?.iri, { pair });
    });
    return graph;
  }

  /* ---- how things look ---- */

  private mark(place: number): Partial<MarkData> {
    const dot = this.chart.dots[place];
    const { view, strong } = this;
    const at = { x: this.spots[2 * place] ?? 0, y: this.spots[2 * place + 1] ?? 0 };
    if (!dot || !view || view.hidden.has(dot.iri)) return { ...at, hidden: true };
    const isStrong = (!strong || strong.has(place)) && !view.quiet.has(dot.iri);
    const isChosen = view.chosen.entities.has(dot.iri);
    return {
      ...at,
      size: dot.size,
      shape: shapeNumber(dot.shape),
      color: this.color(dot.tint, isStrong),
      outline: this.color("outline", isStrong),
      zIndex: isChosen ? 2 : isStrong ? 1 : 0,
    };
  }

  /** A line among all the others; what stands out is drawn over it. */
  private hair(pair: number): Partial<EdgeDisplayData> {
    return this.linked[pair] ? { color: this.faint } : { hidden: true };
  }

  /** The color of a line of which many lie upon one another, in the way of the graphics card: times its alpha. */
  private get faint(): string {
    const known = this.colors.get("faint");
    if (known !== undefined) return known;
    const { r, g, b } = parseColor(this.tones.of("line-present"));
    // So little is left of each part that rounding would tint it.
    const grey = Math.round(((r + g + b) / 3) * FAINT);
    const made = `rgba(${grey},${grey},${grey},${FAINT})`;
    this.colors.set("faint", made);
    return made;
  }

  private color(name: string, isStrong: boolean): string {
    const key = `${name} ${isStrong}`;
    const known = this.colors.get(key);
    if (known !== undefined) return known;
    const [full, page] = [parseColor(this.tones.tint(name)), parseColor(this.tones.of("page"))];
    const share = isStrong ? 1 : FADED;
    const mixed = (["r", "g", "b"] as const).map((part) => Math.round(full[part] * share + page[part] * (1 - share)));
    const made = `rgb(${mixed.join(",")})`;
    this.colors.set(key, made);
    return made;
  }

  /* ---- what is drawn by hand ---- */

  private ink(): void {
    const { view, sigma, tones } = this;
    const { width } = sigma.getDimensions();
    const layer = sigma.getCanvases()[OVER];
    const over = layer && cleared(layer, width);
    if (!view || !over) return;
    const toPixels = this.toPixels();
    this.lines = this.linesOut(view, toPixels);
    inkLines(over, this.lines, tones);
    const rings = [...view.chosen.entities].filter((iri) => this.drawn.has(iri) && !view.hidden.has(iri));
    inkRings(over, rings.map((iri) => ({ ...toPixels(this.chart.place(iri)), radius: this.radius(this.chart.place(iri)) })), tones);
    inkNames(over, this.candidates(view, toPixels), width, tones);
  }

  /** The lines that stand out: those of what is chosen, and those of what the reader points at. */
  private linesOut({ shown, hidden, strong, chosen }: Look, toPixels: (place: number) => Point): Line[] {
    const numbers = new Set(strong?.statements);
    if (this.pointed !== null) for (const number of this.chart.around(this.pointed)) numbers.add(number);
    return [...numbers].flatMap((number) => {
      const [start, end] = this.chart.ends(number);
      const ends = [this.chart.dots[start], this.chart.dots[end]];
      if (!shown.has(number) || !ends.every((dot) => dot && !hidden.has(dot.iri))) return [];
      const { tense } = this.chart.statement(number);
      return { number, ...between(toPixels(start), this.radius(start), toPixels(end), this.radius(end)), tense, isChosen: chosen.statements.has(number) };
    });
  }

  /** What may be named: what is chosen and pointed at, then the best linked of what stands out and is in sight. */
  private *candidates({ chosen, hidden, quiet }: Look, toPixels: (place: number) => Point): Generator<Named> {
    const { width, height } = this.sigma.getDimensions();
    const { dots, order } = this.chart;
    const sure = new Set([...chosen.entities, ...(this.pointed === null ? [] : [this.pointed])].map((iri) => this.chart.place(iri)));
    const isOut = (place: number): boolean => !sure.has(place) && (!this.strong || this.strong.has(place));
    for (const place of [...sure, ...order.filter(isOut)]) {
      const dot = dots[place];
      const isSure = sure.has(place);
      if (!dot || hidden.has(dot.iri) || (!isSure && quiet.has(dot.iri))) continue;
      const radius = this.radius(place);
      // The order goes by size: what follows is smaller still.
      if (radius < NAMED_FROM && !isSure && !this.strong) return;
      const { x, y } = toPixels(place);
      if (x > 0 && y > 0 && x < width && y < height) yield { text: dot.label, x, y, radius, isSure };
    }
  }

  /** The radius of a mark, in pixels. */
  private radius(place: number): number {
    return Math.min(LARGEST, Math.max(SMALLEST, this.sigma.scaleSize(this.chart.dots[place]?.size ?? 0)));
  }

  /** Make what tells where an entity stands in the window; sigma's own way is too long for all of them. */
  private toPixels(): (place: number) => Point {
    const [zero, one] = [this.sigma.graphToViewport({ x: 0, y: 0 }), this.sigma.graphToViewport({ x: 1, y: 1 })];
    const [across, along] = [one.x - zero.x, one.y - zero.y];
    return (place) => ({
      x: zero.x + (this.spots[2 * place] ?? 0) * across,
      y: zero.y + (this.spots[2 * place + 1] ?? 0) * along,
    });
  }

  /* ---- what the reader does ---- */

  private listen({ choose, expand }: Deeds): void {
    const { sigma, frame } = this;
    const point = (iri: string | null): void => {
      this.pointed = iri;
      frame.classList.toggle("pointing", iri !== null);
      sigma.scheduleRender();
    };
    sigma.on("enterNode", ({ node }) => point(node));
    sigma.on("leaveNode", () => point(null));
    sigma.on("clickNode", ({ node }) => choose({ entity: node }));
    sigma.on("clickStage", ({ event }) => choose(this.lineAt(event)));
    sigma.on("doubleClickNode", ({ node, preventSigmaDefault }) => {
      preventSigmaDefault();
      expand(node);
    });
    frame.addEventListener("keydown", (event) => this.onKey(event));
  }

  private lineAt(at: Point): Pointed {
    const near = this.lines.map((line) => ({ line, far: distance(at, line) })).filter(({ far }) => far < NEAR);
    const [first] = near.sort((one, other) => one.far - other.far);
    return first ? { statement: first.line.number } : null;
  }

  private onKey(event: KeyboardEvent): void {
    const { x, y, ratio } = this.sigma.getCamera();
    const step = 0.12 * ratio;
    const moves: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => this.go({ x: x - step }),
      ArrowRight: () => this.go({ x: x + step }),
      ArrowUp: () => this.go({ y: y + step }),
      ArrowDown: () => this.go({ y: y - step }),
      "+": () => this.zoom(1.3),
      "=": () => this.zoom(1.3),
      "-": () => this.zoom(1 / 1.3),
    };
    const move = Object.hasOwn(moves, event.key) ? moves[event.key] : undefined;
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move();
  }

  private go(state: { x?: number; y?: number; ratio?: number }): void {
    const camera = this.sigma.getCamera();
    if (calm()) camera.setState(state);
    else void camera.animate(state, MOTION);
  }
}
