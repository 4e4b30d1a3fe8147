/* Start: the first thing the panel says: what this page holds, and where one might begin. */

import { namedOf } from "../columns";
import { type Child, button, heading, listOf, make, small } from "../elements";
import { search } from "../searching";
import { type Store, perStore } from "../store";
import { plural } from "../wording";
import { type Desk, entityRow, statementRow } from "./rows";

const BEST = 5;
const DISPUTED = 6;
const LOOKED_AT = 60;
const EXAMPLES = 3;
const OTHER_SCRIPT = /(?!\p{Script=Latin})\p{L}/u;

/** The panel while nothing is chosen; `shown` are the statements that the filters leave. */
export function startPanel(desk: Desk, shown: ReadonlySet<number>): Child[] {
  const { store } = desk;
  const asked = store.focus.filter((iri) => store.has(iri));
  const disputed = disputedOf(store).filter((number) => store.statement(number).disputed);
  const { live } = store;
  const part = live ? `The graph has ${live.all.toLocaleString("en")} connected entities. Here are ` : "";
  const more = live ? " What is not here comes when you search for it, or bring in the neighbors of what is." : "";
  const holds = `${part}${plural(store.entities.length, "entity", "entities")} and ${plural(store.statements.length, "relation", "relations")}`;
  const { claims, sources } = groundsOf(store);
  const from = `${plural(claims, "claim", "claims")} in ${plural(sources, "source", "sources")}`;
  return [
    heading("Who says so?"),
    make(
      "p",
      {},
      `${holds}, drawn from ${from}.${more} Choose an entity or a line to see who claims it, where, and what speaks against it.`,
    ),
    tries(desk),
    shown.size < store.statements.length
      ? make("p", { class: "hint" }, "The legend's filters hide some of them.")
      : null,
    asked.length ? [small("What was asked for"), listOf(asked.map((iri) => entityRow(desk, iri)))] : null,
    disputed.length
      ? [small("Disputed"), listOf(disputed.map((number) => statementRow(desk, number)))]
      : null,
    asked.length ? null : [small("Best connected"), listOf(bestConnected(desk.store).slice(0, BEST).map((iri) => entityRow(desk, iri)))],
  ];
}

/** Tell by row which claims the relations name, one by one: those of a page that has grown are few. */
function namedIn({ statements, claims }: Store): boolean[] {
  const own = new Set(statements.flatMap((statement) => statement.claims));
  return [...claims.keys()].map((iri) => own.has(iri));
}

/** How many claims the relations rest on, and how many sources these go back to. No claim is put together for it. */
const groundsOf = perStore((store) => {
  const isNamed = namedOf(store.claims) ?? namedIn(store);
  const reads = ["source", "primary_source"].map((name) => store.claims.field(name, "iri"));
  const sources = new Set<unknown>();
  let claims = 0;
  for (let row = 0; row < isNamed.length; row += 1) {
    if (!isNamed[row]) continue;
    claims += 1;
    for (const read of reads) sources.add(read(row) ?? null);
  }
  sources.delete(null);
  return { claims, sources: sources.size };
});

/** The first disputed statements. */
const disputedOf = perStore((store) => {
  const found: number[] = [];
  for (const number of store.numbers) {
    if (found.length === DISPUTED) break;
    if (store.plain(number).disputed) found.push(number);
  }
  return found;
});

/** The best connected entities. */
const bestConnected = perStore((store) => {
  const degrees = new Map(store.entities.map(({ iri }) => [iri, store.about(iri).length]));
  const degree = (iri: string): number => degrees.get(iri) ?? 0;
  return [...degrees.keys()]
    .sort((one, other) => degree(other) - degree(one) || (store.label(one) < store.label(other) ? -1 : 1))
    .slice(0, LOOKED_AT);
});

/** Names to try: of well connected entities of different types, and one in another script. */
function examples(desk: Desk): string[] {
  const entities = bestConnected(desk.store).flatMap((iri) => desk.store.entity(iri) ?? []);
  const ofTypes = new Map<string, string>();
  for (const { type, label } of entities) if (!ofTypes.has(type)) ofTypes.set(type, label);
  const names = entities.flatMap(({ aliases }) => aliases.map(({ text }) => text));
  // A short one shows as well as a long one that any script will do.
  const other = names.filter((text) => OTHER_SCRIPT.test(text)).sort((one, next) => one.length - next.length)[0];
  return [...ofTypes.values()].slice(0, EXAMPLES).concat(other ?? []);
}

function tries(desk: Desk): Child {
  const names = examples(desk);
  if (!names.length) return null;
  const buttons = names.flatMap((name, place) => [
    place ? ", " : "",
    button({ class: "inline", "data-try": name, dir: "auto" }, () => search(name), name),
  ]);
  return make("p", { class: "hint" }, "Search by any name, for example ", buttons, ".");
}
