/* Emphasis: what stands out on the drawing, and what carries the accent, in each state. */

import type { Connection } from "./panels/connection";
import type { Group } from "./renderer";
import type { State } from "./state";
import type { Store } from "./store";

export interface Emphasis {
  strong: Group | null;
  chosen: Group;
}

const NOTHING: ReadonlySet<never> = new Set();

/** Say what stands out; `shown` are the statements that the filters leave. */
export function emphasis(
  store: Store,
  state: State,
  shown: ReadonlySet<number>,
  connection: Connection | null,
): Emphasis {
  const { chosen, from, to } = state;
  const path = connection?.found[connection.current];
  const pick = (numbers: readonly number[], own: readonly string[], accent: Group): Emphasis => ({
    strong: { entities: new Set([...own, ...store.ends(numbers)]), statements: new Set(numbers) },
    chosen: accent,
  });
  const both = [from, to].filter((iri) => iri !== null);
  switch (chosen?.kind) {
    case "entity": {
      const numbers = store.around(chosen.iri).filter((number) => shown.has(number));
      return pick(numbers, [chosen.iri], { entities: new Set([chosen.iri]), statements: NOTHING });
    }
    case "relation": {
      const walked = path?.hops.flat() ?? [];
      const numbers = walked.includes(chosen.number) ? walked : [chosen.number];
      return pick(numbers, [], { entities: NOTHING, statements: new Set([chosen.number]) });
    }
    case "claim":
      return ofClaim(store, chosen.iri, shown, pick);
    case "made": {
      const line = state.plot.made?.lines.find(({ number }) => number === chosen.number);
      const ends = line ? [line.subject, line.object] : [];
      const group = { entities: new Set(ends), statements: new Set([chosen.number]) };
      return { strong: group, chosen: { entities: NOTHING, statements: group.statements } };
    }
    case "resource": {
      const lines = (state.plot.made?.lines ?? []).filter(({ subject, object }) => [subject, object].includes(chosen.iri));
      const ends = lines.flatMap(({ subject, object }) => [subject, object]);
      const statements = new Set(lines.map(({ number }) => number));
      return { strong: { entities: new Set([chosen.iri, ...ends]), statements }, chosen: { entities: new Set([chosen.iri]), statements: NOTHING } };
    }
  }
  if (path) {
    const numbers = path.hops.flat();
    return pick(numbers, path.entities, { entities: new Set(both), statements: new Set(numbers) });
  }
  const { made } = state.plot;
  if (made) return { strong: made.group, chosen: made.group };
  const accent = both.length ? both : store.focus;
  return { strong: null, chosen: { entities: new Set(accent), statements: NOTHING } };
}

function ofClaim(
  store: Store,
  iri: string,
  shown: ReadonlySet<number>,
  pick: (numbers: readonly number[], own: readonly string[], accent: Group) => Emphasis,
): Emphasis {
  const claim = store.claim(iri);
  const said = claim?.statement;
  const ends = [said?.subject, said?.object].flatMap((end) => (end && store.has(end.iri) ? [end.iri] : []));
  const numbers = [...shown].filter((number) => store.statement(number).claims.includes(iri));
  return pick(numbers, ends, { entities: new Set(said?.value ? [] : ends), statements: new Set(numbers) });
}
