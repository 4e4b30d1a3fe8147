/* Tones: the theme's colors, for a canvas, which cannot use style sheets. */

import { make } from "./elements";

const NAMES = [
  ...["page", "ink", "faded", "outline", "accent", "glow", "warning", "on-warning"],
  ...["line-present", "line-past", "line-plan", "line-made"],
  ...["orange", "blue", "green", "sky", "vermilion", "purple", "yellow", "grey"],
] as const;

export interface Tones {
  of(name: string): string;
  /** The color of a mark; one that the theme does not know is grey. */
  tint(name: string): string;
  font: string;
}

/** Read the colors that the style sheet sets just now, whichever theme or system has the say. */
export function readTones(): Tones {
  // Only a property that holds a color tells which of two has been taken.
  const probe = make("span", { hidden: true });
  document.body.append(probe);
  const style = getComputedStyle(probe);
  probe.style.setProperty("forced-color-adjust", "none");
  const read = (name: string): string => {
    probe.style.color = `var(--${name})`;
    return style.color;
  };
  const tones = new Map<string, string>(NAMES.map((name) => [name, read(name)]));
  probe.remove();
  const of = (name: string): string => tones.get(name) ?? "";
  return { of, tint: (name) => of(name) || of("grey"), font: getComputedStyle(document.body).fontFamily };
}
