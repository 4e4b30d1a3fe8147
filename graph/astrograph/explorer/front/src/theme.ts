/* Theme: light or dark, as the reader's system has it until the button is pressed. */

import { on } from "./elements";

/** Let a button switch the theme; `follow` runs whenever it has changed, and once at first. */
export function wireTheme(switching: HTMLButtonElement, follow: () => void): void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const { dataset } = document.documentElement;
  const isDark = (): boolean => (dataset["theme"] ? dataset["theme"] === "dark" : system.matches);
  const changed = (): void => {
    switching.textContent = isDark() ? "Light" : "Dark";
    switching.setAttribute("aria-label", `Switch to ${isDark() ? "light" : "dark"} colours`);
    follow();
  };
  on(switching, "click", () => {
    dataset["theme"] = isDark() ? "light" : "dark";
    changed();
  });
  system.addEventListener("change", changed);
  matchMedia("(forced-colors: active)").addEventListener("change", follow);
  changed();
}
