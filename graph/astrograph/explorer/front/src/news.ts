/* News: what has changed, in words, for those who hear the page read out. */

/** Make a speaker in an element that the template holds with `role=status`. */
export function news(place: HTMLElement): (text: string) => void {
  return (text) => {
    // Saying the same again would only interrupt what is being read out.
    if (place.textContent !== text) place.textContent = text;
  };
}
