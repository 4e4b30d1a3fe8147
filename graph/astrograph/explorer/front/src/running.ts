/* Running: starts a script that stands in the page, packed, until it is first wanted. */

/** Run a script that the page's policy knows by its hash. */
export function runScript(text: string): void {
  const script = document.createElement("script");
  script.textContent = text;
  document.head.append(script);
  script.remove();
}
