/* Address: what is chosen stands after the # of the address, so that a view can be kept or sent. */

import type { Statement } from "./payload";
import type { Wish } from "./reach";
import { type Plot, newPlot } from "./plot";
import { type Chosen, type State, VIEWS, newState } from "./state";
import type { Store } from "./store";
import { dateOf, stretchOf } from "./times";
import { localName } from "./wording";

/** What the IRIs of claims and sources begin with; an address leaves it out, and is read with it, too. */
const CLAIM = "https://w3id.org/astrograph/claim/";
const SOURCE = "https://w3id.org/astrograph/source/";

export type Place = Omit<State, "trail">;

/** Tells which of the legend's entries there are. */
export interface Keys {
  has(key: string): boolean;
}

export interface Address {
  read(): Place | null;
  /** Say what it names that the page does not hold. */
  lacking(): Wish | null;
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
  if (chosen?.kind === "claim") parts.set("claim", chosen.iri.replace(CLAIM, ""));
  for (const key of [...state.hidden].sort()) parts.append("hide", key.replace(`source:${SOURCE}`, "source:"));
  if (state.view !== "drawing") parts.set("view", state.view);
  if (state.view === "timeline" && state.actor && (chosen?.kind !== "entity" || chosen.iri !== state.actor)) {
    parts.set("of", curie(state.actor));
  }
  if (state.whole) parts.set("whole", "1");
  if (state.overview) parts.set("overview", "1");
  if (state.step) parts.set("story", String(state.step));
  if (state.during) parts.set("during", state.during);
  if (state.knownBy) parts.set("known-by", state.knownBy);
  if (!state.undated) parts.set("undated", "hidden");
  if (state.query) parts.set("query", state.query);
  const { added, removed, pinned } = state.plot;
  for (const [name, iris] of Object.entries({ add: added.keys(), drop: removed, pin: pinned })) {
    const names = [...iris].map(curie);
    const joined = names.filter((each) => !each.includes(" ")).join(" ");
    for (const each of [joined, ...names.filter((one) => one.includes(" "))]) if (each) parts.append(name, each);
  }
  return parts.toString();
}

/** Read a state; what the page does not hold counts as not said. Null when the address says nothing. */
export function hashToState(store: Store, hash: string, filterKeys: Keys): Place | null {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  if (![...parts.keys()].length) return null;
  const step = stepIn(store, parts.get("story"));
  if (step && [...parts.keys()].length === 1) return { ...stepPlace(store, step, filterKeys), step };
  return {
    from: iriOf(store, parts.get("from")),
    to: iriOf(store, parts.get("to")),
    path: Math.max(0, (Number.parseInt(parts.get("path") ?? "", 10) || 1) - 1),
    chosen: chosenIn(store, parts),
    hidden: new Set(parts.getAll("hide").flatMap((key) => [key.replace(/^source:/, `source:${SOURCE}`), key].find((each) => filterKeys.has(each)) ?? [])),
    view: VIEWS.find((name) => name === parts.get("view")) ?? "drawing",
    actor: iriOf(store, parts.get("of")),
    whole: parts.get("whole") === "1",
    overview: parts.get("overview") === "1",
    step,
    during: stretchOf(parts.get("during") ?? "") ? (parts.get("during") ?? "") : "",
    knownBy: dateOf(parts.get("known-by") ?? "") ? (parts.get("known-by") ?? "") : "",
    undated: parts.get("undated") !== "hidden",
    query: parts.get("query") ?? "",
    plot: plotIn(store, parts),
  };
}

/** Read what was brought into the drawing and taken away; where it stood is not written down. */
function plotIn(store: Store, parts: URLSearchParams): Plot {
  const [add, drop, pin] = ["add", "drop", "pin"].map((name) => parts.getAll(name));
  if (!add?.length && !drop?.length && !pin?.length) return newPlot();
  const iris = new Map(store.entities.flatMap(({ curie, iri }) => [[curie, iri] as const, [iri, iri] as const]));
  const named = (name: string): string | string[] => iris.get(name) ?? name.split(" ").flatMap((each) => iris.get(each) ?? []);
  const all = (names: string[] | undefined): string[] => (names ?? []).flatMap(named);
  return {
    ...newPlot(),
    added: new Map(all(add).map((iri) => [iri, null])),
    removed: new Set(all(drop)),
    pinned: new Set(all(pin)),
  };
}

/** Say what an address names that the page does not hold; null for nothing. */
export function lackingIn(store: Store, hash: string): Wish | null {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  const known = new Set(store.entities.flatMap(({ curie, iri }) => [curie, iri]));
  const missing = (names: readonly string[]): string[] => names.filter((name) => name && !known.has(name));
  const all = (...names: string[]): string[] => names.flatMap((name) => parts.getAll(name));
  const [subject = "", , object = ""] = (parts.get("relation") ?? "").split(" ");
  const around = missing(all("entity"));
  const also = missing([...all("from", "to", "of"), ...all("add", "pin").flatMap((names) => names.split(" ")), subject, object]);
  const claims = all("claim").map((name) => (name.includes(":") ? name : `${CLAIM}${name}`)).filter((iri) => !store.claims.has(iri));
  return around.length || also.length || claims.length ? { around, also: [...new Set(also)], claims } : null;
}

/** Tie the state to the address of the window. */
export function address(store: Store, filterKeys: Keys): Address {
  return {
    read: () => hashToState(store, location.hash, filterKeys),
    lacking: () => lackingIn(store, location.hash),
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

/** The view of a step of the story. */
export function stepPlace(store: Store, step: number, filterKeys: Keys): Place {
  const { trail: _, ...start } = newState();
  const parts = new URLSearchParams(store.story?.steps[step - 1]?.address ?? "");
  // A view that was copied while the story was told names a step of its own.
  parts.delete("story");
  return { ...(hashToState(store, parts.toString(), filterKeys) ?? start), step };
}

function stepIn(store: Store, text: string | null): number {
  const step = Number.parseInt(text ?? "", 10);
  return step > 0 && step <= (store.story?.steps.length ?? 0) ? step : 0;
}

function chosenIn(store: Store, parts: URLSearchParams): Chosen {
  const entity = iriOf(store, parts.get("entity"));
  if (entity) return { kind: "entity", iri: entity };
  const key = parts.get("relation");
  const number = key === null ? undefined : store.numbers.find((each) => keyOf(store, store.statement(each)) === key);
  if (number !== undefined) return { kind: "relation", number };
  const claim = parts.get("claim");
  const iri = claim === null ? undefined : [`${CLAIM}${claim}`, claim].find((each) => store.claims.has(each));
  return iri === undefined ? null : { kind: "claim", iri };
}
