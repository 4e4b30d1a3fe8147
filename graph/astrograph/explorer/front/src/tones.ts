/* Tones: the theme's colors, for a canvas, which cannot use style sheets. */

const NAMES = [
  ...["page", "ink", "faded", "outline", "accent", "glow", "warning", "on-warning"],
  ...["line-present", "line-past", "line-plan"],
  ...["orange", "blue", "green", "sky", "vermilion", "purple", "yellow", "grey"],
] as const;

export interface Tones {
  of(name: string): string;
  /** The color of a mark; one that the theme does not know is grey. */
  tint(name: string): string;
  font: string;
}

/** Read the colors that the style sheet sets just now. */
export function readTones(): Tones {
  const style = getComputedStyle(document.documentElement);
  const tones = new Map<string, string>(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  const of = (name: string): string => tones.get(name) ?? "";
  return { of, tint: (name) => of(name) || of("grey"), font: getComputedStyle(document.body).fontFamily };
}
