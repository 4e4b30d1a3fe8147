/* Cards: what the side panel says about an entity, a relation, a claim, a connection. */

const Cards = (() => {
  const { make, mark, stroke, warning, link } = Elements;
  const TENSES = { present: "now", past: "in the past", plan: "planned" };
  const LINKS = {
    supersedes: ["supersedes", "is superseded by"],
    contradicts: ["contradicts", "is contradicted by"],
    inTensionWith: ["is in tension with", "is in tension with"],
    supports: ["supports", "is supported by"],
    restates: ["restates", "is restated by"],
    elaborates: ["elaborates", "is elaborated by"],
    qualifies: ["qualifies", "is qualified by"],
    argueAgainst: ["argues against", "is argued against by"],
    exampleOf: ["is an example of", "has as example"],
    explains: ["explains", "is explained by"],
    contrastsWith: ["contrasts with", "contrasts with"],
    conditionOf: ["bears on the condition of", "hangs on what is said by"],
    distinctFrom: ["is distinct from", "is distinct from"],
    possiblySameEvent: ["may tell of the same event as", "may tell of the same event as"],
    content: ["has as its content", "is the content of"],
  };
  const KINDS = { AssertedFact: "stated as fact", Plan: "a plan", Threat: "a threat", Denial: "a denial", Opinion: "an opinion" };

  const look = (table, key, otherwise) => (Object.hasOwn(table, key) ? table[key] : otherwise);
  const words = (name) => name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  const kind = (claim) => look(KINDS, claim.modality, words(claim.modality || "claim"));
  const localName = (iri) => iri.replace(/^.*[/#]/, "");
  const day = (instant) => instant.replace(/T00:00:00(\.0+)?Z$/, "");
  const plural = (count, one, many) => `${count} ${count === 1 ? one : many}`;

  /** Say a stretch of time of which each end may be known from, up to, exactly or not at all. */
  function stretch(from, to) {
    if (from && to) return from === to ? `on ${day(from)}` : `between ${day(from)} and ${day(to)}`;
    if (from) return `no earlier than ${day(from)}`;
    return to ? `no later than ${day(to)}` : "";
  }

  const chip = (text, kind) => make("span", { class: `chip ${kind || ""}`, text });
  const heading = (text, ...before) => make("h2", { tabindex: "-1" }, ...before, text);
  const small = (text) => make("h3", { text });

  return function cards(payload, marks, act) {
    const entities = new Map(payload.entities.map((entity) => [entity.iri, entity]));
    const label = (iri) => (entities.has(iri) ? entities.get(iri).label : localName(iri));

    /** A name that opens the entity's card when the drawing has it. */
    function entityName(ref) {
      if (!entities.has(ref.iri)) return make("span", { text: ref.label });
      return make("button", { type: "button", class: "inline", text: ref.label, on: { click: () => act.choose({ entity: ref.iri }) } });
    }

    const statementSigns = (statement) => [stroke(statement.tense), statement.disputed ? warning() : null];

    /** A row that opens a relation's card. */
    function statementRow(number) {
      const statement = payload.statements[number];
      const note = [TENSES[statement.tense], statement.when, statement.disputed ? statement.standing : ""].filter(Boolean);
      return make(
        "button",
        { type: "button", class: "row", "data-relation": number, on: { click: () => act.choose({ relation: number }) } },
        make("span", { class: "signs" }, ...statementSigns(statement)),
        make("span", {}, make("span", { class: "line", text: statement.sentence }), make("small", { text: note.join(" · ") })),
      );
    }

    const listOf = (items) => make("ul", { class: "plain" }, items.map((item) => make("li", {}, item)));

    /** The document that the source itself cites for a claim. */
    function cited(claim) {
      const first = claim.primary_source;
      return first ? [", citing ", first.url ? link(first.url, first.title) : make("cite", { text: first.title })] : [];
    }

    /** Where in its source a claim is found, and the very words when the page has them. */
    function evidence(claim) {
      const source = claim.source ? look(payload.sources, claim.source.iri, claim.source) : null;
      if (!source) return [make("p", { class: "where", text: "No source is given." })];
      const title = source.url ? link(source.url, source.title) : make("cite", { text: source.title });
      if (!claim.evidence.length) return [make("p", { class: "where" }, title)];
      return claim.evidence.flatMap((place) => {
        const where = [];
        if (place.sentence !== null && place.sentence !== undefined) where.push(`sentence ${place.sentence}`);
        if (place.start !== null && place.start !== undefined) where.push(`characters ${place.start}–${place.end}`);
        if (place.row_key) where.push(`row ${place.row_key}`);
        if (place.column) where.push(`column ${place.column}`);
        return [
          place.text ? make("blockquote", { text: place.text }) : null,
          make("p", { class: "where" }, title.cloneNode(true), where.length ? `, ${where.join(", ")}` : "", cited(claim)),
        ];
      });
    }

    /** The facts about a claim as pairs of a term and its description. */
    function facts(claim) {
      const begun = stretch(claim.holds.start_earliest, claim.holds.start_latest);
      const ended = stretch(claim.holds.end_earliest, claim.holds.end_latest);
      const rows = [
        ["Said by", claim.speaker && entityName(claim.speaker)],
        ["Said to", claim.addressee && entityName(claim.addressee)],
        ["Relayed by", claim.relayed_by && entityName(claim.relayed_by)],
        ["Said", stretch(claim.said.earliest, claim.said.latest)],
        ["Time as printed", claim.time_text && `“${claim.time_text}”`],
        ["Begins", begun],
        ["Ends", ended],
        ["Role as printed", claim.role_text && `“${claim.role_text}”`],
        ["Hangs on", claim.condition],
      ].filter(([, value]) => value);
      return make("dl", {}, rows.flatMap(([term, value]) => [make("dt", { text: term }), make("dd", {}, value)]));
    }

    /** The claims that a claim is linked with, each with who makes the link. */
    function links(claim) {
      if (!claim.links.length) return [];
      const order = Object.keys(LINKS);
      const weighty = [...claim.links].sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
      const rows = weighty.map((tie) => {
        const [out, back] = look(LINKS, tie.kind, [words(tie.kind), `${words(tie.kind)} (the other way round)`]);
        const other = look(payload.claims, tie.claim, null);
        const text = other ? other.paraphrase : `claim ${localName(tie.claim)}, which is not on this page`;
        return make(
          "li",
          { class: `tie ${tie.kind}` },
          make("span", { class: "kind", text: tie.direction === "out" ? out : back }),
          other
            ? make("button", { type: "button", class: "inline", text, on: { click: () => act.choose({ claim: tie.claim }) } })
            : make("span", { text }),
          tie.by ? make("small", { text: `according to ${tie.by.label}` }) : null,
        );
      });
      return [make("h4", { text: "This claim…" }), make("ul", { class: "ties" }, rows)];
    }

    /** A whole claim: who says what, how firmly, where, and what speaks for or against it. */
    function claimCard(claim) {
      const status = claim.status || "";
      return make(
        "article",
        { class: `claim ${status.toLowerCase()}`, "aria-label": `Claim ${localName(claim.iri)}` },
        make("p", { class: "said", text: claim.paraphrase }),
        make(
          "p",
          { class: "chips" },
          chip(kind(claim)),
          claim.hedged ? chip("hedged") : null,
          claim.polarity === "Negative" ? chip("negated", "against") : null,
          chip(words(status), status === "Accepted" ? "for" : "against"),
          claim.confidence === null || claim.confidence === undefined ? null : chip(`confidence ${Math.round(claim.confidence * 100)} %`),
          make("code", { text: localName(claim.iri) }),
        ),
        facts(claim),
        evidence(claim),
        links(claim),
      );
    }

    function entity(iri, shown) {
      const one = entities.get(iri);
      const own = payload.statements.map((_, number) => number).filter((number) => [payload.statements[number].subject, payload.statements[number].object].includes(iri));
      const drawn = new Set(own.flatMap((number) => payload.statements[number].claims));
      const others = Object.values(payload.claims).filter(
        (claim) =>
          !drawn.has(claim.iri) &&
          [claim.statement.subject, claim.statement.object, claim.speaker].some((ref) => ref && ref.iri === iri),
      );
      const isFigure = (claim) => !claim.statement.object && claim.status === "Accepted" && claim.polarity === "Positive" && ["AssertedFact", "Plan"].includes(claim.modality);
      const about = others.filter((claim) => !isFigure(claim));
      const plain = others.filter(isFigure);
      const said = (claim) =>
        make(
          "button",
          { type: "button", class: "row", on: { click: () => act.choose({ claim: claim.iri }) } },
          make("span", {}, make("span", { class: "line", text: claim.paraphrase }), make("small", { text: [kind(claim), words(claim.status), claim.speaker && `said by ${claim.speaker.label}`].filter(Boolean).join(" · ") })),
        );
      const hidden = own.filter((number) => !shown.has(number)).length;
      return [
        heading(one.label, mark(marks[one.type])),
        make("p", { class: "chips" }, chip(words(one.type)), make("code", { text: one.curie })),
        one.aliases.length
          ? make("p", { class: "aliases" }, "Also: ", one.aliases.flatMap((alias, place) => [place ? ", " : "", make("span", { lang: alias.lang, dir: "auto", text: alias.text })]))
          : null,
        make(
          "p",
          { class: "actions" },
          make("button", { type: "button", text: "Connect from here", on: { click: () => act.end("from", iri) } }),
          make("button", { type: "button", text: "Connect to here", on: { click: () => act.end("to", iri) } }),
        ),
        small(plural(own.length, "relation", "relations")),
        hidden ? make("p", { class: "hint", text: `${plural(hidden, "of them is", "of them are")} hidden by the legend's filters.` }) : null,
        listOf(inOrder(own).map(statementRow)),
        about.length ? small("Also claimed, but not drawn as a relation") : null,
        about.length ? listOf(about.map(said)) : null,
        plain.length ? make("details", {}, make("summary", { text: `Names and figures, with their sources (${plain.length})` }), listOf(plain.map(said))) : null,
      ];
    }

    function relation(number) {
      const statement = payload.statements[number];
      const claims = statement.claims.map((iri) => look(payload.claims, iri, null)).filter(Boolean);
      return [
        heading(statement.sentence),
        make("p", { class: "chips" }, make("span", { class: "chip" }, stroke(statement.tense), TENSES[statement.tense]), statement.disputed ? make("span", { class: "chip against" }, warning(), statement.standing) : null, statement.status ? chip(words(statement.status), statement.status === "Accepted" ? "for" : "against") : null, statement.when ? chip(statement.when) : null),
        make("p", { class: "between" }, entityName({ iri: statement.subject, label: label(statement.subject) }), ` ${statement.relation.label} `, entityName({ iri: statement.object, label: label(statement.object) })),
        make("p", { class: "between inverse" }, "Read the other way: ", label(statement.object), ` ${statement.relation.inverse_label} `, label(statement.subject)),
        small(claims.length ? plural(claims.length, "claim says so", "claims say so") : "No source is given for this relation"),
        claims.map(claimCard),
      ];
    }

    function claim(iri) {
      const one = payload.claims[iri];
      const object = one.statement.object ? one.statement.object : null;
      return [
        heading("A claim"),
        make("p", { class: "between" }, entityName(one.statement.subject), ` ${one.statement.predicate.label} `, object ? entityName(object) : make("span", { text: one.statement.value ? one.statement.value.text : "" })),
        claimCard(one),
      ];
    }

    /** The first thing the panel says: what this page holds, and where one might start. */
    function start(shown) {
      const degree = new Map(payload.entities.map((one) => [one.iri, 0]));
      for (const statement of payload.statements) {
        for (const end of [statement.subject, statement.object]) degree.set(end, (degree.get(end) || 0) + 1);
      }
      const asked = payload.focus.filter((iri) => entities.has(iri));
      const known = [...entities.keys()].sort((one, other) => degree.get(other) - degree.get(one) || (label(one) < label(other) ? -1 : 1));
      const named = (iri) =>
        make("button", { type: "button", class: "row", on: { click: () => act.choose({ entity: iri }) } }, make("span", { class: "signs" }, mark(marks[entities.get(iri).type])), make("span", {}, make("span", { class: "line", text: label(iri) }), make("small", { text: `${words(entities.get(iri).type)} · ${plural(degree.get(iri), "relation", "relations")}` })));
      const disputed = payload.statements.map((_, number) => number).filter((number) => payload.statements[number].disputed);
      return [
        heading("Who says so?"),
        make("p", { text: `${plural(payload.entities.length, "entity", "entities")} and ${plural(payload.statements.length, "relation", "relations")}, drawn from ${plural(Object.keys(payload.claims).length, "claim", "claims")} in ${plural(Object.keys(payload.sources).length, "source", "sources")}. Choose an entity or a line to see who claims it, where, and what speaks against it.` }),
        shown.size < payload.statements.length ? make("p", { class: "hint", text: "The legend's filters hide some of them." }) : null,
        asked.length ? small("What was asked for") : null,
        asked.length ? listOf(asked.map(named)) : null,
        disputed.length ? small("Disputed") : null,
        disputed.length ? listOf(disputed.slice(0, 6).map(statementRow)) : null,
        asked.length ? null : small("Best connected"),
        asked.length ? null : listOf(known.slice(0, 5).map(named)),
      ];
    }

    /** What holds now comes first, then what is over, then what is planned. */
    function inOrder(numbers) {
      return ["present", "past", "plan"].flatMap((tense) => numbers.filter((number) => payload.statements[number].tense === tense));
    }

    /** The connections between two entities, as sentences; one of them is the one highlighted. */
    function connection({ from, to, found, current, unfiltered }) {
      const title = heading(`${label(from)} to ${label(to)}`);
      if (from === to) return [title, make("p", { text: "These are one and the same entity." })];
      if (!found.length) {
        const why = unfiltered.length
          ? `The legend's filters hide every connection; without them there ${unfiltered.length === 1 ? "is one" : `are at least ${unfiltered.length}`}, the shortest of ${plural(unfiltered[0].hops.length, "hop", "hops")}.`
          : `Nothing on this page connects ${label(from)} and ${label(to)} within ${Paths.MOST_HOPS} hops.`;
        return [title, make("p", { class: "hint", text: why }), unfiltered.length ? make("p", { class: "actions" }, make("button", { type: "button", text: "Show everything again", on: { click: act.showAll } })) : null];
      }
      const items = found.map((path, place) =>
        make(
          "li",
          { class: "path", "aria-current": place === current ? "true" : null },
          make("button", { type: "button", class: "lead", "aria-pressed": String(place === current), on: { click: () => act.choose({ from, to, path: place }) } }, make("b", { text: `${place + 1}. ${plural(path.hops.length, "hop", "hops")}` }), make("small", { text: path.entities.map(label).join(" – ") }), make("small", { class: "score", title: "Shorter paths score higher, paths through hubs lower", text: `score ${path.score.toFixed(4)}` })),
          make("ol", { class: "plain" }, path.hops.map((numbers) => make("li", {}, inOrder(numbers).map(statementRow)))),
          path.hops.length > 1 ? make("p", { class: "hint together", text: Together.say(path.together) }) : null,
        ),
      );
      return [
        title,
        make("p", { text: found.length === 1 ? "The only connection:" : `The ${found.length} best connections, shortest first; the chosen one is highlighted.` }),
        make("ol", { class: "plain paths" }, items),
      ];
    }

    return { start, entity, relation, claim, connection, label };
  };
})();
