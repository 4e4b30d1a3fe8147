/* Wording: how names from the ontology, numbers and times are put into words. */

import type { Claim, Tense } from "./payload";

export const TENSES: readonly Tense[] = ["present", "plan", "past"];

const KINDS: Readonly<Record<string, string>> = {
  AssertedFact: "stated as fact",
  Plan: "a plan",
  Threat: "a threat",
  Denial: "a denial",
  Opinion: "an opinion",
};

/** Look into a table that data may ask for anything. */
export function look<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** Turn a name in CamelCase into words. */
export const words = (name: string): string => name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();

export const localName = (iri: string): string => iri.replace(/^.*[/#]/, "");

export const kindOf = (claim: Claim): string => look(KINDS, claim.modality) ?? words(claim.modality || "claim");

export const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

const day = (instant: string): string => instant.replace(/T(00:00:00|23:59:59)(\.0+)?Z$/, "");

/** Say a stretch of time of which each end may be known from, up to, exactly or not at all. */
export function stretch(from: string | null, to: string | null): string {
  if (from && to) return day(from) === day(to) ? `on ${day(from)}` : `between ${day(from)} and ${day(to)}`;
  if (from) return `no earlier than ${day(from)}`;
  return to ? `no later than ${day(to)}` : "";
}
