/* Acting: what the reader does, and the new state that each deed leads to. */

import type { Place } from "./address";
import { byId } from "./elements";
import { pause } from "./idle";
import type { Acts, State } from "./state";

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
  /** Bring what is chosen into the drawing. */
  bringIn(): void;
  refit(): void;
  /** The view of a step of the story. */
  step(number: number): Place;
}

/** Take the keyboard to the panel. */
export const focusPanel = (): void => document.querySelector<HTMLElement>("#details h2")?.focus({ preventScroll: false });

/** Make what the parts of the page can ask for. */
export function actsOn(doer: Doer): Acts {
  const { state, follow } = doer;
  const acts: Acts = {
    choose: (chosen) => {
      if (chosen) state.trail.push(state.chosen);
      else state.trail = [];
      state.chosen = chosen;
      follow({ reveal: true, focus: doer.isTyping() });
    },
    select: (chosen) => {
      state.trail.push(state.chosen);
      state.chosen = chosen;
      doer.bringIn();
      follow();
    },
    walk: (path) => {
      Object.assign(state, { path, chosen: null, trail: [] });
      follow({ reveal: true, focus: doer.isTyping() });
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
