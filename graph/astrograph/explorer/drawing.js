/* Drawing: vis-network with our own colours, dashes, relation names and signs of dispute. */

const Drawing = (() => {
  const DASHES = { present: false, past: [1.5, 5], plan: [9, 6] };
  const FADED = 0.14;
  const tone = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  /** Read the theme's colours once; the canvas cannot use style sheets. */
  function readTones() {
    const names = ["page", "ink", "faded", "outline", "accent", "glow", "line-present", "line-past", "line-plan", "warning", "on-warning"];
    const tints = ["orange", "blue", "green", "sky", "vermilion", "purple", "yellow", "grey"];
    return {
      ...Object.fromEntries(names.map((name) => [name, tone(name)])),
      tint: Object.fromEntries(tints.map((name) => [name, tone(name)])),
      font: getComputedStyle(document.body).fontFamily,
    };
  }

  return function drawing(frame, picture, payload, act) {
    const big = picture.edges.length > 500;
    const nodes = new vis.DataSet();
    const edges = new vis.DataSet();
    const isTall = frame.clientHeight > frame.clientWidth && picture.nodes.every((node) => node.tall);
    const spotOf = (edge) => (isTall ? edge.tall : edge.spot);
    let tones = readTones();
    let view = null;
    let hovered = null;

    const isStrong = (kind, id) => !view.strong || view.strong[kind].has(id);

    function nodeLook(node) {
      const strong = isStrong("entities", node.id) && !view.quiet.has(node.id);
      const chosen = view.chosen.entities.has(node.id);
      const tint = { background: tones.tint[node.tint], border: chosen ? tones.accent : tones.outline };
      return {
        id: node.id,
        hidden: view.hidden.has(node.id),
        opacity: strong ? 1 : FADED,
        borderWidth: chosen ? 2.6 : 1.6,
        color: { ...tint, hover: tint, highlight: tint },
        font: {
          face: tones.font,
          size: 14,
          color: strong ? tones.ink : tones.faded,
          strokeWidth: 4,
          strokeColor: tones.page,
          bold: false,
        },
        shadow: chosen ? { enabled: true, color: tones.glow, size: 22, x: 0, y: 0 } : false,
      };
    }

    function edgeLook(edge) {
      const { tense } = payload.statements[edge.id];
      const chosen = view.chosen.statements.has(edge.id);
      const colour = chosen ? tones.accent : tones[`line-${tense}`];
      return {
        id: edge.id,
        hidden: !view.shown.has(edge.id),
        width: chosen ? 4 : tense === "past" ? 1.8 : 2,
        dashes: DASHES[tense],
        color: { color: colour, highlight: colour, hover: colour, opacity: isStrong("statements", edge.id) ? 1 : FADED },
      };
    }

    nodes.add(picture.nodes.map(({ id, label, x, y, size, shape, tall }) => ({
      ...{ id, label, size, shape, x: isTall ? tall[0] : x, y: isTall ? tall[1] : y },
      labelHighlightBold: false,
      shapeProperties: { borderRadius: 3 },
    })));
    edges.add(
      picture.edges.map(({ id, from, to, bend }) => ({
        id,
        from,
        to,
        arrows: { to: { enabled: !big, scaleFactor: 0.55 } },
        smooth: bend && !big ? { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bend) } : false,
        hoverWidth: 0.6,
        selectionWidth: 0,
      })),
    );
    const network = new vis.Network(frame, { nodes, edges }, JSON.parse(picture.options));

    /** Write a relation's name along its line. */
    function writeName(context, edge, share) {
      const drawn = network.body.edges[edge.id];
      if (!drawn || !drawn.edgeType) return;
      const at = drawn.edgeType.getPoint(share);
      const before = drawn.edgeType.getPoint(share - 0.02);
      const after = drawn.edgeType.getPoint(share + 0.02);
      let angle = Math.atan2(after.y - before.y, after.x - before.x);
      if (Math.abs(angle) > Math.PI / 2) angle += Math.PI;
      context.save();
      context.translate(at.x, at.y);
      context.rotate(angle);
      const width = context.measureText(edge.name).width + 6;
      context.fillStyle = tones.page;
      context.fillRect(-width / 2, -7, width, 14);
      context.fillStyle = view.chosen.statements.has(edge.id) ? tones.accent : tones.ink;
      context.fillText(edge.name, 0, 0.5);
      context.restore();
    }

    /** Put the sign of dispute on a line. */
    function writeWarning(context, edge) {
      const { edgeType } = network.body.edges[edge.id];
      const box = network.getBoundingBox(edge.from);
      let share = 0.1;
      let at = edgeType.getPoint(share);
      while (share < 0.4 && at.x > box.left - 8 && at.x < box.right + 8 && at.y > box.top - 8 && at.y < box.bottom + 8) {
        share += 0.02;
        at = edgeType.getPoint(share);
      }
      context.beginPath();
      context.arc(at.x, at.y, 7.5, 0, 2 * Math.PI);
      context.fillStyle = tones.warning;
      context.fill();
      context.lineWidth = 1.5;
      context.strokeStyle = tones.page;
      context.stroke();
      context.fillStyle = tones["on-warning"];
      context.font = `bold 12px ${tones.font}`;
      context.fillText("!", at.x, at.y + 0.5);
    }

    function isNamed(edge) {
      if (hovered && (hovered.statement === edge.id || hovered.entity === edge.from || hovered.entity === edge.to)) return true;
      if (view.strong) return view.strong.statements.has(edge.id);
      return spotOf(edge) !== null;
    }

    network.on("afterDrawing", (context) => {
      if (!view) return;
      context.textAlign = "center";
      context.textBaseline = "middle";
      for (const edge of picture.edges) {
        if (!view.shown.has(edge.id)) continue;
        context.font = `11.5px ${tones.font}`;
        if (isNamed(edge)) writeName(context, edge, spotOf(edge) ?? 0.5);
        if (payload.statements[edge.id].disputed && isStrong("statements", edge.id)) writeWarning(context, edge);
      }
    });
    network.on("click", ({ nodes: [node], edges: [edge] }) => {
      if (node !== undefined) act.choose({ entity: node });
      else if (edge !== undefined) act.choose({ relation: edge });
      else act.choose({});
    });
    const hover = (what) => {
      hovered = what;
      frame.classList.toggle("pointing", Boolean(what));
      network.redraw();
    };
    network.on("hoverNode", ({ node }) => hover({ entity: node }));
    network.on("hoverEdge", ({ edge }) => hover({ statement: edge }));
    network.on("blurNode", () => hover(null));
    network.on("blurEdge", () => hover(null));

    const canvas = frame.querySelector(".vis-network");
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", "Drawing of the relations. Arrow keys move it, plus and minus zoom. The list view has the same content as text.");

    /** Show the drawing in one state: what is hidden, what stands out, what is chosen. */
    function show(next) {
      view = next;
      hovered = null;
      nodes.update(picture.nodes.map(nodeLook));
      edges.update(picture.edges.map(edgeLook));
      network.unselectAll();
    }

    const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
    const motion = () => (calm() ? false : { duration: 350, easingFunction: "easeInOutQuad" });
    return {
      show,
      fit: () => network.fit({ animation: motion(), maxZoomLevel: 1.15 }),
      zoom: (factor) => network.moveTo({ scale: network.getScale() * factor, animation: motion() }),
      refit: () => {
        network.redraw();
        network.fit({ maxZoomLevel: 1.15 });
      },
      /** Bring entities into sight without moving when they are in sight already. */
      reveal(ids) {
        if (!ids.length) return;
        const box = frame.getBoundingClientRect();
        const places = Object.values(network.getPositions(ids)).map((place) => network.canvasToDOM(place));
        const inSight = places.every(({ x, y }) => x > 30 && y > 30 && x < box.width - 30 && y < box.height - 50);
        if (!inSight) network.fit({ nodes: ids, animation: motion(), maxZoomLevel: 1 });
      },
      recolour() {
        tones = readTones();
        if (view) show(view);
      },
      network,
    };
  };
})();
