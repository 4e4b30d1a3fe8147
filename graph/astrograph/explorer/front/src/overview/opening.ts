/* Opening: brings the overview of the whole graph to life when the reader first wants it, on pages that hold it. */

import type { Aside } from "../aside";
import { type Codes, codesOf } from "../codes";
import { byId } from "../elements";
import { isPart } from "../extent";
import { unpacked } from "../packing";
import type { Marks } from "../payload";
import type { Renderer } from "../renderer";
import { runScript } from "../running";
import type { Store } from "../store";
import type { Ties } from "./islands";
import type { Deeds } from "./sigma";

/** What the overview's script needs of the page. */
export interface Given {
  frame: HTMLElement;
  store: Store;
  codes: Codes;
  marks: Marks;
  deeds: Deeds;
  /** What is drawn: the whole graph, or the whole page. */
  whole: string;
  /** Find places for all entities. */
  settle(ties: Ties): Promise<Float32Array>;
}

export type MakeOverview = (given: Given) => Promise<Renderer>;

/** What the overview tells the page. */
export interface Telling {
  /** It is ready to be shown. */
  ready(): void;
  /** It cannot be shown, for a reason. */
  refused(why: string): void;
  say(text: string): void;
}

const PART = "overview-script";

/** Whether the page holds more than it draws, and what draws all of it. */
export const hasOverview = (): boolean => document.getElementById(PART) !== null;

/** What the overview is of: a page that holds a part cannot draw the whole graph. */
const wholeOf = (store: Store): string => (isPart(store) ? "whole page" : "whole graph");

const canDraw = (): boolean => {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("webgl2") ?? canvas.getContext("webgl");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
};

const noCard = (whole: string): string =>
  `This browser lets no page use the graphics card (WebGL), which the ${whole} needs: the drawing stays as it is.`;

export class Overview {
  renderer: Renderer | null = null;
  private isStarted = false;
  private isShown = false;
  private readonly start: () => Promise<Renderer>;
  private readonly telling: Telling;
  private readonly count: number;
  private readonly whole: string;

  constructor(store: Store, marks: Marks, aside: () => Aside, deeds: Deeds, telling: Telling) {
    this.telling = telling;
    this.count = store.entities.length;
    this.whole = wholeOf(store);
    if (hasOverview()) byId("survey").textContent = this.whole.replace("w", "W");
    this.start = async () => {
      const script = new TextDecoder().decode(await unpacked(byId(PART).textContent ?? ""));
      runScript(script);
      const maker = (window as unknown as { astrographOverview: MakeOverview }).astrographOverview;
      const settle = (ties: Ties): Promise<Float32Array> => aside().settle(ties);
      return maker({ frame: byId("overview"), store, codes: codesOf(store), marks, deeds, settle, whole: this.whole });
    };
  }

  /** Show the overview, or the ordinary drawing, and tell whether that is a change; the first time it is made ready. */
  turn(isOn: boolean): boolean {
    if (isOn && !this.renderer) this.begin();
    const isShown = isOn && this.renderer !== null;
    if (isShown === this.isShown) return false;
    this.isShown = isShown;
    byId("overview").hidden = !isShown;
    byId("canvas").hidden = isShown;
    if (isShown) this.telling.say(`All ${this.count} entities of the ${this.whole}, one mark each. Point at one to see its lines.`);
    else this.telling.say("");
    return true;
  }

  private begin(): void {
    if (this.isStarted) return;
    if (!canDraw()) return this.telling.refused(noCard(this.whole));
    this.isStarted = true;
    this.telling.say(`Arranging ${this.count} entities…`);
    this.start()
      .then((renderer) => {
        this.renderer = renderer;
        this.telling.ready();
      })
      .catch((error: unknown) => this.telling.refused(`The ${this.whole} could not be drawn: ${String(error)}`));
  }
}
