/* Together: when all hops of a path were so at the same time, as paths/together.py says it. */

const Together = (() => {
  const EVER = "";
  const NEVER = "~";
  const later = (one, other) => (one > other ? one : other);
  const earlier = (one, other) => (one < other ? one : other);
  const byStart = ([one, last], [other, end]) => (one === other ? (last < end ? -1 : 1) : one < other ? -1 : 1);
  const isOneSecond = (last, first) => Date.parse(first) - Date.parse(last) <= 1000;

  /** By when it had certainly begun, and until when it certainly lasted. */
  const core = ([start, by, lasting, end]) => [earlier(by || NEVER, end || NEVER), later(lasting || EVER, start || EVER)];
  const possible = ([start, , , end]) => [start || EVER, end || NEVER];
  const certain = (held) => [later(core(held)[0], held[0] || EVER), earlier(core(held)[1], held[3] || NEVER)];

  /** Join what overlaps or follows within a second; what is no stretch at all is left out. */
  function merged(spans) {
    const joined = [];
    for (const [first, last] of spans.filter(([start, end]) => start <= end).sort(byStart)) {
      const before = joined[joined.length - 1];
      if (before && (first <= before[1] || isOneSecond(before[1], first))) before[1] = later(before[1], last);
      else joined.push([first, last]);
    }
    return joined;
  }

  /** Find what several lists of stretches share. */
  const shared = (lists) =>
    lists.reduce(
      (met, spans) => met.flatMap(([a, b]) => spans.map(([c, d]) => [later(a, c), earlier(b, d)])).filter(([first, last]) => first <= last).sort(byStart),
      [[EVER, NEVER]],
    );

  /** Find what happened at some instant, not known which, while all else certainly lasted. */
  function within(hops, sure) {
    return merged(
      hops.flatMap((hop, place) => {
        const others = shared(sure.filter((_, other) => other !== place));
        const happened = hop.map(core).filter(([begun, lasted]) => lasted < begun && lasted !== EVER && begun !== NEVER);
        return happened.map(([begun, lasted]) => [lasted, begun]).filter(([first, last]) => others.some(([start, end]) => start <= first && last <= end));
      }),
    );
  }

  /** Say when several hops, each given by its occasions, were so at the same time. */
  function of(hops) {
    const sure = hops.map((hop) => merged(hop.map(certain)));
    const open = (spans) => spans.map(([first, last]) => [first === EVER ? null : first, last === NEVER ? null : last]);
    const found = { certain: open(shared(sure)), possible: open(shared(hops.map((hop) => merged(hop.map(possible))))), within: open(within(hops, sure)) };
    const answer = found.certain.length || found.within.length ? "certain" : found.possible.length ? "possible" : "never";
    return { answer, ...found };
  }

  const day = (instant) => instant.slice(0, 10);
  const stretch = ([first, last]) => {
    if (first && last) return day(first) === day(last) ? `on ${day(first)}` : `from ${day(first)} until ${day(last)}`;
    return first ? `from ${day(first)} on` : last ? `until ${day(last)}` : "";
  };
  const words = (spans) => spans.map(stretch).filter(Boolean).join(" and ");

  /** Say the same in words. */
  function say({ answer, certain: sure, possible: maybe, within: once }) {
    const longer = (told) => (JSON.stringify(told) === JSON.stringify(maybe) ? "" : "; possibly longer");
    if (sure.length) return `All at the same time: yes, ${words(sure)}${longer(sure)}`;
    if (once.length) return `All at the same time: yes, at some time ${words(once)}${longer(once)}`;
    if (answer === "never") return "All at the same time: never";
    return `All at the same time: possibly${words(maybe) ? `, at some time ${words(maybe)}` : "; no date settles it"}`;
  }

  return { of, say };
})();
