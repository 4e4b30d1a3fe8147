"""What the second clock shows of claims that later ones have changed, against the command line."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from astrograph import open_store
from astrograph.explorer import build_payload, write_page
from astrograph.model import Interval, Link
from browser.pointing import drawn
from builders import ID, claim, store_of

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from astrograph.explorer import Payload
    from astrograph.model import Claim, Statement
    from astrograph.store import Store
    from astrograph.store.local import LocalStore
    from browser.conftest import OpenPage

pytestmark = pytest.mark.browser

DAYS = [f"{year}-06-01" for year in range(1999, 2009)]
TELL = """(numbers) => numbers.map((number) => {
    const { subject, relation, object, tense } = astrograph.store.statement(number);
    return [subject, relation.iri, object, tense];
})"""

Told = tuple[str, str, str, str]


def day(year: int) -> str:
    """Return the first instant of a year."""
    return f"{year}-01-01T00:00:00Z"


def replaced(old: Claim, new: Claim, *, status: str = "Superseded") -> list[Claim]:
    """Return two claims of which the second takes the place of the first."""
    return [
        old._replace(status=status),
        new._replace(links=(*new.links, Link(new.iri, "supersedes", old.iri))),
    ]


@pytest.fixture(scope="module")
def changed() -> LocalStore:
    """Return claims that others replaced, disputed or dated, in different years."""
    first = claim("A", "leaves", "B", modality="Plan", said_latest=day(2001))
    second = claim("A", "participatesIn", "B", said_latest=day(2003), said_earliest=day(2003))
    third = claim("A", "operates", "B", said_earliest=day(2005))
    again = claim("C", "leads", "D", said_latest=day(2000), holds=Interval(day(1980), day(1980)))
    better = claim("C", "leads", "D", said_earliest=day(2004), holds=Interval(day(1990), day(1990)))
    linked = claim("E", "partOf", "F", said_latest=day(2000))
    instead = claim("E", "partOf", "G", said_earliest=day(2002))
    term = claim("H", "leads", "B", holds=Interval(day(1995), day(1995)), said_latest=day(1996))
    next_one = claim("K", "leads", "B", holds=Interval(day(2002), day(2002)))
    return store_of(
        *replaced(first, second),
        *replaced(second, third)[1:],
        *replaced(again, better),
        *replaced(linked, instead, status="Accepted"),
        term,
        next_one._replace(said_earliest=day(2002)),
        *(claim(name, "partOf", "Z", said_latest=day(1990)) for name in "ABCDEFGHK"),
    )


def told(statements: list[Statement]) -> set[Told]:
    """Return what statements say, and in which tense."""
    return {(each.subject, each.relation, each.object, each.tense) for each in statements}


def within(payload: Payload, statements: list[Statement]) -> set[Told]:
    """Return what statements say of the entities that a page holds."""
    held = {entity["iri"] for entity in payload["entities"]}
    return {each for each in told(statements) if {each[0], each[2]} <= held}


def planned(said: set[Told]) -> set[tuple[str, str, str, bool]]:
    """Return what is said, and whether it is a plan, whatever is over by now."""
    return {(*ends, tense == "plan") for *ends, tense in said}  # type: ignore[misc]


def shown(page: Page, address: str) -> set[Told]:
    """Go to an address of the page, and return what is drawn there."""
    page.evaluate("(hash) => void (location.hash = hash)", address)
    expect(page.locator("#clock summary")).to_contain_text(address.split("known-by=")[1][:10])
    return set(map(tuple, page.evaluate(TELL, drawn(page, "edges"))))


def test_by_every_day_the_page_shows_what_the_command_line_does(
    changed: LocalStore, open_page: OpenPage, tmp_path: Path
) -> None:
    """What had not been replaced yet stands, with the dates that were known; by two clocks, too."""
    write_page(build_payload(changed), tmp_path / "page.html")
    page = open_page(tmp_path / "page.html")
    now = told(changed.statements())
    assert set(map(tuple, page.evaluate(TELL, drawn(page, "edges")))) == now
    seen = set()
    for known_by in DAYS:
        instant = f"{known_by}T00:00:00Z"
        expected = told(changed.statements(known_by=instant))
        assert shown(page, f"known-by={known_by}") == expected, known_by
        seen.add(frozenset(expected))
    assert len(seen) == 4
    for year, known_by in itertools.product((1985, 1998, 2003), DAYS[::3]):
        during = (day(year), f"{year}-12-31T23:59:59Z")
        then = told(changed.statements(during=during, known_by=f"{known_by}T00:00:00Z"))
        seen_then = shown(page, f"during={year}&known-by={known_by}")
        assert planned(seen_then) == planned(then), (year, known_by)


def test_what_stood_once_can_be_read_and_connects(
    changed: LocalStore, open_page: OpenPage, tmp_path: Path
) -> None:
    """It has a card, stands in the table and in paths, and goes with the day."""
    write_page(build_payload(changed), tmp_path / "page.html")
    page = open_page(tmp_path / "page.html", f"#known-by=2001-06-01&entity={ID}E")
    row = page.locator("#details [data-relation] .line", has_text=re.compile(r" F$"))
    expect(row).to_have_count(1)
    row.click()
    expect(page.locator("#details h2")).to_have_text(re.compile(r"\bF$"))
    page.goto(page.url.split("#")[0] + f"#known-by=2001-06-01&from={ID}E&to={ID}F")
    expect(page.locator(".path").first).to_contain_text("E – F")
    page.click("#view-list")
    expect(page.locator("#relations tbody td", has_text=re.compile(r"^F$"))).not_to_have_count(0)
    page.locator("#clock .reset").click()
    expect(page.locator(".path").first).not_to_contain_text("E – F")


def test_a_relation_is_told_by_what_had_been_said(open_page: OpenPage, tmp_path: Path) -> None:
    """What was said later gives it no date and puts it in no dispute, in card, list and table."""
    first = claim(
        *("A", "leaves", "B"), modality="Plan", holds=Interval(day(2010)), said_latest=day(2001)
    )
    later = first._replace(
        iri=f"{first.iri}-later", holds=Interval(day(2020)), said_earliest=day(2004)
    )
    against = claim("A", "participatesIn", "B", modality="Plan", said_earliest=day(2004))
    odds = (Link(against.iri, "contradicts", later.iri),)
    store = store_of(first, later._replace(said_latest=day(2004)), against._replace(links=odds))
    write_page(build_payload(store), tmp_path / "page.html")
    page = open_page(tmp_path / "page.html", f"#entity={ID}A")
    row = page.locator("#details [data-relation]", has_text="leave")
    expect(row).to_contain_text("not before 2010, or not before 2020 · disputed")

    page.locator("#clock summary").click()
    page.get_by_label("Known by", exact=True).first.fill("2002-01-01")
    page.keyboard.press("Enter")

    expect(row).to_contain_text("begins no earlier than 2010")
    expect(row).not_to_contain_text(re.compile(r"2020|\bdisputed"))
    row.click()
    expect(page.locator("#details .claim")).to_have_count(1)
    expect(page.locator("#details")).to_contain_text("1 more claim was made later than is asked")
    page.click("#view-list")
    told = page.locator("#relations tbody tr", has_text="leave")
    expect(told).to_contain_text("begins no earlier than 2010")
    expect(told).not_to_contain_text(re.compile(r"2020|\bdisputed"))


def test_what_a_later_source_disputes_stood_before(
    wide: Store, open_page: OpenPage, tmp_path: Path
) -> None:
    """In the wide graph: which rocket a launch used, before a second catalog said another."""
    launch = wide.entity(f"{ID}launch-2018-070")
    assert launch is not None
    payload = build_payload(wide, focus=[launch], size=60, tier="lite")
    write_page(payload, tmp_path / "page.html", tier="lite")
    page = open_page(tmp_path / "page.html", "#known-by=2018-09-13")
    then = within(payload, wide.statements(known_by="2018-09-13T00:00:00Z"))

    assert set(map(tuple, page.evaluate(TELL, drawn(page, "edges")))) == then
    assert [each["subject"] for each in payload["former"]] == [launch.iri]


def test_a_head_whose_successor_had_not_been_named_leads(
    open_page: OpenPage, tmp_path: Path
) -> None:
    """What a rule has concluded from later claims is in no tense, date, link or list."""
    core = open_store(slice="core")
    roscosmos = core.entity(f"{ID}Roscosmos")
    assert roscosmos is not None
    payload = build_payload(core, focus=[roscosmos], size=80, tier="lite")
    write_page(payload, tmp_path / "page.html", tier="lite")
    page = open_page(tmp_path / "page.html", "#known-by=2022-07-20")
    then = within(payload, core.statements(known_by="2022-07-20T00:00:00Z"))
    assert set(map(tuple, page.evaluate(TELL, drawn(page, "edges")))) == then

    page.evaluate(
        "(hash) => void (location.hash = hash)", f"known-by=2022-07-20&entity={ID}Roscosmos"
    )
    card = page.locator("#details")
    row = card.locator("[data-relation]", has_text="Yuri Borisov leads Roscosmos")
    expect(row).to_contain_text("now · begins on 2022-07-15")
    expect(card).not_to_contain_text("Bakanov")
    row.click()
    expect(card.locator(".claim").first).to_contain_text("Begins")
    expect(card).not_to_contain_text(re.compile("Ends|inferred"))
