/* Vis: the renderer of vis-network, with our own colors, dashes, relation names and signs of dispute. */

import { DataSet } from "vis-data/esnext";
import { Network, type Options } from "vis-network/esnext";
import { Camera } from "./camera";
import type { Editable } from "./hands";
import { FONT, fontAt, lettered } from "./letters";
import { type Course, type Point, writeBadge, writeName, writePin, writeWarning } from "./lettering";
import { type Item, type LineSort, isStrongLine, isStrongMark, lineLook, markLook } from "./looks";
import { calm } from "./motion";
import type { Picture, PictureEdge, PictureNode } from "./payload";
import type { Spot } from "./plot";
import type { Look, Pointed, Renderer } from "./renderer";
import type { Scene } from "./scene";
import { type Tones, readTones } from "./tones";

const BIG = 500;
/** Up to how many lines that stand out bear their names; more would cover each other and the marks. */
const MOST_NAMED = 24;
/** From which scale on the names of relations can be read. */
const LEGIBLE = 0.52;
/** How long newcomers move to their places, in milliseconds. */
const SETTLING = 250;

interface Drawn {
  body: { edges: Record<number, { edgeType?: Course } | undefined>; emitter: { emit(name: string): void } };
  renderer: { allowRedraw: boolean };
}

/** What the renderer draws: the picture, and what its lines are, by number. */
export interface Drawing {
  picture: Picture;
  statement(number: number): LineSort;
}

/** What the reader does to the drawing itself. */
export interface Deeds {
  choose(what: Pointed): void;
  /** A double click on an entity. */
  expand(iri: string): void;
  moved(spots: readonly (readonly [string, Spot])[]): void;
}

export class VisRenderer implements Renderer, Editable {
  drawn: ReadonlySet<string>;
  readonly network: Network;
  private readonly frame: HTMLElement;
  private picture: Pick<Picture, "nodes" | "edges">;
  private readonly statement: (number: number) => LineSort;
  private readonly nodes = new DataSet<Item>();
  private readonly edges = new DataSet<Item>();
  private isBig: boolean;
  private readonly camera: Camera;
  /** How large names were written last. */
  private font = FONT;
  private tones: Tones = readTones();
  private view: Look | null = null;
  /** How each mark and line was made to look last, as text: only what has changed is told to vis-network. */
  private looks = new Map<string | number, string>();
  private pointed: Pointed = null;
  /** Whether what the pointer is at has few enough lines to name them all. */
  private isFew = true;
  /** Whether the reader is pulling the whole drawing. */
  private isPulled = false;

  constructor(frame: HTMLElement, { picture, statement }: Drawing, deeds: Deeds) {
    this.frame = frame;
    this.picture = picture;
    this.statement = statement;
    this.drawn = new Set(picture.nodes.map(({ id }) => id));
    this.isBig = picture.edges.length > BIG;
    this.nodes.add(picture.nodes.map((node) => this.newNode(node)));
    this.edges.add(picture.edges.map((edge) => this.newEdge(edge)));
    const data = { nodes: this.nodes, edges: this.edges } as never;
    this.network = new Network(frame, data, JSON.parse(picture.options) as Options);
    this.camera = new Camera(frame, this.network);
    this.listen(deeds);
    const canvas = frame.querySelector(".vis-network");
    canvas?.setAttribute("role", "application");
    canvas?.setAttribute(
      "aria-label",
      "Drawing of the relations. Arrow keys move it, plus and minus zoom. The table has the same content as text.",
    );
  }

  show(look: Look): void {
    this.view = look;
    this.pointed = null;
    this.hushed(() => {
      this.letter(look);
      this.edges.update(this.changed(this.picture.edges.map((edge) => lineLook(edge, look, this.tones, this.statement(edge.id).tense))));
      this.network.unselectAll();
    });
  }

  /** Write the names so that they can be read from where the reader is. */
  private letter(look: Look): void {
    const font = fontAt(this.network.getScale());
    const { pointed } = this;
    const weigh = ({ id, size }: PictureNode): number => {
      const isMeant = look.chosen.entities.has(id) || (pointed !== null && "entity" in pointed && pointed.entity === id);
      return (isMeant ? 1e6 : 0) + (isStrongMark(look, id) ? 1e5 : 0) + 1e3 * size + Math.min(999, look.badges?.get(id) ?? 0);
    };
    const fonts = lettered(this.seen(), font, weigh);
    this.font = font;
    this.nodes.update(this.changed(this.picture.nodes.map((node) => markLook(node, look, this.tones, fonts.get(node.id) ?? null))));
  }

  /** Write the names anew, once the drawing has been drawn from nearer or from farther away. */
  private reletter(): void {
    const { view } = this;
    if (view && fontAt(this.network.getScale()) !== this.font) this.hushed(() => this.letter(view));
  }

  /** Change the drawing, and have it drawn once afterwards; vis-network would draw it after every single change. */
  private hushed(change: () => void): void {
    const { body, renderer } = this.network as unknown as Drawn;
    if (!renderer.allowRedraw) return change();
    renderer.allowRedraw = false;
    try {
      change();
    } finally {
      renderer.allowRedraw = true;
      body.emitter.emit("_requestRedraw");
    }
  }

  /** Keep of some looks those that are others than before. */
  private changed(items: readonly Item[]): Item[] {
    return items.filter((item) => {
      const text = JSON.stringify(item);
      const isSame = this.looks.get(item.id) === text;
      this.looks.set(item.id, text);
      return !isSame;
    });
  }

  fit(): void {
    this.camera.fit(this.seen(), true);
  }

  refit(): void {
    this.network.redraw();
    this.camera.fit(this.seen(), false);
  }

  zoom(factor: number): void {
    this.camera.zoom(factor);
  }

  reveal(iris: readonly string[], isNear = false): void {
    const wanted = new Set(iris);
    this.camera.reveal(this.seen().filter(({ id }) => wanted.has(id)), isNear);
  }

  /** What is drawn and not hidden, where it stands or is about to. */
  private seen(): PictureNode[] {
    return this.picture.nodes.filter(({ id }) => !this.view?.hidden.has(id));
  }

  recolor(): void {
    this.tones = readTones();
    if (this.view) this.show(this.view);
  }

  places(): Readonly<Record<string, Spot>> {
    return this.network.getPositions();
  }

  redraw(nodes: readonly PictureNode[], edges: readonly PictureEdge[], from: ReadonlyMap<string, Spot>): void {
    this.hushed(() => this.replace(nodes, edges, from));
  }

  private replace(nodes: readonly PictureNode[], edges: readonly PictureEdge[], from: ReadonlyMap<string, Spot>): void {
    const isNew = (id: string): boolean => !this.drawn.has(id);
    const before = this.places();
    const wasBig = this.isBig;
    this.picture = { nodes: [...nodes], edges: [...edges] };
    this.isBig = edges.length > BIG;
    this.drawn = new Set(nodes.map(({ id }) => id));
    const lines = new Set(edges.map(({ id }) => id));
    const goneLines = this.edges.getIds().filter((id) => !lines.has(id as number));
    const goneNodes = this.nodes.getIds().filter((id) => !this.drawn.has(id as string));
    this.edges.remove(goneLines);
    this.nodes.remove(goneNodes);
    for (const id of [...goneLines, ...goneNodes]) this.looks.delete(id);
    const items = nodes.map((node) => this.newNode(node)) as (Item & Spot)[];
    const strays = items.filter(({ id, x, y }) => {
      const here = before[id];
      return here && Math.hypot(here.x - x, here.y - y) > 0.5;
    });
    this.nodes.update(strays);
    const comers = items.filter(({ id }) => this.nodes.get(id) === null);
    this.nodes.add(comers);
    // The lines of another query may bear the numbers of the last one's.
    const isHeld = ({ id, from: start, to }: PictureEdge): boolean => {
      const held = this.edges.get(id);
      return held !== null && held["from"] === start && held["to"] === to;
    };
    this.edges.update(edges.filter((edge) => wasBig !== this.isBig || !isHeld(edge)).map((edge) => this.newEdge(edge)));
    if (wasBig !== this.isBig) {
      const { isBig: big } = this;
      this.network.setOptions({ interaction: { hover: !big, hideEdgesOnDrag: big, hideEdgesOnZoom: big } });
    }
    this.settle(comers.filter(({ id }) => isNew(id as string) || from.has(id as string)), from);
  }

  /** Let newcomers move from where they come from to their places; the others stay. */
  private settle(comers: readonly (Item & Spot)[], from: ReadonlyMap<string, Spot>): void {
    if (calm() || !comers.length) return;
    const began = performance.now();
    const step = (): void => {
      const share = Math.min(1, (performance.now() - began) / SETTLING);
      const eased = 1 - (1 - share) ** 3;
      this.hushed(() => {
        for (const { id, x, y } of comers) {
          const start = from.get(id as string);
          if (!start || !this.nodes.get(id)) continue;
          this.network.moveNode(id, start.x + (x - start.x) * eased, start.y + (y - start.y) * eased);
        }
      });
      if (share < 1) requestAnimationFrame(step);
    };
    step();
  }

  scene(): Scene {
    const { view } = this;
    if (!view) return { nodes: [], lines: [] };
    const { hidden, shown, strong, chosen } = view;
    const isIn = (iri: string): boolean => this.drawn.has(iri) && !hidden.has(iri);
    const nodes = this.picture.nodes.filter(({ id }) => isIn(id));
    const places = this.network.getPositions(nodes.map(({ id }) => id));
    const lines = this.picture.edges.flatMap((edge) => {
      const course = shown.has(edge.id) && isIn(edge.from) && isIn(edge.to) ? this.course(edge) : undefined;
      const isStrong = isStrongLine(strong, edge);
      const { tense, disputed } = this.statement(edge.id);
      return course
        ? {
            number: edge.id,
            tense,
            name: edge.name,
            spot: this.isNamed(edge, view) ? (edge.spot ?? 0.5) : null,
            warning: disputed && isStrong ? this.warningAt(edge, course) : null,
            hasArrow: !this.isBig,
            isStrong,
            isChosen: chosen.statements.has(edge.id),
            at: (share: number): Point => course.getPoint(share),
          }
        : [];
    });
    return {
      nodes: nodes.map(({ id, label, size, shape, tint }) => ({
        ...(places[id] ?? { x: 0, y: 0 }),
        ...{ iri: id, label, size, shape, tint, isChosen: chosen.entities.has(id) },
        isStrong: isStrongMark(view, id),
      })),
      lines,
    };
  }

  private newNode({ id, label, x, y, size, shape }: PictureNode): Item {
    return { id, label, size, shape, x, y, labelHighlightBold: false, shapeProperties: { borderRadius: 3 } };
  }

  private newEdge({ id, from, to, bend }: PictureEdge): Item {
    const type = bend > 0 ? "curvedCW" : "curvedCCW";
    return {
      id,
      from,
      to,
      arrows: { to: { enabled: !this.isBig, scaleFactor: 0.55 } },
      smooth: bend ? { enabled: true, type, roundness: Math.abs(bend) } : false,
      hoverWidth: 0.6,
      selectionWidth: 0,
    };
  }

  private listen({ choose, expand, moved }: Deeds): void {
    const point = (what: Pointed): void => {
      this.pointed = what;
      const iri = what && "entity" in what ? what.entity : null;
      this.isFew = this.picture.edges.filter(({ from, to }) => from === iri || to === iri).length <= MOST_NAMED;
      this.frame.classList.toggle("pointing", what !== null);
      if (this.view && this.font > FONT) this.letter(this.view);
      this.network.redraw();
    };
    this.network.on("afterDrawing", (context: CanvasRenderingContext2D) => {
      this.write(context);
      if (fontAt(this.network.getScale()) !== this.font) queueMicrotask(() => this.reletter());
    });
    this.network.on("click", ({ nodes: [entity], edges: [statement] }: { nodes: string[]; edges: number[] }) => {
      if (entity !== undefined) choose({ entity });
      else choose(statement === undefined ? null : { statement });
    });
    // The first of the two clicks may have changed what is selected.
    this.network.on("doubleClick", ({ pointer }: { pointer: { DOM: { x: number; y: number } } }) => {
      const entity = this.network.getNodeAt(pointer.DOM);
      if (entity !== undefined) expand(String(entity));
    });
    this.network.on("dragStart", ({ nodes }: { nodes: string[] }) => (this.isPulled = !nodes.length));
    this.network.on("dragEnd", ({ nodes }: { nodes: string[] }) => {
      this.isPulled = false;
      if (nodes.length) moved(Object.entries(this.network.getPositions(nodes)));
    });
    this.network.on("hoverNode", ({ node }: { node: string }) => point({ entity: node }));
    this.network.on("hoverEdge", ({ edge }: { edge: number }) => point({ statement: edge }));
    this.network.on("blurNode", () => point(null));
    this.network.on("blurEdge", () => point(null));
  }

  private course(edge: PictureEdge): Course | undefined {
    return (this.network as unknown as Drawn).body.edges[edge.id]?.edgeType;
  }

  private isNamed(edge: PictureEdge, { strong }: Look): boolean {
    const at = this.pointed;
    if (at && ("statement" in at ? at.statement === edge.id : this.isFew && [edge.from, edge.to].includes(at.entity))) return true;
    const hasRoom = edge.spot !== null;
    return strong ? strong.statements.has(edge.id) && (hasRoom || strong.statements.size <= MOST_NAMED) : hasRoom;
  }

  /** Write names and signs over what vis-network has drawn. */
  private write(context: CanvasRenderingContext2D): void {
    const { view } = this;
    // Of a big drawing no line is drawn while the reader pulls it, and so nothing on lines either.
    if (!view || (this.isBig && this.isPulled)) return;
    context.textAlign = "center";
    context.textBaseline = "middle";
    this.writeBadges(context, view);
    const isLegible = this.network.getScale() >= LEGIBLE;
    for (const edge of this.picture.edges) {
      const course = view.shown.has(edge.id) ? this.course(edge) : undefined;
      if (!course) continue;
      if (isLegible && this.isNamed(edge, view)) {
        writeName(context, this.tones, edge.name, course, edge.spot ?? 0.5, view.chosen.statements.has(edge.id));
      }
      const isDisputed = this.statement(edge.id).disputed;
      if (isDisputed && isStrongLine(view.strong, edge)) {
        writeWarning(context, this.tones, course.getPoint(this.warningAt(edge, course)));
      }
    }
  }

  /** Say at each mark how many of its neighbors are not drawn, and whether it is pinned. */
  private writeBadges(context: CanvasRenderingContext2D, look: Look): void {
    const { badges, pinned, hidden } = look;
    if (this.network.getScale() < LEGIBLE / 1.5) return;
    const places = this.places();
    for (const { id, size } of this.picture.nodes) {
      const place = places[id];
      if (!place || hidden.has(id)) continue;
      const many = badges?.get(id);
      if (many && isStrongMark(look, id)) writeBadge(context, this.tones, `+${many > 999 ? "999" : many}`, place.x + size, place.y - size);
      if (pinned?.has(id)) writePin(context, this.tones, place.x - size, place.y - size);
    }
  }

  /** Where the sign of dispute stands on a line, clear of the mark that this begins at. */
  private warningAt(edge: PictureEdge, course: Course): number {
    const box = this.network.getBoundingBox(edge.from) as Record<"left" | "right" | "top" | "bottom", number>;
    const isCovered = ({ x, y }: Point): boolean =>
      x > box.left - 8 && x < box.right + 8 && y > box.top - 8 && y < box.bottom + 8;
    let share = 0.1;
    while (share < 0.4 && isCovered(course.getPoint(share))) share += 0.02;
    return share;
  }
}
