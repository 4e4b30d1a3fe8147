/* Paths: the best connections between two entities, by the same order as the command line. */

const Paths = (() => {
  const MOST_HOPS = 6;
  const WANTED = 3;
  const UNIT = 64;

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

  /** Say what a hop costs: what the cheapest of the statements between two entities does. */
  const hopCost = (statements, numbers) => Math.min(...numbers.map((number) => statements[number].cost));

  /** For each number of hops left, the least cost of any walk from an entity to the goal. */
  function leastCosts(walked, goal, cost) {
    const layers = [new Map([[goal, 0]])];
    for (let hops = 1; hops <= MOST_HOPS; hops += 1) {
      const layer = new Map();
      for (const [there, rest] of layers[hops - 1]) {
        for (const here of (walked.get(there) || new Map()).keys()) {
          const whole = rest + cost(here, there);
          if (!(layer.get(here) <= whole)) layer.set(here, whole);
        }
      }
      layers.push(layer);
    }
    return layers;
  }

  /** Collect the best simple paths of exactly so many hops, better ones pushing out worse ones. */
  function pathsOf(hops, walked, from, to, cost, layers, wanted) {
    const found = [];
    const path = [from];
    const onPath = new Set(path);
    const worst = () => (found.length < wanted ? Infinity : found[found.length - 1].cost);
    const keep = (whole) => {
      found.push({ entities: [...path], cost: whole });
      found.sort((one, other) => one.cost - other.cost || compareRows(one.entities, other.entities));
      found.length = Math.min(found.length, wanted);
    };
    const walk = (here, left, spent) => {
      for (const there of (walked.get(here) || new Map()).keys()) {
        const rest = layers[left - 1].get(there);
        if (onPath.has(there) || rest === undefined || (there === to) !== (left === 1)) continue;
        const next = spent + cost(here, there);
        if (next + rest > worst()) continue;
        path.push(there);
        onPath.add(there);
        if (left === 1) keep(next);
        else walk(there, left - 1, next);
        onPath.delete(there);
        path.pop();
      }
    };
    walk(from, hops, 0);
    return found;
  }

  /** Say all about a path: the statements of its hops, its cost, and when all of it was so. */
  function told(statements, walked, entities) {
    const hops = entities.slice(1).map((entity, place) => walked.get(entities[place]).get(entity));
    const cost = hops.reduce((sum, numbers) => sum + hopCost(statements, numbers), 0);
    return {
      entities,
      hops,
      cost,
      score: Math.round(1e4 / (entities.length - 1 / (1 + cost / UNIT))) / 1e4,
      together: Together.of(hops.map((numbers) => occasions(statements, numbers))),
    };
  }

  /** Gather when two entities were connected; statements of one triple share their occasions. */
  function occasions(statements, numbers) {
    const byTriple = new Map();
    for (const number of numbers) {
      const { subject, relation, object, tense, occasions: own } = statements[number];
      byTriple.set(JSON.stringify([subject, relation.iri, object, tense === "plan"]), own);
    }
    return [...byTriple.values()].flat();
  }

  /** Find the best paths: fewest hops, then least cost, then by the IRIs that they meet. */
  function find(statements, from, to, isWalked) {
    if (from === to) return [];
    const walked = neighbours(statements, isWalked);
    const cost = (here, there) => hopCost(statements, walked.get(here).get(there));
    const layers = leastCosts(walked, to, cost);
    const found = [];
    for (let hops = 1; hops <= MOST_HOPS && found.length < WANTED; hops += 1) {
      if (!layers[hops].has(from)) continue;
      found.push(...pathsOf(hops, walked, from, to, cost, layers, WANTED - found.length));
    }
    return found.map(({ entities }) => told(statements, walked, entities));
  }

  /** Keep of some paths, each given as the entities that it meets, those that can be walked. */
  function along(statements, paths, isWalked) {
    const walked = neighbours(statements, isWalked);
    const isWhole = (entities) => entities.slice(1).every((entity, place) => walked.has(entities[place]) && walked.get(entities[place]).has(entity));
    return paths.filter(isWhole).map((entities) => told(statements, walked, entities));
  }

  return { find, along, neighbours, MOST_HOPS };
})();
