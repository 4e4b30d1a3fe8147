"""Measures the explorer's page beside pyvis' own, on the same graph and in the same run.

What the browser's main thread computes counts, not the time that passes, so that a busy machine
changes little; a ratio says how many times less that is than for the page that pyvis writes
(`in_line`, with its defaults or with physics off). `OVER` stands behind what misses its bar.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bench_deeds import deeds
from bench_explorer_probes import ASK, EXAMPLES, FIND, LONGEST, READY_TO_ASK, SEARCH, longest_task

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from playwright.sync_api import Browser, CDPSession, Page

    from astrograph.explorer.page import Tier
    from astrograph.explorer.payload import PageEntity, PageStatement, Payload

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"]
READY = "html[data-ready=true]"
SETTLED = 150.0
"""After how many seconds pyvis' physics counts as settled, whatever it does."""
QUIET = 0.02
"""How many seconds of computing a second a page that has come to rest may still take."""
KEYS = ("soyuz", "рогозин", "nasa jo", "rogzin", "international sp")
PATHS = 5
ROUNDS = 3
ASKED = 125
"""Of how many entities of the wide graph a page holds some 20,000 triples."""
FULL = 800
"""Of how many entities of the wide graph a page holds nearly 200,000 triples, the most it may."""


class Figure(NamedTuple):
    """One line of the table: what was measured, and the bar that it is held to."""

    name: str
    found: str
    bar: str = ""
    fits: bool = True


def synthetic(count: int) -> Payload:
    """Make a graph whose links prefer what is well linked, 2.5 of them for each entity.

    Args:
        count: How many entities it has.

    Returns:
        What a page of it holds.
    """
    dice = random.Random(count)  # noqa: S311  (a graph to draw, not a secret)
    ends = [0, 1]
    pairs = {(0, 1)}
    for node in range(2, count):
        for _ in range(2 + node % 2):
            other = dice.choice(ends)
            if other != node:
                pairs.add((min(node, other), max(node, other)))
                ends += (node, other)
    statements = [_statement(one, other) for one, other in sorted(pairs)]
    entities: list[PageEntity] = [
        {
            "iri": f"x:{number:05}",
            "curie": f"id:{number}",
            "label": f"Entity {number}",
            "type": "Agent",
            "aliases": [],
        }
        for number in range(count)
    ]
    return {
        "title": "Synthetic",
        "edition": "",
        "attribution": [],
        "generator": "bench",
        "entities": entities,
        "statements": statements,
        "claims": {},
        "sources": {},
        "focus": [],
        "path": None,
    }


def _statement(one: int, other: int) -> PageStatement:
    return {
        "subject": f"x:{one:05}",
        "relation": {"iri": "x:knows", "label": "knows", "inverse_label": "is known to"},
        "object": f"x:{other:05}",
        "tense": "present",
        "status": "Accepted",
        "standing": "undisputed",
        "disputed": False,
        "when": "",
        "sentence": "",
        "claims": [],
        "cost": (one + other) % 64,
        "occasions": [[None, None, None, None]],
    }


def write_pyvis(payload: Payload, path: Path, *, physics: bool, adders: bool = False) -> float:
    """Write a graph as pyvis does it.

    Args:
        payload: The graph.
        path: The file to write.
        physics: Whether the page works out the places; otherwise they are given.
        adders: Whether the graph is handed over by pyvis' own adders, however long they take.

    Returns:
        The seconds of computing that it took, without those for the places.
    """
    from pyvis.network import Network

    from astrograph.explorer.picture import draw

    # Only the places are taken from here: where pyvis draws all, they need not be good ones.
    few = len(payload["entities"]) <= 5000  # noqa: PLR2004
    nodes = [] if physics or not few else draw({**payload})["nodes"]
    at = {node["id"]: (node["x"], node["y"]) for node in nodes}
    dice = random.Random(1)  # noqa: S311  (places on a picture)
    begun = time.process_time()
    net = Network(height="900px", width="100%", directed=True, cdn_resources="in_line")
    held: list[dict[str, Any]] = []
    for entity in payload["entities"]:
        place = at.get(entity["iri"]) or (dice.uniform(-9e3, 9e3), dice.uniform(-9e3, 9e3))
        options = {} if physics else {"x": place[0], "y": place[1]}
        if adders:
            net.add_node(entity["iri"], entity["label"], **options)
        else:
            more = {"color": "#97c2fc", "shape": "dot", **options}
            held.append({"id": entity["iri"], "label": entity["label"], **more})
    lines = [(each["subject"], each["object"]) for each in payload["statements"]]
    if adders:
        for one, other in lines:
            net.add_edge(one, other)
    else:
        net.nodes = held
        net.edges = [{"from": one, "to": other, "arrows": "to"} for one, other in lines]
    if not physics:
        net.toggle_physics(status=False)
    path.write_text(net.generate_html(), encoding="utf-8")
    return time.process_time() - begun


class Opened(NamedTuple):
    """A page in the browser, and the clock of its main thread."""

    page: Page
    clock: CDPSession

    def spent(self) -> float:
        """Return the seconds that the main thread has computed for the page."""
        told = self.clock.send("Performance.getMetrics")["metrics"]
        return float({each["name"]: each["value"] for each in told}["TaskDuration"])

    def at_rest(self, most: float) -> float:
        """Wait until the page has come to rest, and return what it has computed by then."""
        until = time.monotonic() + most
        before = self.spent()
        while time.monotonic() < until:
            self.page.wait_for_timeout(1000)
            now = self.spent()
            if now - before < QUIET:
                return before
            before = now
        return before


def opened(browser: Browser, path: Path, ready: str = "canvas") -> Opened:
    """Open a page, and wait until it can be seen.

    Args:
        browser: The browser.
        path: The page.
        ready: What stands on it then.

    Returns:
        The page.
    """
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    clock = page.context.new_cdp_session(page)
    clock.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(path.as_uri(), timeout=180_000)
    page.wait_for_selector(ready, state="attached", timeout=180_000)
    return Opened(page, clock)


def first_picture(browser: Browser, path: Path, ready: str = "canvas") -> float:
    """Return the seconds of computing until a page has come to rest."""
    held = opened(browser, path, ready)
    spent = held.at_rest(SETTLED)
    held.page.close()
    return spent


def drag_step(browser: Browser, path: Path, ready: str = "canvas") -> float:
    """Return the seconds of computing for one step of moving the whole drawing by the mouse."""
    held = opened(browser, path, ready)
    held.at_rest(20)
    mouse = held.page.mouse
    box = held.page.locator("canvas").first.bounding_box() or {"x": 0, "y": 0}
    corner = (box["x"] + 12, box["y"] + 60)
    mouse.move(*corner)
    mouse.down()
    mouse.move(corner[0] + 5, corner[1] + 5)
    held.page.wait_for_timeout(300)
    before, steps = held.spent(), 30
    for step in range(steps):
        mouse.move(corner[0] + 5 + 9 * step, corner[1] + 5 + 6 * step)
        held.page.wait_for_timeout(30)
    spent = (held.spent() - before) / steps
    mouse.up()
    held.page.close()
    return spent


def ratio(name: str, theirs: float, ours: float, least: float) -> Figure:
    """Compare two computing times; without a bar when the least ratio is 0."""
    times = theirs / ours if ours else float("inf")
    found = f"{theirs:8.3f} s  {ours:8.3f} s  {times:7.1f}x less"
    return Figure(name, found, f">= {least:g}x" if least else "", times >= least)


def most(name: str, found: float, bar: float, unit: str = "s") -> Figure:
    """Hold one figure to the most that it may be."""
    return Figure(name, f"{found:8.3f} {unit}", f"<= {bar:g} {unit}", found <= bar)


def asked(browser: Browser, folder: Path) -> Iterator[Figure]:
    """Measure how soon a page of some 20,000 triples can be asked in SPARQL, and its answers."""
    from astrograph import open_store
    from astrograph.explorer import build_payload, write_page

    payload = build_payload(open_store(slice="wide"), size=ASKED)
    write_page(payload, folder / "asked.html")
    triples = payload["rdf"].count("\n")
    yield Figure(f"SPARQL over {triples} triples", f"{len(payload['entities']):8} entities")
    starts: list[float] = []
    computed: list[float] = []
    blocked: list[float] = []
    slow: list[float] = []
    turns: list[list[float]] = []
    for _ in range(ROUNDS):
        held = opened(browser, folder / "asked.html", READY)
        held.at_rest(10)
        before = held.spent()
        browser.start_tracing(page=held.page, categories=["toplevel"])
        starts.append(held.page.evaluate(READY_TO_ASK) / 1000)
        blocked.append(longest_task(browser.stop_tracing()))
        computed.append(held.spent() - before)
        names = held.page.evaluate(EXAMPLES)
        browser.start_tracing(page=held.page, categories=["toplevel"])
        turns.append([held.page.evaluate(ASK, name) for name in names])
        slow.append(longest_task(browser.stop_tracing()))
        held.page.close()
    yield most("  ready after the first click, median", statistics.median(starts), 1.5)
    yield Figure("  of that the page computes", f"{statistics.median(computed):8.3f} s")
    yield most("  longest task of the page meanwhile", statistics.median(blocked), 50, "ms")
    # The quickest of each, so that whatever else the machine does counts little.
    answers = [min(times) for times in zip(*turns, strict=True)]
    p95 = statistics.quantiles(answers, n=20, method="inclusive")[-1]
    yield most(f"  {len(answers)} shipped queries, answered and shown, p95", p95, 100, "ms")
    yield most("  longest task of the page with an answer", statistics.median(slow), 50, "ms")


def built(folder: Path) -> Generator[Figure, None, Payload]:
    """Measure what Python computes for pages, beside pyvis' adders on the same graph.

    pyvis is given entities and relations only; ours hold the claims, the sources and, where the
    page is a full one, RDF. Nothing is kept from one run to the next.

    Returns:
        What the lite page of the whole graph holds.
    """
    from astrograph import open_store
    from astrograph.explorer import build_payload, write_page

    store = open_store(slice="wide")
    pages: list[tuple[Tier, int]] = [("full", FULL), ("lite", 20_000)]
    held: list[Payload] = []
    for tier, size in pages:
        page = folder / f"wide-{tier}.html"
        begun = time.process_time()
        payload = build_payload(store, size=size, tier=tier)
        gathered = time.process_time()
        write_page(payload, page, tier=tier)
        written = time.process_time()
        counts = f"{len(payload['entities'])} entities, {len(payload['statements'])} relations"
        yield Figure(f"{tier} page: {counts}", f"{page.stat().st_size / 1e6:8.1f} MB")
        adders = write_pyvis(payload, folder / "pyvis.html", physics=False, adders=True)
        lists = write_pyvis(payload, folder / "lists.html", physics=False)
        least = 10 if tier == "lite" else 0
        yield ratio("  Python: pyvis' adders, against its lists", adders, lists, least)
        yield ratio("  against drawing and packing our page", adders, written - gathered, least)
        yield ratio("  against that and gathering what it holds", adders, written - begun, 0)
        held.append(payload)
    return held[-1]


def wide(browser: Browser, folder: Path) -> Iterator[Figure]:
    """Measure the page of a whole large graph."""
    payload = yield from built(folder)
    ours = opened(browser, folder / "wide-lite.html", READY)
    usable = ours.spent()
    yield most("  usable", usable, 1.0)
    theirs = first_picture(browser, folder / "pyvis.html")
    yield ratio("  static pyvis, against usable", theirs, usable, 4)
    ours.at_rest(10)
    made, *keys = ours.page.evaluate(SEARCH, list(KEYS))
    yield Figure("  index of names, made in idle time", f"{made / 1000:8.3f} s")
    yield most("  search: a key, p95", statistics.quantiles(keys, n=20)[-1], 16, "ms")
    dice = random.Random(7)  # noqa: S311  (a choice of questions)
    iris = [each["iri"] for each in payload["entities"]]
    pairs = [dice.sample(iris, 2) for _ in range(40)]
    ours.page.evaluate(LONGEST)
    ours.page.wait_for_timeout(500)
    blocked, *found = ours.page.evaluate(FIND, [pairs, PATHS])
    yield most(f"  {PATHS} paths, p95", statistics.quantiles(found, n=20)[-1], 100, "ms")
    yield most("  page blocked meanwhile", blocked, 50, "ms")
    for name, blocked in deeds(browser, ours.page):
        yield most(f"  {name}, the worst", blocked, 50, "ms")
    ours.page.close()


def small(browser: Browser, folder: Path) -> Iterator[Figure]:
    """Measure first pictures and dragging on synthetic graphs."""
    from astrograph.explorer import write_page

    def made(count: int, *, physics: bool) -> tuple[Path, Path]:
        payload, own, other = synthetic(count), folder / f"{count}.html", folder / "other.html"
        write_page(payload, own)
        write_pyvis(payload, other, physics=physics)
        return own, other

    for count, least in ((100, 8), (1000, 100)):
        own, other = made(count, physics=True)
        ours = first_picture(browser, own, READY)
        yield ratio(f"first picture, {count}", first_picture(browser, other), ours, least)
    for count in (1000, 5000):
        own, other = made(count, physics=False)
        # By turns, and the quickest of each, so that whatever else the machine does counts little.
        turns = [(drag_step(browser, other), drag_step(browser, own, READY)) for _ in range(ROUNDS)]
        theirs, ours = (min(times) for times in zip(*turns, strict=True))
        yield ratio(f"drag step, {count}", theirs, ours, 2.5)


def main() -> int:
    """Measure, and print the table.

    Returns:
        The exit code: 1 when a bar is missed.
    """
    parser = argparse.ArgumentParser(prog="scripts/bench explorer", description=__doc__)
    parser.add_argument(
        "which", nargs="?", choices=["wide", "python", "small", "asked"], help="measure this alone"
    )
    which = parser.parse_args().which
    from playwright.sync_api import sync_playwright

    parts: dict[str, Callable[[Browser, Path], Iterator[Figure]]] = {
        "wide": wide,
        "python": lambda _, folder: built(folder),
        "small": small,
        "asked": asked,
    }
    missed = 0
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        print(f"{'':46} {'pyvis':>10} {'here':>10}", flush=True)
        # The first part has measured what the second one measures alone.
        for part in [which] if which else ("wide", "small", "asked"):
            for name, found, bar, fits in parts[part](browser, Path(folder)):
                verdict = "" if not bar else "ok" if fits else "OVER"
                print(f"{name:46} {found:36} {bar:>10} {verdict}".rstrip(), flush=True)
                missed += not fits
        browser.close()
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
