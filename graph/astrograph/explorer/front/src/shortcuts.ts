/* Shortcuts: whether single characters do something; who dictates, or hits keys unawares, can switch that off. */

const PLACE = "astrograph:single-keys";

/** Read what was chosen on an earlier visit; where nothing can be kept, they are on. */
function remembered(): boolean {
  try {
    return localStorage.getItem(PLACE) !== "off";
  } catch {
    return true;
  }
}

let areOn = remembered();

/** Tell whether single characters do something. */
export const singleKeys = (): boolean => areOn;

/** Switch them on or off, and remember it where the browser keeps things. */
export function setSingleKeys(wanted: boolean): void {
  areOn = wanted;
  showSingleKeys();
  try {
    localStorage.setItem(PLACE, wanted ? "on" : "off");
  } catch {
    // It holds for this visit then.
  }
}

/** Let the page's hints follow. */
export function showSingleKeys(): void {
  document.documentElement.dataset["keys"] = areOn ? "on" : "off";
}
