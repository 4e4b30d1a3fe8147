/* Elements: building the page's parts. All text goes in as text; nothing is ever read as markup. */

const Elements = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  const SHAPES = {
    dot: ["circle", { cx: 8, cy: 8, r: 6 }],
    square: ["rect", { x: 2.5, y: 2.5, width: 11, height: 11 }],
    diamond: ["polygon", { points: "8,1 15,8 8,15 1,8" }],
    triangle: ["polygon", { points: "8,1.5 15,14 1,14" }],
    triangleDown: ["polygon", { points: "8,14.5 15,2 1,2" }],
    hexagon: ["polygon", { points: "4.5,2 11.5,2 15,8 11.5,14 4.5,14 1,8" }],
    star: ["polygon", { points: "8,0.6 10,5.8 15.5,6.1 11.3,9.6 12.7,15 8,12 3.3,15 4.7,9.6 0.5,6.1 6,5.8" }],
  };

  /** Make an element: attributes by name, `text`, `on` for listeners, then the children. */
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null || value === undefined || value === false) continue;
      if (name === "text") element.textContent = value;
      else if (name === "on") for (const [event, run] of Object.entries(value)) element.addEventListener(event, run);
      else element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== ""));
    return element;
  }

  function svg(tag, attributes, ...children) {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  const picture = (width, ...shapes) =>
    svg("svg", { class: "mark", width, height: 16, viewBox: `0 0 ${width} 16`, "aria-hidden": "true" }, ...shapes);

  /** The mark of an entity type, as the drawing shows it. */
  function mark({ shape, colour }) {
    const [tag, attributes] = SHAPES[shape];
    return picture(16, svg(tag, { ...attributes, class: `tint-${colour}` }));
  }

  /** A sample of a line in one tense. */
  const stroke = (tense) => picture(28, svg("line", { x1: 1, y1: 8, x2: 27, y2: 8, class: `line-${tense}` }));

  /** The sign that a relation is disputed. */
  const warning = () =>
    picture(
      16,
      svg("circle", { cx: 8, cy: 8, r: 7, class: "warning" }),
      svg("path", { d: "M8 3.6v5.4M8 11.2v1.4", class: "warning-sign" }),
    );

  /** A link, if the address is one that a browser may safely be sent to; else plain text. */
  function link(address, text) {
    let url = null;
    try {
      url = new URL(address);
    } catch {
      url = null;
    }
    if (!url || !["http:", "https:"].includes(url.protocol)) return make("span", { text });
    return make("a", { href: url.href, rel: "noopener noreferrer external", target: "_blank", text });
  }

  /**
   * Turn an input and a list into a combobox: type, arrows, Enter, Escape, or the mouse.
   * `find` answers what was typed with rows {value, content, label}; `pick` gets the chosen value.
   */
  function combobox(input, list, find, pick) {
    let rows = [];
    let current = -1;
    const close = () => {
      list.hidden = true;
      current = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const point = (place) => {
      current = place;
      [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === place)));
      if (place < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", list.children[place].id);
      return list.children[place].scrollIntoView({ block: "nearest" });
    };
    const choose = (place) => {
      const row = rows[place];
      close();
      if (row) pick(row.value);
    };
    const open = () => {
      rows = find(input.value);
      list.replaceChildren(
        ...rows.map((row, place) =>
          make(
            "li",
            {
              id: `${list.id}-${place}`,
              role: "option",
              "aria-selected": "false",
              on: { mousedown: (event) => event.preventDefault(), click: () => choose(place) },
            },
            row.content,
          ),
        ),
      );
      if (!rows.length && input.value.trim()) {
        list.append(make("li", { class: "none", role: "option", "aria-disabled": "true", text: "No entity has such a name here" }));
      }
      list.hidden = !list.children.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      point(rows.length ? 0 : -1);
    };
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    list.setAttribute("role", "listbox");
    close();
    input.addEventListener("input", open);
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        if (list.hidden) open();
        else if (rows.length) point((current + step + rows.length) % rows.length);
      } else if (!list.hidden && event.key === "Enter" && rows.length) {
        event.preventDefault();
        choose(current);
      } else if (!list.hidden && event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        close();
      }
    });
    return { open, close };
  }

  return { make, mark, stroke, warning, link, combobox };
})();
