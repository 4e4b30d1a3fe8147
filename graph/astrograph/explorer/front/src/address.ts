/* Address: what is chosen stands after the # of the address, so that a view can be kept or sent. */

import type { Statement } from "./payload";
import type { Chosen, State } from "./state";
import type { Store } from "./store";
import { localName } from "./wording";

export type Place = Omit<State, "trail">;

export interface Address {
  read(): Place | null;
  write(state: State): void;
}

/** Write a state as the parameters of an address. */
export function stateToHash(store: Store, state: State): string {
  const curie = (iri: string): string => store.entity(iri)?.curie ?? iri;
  const parts = new URLSearchParams();
  const { chosen } = state;
  if (state.from) parts.set("from", curie(state.from));
  if (state.to) parts.set("to", curie(state.to));
  if (state.path) parts.set("path", String(state.path + 1));
  if (chosen?.kind === "entity") parts.set("entity", curie(chosen.iri));
  if (chosen?.kind === "relation") parts.set("relation", keyOf(store, store.statement(chosen.number)));
  if (chosen?.kind === "claim") parts.set("claim", chosen.iri);
  for (const key of [...state.hidden].sort()) parts.append("hide", key);
  if (state.view === "list") parts.set("view", "list");
  return parts.toString();
}

/** Read a state; what the page does not hold counts as not said. Null when the address says nothing. */
export function hashToState(store: Store, hash: string, filterKeys: ReadonlySet<string>): Place | null {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  if (![...parts.keys()].length) return null;
  return {
    from: iriOf(store, parts.get("from")),
    to: iriOf(store, parts.get("to")),
    path: Math.max(0, (Number.parseInt(parts.get("path") ?? "", 10) || 1) - 1),
    chosen: chosenIn(store, parts),
    hidden: new Set(parts.getAll("hide").filter((key) => filterKeys.has(key))),
    view: parts.get("view") === "list" ? "list" : "drawing",
  };
}

/** Tie the state to the address of the window. */
export function address(store: Store, filterKeys: ReadonlySet<string>): Address {
  return {
    read: () => hashToState(store, location.hash, filterKeys),
    write(state) {
      const hash = `#${stateToHash(store, state)}`;
      try {
        if (hash !== (location.hash || "#")) history.replaceState(null, "", hash);
      } catch {
        /* Inside a sandboxed frame the address is not ours to change: the state lives in memory. */
      }
    },
  };
}

function keyOf(store: Store, { subject, relation, object, tense }: Statement): string {
  const curie = (iri: string): string => store.entity(iri)?.curie ?? iri;
  return [curie(subject), localName(relation.iri), curie(object), tense].join(" ");
}

function iriOf(store: Store, name: string | null): string | null {
  if (name === null) return null;
  return store.entities.find((entity) => entity.curie === name || entity.iri === name)?.iri ?? null;
}

function chosenIn(store: Store, parts: URLSearchParams): Chosen {
  const entity = iriOf(store, parts.get("entity"));
  if (entity) return { kind: "entity", iri: entity };
  const key = parts.get("relation");
  const number = key === null ? -1 : store.statements.findIndex((statement) => keyOf(store, statement) === key);
  if (number >= 0) return { kind: "relation", number };
  const claim = parts.get("claim");
  return claim !== null && store.claims.has(claim) ? { kind: "claim", iri: claim } : null;
}
