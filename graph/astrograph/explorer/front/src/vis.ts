/* Vis: the renderer of vis-network, with our own colors, dashes, relation names and signs of dispute. */

import { DataSet } from "vis-data/esnext";
import { Network, type Options } from "vis-network/esnext";
import type { Editable } from "./hands";
import type { Picture, PictureEdge, PictureNode, Statement, Tense } from "./payload";
import type { Spot } from "./plot";
import type { Group, Look, Pointed, Renderer } from "./renderer";
import type { Scene } from "./scene";
import { type Tones, readTones } from "./tones";
import { calm } from "./motion";

const DASHES: Readonly<Record<Tense, false | number[]>> = { present: false, past: [1.5, 5], plan: [9, 6] };
const FADED = 0.14;
const BIG = 500;
const NEAREST = 1.15;
/** How long newcomers move to their places, in milliseconds. */
const SETTLING = 250;

interface Point {
  x: number;
  y: number;
}

/** What vis-network knows of a drawn edge; it has no public way to ask. */
interface Course {
  getPoint(share: number): Point;
}

interface Drawn {
  body: { edges: Record<number, { edgeType?: Course } | undefined> };
}

type Item = { id: string | number } & Record<string, unknown>;

/** What the renderer draws: the picture, and the statements by number. */
export interface Drawing {
  picture: Picture;
  statement(number: number): Statement;
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
  private readonly statement: (number: number) => Statement;
  private readonly nodes = new DataSet<Item>();
  private readonly edges = new DataSet<Item>();
  private isBig: boolean;
  private readonly isTall: boolean;
  private tones: Tones = readTones();
  private view: Look | null = null;
  private pointed: Pointed = null;
  /** Whether the reader is pulling the whole drawing. */
  private isPulled = false;

  constructor(frame: HTMLElement, { picture, statement }: Drawing, deeds: Deeds) {
    this.frame = frame;
    this.picture = picture;
    this.statement = statement;
    this.drawn = new Set(picture.nodes.map(({ id }) => id));
    this.isBig = picture.edges.length > BIG;
    this.isTall = frame.clientHeight > frame.clientWidth && picture.nodes.every((node) => node.tall);
    this.nodes.add(picture.nodes.map((node) => this.newNode(node)));
    this.edges.add(picture.edges.map((edge) => this.newEdge(edge)));
    const data = { nodes: this.nodes, edges: this.edges } as never;
    this.network = new Network(frame, data, JSON.parse(picture.options) as Options);
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
    this.nodes.update(this.picture.nodes.map((node) => this.nodeLook(node, look)));
    this.edges.update(this.picture.edges.map((edge) => this.edgeLook(edge, look)));
    this.network.unselectAll();
  }

  fit(): void {
    this.network.fit({ animation: motion(), maxZoomLevel: NEAREST });
  }

  refit(): void {
    this.network.redraw();
    this.network.fit({ maxZoomLevel: NEAREST });
  }

  zoom(factor: number): void {
    this.network.moveTo({ scale: this.network.getScale() * factor, animation: motion() });
  }

  reveal(iris: readonly string[]): void {
    const drawn = iris.filter((iri) => this.drawn.has(iri));
    if (!drawn.length) return;
    const box = this.frame.getBoundingClientRect();
    const places = Object.values(this.network.getPositions(drawn)).map((place) => this.network.canvasToDOM(place));
    const inSight = places.every(({ x, y }) => x > 30 && y > 30 && x < box.width - 30 && y < box.height - 50);
    if (!inSight) this.network.fit({ nodes: drawn, animation: motion(), maxZoomLevel: 1 });
  }

  recolor(): void {
    this.tones = readTones();
    if (this.view) this.show(this.view);
  }

  places(): Readonly<Record<string, Spot>> {
    return this.network.getPositions();
  }

  redraw(nodes: readonly PictureNode[], edges: readonly PictureEdge[], from: ReadonlyMap<string, Spot>): void {
    const isNew = (id: string): boolean => !this.drawn.has(id);
    const before = this.places();
    const wasBig = this.isBig;
    this.picture = { nodes: [...nodes], edges: [...edges] };
    this.isBig = edges.length > BIG;
    this.drawn = new Set(nodes.map(({ id }) => id));
    const lines = new Set(edges.map(({ id }) => id));
    this.edges.remove(this.edges.getIds().filter((id) => !lines.has(id as number)));
    this.nodes.remove(this.nodes.getIds().filter((id) => !this.drawn.has(id as string)));
    const items = nodes.map((node) => this.newNode(node)) as (Item & Spot)[];
    const strays = items.filter(({ id, x, y }) => {
      const here = before[id];
      return here && Math.hypot(here.x - x, here.y - y) > 0.5;
    });
    this.nodes.update(strays);
    const comers = items.filter(({ id }) => this.nodes.get(id) === null);
    this.nodes.add(comers);
    this.edges.update(edges.filter(({ id }) => wasBig !== this.isBig || !this.edges.get(id)).map((edge) => this.newEdge(edge)));
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
      for (const { id, x, y } of comers) {
        const start = from.get(id as string);
        if (!start || !this.nodes.get(id)) continue;
        this.network.moveNode(id, start.x + (x - start.x) * eased, start.y + (y - start.y) * eased);
      }
      if (share < 1) requestAnimationFrame(step);
    };
    step();
  }

  scene(): Scene {
    const { view } = this;
    if (!view) return { nodes: [], lines: [] };
    const { hidden, shown, quiet, strong, chosen } = view;
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
            spot: this.isNamed(edge, view) ? (this.spot(edge) ?? 0.5) : null,
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
        isStrong: (!strong || strong.entities.has(id)) && !quiet.has(id),
      })),
      lines,
    };
  }

  private newNode({ id, label, x, y, size, shape, tall }: PictureNode): Item {
    const [left, top] = this.isTall && tall ? tall : [x, y];
    return { id, label, size, shape, x: left, y: top, labelHighlightBold: false, shapeProperties: { borderRadius: 3 } };
  }

  private newEdge({ id, from, to, bend }: PictureEdge): Item {
    const type = bend > 0 ? "curvedCW" : "curvedCCW";
    return {
      id,
      from,
      to,
      arrows: { to: { enabled: !this.isBig, scaleFactor: 0.55 } },
      smooth: bend && !this.isBig ? { enabled: true, type, roundness: Math.abs(bend) } : false,
      hoverWidth: 0.6,
      selectionWidth: 0,
    };
  }

  private nodeLook(node: PictureNode, { strong, quiet, chosen, hidden }: Look): Item {
    const { tones } = this;
    const isStrong = (!strong || strong.entities.has(node.id)) && !quiet.has(node.id);
    const isChosen = chosen.entities.has(node.id);
    const tint = { background: tones.tint(node.tint), border: isChosen ? tones.of("accent") : tones.of("outline") };
    return {
      id: node.id,
      hidden: hidden.has(node.id),
      opacity: isStrong ? 1 : FADED,
      borderWidth: isChosen ? 2.6 : 1.6,
      color: { ...tint, hover: tint, highlight: tint },
      font: {
        face: tones.font,
        size: 14,
        color: isStrong ? tones.of("ink") : tones.of("faded"),
        strokeWidth: 4,
        strokeColor: tones.of("page"),
        bold: false,
      },
      shadow: isChosen ? { enabled: true, color: tones.of("glow"), size: 22, x: 0, y: 0 } : false,
    };
  }

  private edgeLook(edge: PictureEdge, look: Look): Item {
    const { tense } = this.statement(edge.id);
    const isChosen = look.chosen.statements.has(edge.id);
    const color = isChosen ? this.tones.of("accent") : this.tones.of(`line-${tense}`);
    const opacity = isStrongLine(look.strong, edge) ? 1 : FADED;
    return {
      id: edge.id,
      hidden: !look.shown.has(edge.id),
      width: isChosen ? 4 : tense === "past" ? 1.8 : 2,
      dashes: DASHES[tense],
      color: { color, highlight: color, hover: color, opacity },
    };
  }

  private listen({ choose, expand, moved }: Deeds): void {
    const point = (what: Pointed): void => {
      this.pointed = what;
      this.frame.classList.toggle("pointing", what !== null);
      this.network.redraw();
    };
    this.network.on("afterDrawing", (context: CanvasRenderingContext2D) => this.write(context));
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

  private spot(edge: PictureEdge): number | null {
    return (this.isTall ? edge.tall : edge.spot) ?? null;
  }

  private isNamed(edge: PictureEdge, { strong }: Look): boolean {
    const at = this.pointed;
    if (at && ("statement" in at ? at.statement === edge.id : [edge.from, edge.to].includes(at.entity))) return true;
    return strong ? strong.statements.has(edge.id) : this.spot(edge) !== null;
  }

  /** Write names and signs over what vis-network has drawn. */
  private write(context: CanvasRenderingContext2D): void {
    const { view } = this;
    // Of a big drawing no line is drawn while the reader pulls it, and so nothing on lines either.
    if (!view || (this.isBig && this.isPulled)) return;
    context.textAlign = "center";
    context.textBaseline = "middle";
    this.writeBadges(context, view);
    for (const edge of this.picture.edges) {
      const course = view.shown.has(edge.id) ? this.course(edge) : undefined;
      if (!course) continue;
      if (this.isNamed(edge, view)) this.writeName(context, edge, course, view.chosen.statements.has(edge.id));
      const isDisputed = this.statement(edge.id).disputed;
      if (isDisputed && isStrongLine(view.strong, edge)) this.writeWarning(context, edge, course);
    }
  }

  /** Say at each mark how many of its neighbors are not drawn, and whether it is pinned. */
  private writeBadges(context: CanvasRenderingContext2D, { badges, pinned, hidden, strong, quiet }: Look): void {
    if (this.network.getScale() < 0.35) return;
    const places = this.places();
    for (const { id, size } of this.picture.nodes) {
      const place = places[id];
      if (!place || hidden.has(id)) continue;
      const isStrong = (!strong || strong.entities.has(id)) && !quiet.has(id);
      const many = badges?.get(id);
      if (many && isStrong) this.writeBadge(context, `+${many > 999 ? "999" : many}`, place.x + size, place.y - size);
      if (pinned?.has(id)) this.writePin(context, place.x - size, place.y - size);
    }
  }

  private writeBadge(context: CanvasRenderingContext2D, text: string, x: number, y: number): void {
    context.font = `bold 10px ${this.tones.font}`;
    const half = context.measureText(text).width / 2 + 4;
    context.beginPath();
    context.roundRect(x - half, y - 7, 2 * half, 14, 7);
    context.fillStyle = this.tones.of("page");
    context.fill();
    context.lineWidth = 1.2;
    context.strokeStyle = this.tones.of("accent");
    context.stroke();
    context.fillStyle = this.tones.of("accent");
    context.fillText(text, x, y + 0.5);
  }

  private writePin(context: CanvasRenderingContext2D, x: number, y: number): void {
    context.beginPath();
    context.arc(x, y - 3, 4, 0, 2 * Math.PI);
    context.fillStyle = this.tones.of("accent");
    context.fill();
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x, y + 7);
    context.lineWidth = 1.6;
    context.strokeStyle = this.tones.of("accent");
    context.stroke();
  }

  /** Write a relation's name along its line. */
  private writeName(context: CanvasRenderingContext2D, edge: PictureEdge, course: Course, isChosen: boolean): void {
    const share = this.spot(edge) ?? 0.5;
    const at = course.getPoint(share);
    const before = course.getPoint(share - 0.02);
    const after = course.getPoint(share + 0.02);
    let angle = Math.atan2(after.y - before.y, after.x - before.x);
    if (Math.abs(angle) > Math.PI / 2) angle += Math.PI;
    context.save();
    context.font = `11.5px ${this.tones.font}`;
    context.translate(at.x, at.y);
    context.rotate(angle);
    const width = context.measureText(edge.name).width + 6;
    context.fillStyle = this.tones.of("page");
    context.fillRect(-width / 2, -7, width, 14);
    context.fillStyle = this.tones.of(isChosen ? "accent" : "ink");
    context.fillText(edge.name, 0, 0.5);
    context.restore();
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

  private writeWarning(context: CanvasRenderingContext2D, edge: PictureEdge, course: Course): void {
    const at = course.getPoint(this.warningAt(edge, course));
    context.beginPath();
    context.arc(at.x, at.y, 7.5, 0, 2 * Math.PI);
    context.fillStyle = this.tones.of("warning");
    context.fill();
    context.lineWidth = 1.5;
    context.strokeStyle = this.tones.of("page");
    context.stroke();
    context.fillStyle = this.tones.of("on-warning");
    context.font = `bold 12px ${this.tones.font}`;
    context.fillText("!", at.x, at.y + 0.5);
  }
}

const isStrongLine = (strong: Group | null, edge: PictureEdge): boolean => !strong || strong.statements.has(edge.id);

const motion = (): false | { duration: number; easingFunction: "easeInOutQuad" } =>
  calm() ? false : { duration: 350, easingFunction: "easeInOutQuad" };
