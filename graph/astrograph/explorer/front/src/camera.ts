/* Camera: which part of the drawing is seen and how near, measured by marks and by names as they are written. */

import type { Network } from "vis-network/esnext";
import { FONT, fontAt } from "./letters";
import { calm } from "./motion";
import type { Picture, PictureNode } from "./payload";
import { boxOf } from "./placing";
import type { Spot } from "./scene";

/** How near the whole drawing is shown at most, and a part of it. */
const NEAREST = 1.15;
const NEAREST_PART = 1;
const FARTHEST = 0.02;
/** What is at least so near needs not be brought nearer. */
const NEAR = 0.72;
/** How much of the frame stays free at each side, in pixels; the lower one holds what is told. */
const MARGIN = 18;
const FOOT = 44;
/** How much of the names at the sides is counted where not all names are written. */
const NAMED = 0.6;
/** How much a drawing is stretched at most, so that it fills its frame. */
const MOST_STRETCHED = 1.8;
/** Which share of a frame the marks can fill, about: the rest is for names and margins. */
const NET = 0.82;

/** The places of a picture that suit a frame: those for a tall one, if it is; and stretched as far as it leaves room. */
export function suited(picture: Picture, { clientWidth, clientHeight }: HTMLElement): Picture {
  const isTall = clientHeight > clientWidth && picture.nodes.every(({ tall }) => tall);
  const nodes = picture.nodes.map(({ tall, ...node }) => (isTall && tall ? { ...node, x: tall[0], y: tall[1] } : node));
  const edges = picture.edges.map(({ tall, ...edge }) => (isTall ? { ...edge, spot: tall ?? null } : edge));
  const wide = (NET * clientWidth) / spread(nodes.map(({ x }) => x));
  const high = (NET * clientHeight) / spread(nodes.map(({ y }) => y));
  const nearest = Math.min(wide, high);
  if (nearest >= 1 || nearest <= 0) return { ...picture, nodes, edges };
  const by = ({ x, y }: Spot): Spot => ({ x: x * Math.min(MOST_STRETCHED, wide / nearest), y: y * Math.min(MOST_STRETCHED, high / nearest) });
  return { ...picture, nodes: nodes.map((node) => ({ ...node, ...by(node) })), edges };
}

const spread = (values: readonly number[]): number =>
  Math.max(1, values.reduce((most, each) => Math.max(most, each), -Infinity) - values.reduce((least, each) => Math.min(least, each), Infinity));

interface Edges {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export class Camera {
  private readonly frame: HTMLElement;
  private readonly network: Network;

  constructor(frame: HTMLElement, network: Network) {
    this.frame = frame;
    this.network = network;
  }

  /** Show all of it. */
  fit(nodes: readonly PictureNode[], isSmooth: boolean): void {
    this.show(nodes, NEAREST, isSmooth);
  }

  /** Bring a part into sight, and near enough to be read where that is asked for; what is so already stays. */
  reveal(nodes: readonly PictureNode[], isNear: boolean): void {
    const scale = this.network.getScale();
    const { clientWidth, clientHeight } = this.frame;
    const isSeen = nodes.every(({ x, y }) => {
      const at = this.network.canvasToDOM({ x, y });
      return at.x > 30 && at.y > 30 && at.x < clientWidth - 30 && at.y < clientHeight - 50;
    });
    if (!isSeen || (isNear && scale < NEAR)) this.show(nodes, NEAREST_PART, true);
  }

  zoom(factor: number): void {
    this.network.moveTo({ scale: this.network.getScale() * factor, animation: motion() });
  }

  private show(nodes: readonly PictureNode[], nearest: number, isSmooth: boolean): void {
    const { clientWidth, clientHeight } = this.frame;
    if (!nodes.length || !clientWidth || !clientHeight) return;
    const boxes = nodes.map(({ label, size, x, y }) => ({ x, y, size, box: boxOf(label, size, { x: 0, y: 0 }) }));
    const fits = ({ left, right, top, bottom }: Edges): boolean =>
      right - left <= clientWidth - 2 * MARGIN && bottom - top <= clientHeight - MARGIN - FOOT;
    let [low, scale] = [FARTHEST, nearest];
    if (!fits(edgesOf(boxes, scale))) {
      for (let turn = 0; turn < 24; turn += 1) {
        const middle = Math.sqrt(low * scale);
        if (fits(edgesOf(boxes, middle))) low = middle;
        else scale = middle;
      }
      scale = low;
    }
    const { left, right, top, bottom } = edgesOf(boxes, scale);
    const position = { x: (left + right) / 2 / scale, y: ((top + bottom) / 2 + (FOOT - MARGIN) / 2) / scale };
    this.network.moveTo({ position, scale, animation: isSmooth && motion() });
  }
}

/** How far marks and names reach at a scale, in pixels: names do not grow smaller than can be read. */
function edgesOf(boxes: readonly (Spot & { size: number; box: Edges })[], scale: number): Edges {
  const font = fontAt(scale);
  const written = (font / FONT) * scale;
  const aside = font > FONT ? written * NAMED : written;
  const edges = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const { x, y, size, box } of boxes) {
    edges.left = Math.min(edges.left, x * scale + Math.min(-size * scale, box.left * aside));
    edges.right = Math.max(edges.right, x * scale + Math.max(size * scale, box.right * aside));
    edges.top = Math.min(edges.top, (y - size) * scale - 4);
    edges.bottom = Math.max(edges.bottom, (y + size) * scale + (box.bottom - size) * written);
  }
  return edges;
}

const motion = (): false | { duration: number; easingFunction: "easeInOutQuad" } =>
  calm() ? false : { duration: 350, easingFunction: "easeInOutQuad" };
