"""Names and paths on pages of any size: as the command line has them, and beside the page."""

from __future__ import annotations

import itertools
import random
from typing import TYPE_CHECKING, Any, cast

import pytest
from playwright.sync_api import Page, expect

from astrograph import find_entities, find_paths
from astrograph.explorer import build_payload, write_page
from astrograph.paths import PathOptions
from astrograph.resolve import ALIKE
from browser.pointing import heading
from browser.sample import sample_payload

if TYPE_CHECKING:
    from pathlib import Path

    from astrograph import Store
    from astrograph.explorer.payload import PageClaim
    from browser.conftest import OpenPage

pytestmark = pytest.mark.browser

SEARCH = """(texts) => {
    const index = new astrograph.Names.Index(astrograph.store.entities);
    return texts.map((text) => index.find(text, 500).map(({ entity, rank }) => [entity.iri, rank]));
}"""

FIND = """(pairs) => {
    const { connecting, store } = astrograph;
    const walked = new Uint8Array(store.statements.length).fill(1);
    const find = ([from, to]) => connecting.paths(from, to, walked, 5);
    return Promise.all(pairs.map(find)).then((found) => found.map((paths) =>
        paths.map(({ entities, cost }) => ({ entities, cost }))));
}"""

REFUSE = "window.Worker = class { constructor() { throw new Error('refused'); } };"


@pytest.fixture
def whole(shipped: Store, open_page: OpenPage, tmp_path: Path) -> Page:
    """Open a page of the whole shipped graph."""
    write_page(build_payload(shipped, size=10_000), tmp_path / "whole.html")
    return open_page(tmp_path / "whole.html")


def test_names_are_found_in_the_order_of_the_command_line(shipped: Store, whole: Page) -> None:
    """Whole names, surnames, whole words and beginnings, in any script."""
    held = {each["iri"] for each in build_payload(shipped, size=10_000)["entities"]}
    labels = [shipped.named(iri).label for iri in sorted(held)]
    words = sorted({word for label in labels for word in label.split()})
    texts = [*labels, *words, *(word[:3] for word in words), "рогоз", "МКС", "ISS"]

    found = whole.evaluate(SEARCH, texts)

    compared = 0
    for text, hits in zip(texts, found, strict=True):
        told = find_entities(shipped, text, 10_000)
        wanted = [each.entity.iri for each in told if each.kind < ALIKE and each.entity.iri in held]
        if wanted:
            compared += 1
            assert [iri for iri, rank in hits if rank <= 3] == wanted, text
    assert compared > len(labels)


@pytest.mark.parametrize("typed", ["rogzin", "ROGOIZN", "rogosin", "димтрий рогозин"])
def test_a_slip_of_the_keyboard_does_not_matter(page: Page, typed: str) -> None:
    """A letter left out, swapped or wrong, in any script."""
    page.keyboard.press("/")
    page.keyboard.type(typed)
    expect(page.locator("#search-list [role=option]").first).to_contain_text("Dmitry Rogozin")
    page.keyboard.press("Enter")

    expect(heading(page)).to_have_text("Dmitry Rogozin")


def test_the_start_offers_names_of_the_page_s_own_to_try(page: Page) -> None:
    """One of them in another script; each is searched for as if it had been typed."""
    names = page.locator("[data-try]").all_inner_texts()
    assert len(names) == 4
    assert not names[-1].isascii()
    for name in names:
        page.locator(f"[data-try='{name}']").press("Enter")
        expect(page.locator("#search")).to_be_focused()
        expect(page.locator("#search-list [role=option]").first).to_contain_text(name)


@pytest.mark.parametrize("refused", [False, True])
def test_paths_found_beside_the_page_are_those_of_the_command_line(
    shipped: Store, whole: Page, *, refused: bool
) -> None:
    """The same five in the same order, in a worker and where the browser refuses workers."""
    dice = random.Random(5)  # noqa: S311  (a choice of pairs)
    iris = [each["iri"] for each in build_payload(shipped, size=10_000)["entities"]]
    pairs = dice.sample(list(itertools.permutations(iris, 2)), 40)
    if refused:
        whole.evaluate(f"() => {{ {REFUSE} }}")

    found = whole.evaluate(FIND, pairs)

    assert len(whole.workers) == (0 if refused else 1)
    for (start, goal), paths in zip(pairs, found, strict=True):
        answer = find_paths(shipped, start, goal, PathOptions(k=5))
        assert [path["entities"] for path in paths] == [
            list(each.entities) for each in answer.paths
        ]


def large() -> Any:  # noqa: ANN401
    """Return the sample with so much text that it is unpacked beside the page."""
    dice = random.Random(3)  # noqa: S311  (text that cannot be compressed)
    payload = sample_payload()
    iri, claim = next(iter(payload["claims"].items()))
    noise = "".join(chr(dice.randrange(0x4E00, 0x9000)) for _ in range(600_000))
    more = cast("PageClaim", {**claim, "iri": f"{iri}-more", "paraphrase": noise})
    return {**payload, "claims": {**payload["claims"], f"{iri}-more": more}}


@pytest.mark.parametrize("refused", [False, True])
def test_a_large_page_is_unpacked_beside_itself_or_by_itself(
    open_page: OpenPage, tmp_path: Path, *, refused: bool
) -> None:
    """It holds the same, whether the browser has workers or not."""
    write_page(large(), tmp_path / "large.html")
    page = open_page(tmp_path / "large.html")
    if refused:
        page.add_init_script(REFUSE)
        page.reload()
        page.wait_for_selector("html[data-ready=true]", state="attached")

    assert len(page.workers) == (0 if refused else 1)
    expect(page.locator("#shown")).to_contain_text("24 of 24 entities")
    assert page.evaluate("astrograph.store.claims.size") == len(sample_payload()["claims"]) + 1


def test_a_connection_on_a_large_page_is_told_when_it_is_found(
    open_page: OpenPage, tmp_path: Path
) -> None:
    """By what the filters leave; until then the panel says that it is being looked for."""
    payload = sample_payload()
    while len(payload["statements"]) <= 3000:
        payload["statements"] += payload["statements"]
    write_page(payload, tmp_path / "many.html")
    page = open_page(tmp_path / "many.html", "#from=id%3ADmitryRogozin&to=id%3AISS")

    expect(page.locator(".path")).to_have_count(3)
    page.click("[data-filter='tense:past']")
    expect(page.locator("#details .hint")).to_contain_text("without them there are at least 3")
    page.get_by_role("button", name="Show everything again").click()
    expect(page.locator(".path")).to_have_count(3)
