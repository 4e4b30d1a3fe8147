/* Paths: the best connections between two entities, by the same order as the command line. */

const Paths = (() => {
  const MOST_HOPS = 6;
  const WANTED = 3;
  const round = (value, digits) => Math.round(value * 10 ** digits) / 10 ** digits;

  /** Order text by code points, as Python does. */
  function compareText(one, other) {
    const left = [...one];
    const right = [...other];
    for (let place = 0; place < Math.min(left.length, right.length); place += 1) {
      const gap = left[place].codePointAt(0) - right[place].codePointAt(0);
      if (gap) return gap;
    }
    return left.length - right.length;
  }

  function compareRows(one, other) {
    for (let place = 0; place < Math.min(one.length, other.length); place += 1) {
      const gap = compareText(one[place], other[place]);
      if (gap) return gap;
    }
    return one.length - other.length;
  }

  /** Map every entity to its neighbours, each with the numbers of the statements between them. */
  function neighbours(statements, isWalked) {
    const map = new Map();
    const add = (from, to, number) => {
      if (!map.has(from)) map.set(from, new Map());
      if (!map.get(from).has(to)) map.get(from).set(to, []);
      map.get(from).get(to).push(number);
    };
    statements.forEach((statement, number) => {
      if (statement.subject === statement.object || !isWalked(statement, number)) return;
      add(statement.subject, statement.object, number);
      add(statement.object, statement.subject, number);
    });
    return map;
  }

  /** For each number of hops left, the least penalty of any walk from an entity to the goal. */
  function leastPenalties(walked, goal, weight) {
    const layers = [new Map([[goal, 0]])];
    for (let hops = 1; hops <= MOST_HOPS; hops += 1) {
      const layer = new Map();
      for (const [there, rest] of layers[hops - 1]) {
        const cost = rest + (hops > 1 ? weight(there) : 0);
        for (const here of (walked.get(there) || new Map()).keys()) {
          if (!(layer.get(here) <= cost)) layer.set(here, cost);
        }
      }
      layers.push(layer);
    }
    return layers;
  }

  /** Collect the best simple paths of exactly so many hops, better ones pushing out worse ones. */
  function pathsOf(hops, walked, from, to, weight, layers, wanted) {
    const found = [];
    const path = [from];
    const onPath = new Set(path);
    const worst = () => (found.length < wanted ? Infinity : found[found.length - 1].penalty);
    const keep = (raw) => {
      found.push({ entities: [...path], penalty: round(raw, 9) });
      found.sort((one, other) => one.penalty - other.penalty || compareRows(one.entities, other.entities));
      found.length = Math.min(found.length, wanted);
    };
    const walk = (here, left, penalty) => {
      for (const there of (walked.get(here) || new Map()).keys()) {
        if (onPath.has(there)) continue;
        if (left === 1) {
          if (there !== to) continue;
          path.push(there);
          keep(penalty);
          path.pop();
          continue;
        }
        const rest = layers[left - 1].get(there);
        if (there === to || rest === undefined) continue;
        const next = penalty + weight(there);
        if (next + rest > worst() + 1e-8) continue;
        path.push(there);
        onPath.add(there);
        walk(there, left - 1, next);
        onPath.delete(there);
        path.pop();
      }
    };
    walk(from, hops, 0);
    return found;
  }

  /** Find the best paths: fewest hops, then least penalty for hubs on the way, then by IRI. */
  function find(statements, from, to, isWalked) {
    if (from === to) return [];
    const whole = neighbours(statements, () => true);
    const walked = neighbours(statements, isWalked);
    const weight = (entity) => Math.log(whole.get(entity).size);
    const layers = leastPenalties(walked, to, weight);
    const found = [];
    for (let hops = 1; hops <= MOST_HOPS && found.length < WANTED; hops += 1) {
      if (!layers[hops].has(from)) continue;
      found.push(...pathsOf(hops, walked, from, to, weight, layers, WANTED - found.length));
    }
    return found.map(({ entities, penalty }) => ({
      entities,
      penalty,
      hops: entities.slice(1).map((entity, place) => walked.get(entities[place]).get(entity)),
      score: round(1 / (entities.length - 1 / (1 + penalty)), 4),
    }));
  }

  return { find, neighbours, MOST_HOPS };
})();
