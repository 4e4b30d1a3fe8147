/* Keeping: the keyboard stays where it is when what it was at is made anew. */

/** What an element is known by when it is made again. */
const signOf = (element: Element): string =>
  [element.tagName, element.className, ...Object.entries((element as HTMLElement).dataset).flat()].join("\n");

/** What it is known by when several have the same sign. */
const wordsOf = (element: Element): string => element.getAttribute("aria-label") ?? element.textContent ?? "";

/** Find what stands in a place for an element that stood there. */
function standIn(place: HTMLElement, sign: string, words: string): HTMLElement | null {
  const alike = [...place.querySelectorAll<HTMLElement>("button, summary, input, [tabindex]")].filter((each) => signOf(each) === sign);
  return alike.find((each) => wordsOf(each) === words) ?? (alike.length === 1 ? (alike[0] ?? null) : null);
}

/**
 * Change what is in a place; when the keyboard was at something there that is gone,
 * take it to what stands in for that, or else to what `otherwise` says.
 */
export function keepingFocus(place: HTMLElement, change: () => void, otherwise: () => HTMLElement | null): void {
  const held = document.activeElement;
  const isInside = held !== null && held !== place && place.contains(held);
  const [sign, words] = isInside ? [signOf(held), wordsOf(held)] : ["", ""];
  const opened = isInside ? [...place.querySelectorAll<HTMLDetailsElement>("details[open][data-part]")].map(({ dataset }) => dataset["part"]) : [];
  change();
  if (!isInside || place.contains(document.activeElement)) return;
  for (const each of place.querySelectorAll<HTMLDetailsElement>("details[data-part]")) {
    if (opened.includes(each.dataset["part"])) each.open = true;
  }
  (standIn(place, sign, words) ?? otherwise())?.focus({ preventScroll: false });
}
