/* Motion: whether things may move smoothly. */

/** Tell whether the reader has asked the system for less motion. */
export const calm = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;
