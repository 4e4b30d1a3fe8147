/* Saving: gives the reader files, made in the page and sent nowhere. */

import { make } from "./elements";

/** The beginning of every file's name, made of the page's title. */
const stem = (): string =>
  document.title
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .toLowerCase()
    .slice(0, 60) || "astrograph";

/** Let the browser save something under the page's name and an ending of its own. */
export function save(ending: string, type: string, content: BlobPart): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = make("a", { href: address, download: `${stem()}-${ending}`, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  // The browser has to have begun with it.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
