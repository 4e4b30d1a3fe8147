/* The page: one state, and how panel, drawing, list, legend and address follow from it. */

(() => {
  const { make, mark, combobox } = Elements;
  const byId = (id) => document.getElementById(id);
  const payload = JSON.parse(byId("payload").textContent);
  const picture = JSON.parse(byId("picture").textContent);
  const entities = new Map(payload.entities.map((entity) => [entity.iri, entity]));
  const names = Names.index(payload.entities);
  const state = { chosen: {}, trail: [], from: null, to: null, path: 0, hidden: new Set(), view: "drawing" };
  let typing = false;

  /* ---- what the user does ---- */

  const act = {
    /** Choose an entity, a relation, a claim, or one of the connections; {} chooses nothing. */
    choose(what) {
      const { path, from, to, ...chosen } = what;
      if (path !== undefined) Object.assign(state, { path, from, to });
      if (Object.keys(chosen).length) state.trail.push(state.chosen);
      else state.trail = [];
      state.chosen = chosen;
      refresh({ reveal: true, focus: typing });
    },
    back() {
      state.chosen = state.trail.pop() || {};
      refresh({ reveal: true, focus: true });
    },
    /** Set one end of a connection. */
    end(side, iri) {
      Object.assign(state, { [side]: iri, path: 0, chosen: {}, trail: [] });
      refresh({ reveal: true });
      const other = side === "from" ? "to" : "from";
      if (state[other]) focusPanel();
      else byId(other).focus();
    },
    toggle(key) {
      if (!state.hidden.delete(key)) state.hidden.add(key);
      state.path = 0;
      refresh();
    },
    showAll() {
      state.hidden.clear();
      refresh();
    },
    /** Step back from what is chosen: first the card, then the connection. */
    leave() {
      if (Object.keys(state.chosen).length) act.choose({});
      else if (state.from || state.to) {
        Object.assign(state, { from: null, to: null, path: 0 });
        refresh({ reveal: true });
      }
    },
    view(name) {
      state.view = name;
      refresh();
      if (name === "drawing") picturing.refit();
    },
  };

  document.documentElement.dataset.ready = "true";
  document.body.dataset.view = state.view;
  const cards = Cards(payload, picture.marks, act);
  const legend = Legend(byId("filters"), payload, picture.marks, act.toggle, act.showAll);
  const address = Address(payload, entities, legend.keys);
  const picturing = Drawing(byId("canvas"), picture, payload, act);

  /* ---- what follows from the state ---- */

  /** Tell whether the legend lets a statement be seen. */
  function isShown(statement) {
    const ends = [entities.get(statement.subject), entities.get(statement.object)];
    return (
      !state.hidden.has(`tense:${statement.tense}`) &&
      !state.hidden.has(`standing:${legend.standing(statement)}`) &&
      ends.every((end) => end && !state.hidden.has(`type:${end.type}`))
    );
  }

  /** Find the connections asked for: those the filters leave, and those there are without them. */
  function connections() {
    if (!state.from || !state.to) return null;
    const isDrawn = (statement) => entities.has(statement.subject) && entities.has(statement.object);
    const { from, to, paths } = payload.path || {};
    const given = paths && from === state.from && to === state.to;
    const look = (isWalked) => (given ? Paths.along(payload.statements, paths, isWalked) : Paths.find(payload.statements, state.from, state.to, isWalked));
    const found = look(isShown);
    const unfiltered = found.length ? found : look(isDrawn);
    const current = Math.min(state.path, Math.max(0, found.length - 1));
    return { from: state.from, to: state.to, found, unfiltered, current };
  }

  /** Say what stands out on the drawing, and what is chosen in it. */
  function emphasis(shown, connection) {
    const { entity, relation, claim } = state.chosen;
    const nothing = { strong: null, chosen: { entities: new Set(payload.focus), statements: new Set() } };
    const pick = (numbers, own, chosen) => {
      const ends = numbers.flatMap((number) => [payload.statements[number].subject, payload.statements[number].object]);
      return { strong: { entities: new Set([...own, ...ends]), statements: new Set(numbers) }, chosen };
    };
    const path = connection && connection.found[connection.current];
    if (entity) {
      const own = [...shown].filter((number) => [payload.statements[number].subject, payload.statements[number].object].includes(entity));
      return pick(own, [entity], { entities: new Set([entity]), statements: new Set() });
    }
    if (relation !== undefined) {
      const onPath = path && path.hops.flat().includes(relation);
      return pick(onPath ? path.hops.flat() : [relation], [], { entities: new Set(), statements: new Set([relation]) });
    }
    if (claim) {
      const { subject, object, value } = payload.claims[claim].statement;
      const own = [...shown].filter((number) => payload.statements[number].claims.includes(claim));
      const ends = [subject, object].filter(Boolean).map((end) => end.iri).filter((iri) => entities.has(iri));
      return pick(own, ends, { entities: new Set(value ? [] : ends), statements: new Set(own) });
    }
    if (path) {
      const numbers = path.hops.flat();
      return pick(numbers, path.entities, { entities: new Set([state.from, state.to]), statements: new Set(numbers) });
    }
    if (state.from || state.to) nothing.chosen.entities = new Set([state.from, state.to].filter(Boolean));
    return nothing;
  }

  function showDrawing(shown, connection, reveal) {
    const hidden = new Set(payload.entities.filter((entity) => state.hidden.has(`type:${entity.type}`)).map((entity) => entity.iri));
    const linked = new Set([...shown].flatMap((number) => [payload.statements[number].subject, payload.statements[number].object]));
    const quiet = new Set(state.hidden.size ? payload.entities.map((entity) => entity.iri).filter((iri) => !linked.has(iri)) : []);
    const stress = emphasis(shown, connection);
    picturing.show({ shown, hidden, quiet, ...stress });
    if (reveal && state.view === "drawing" && stress.strong) {
      picturing.reveal([...stress.strong.entities].filter((iri) => !hidden.has(iri)));
    }
    const count = payload.entities.length - hidden.size;
    byId("shown").textContent = `${count} of ${payload.entities.length} entities and ${shown.size} of ${payload.statements.length} relations shown`;
  }

  function showPanel(shown, connection) {
    const { entity, relation, claim } = state.chosen;
    const isCard = Boolean(entity || claim || relation !== undefined);
    let parts;
    if (entity) parts = cards.entity(entity, shown);
    else if (relation !== undefined) parts = cards.relation(relation);
    else if (claim) parts = cards.claim(claim);
    else if (connection) parts = cards.connection(connection);
    else parts = cards.start(shown);
    const back = isCard ? make("button", { type: "button", class: "back", text: "← Back", on: { click: act.back } }) : null;
    const clear = !isCard && connection ? make("button", { type: "button", class: "back", text: "× Clear", on: { click: act.leave } }) : null;
    byId("details").replaceChildren(...[back || clear, ...parts].flat(2).filter(Boolean));
    byId("details").parentElement.scrollTop = 0;
    const current = document.querySelector(".path[aria-current]");
    if (current && connection.current > 0) current.scrollIntoView({ block: "nearest" });
  }

  function showList(shown) {
    for (const row of document.querySelectorAll("#list tr[data-statement]")) row.hidden = !shown.has(Number(row.dataset.statement));
    for (const row of document.querySelectorAll("#list tr[data-entity]")) row.hidden = state.hidden.has(`type:${payload.entities[row.dataset.entity].type}`);
  }

  const focusPanel = () => document.querySelector("#details h2").focus({ preventScroll: false });

  /** Let everything on the page follow the state. */
  function refresh({ reveal = false, focus = false } = {}) {
    const shown = new Set(payload.statements.map((_, number) => number).filter((number) => isShown(payload.statements[number])));
    const connection = connections();
    if (connection) state.path = connection.current;
    document.body.dataset.view = state.view;
    for (const name of ["drawing", "list"]) byId(`view-${name}`).setAttribute("aria-pressed", String(state.view === name));
    for (const side of ["from", "to"]) byId(side).value = state[side] ? cards.label(state[side]) : "";
    showPanel(shown, connection);
    showDrawing(shown, connection, reveal);
    showList(shown);
    legend.show(state.hidden);
    address.write(state);
    if (focus) focusPanel();
  }

  /* ---- wiring ---- */

  /** Make the static tables' names into buttons that open the cards. */
  function wireList() {
    const wrap = (cell, what) => cell.replaceChildren(make("button", { type: "button", class: "inline", text: cell.textContent, on: { click: () => act.choose(what) } }));
    for (const row of document.querySelectorAll("#list tr[data-statement]")) {
      const number = Number(row.dataset.statement);
      const { subject, object } = payload.statements[number];
      if (entities.has(subject)) wrap(row.cells[0], { entity: subject });
      wrap(row.cells[1], { relation: number });
      if (entities.has(object)) wrap(row.cells[2], { entity: object });
    }
    for (const row of document.querySelectorAll("#list tr[data-entity]")) wrap(row.cells[0], { entity: payload.entities[row.dataset.entity].iri });
  }

  /** Answer what was typed with rows for a list of entities. */
  const findRows = (typed) =>
    Names.find(names, typed, 12).map(({ entity, name }) => ({
      value: entity.iri,
      content: [
        mark(picture.marks[entity.type]),
        make("span", { class: "line", text: entity.label }),
        make("small", {}, entity.type.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase(), name.main ? null : " · ", name.main ? null : make("span", { lang: name.lang, dir: "auto", text: name.text })),
      ],
    }));

  function wireSearch() {
    combobox(byId("search"), byId("search-list"), findRows, (iri) => {
      byId("search").value = "";
      typing = true;
      act.choose({ entity: iri });
    });
    const boxes = {};
    for (const side of ["from", "to"]) {
      boxes[side] = combobox(byId(side), byId(`${side}-list`), findRows, (iri) => act.end(side, iri));
      byId(side).addEventListener("input", () => (state[side] = null));
      byId(side).addEventListener("focus", (event) => event.target.select());
    }
    byId("connect").addEventListener("submit", (event) => {
      event.preventDefault();
      for (const side of ["from", "to"]) {
        const [best, next] = Names.find(names, byId(side).value, 2);
        if (!state[side] && best && (!next || best.rank < next.rank)) state[side] = best.entity.iri;
      }
      const missing = ["from", "to"].find((side) => !state[side]);
      if (missing) {
        byId(missing).focus();
        boxes[missing].open();
        return;
      }
      Object.assign(state, { chosen: {}, trail: [], path: 0 });
      refresh({ reveal: true, focus: true });
    });
  }

  function wireKeys() {
    addEventListener("pointerdown", () => (typing = false), true);
    addEventListener("keydown", () => (typing = true), true);
    addEventListener("keydown", (event) => {
      const inField = event.target.closest && event.target.closest("input");
      if (event.key === "/" && !inField && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        byId("search").focus();
      } else if (event.key === "Escape") {
        if (inField === byId("search")) {
          inField.value = "";
          inField.blur();
        }
        act.leave();
      }
    });
  }

  /** The theme follows the reader's system until the button is pressed. */
  function wireTheme() {
    const system = matchMedia("(prefers-color-scheme: dark)");
    const isDark = () => (document.documentElement.dataset.theme ? document.documentElement.dataset.theme === "dark" : system.matches);
    const follow = () => {
      byId("theme").textContent = isDark() ? "Light" : "Dark";
      byId("theme").setAttribute("aria-label", `Switch to ${isDark() ? "light" : "dark"} colours`);
      picturing.recolour();
    };
    byId("theme").addEventListener("click", () => {
      document.documentElement.dataset.theme = isDark() ? "light" : "dark";
      follow();
    });
    system.addEventListener("change", follow);
    follow();
  }

  function wireView() {
    for (const name of ["drawing", "list"]) byId(`view-${name}`).addEventListener("click", () => act.view(name));
    document.querySelector(".skip").addEventListener("click", (event) => {
      event.preventDefault();
      act.view("list");
      byId("list").focus();
    });
    byId("zoom-in").addEventListener("click", () => picturing.zoom(1.3));
    byId("zoom-out").addEventListener("click", () => picturing.zoom(1 / 1.3));
    byId("zoom-fit").addEventListener("click", () => picturing.fit());
    addEventListener("hashchange", () => {
      const next = address.read();
      if (next) Object.assign(state, next, { trail: [] });
      refresh({ reveal: true });
    });
    if (matchMedia("(max-width: 760px)").matches) document.querySelector("#legend details").open = false;
  }

  function start() {
    const given = address.read();
    if (given) Object.assign(state, given);
    else if (payload.path) Object.assign(state, { from: payload.path.from, to: payload.path.to });
    else if (payload.focus.length === 1 && entities.has(payload.focus[0])) state.chosen = { entity: payload.focus[0] };
    wireList();
    wireSearch();
    wireKeys();
    wireView();
    refresh();
    picturing.refit();
    wireTheme();
  }

  start();
  window.astrograph = { picturing, Names, Paths };
})();
