/* Fetching: the line that tells what is being fetched, what has come, and what went wrong. */

import { button, byId } from "./elements";

/** How long good news stays, in milliseconds. */
const STAYS = 4000;

export interface Line {
  busy(text: string): void;
  done(text: string): void;
  /** Say what went wrong; `again` tries once more. */
  failed(text: string, again: (() => void) | null): void;
}

/** Bring the template's line to life. */
export function fetchingLine(): Line {
  const holder = byId("fetching");
  const words = holder.querySelector("p") ?? holder;
  let fading: ReturnType<typeof setTimeout> | undefined;
  const clear = (): void => show("", "");
  const dismiss = button({ "aria-label": "Dismiss" }, clear, "×");
  function show(kind: string, text: string, ...buttons: HTMLButtonElement[]): void {
    clearTimeout(fading);
    holder.dataset["kind"] = kind;
    words.textContent = text;
    holder.replaceChildren(words, ...buttons);
  }
  return {
    busy: (text) => show("busy", text),
    done(text) {
      show("done", text);
      fading = setTimeout(clear, STAYS);
    },
    failed(text, again) {
      const retry = again && button({}, () => {
        clear();
        again();
      }, "Try again");
      show("failed", text, ...(retry ? [retry] : []), dismiss);
    },
  };
}
