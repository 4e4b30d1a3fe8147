/* Acting: what the reader does, and the new state that each deed leads to. */

import type { Place } from "./address";
import { byId } from "./elements";
import { pause } from "./idle";
import type { Wish } from "./reach";
import type { Pointed } from "./renderer";
import type { Acts, Chosen, Side, State } from "./state";
import type { Store } from "./store";

export interface Following {
  /** Bring what is chosen into sight. */
  reveal?: boolean;
  /** Take the keyboard to the panel. */
  focus?: boolean;
}

/** What a deed changes, and who follows it. */
export interface Doer {
  readonly state: State;
  follow(how?: Following): void;
  /** Whether the reader's last deed was by the keyboard. */
  isTyping(): boolean;
  /** Go on once the page holds what a deed is about, and the reader wants nothing else since. */
  held(wish: Wish, then: () => void): void;
  /** Fetch more neighbors of an entity. */
  more(iri: string): void;
  /** Bring what is chosen into the drawing. */
  bringIn(): void;
  refit(): void;
  /** The view of a step of the story. */
  step(number: number): Place;
}

/** Take the keyboard to the panel. */
export const focusPanel = (): void => document.querySelector<HTMLElement>("#details h2")?.focus({ preventScroll: false });

/** Say what has to be held for something to be chosen. */
function wishOf(chosen: Chosen): Wish {
  if (chosen?.kind === "entity") return { around: [chosen.iri] };
  return chosen?.kind === "claim" ? { claims: [chosen.iri] } : {};
}

/** Make what the parts of the page can ask for. */
export function actsOn(doer: Doer): Acts {
  const { state, follow } = doer;
  /** The ends of a connection that are chosen and still being fetched: the second may be there before the first. */
  const awaited = new Map<Side, string>();
  const acts: Acts = {
    choose: (chosen) => {
      awaited.clear();
      const focus = doer.isTyping();
      doer.held(wishOf(chosen), () => {
        if (chosen) state.trail.push(state.chosen);
        else state.trail = [];
        state.chosen = chosen;
        follow({ reveal: true, focus });
      });
    },
    select: (chosen) => {
      state.trail.push(state.chosen);
      state.chosen = chosen;
      doer.bringIn();
      follow();
    },
    more: (iri) => doer.more(iri),
    walk: (path) => {
      Object.assign(state, { path, chosen: null, trail: [] });
      follow({ reveal: true, focus: doer.isTyping() });
    },
    back: () => {
      state.chosen = state.trail.pop() ?? null;
      follow({ reveal: true, focus: true });
    },
    end: (side, iri) => {
      awaited.set(side, iri);
      doer.held({ also: [...awaited.values()] }, () => {
        Object.assign(state, Object.fromEntries(awaited), { path: 0, chosen: null, trail: [] });
        awaited.clear();
        follow({ reveal: true });
        const other = side === "from" ? "to" : "from";
        if (state[other]) focusPanel();
        else byId(other).focus();
      });
    },
    only: (key, group) => {
      const others = group.filter((each) => each !== key);
      const isAlone = !state.hidden.has(key) && others.every((each) => state.hidden.has(each));
      for (const each of group) state.hidden.delete(each);
      if (!isAlone) for (const each of others) state.hidden.add(each);
      state.path = 0;
      follow();
    },
    time: (timing) => {
      Object.assign(state, timing, { path: 0 });
      follow();
    },
    toggle: (key) => {
      if (!state.hidden.delete(key)) state.hidden.add(key);
      state.path = 0;
      follow();
    },
    showAll: () => {
      Object.assign(state, { during: "", knownBy: "", undated: true });
      state.hidden.clear();
      follow();
    },
    leave: () => {
      awaited.clear();
      if (state.chosen) return acts.choose(null);
      if (!state.from && !state.to) return undefined;
      Object.assign(state, { from: null, to: null, path: 0 });
      return follow({ reveal: true });
    },
    view: (name) => {
      state.view = name;
      follow();
      if (name === "drawing") doer.refit();
      // Beside the query the drawing has another width; the query need not wait for it.
      if (name === "query") void pause().then(() => doer.refit());
    },
    widen: (whole) => {
      state.whole = whole;
      follow();
    },
    survey: (overview) => {
      state.overview = overview;
      follow({ reveal: true });
    },
    tell: (step) => {
      if (step) Object.assign(state, doer.step(step), { trail: [] });
      state.step = step;
      follow({ reveal: true });
    },
  };
  return acts;
}

/** What is chosen by pointing at it. */
export function chosenBy(store: Store, what: Pointed): State["chosen"] {
  if (!what) return null;
  if ("entity" in what) return { kind: store.has(what.entity) ? "entity" : "resource", iri: what.entity };
  return { kind: what.statement < 0 ? "made" : "relation", number: what.statement };
}
