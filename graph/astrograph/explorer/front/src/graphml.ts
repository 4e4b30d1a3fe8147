/* GraphML: what is shown as a graph, with the attributes of `astrograph export --format graphml`. */

import type { Extent } from "./extent";
import type { Claim, Statement } from "./payload";
import type { Store } from "./store";

const BOUNDS = ["start_earliest", "start_latest", "end_earliest", "end_latest"] as const;
const OF_NODE = ["label", "type", "aliases", "iri"];
const OF_EDGE = ["relation", "label", "tense", "certainty", "status", "claims", ...BOUNDS];
const SPACE = "http://graphml.graphdrawing.org/xmlns";

/** What XML 1.0 cannot hold. */
const UNFIT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const SIGNS: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;" };

/** Replace what XML cannot hold. */
export const fit = (text: string): string => text.replace(UNFIT, "\ufffd");

const escaped = (text: string): string => fit(text).replace(/[&<>"\r\n\t]/g, (sign) => SIGNS[sign] ?? sign);

type Values = Readonly<Record<string, string | null | undefined>>;

/** Say what several claims together say of one stretch of time, as clock.py's `joint` does. */
export function joint(claims: readonly Claim[]): Record<(typeof BOUNDS)[number], string | null> {
  const all = (bound: (typeof BOUNDS)[number]): string[] => claims.flatMap(({ holds }) => holds[bound] ?? []).sort();
  const ends = (["start", "end"] as const).flatMap((end) => {
    const [earliest, latest] = [all(`${end}_earliest`), all(`${end}_latest`)];
    const [first, last] = [earliest.at(-1) ?? null, latest[0] ?? null];
    const crosses = first !== null && last !== null && first > last;
    return crosses ? [earliest[0] ?? null, latest.at(-1) ?? null] : [first, last];
  });
  const [a = null, b = null, c = null, d = null] = ends;
  return { start_earliest: a, start_latest: b, end_earliest: c, end_latest: d };
}

/** Write the graph of what is shown. */
export function graphml(store: Store, { statements, entities }: Extent, title: string): string {
  const keys = [...OF_NODE.map((name) => ["node", name]), ...OF_EDGE.map((name) => ["edge", name])];
  const id = (kind: string, name: string): string => `d${keys.findIndex((key) => key[0] === kind && key[1] === name) + 1}`;
  const data = (kind: string, values: Values): string[] =>
    Object.entries(values).flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [`      <data key="${id(kind, name)}">${escaped(value)}</data>`],
    );
  const claimsOf = (statement: Statement): Claim[] => statement.claims.flatMap((iri) => store.claim(iri) ?? []);
  const nodes = entities.flatMap(({ iri, label, type, aliases }) => [
    `    <node id="${escaped(iri)}">`,
    ...data("node", { label, type, aliases: aliases.map(({ text }) => text).join(" | "), iri }),
    "    </node>",
  ]);
  const edges = statements.flatMap((number, place) => {
    const statement = store.statement(number);
    const { subject, relation, object, tense, certainty } = statement;
    const claims = claimsOf(statement);
    const status = [...new Set(claims.map((claim) => claim.status))].sort().join(" ");
    return [
      `    <edge source="${escaped(subject)}" target="${escaped(object)}" id="e${place}">`,
      ...data("edge", { relation: relation.iri, label: relation.label, tense, certainty, status }),
      ...data("edge", { claims: statement.claims.join(" "), ...joint(claims) }),
      "    </edge>",
    ];
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<graphml xmlns="${SPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="${SPACE} ${SPACE}/1.0/graphml.xsd">`,
    '  <key id="d0" for="graph" attr.name="title" attr.type="string"/>',
    ...keys.map(([kind, name], place) => `  <key id="d${place + 1}" for="${kind}" attr.name="${name}" attr.type="string"/>`),
    '  <graph edgedefault="directed">',
    `    <data key="d0">${escaped(title)}</data>`,
    ...nodes,
    ...edges,
    "  </graph>",
    "</graphml>",
    "",
  ].join("\n");
}
