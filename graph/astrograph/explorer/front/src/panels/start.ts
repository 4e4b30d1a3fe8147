/* Start: the first thing the panel says: what this page holds, and where one might begin. */

import { type Child, heading, listOf, make, small } from "../elements";
import { plural } from "../wording";
import { type Desk, entityRow, statementRow } from "./rows";

const BEST = 5;
const DISPUTED = 6;

/** The panel while nothing is chosen; `shown` are the statements that the filters leave. */
export function startPanel(desk: Desk, shown: ReadonlySet<number>): Child[] {
  const { store } = desk;
  const asked = store.focus.filter((iri) => store.has(iri));
  const disputed = [...store.statements.keys()].filter((number) => store.statement(number).disputed);
  const holds = `${plural(store.entities.length, "entity", "entities")} and ${plural(store.statements.length, "relation", "relations")}`;
  const from = `${plural(store.claims.size, "claim", "claims")} in ${plural(store.sources.size, "source", "sources")}`;
  return [
    heading("Who says so?"),
    make(
      "p",
      {},
      `${holds}, drawn from ${from}. Choose an entity or a line to see who claims it, where, and what speaks against it.`,
    ),
    shown.size < store.statements.length
      ? make("p", { class: "hint" }, "The legend's filters hide some of them.")
      : null,
    asked.length ? [small("What was asked for"), listOf(asked.map((iri) => entityRow(desk, iri)))] : null,
    disputed.length
      ? [small("Disputed"), listOf(disputed.slice(0, DISPUTED).map((number) => statementRow(desk, number)))]
      : null,
    asked.length ? null : [small("Best connected"), listOf(bestConnected(desk).map((iri) => entityRow(desk, iri)))],
  ];
}

function bestConnected({ store }: Desk): string[] {
  const degree = (iri: string): number => store.about(iri).length;
  return store.entities
    .map(({ iri }) => iri)
    .sort((one, other) => degree(other) - degree(one) || (store.label(one) < store.label(other) ? -1 : 1))
    .slice(0, BEST);
}
