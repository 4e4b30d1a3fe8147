/* Connection: the paths between two entities, as sentences; one of them is the one highlighted. */

import { type Child, button, heading, make } from "../elements";
import { isPart } from "../extent";
import { MOST_HOPS, type Path } from "../paths";
import type { Store } from "../store";
import { say } from "../together";
import { plural } from "../wording";
import { type Desk, inOrder, statementRow } from "./rows";

export interface Connection {
  from: string;
  to: string;
  /** The paths that the filters leave. */
  found: Path[];
  /** The paths that there are without the filters, if these leave none. */
  unfiltered: Path[];
  /** Which of those found stands out. */
  current: number;
  /** Whether the clocks leave only some times. */
  isTimed: boolean;
  /** Whether they are still being looked for. */
  isSought: boolean;
}

/** Say among what nothing was found. The server heeds the clocks, and a file leaves them to the filters. */
function searched({ live }: Store, isTimed: boolean): string {
  if (!live) return "Nothing on this page";
  return isTimed ? "Nothing that the clocks leave in the graph" : "Nothing in the graph";
}

/** Say where the paths were found, if there may be better ones elsewhere; those that a page came with are of the whole graph. */
function where({ store }: Desk, { from, to }: Connection): string {
  const { path } = store;
  const isGiven = path?.paths !== undefined && path.from === from && path.to === to;
  return isPart(store) && !isGiven ? " on this page" : "";
}

/** Say why no path is shown. */
function none({ store, acts }: Desk, { from, to, unfiltered, isTimed }: Connection): Child[] {
  const [first] = unfiltered;
  if (!first) {
    const ends = `${store.label(from)} and ${store.label(to)}`;
    return [make("p", { class: "hint" }, `${searched(store, isTimed)} connects ${ends} within ${MOST_HOPS} hops.`)];
  }
  const many = unfiltered.length === 1 ? "is one" : `are at least ${unfiltered.length}`;
  const shortest = plural(first.hops.length, "hop", "hops");
  const why = `The legend's filters hide every connection; without them there ${many}, the shortest of ${shortest}.`;
  const again = button({}, acts.showAll, "Show everything again");
  return [make("p", { class: "hint" }, why), make("p", { class: "actions" }, again)];
}

function pathItem(desk: Desk, path: Path, place: number, isCurrent: boolean): HTMLElement {
  const { store, acts } = desk;
  const lead = button(
    { class: "lead", "aria-pressed": String(isCurrent) },
    () => acts.walk(place),
    make("b", {}, `${place + 1}. ${plural(path.hops.length, "hop", "hops")}`),
    make("small", {}, path.entities.map((iri) => store.label(iri)).join(" – ")),
    make(
      "small",
      { class: "score", title: "Shorter paths score higher, paths through hubs lower" },
      `score ${path.score.toFixed(4)}`,
    ),
  );
  const hops = path.hops.map((numbers) =>
    make("li", {}, inOrder(store, numbers).map((number) => statementRow(desk, number))),
  );
  return make(
    "li",
    { class: "path", "aria-current": isCurrent ? "true" : null },
    lead,
    make("ol", { class: "plain" }, hops),
    path.hops.length > 1 ? make("p", { class: "hint together" }, say(path.together)) : null,
  );
}

/** The panel of the connections between two entities. */
export function connectionPanel(desk: Desk, connection: Connection): Child[] {
  const { from, to, found, current, isSought } = connection;
  const title = heading(`${desk.store.label(from)} to ${desk.store.label(to)}`);
  if (from === to) return [title, make("p", {}, "These are one and the same entity.")];
  if (isSought) return [title, make("p", { class: "hint" }, "Looking for connections…")];
  if (!found.length) return [title, ...none(desk, connection)];
  const intro =
    found.length === 1
      ? `The only connection${where(desk, connection)}:`
      : `The ${found.length} best connections${where(desk, connection)}, shortest first; the chosen one is highlighted.`;
  const items = found.map((path, place) => pathItem(desk, path, place, place === current));
  return [title, make("p", {}, intro), make("ol", { class: "plain paths" }, items)];
}
