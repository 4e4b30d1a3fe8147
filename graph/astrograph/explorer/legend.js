/* Legend: every mark and line with its meaning; each entry hides or shows what it stands for. */

const Legend = (() => {
  const { make, mark, stroke, warning } = Elements;
  const TENSES = { present: "holds now", plan: "planned", past: "in the past" };
  const words = (name) => name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  const standing = (statement) => (statement.disputed ? "disputed" : "undisputed");

  /** Count how often each value of a key occurs. */
  function count(items, key) {
    const counts = new Map();
    for (const item of items) counts.set(key(item), (counts.get(key(item)) || 0) + 1);
    return counts;
  }

  /** Order types so that those with the same shape stand together. */
  const byMark = (marks) => (one, other) =>
    marks[one].shape.localeCompare(marks[other].shape) || marks[one].colour.localeCompare(marks[other].colour) || one.localeCompare(other);

  /** List the groups of entries: entity types, tenses, standing. Only what occurs is listed. */
  function groups(payload, marks) {
    const types = count(payload.entities, (entity) => entity.type);
    const tenses = count(payload.statements, (statement) => statement.tense);
    const standings = count(payload.statements, standing);
    const entry = (kind, counts) => (key) => ({ key: `${kind}:${key}`, name: key, count: counts.get(key) });
    return [
      { name: "Entities", entries: Object.keys(marks).sort(byMark(marks)).map(entry("type", types)), icon: (key) => mark(marks[key]), text: words },
      { name: "Relations", entries: Object.keys(TENSES).filter((key) => tenses.has(key)).map(entry("tense", tenses)), icon: stroke, text: (key) => TENSES[key] },
      { name: "Standing", entries: ["undisputed", "disputed"].filter((key) => standings.has(key)).map(entry("standing", standings)), icon: (key) => (key === "disputed" ? warning() : null), text: (key) => key },
    ];
  }

  return function legend(holder, payload, marks, toggle, showAll) {
    const all = groups(payload, marks);
    const buttons = new Map();
    for (const { name, entries, icon, text } of all) {
      const row = make("div", { role: "group", "aria-label": name }, make("span", { class: "group", text: name, "aria-hidden": "true" }));
      for (const { key, name: value, count: number } of entries) {
        const button = make("button", { type: "button", class: "filter", "data-filter": key, on: { click: () => toggle(key) } }, icon(value), make("span", { text: text(value) }), make("small", { text: number }));
        buttons.set(key, button);
        row.append(button);
      }
      holder.append(row);
    }
    const reset = make("button", { type: "button", class: "reset", text: "Show everything", on: { click: showAll } });
    holder.lastElementChild.append(reset);

    return {
      keys: new Set(buttons.keys()),
      standing,
      show(hidden) {
        for (const [key, button] of buttons) button.setAttribute("aria-pressed", String(!hidden.has(key)));
        reset.hidden = !hidden.size;
      },
    };
  };
})();
