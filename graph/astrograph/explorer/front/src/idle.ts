/* Idle: work in small steps, when the page has nothing else to do. */

/** How long a step takes, in milliseconds, and how long it waits at most until it begins. */
const STEP = 12;
const WAIT = 200;

/** Let the page do what else waits, so that one long task becomes several short ones. */
export const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Call `work` again and again until it says that it is done; each time it may go on until a given time. */
export function whenIdle(work: (until: number) => boolean): void {
  const next: (step: () => void) => void =
    "requestIdleCallback" in window
      ? (step) => requestIdleCallback(step, { timeout: WAIT })
      : (step) => setTimeout(step, WAIT);
  const step = (): void => {
    if (!work(performance.now() + STEP)) next(step);
  };
  next(step);
}
