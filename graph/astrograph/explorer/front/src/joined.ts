/* Joined: records of several payloads, as if they stood in one; of those with the same IRI the first counts. */

import type { Claim, Claims, Lookup } from "./payload";

type Place<Part> = readonly [part: Part, row: number];

export class Joined<Made, Part extends Lookup<Made>> implements Lookup<Made> {
  protected readonly places = new Map<string, Place<Part>>();

  constructor(first: Part) {
    this.add(first);
  }

  /** Take in what is new of another payload. */
  add(part: Part): void {
    let row = 0;
    for (const iri of part.keys()) {
      if (!this.places.has(iri)) this.places.set(iri, [part, row]);
      row += 1;
    }
  }

  get size(): number {
    return this.places.size;
  }

  keys(): Iterable<string> {
    return this.places.keys();
  }

  has(iri: string): boolean {
    return this.places.has(iri);
  }

  get(iri: string): Made | undefined {
    return this.places.get(iri)?.[0].get(iri);
  }

  *values(): Iterable<Made> {
    for (const [iri, [part]] of this.places) {
      const made = part.get(iri);
      if (made !== undefined) yield made;
    }
  }
}

export class JoinedClaims extends Joined<Claim, Claims> implements Claims {
  field(...path: string[]): (row: number) => unknown {
    const rows = [...this.places.values()];
    const reads = new Map<Claims, (row: number) => unknown>();
    for (const [part] of rows) if (!reads.has(part)) reads.set(part, part.field(...path));
    return (row) => {
      const place = rows[row];
      return place && reads.get(place[0])?.(place[1]);
    };
  }
}
