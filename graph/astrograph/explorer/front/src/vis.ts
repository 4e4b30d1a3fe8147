/* Vis: the renderer of vis-network, with our own colors, dashes, relation names and signs of dispute. */

import { DataSet } from "vis-data/esnext";
import { Network, type Options } from "vis-network/esnext";
import type { Picture, PictureEdge, PictureNode, Statement, Tense } from "./payload";
import type { Group, Look, Pointed, Renderer } from "./renderer";
import { type Tones, readTones } from "./tones";
import { calm } from "./motion";

const DASHES: Readonly<Record<Tense, false | number[]>> = { present: false, past: [1.5, 5], plan: [9, 6] };
const FADED = 0.14;
const BIG = 500;
const NEAREST = 1.15;

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

export class VisRenderer implements Renderer {
  readonly drawn: ReadonlySet<string>;
  readonly network: Network;
  private readonly frame: HTMLElement;
  private readonly picture: Picture;
  private readonly statement: (number: number) => Statement;
  private readonly nodes = new DataSet<Item>();
  private readonly edges = new DataSet<Item>();
  private readonly isBig: boolean;
  private readonly isTall: boolean;
  private tones: Tones = readTones();
  private view: Look | null = null;
  private pointed: Pointed = null;

  constructor(frame: HTMLElement, { picture, statement }: Drawing, choose: (what: Pointed) => void) {
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
    this.listen(choose);
    const canvas = frame.querySelector(".vis-network");
    canvas?.setAttribute("role", "application");
    canvas?.setAttribute(
      "aria-label",
      "Drawing of the relations. Arrow keys move it, plus and minus zoom. The list view has the same content as text.",
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

  private listen(choose: (what: Pointed) => void): void {
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
    if (!view) return;
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (const edge of this.picture.edges) {
      const course = view.shown.has(edge.id) ? this.course(edge) : undefined;
      if (!course) continue;
      if (this.isNamed(edge, view)) this.writeName(context, edge, course, view.chosen.statements.has(edge.id));
      const isDisputed = this.statement(edge.id).disputed;
      if (isDisputed && isStrongLine(view.strong, edge)) this.writeWarning(context, edge, course);
    }
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

  /** Put the sign of dispute on a line, clear of the mark that it begins at. */
  private writeWarning(context: CanvasRenderingContext2D, edge: PictureEdge, course: Course): void {
    const box = this.network.getBoundingBox(edge.from) as Record<"left" | "right" | "top" | "bottom", number>;
    const isCovered = ({ x, y }: Point): boolean =>
      x > box.left - 8 && x < box.right + 8 && y > box.top - 8 && y < box.bottom + 8;
    let share = 0.1;
    while (share < 0.4 && isCovered(course.getPoint(share))) share += 0.02;
    const at = course.getPoint(share);
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
