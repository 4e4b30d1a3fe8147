/* Story: a sequence of views with captions, told step by step. */

import { button, byId, make, on } from "./elements";
import type { Story } from "./payload";
import { plural } from "./wording";

export interface Telling {
  /** Follow the state: show the step's caption; 0 shows how to begin. */
  show(step: number): void;
}

/** Bring the template's place for a story to life; `tell` goes to a step, 0 closes the story. */
export function telling(story: Story | null, tell: (step: number) => void): Telling {
  const place = byId("story");
  if (!story?.steps.length) return { show: () => undefined };
  const { steps, title } = story;
  let now = 0;
  const go = (step: number): void => tell(Math.min(steps.length, Math.max(1, step)));
  const caption = make("p", { class: "caption", "aria-live": "polite" });
  const count = make("span", { class: "count" });
  const before = button({ class: "before", "aria-label": "Previous step" }, () => go(now - 1), "←");
  const next = button({ class: "next", "aria-label": "Next step" }, () => go(now + 1), "→");
  const close = button({ class: "close", "aria-label": "Close the story" }, () => tell(0), "×");
  const open = button({ class: "open" }, () => go(1), `Tell the story: ${title} (${plural(steps.length, "step", "steps")})`);
  const told = make("div", { class: "telling" }, make("div", { class: "words" }, make("h2", {}, title), caption), make("div", { class: "steps", role: "group", "aria-label": "Steps of the story" }, before, count, next, close));
  place.replaceChildren(told, open);
  place.hidden = false;
  // Where arrow keys mean something else, they are left to it.
  const isFree = (target: EventTarget | null): boolean =>
    target === document.body || (target instanceof Node && place.contains(target)) || (target instanceof Element && target.matches("#details h2"));
  on(document.documentElement, "keydown", (event) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!now || !step || event.ctrlKey || event.metaKey || event.altKey || !isFree(event.target)) return;
    event.preventDefault();
    go(now + step);
  });
  return {
    show(step) {
      const held = document.activeElement;
      now = step;
      told.hidden = !step;
      open.hidden = step > 0;
      const text = steps[step - 1]?.caption ?? "";
      // Saying the same again would only interrupt what is being read out.
      if (caption.textContent !== text) caption.textContent = text;
      count.textContent = step ? `${step} of ${steps.length}` : "";
      before.disabled = step <= 1;
      next.disabled = step >= steps.length;
      if (held === before && before.disabled) next.focus();
      if (held === next && next.disabled) before.focus();
      if (held === close && !step) open.focus();
      if (held === open && step) (next.disabled ? close : next).focus();
    },
  };
}
