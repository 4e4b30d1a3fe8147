"""What ``show`` says: groups that do not drown, the certain first, names of the time, units."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from astrograph.formats import facts, prose
from astrograph.model import Claim, Clock, Entity, Interval, Value
from astrograph.vocab import XSD
from builders import AG, CLAIM, ID, claim, store_of

if TYPE_CHECKING:
    from astrograph.store.local import LocalStore

ROSCOSMOS = Entity(ID + "Roscosmos", "Roscosmos", "SpaceAgency")
SUMMER_2001 = "2001-06-01T00:00:00Z"


def held(first: str, last: str) -> Interval:
    """Return bounds that say from which to which day something was so."""
    ends = [(f"{day}T00:00:00Z", f"{day}T23:59:59Z") for day in (first, last)]
    return Interval(*ends[0], *ends[1])


def valued(name: str, relation: str, text: str, **fields: object) -> Claim:
    """Make a claim of a value."""
    number = XSD + "integer" if text.isdecimal() else None
    made = Claim(
        CLAIM + f"v-{name}-{len(text)}",
        ID + name,
        AG + relation,
        value=Value(text, datatype=number),
        paraphrase=f"{name} {relation} {text}.",
    )
    return made._replace(**fields)  # type: ignore[arg-type]


def show(store: LocalStore, name: str, clock: Clock | None = None, most: int | None = None) -> str:
    """Write what a store has on an entity, without the sources."""
    entity = store.entity(ID + name) or Entity(ID + name, name, "Thing")
    found = facts.gather(store, entity, clock or Clock(), most=most)
    return facts.text(store, found, None).partition("\nSources\n")[0]


def test_a_long_group_is_cut_and_says_how_much_is_left() -> None:
    """In text; the numbers in names count as numbers, and dates come first."""
    flights = [
        claim(f"flight-{number}", "launchedBy", "Agency", tense="Past") for number in range(1, 31)
    ]
    flights[11] = flights[11]._replace(holds=held("1961-04-12", "1961-04-12"))
    store = store_of(*flights)

    lines = show(store, "Agency", most=4).splitlines()

    at = lines.index("carried out")
    assert [line.split(" [")[0] for line in lines[at + 1 : at + 6]] == [
        "  flight-12, on 1961-04-12",
        "  flight-1",
        "  flight-2",
        "  flight-3",
        "  … and 26 more (--all shows them)",
    ]
    assert "more" not in show(store, "Agency")


def test_json_is_whole_unless_a_limit_is_asked_for() -> None:
    """Of each kind of fact by itself."""
    claims = [claim("A", "leads", f"B{number}") for number in range(3)]
    store = store_of(*claims, *(claim("A", "signed", f"C{number}") for number in range(3)))
    entity = Entity(ID + "A", "A", "Thing")

    def listed(most: int | None) -> int:
        found = facts.gather(store, entity, most=most)
        return len(json.loads(facts.as_json(store, found, None))["statements"])

    assert listed(None) == 6
    assert listed(2) == 4


def test_what_is_certain_stands_before_what_is_merely_possible() -> None:
    """Between groups, and within one."""
    store = store_of(
        claim("Agency", "cooperatesWith", "Other"),
        claim("Agency", "operates", "Old", holds=held("1950-01-02", "1990-01-02")),
        claim("Agency", "operates", "New", holds=held("2000-01-02", "2010-01-02")),
        claim("Agency", "operates", "Undated"),
    )

    told = show(store, "Agency", Clock(at=SUMMER_2001))

    order = [told.index(name) for name in ("New,", "Undated", "Other")]
    assert order == sorted(order)
    assert "Old" not in told


def test_who_may_have_led_gives_way_to_who_certainly_did() -> None:
    """One post has one holder at a time; without the other, the possible one is told."""
    certain = claim("Koptev", "leads", "Roscosmos", holds=held("1992-02-25", "2004-03-11"))
    possible = claim("Somebody", "leads", "Roscosmos")
    clock = Clock(at=SUMMER_2001)

    assert "Somebody" not in show(store_of(certain, possible), "Roscosmos", clock)
    assert "leads" not in show(store_of(certain, possible), "Somebody", clock)
    assert "Somebody — possible" in show(store_of(possible), "Roscosmos", clock)
    assert "Somebody" in show(store_of(certain, possible), "Roscosmos")


def test_the_name_of_the_time_stands_at_the_head() -> None:
    """Roscosmos was Rosaviakosmos in 2001; an undated name is no name of the time."""
    names = [
        valued(
            "Roscosmos", "officialName", "Rosaviakosmos", holds=held("1999-05-25", "2004-03-09")
        ),
        valued("Roscosmos", "officialName", "Russian Space Agency"),
    ]
    store = store_of(claim("Koptev", "leads", "Roscosmos"), *names)

    then = show(store, "Roscosmos", Clock(at=SUMMER_2001)).splitlines()

    assert then[2] == "called then: Rosaviakosmos [1]"
    assert any("Russian Space Agency — possible" in line for line in then)
    now = show(store, "Roscosmos")
    assert "called then" not in now
    assert "bears the official name: Rosaviakosmos, from 1999-05-25 until 2004-03-09" in now


def test_one_value_that_two_sources_give_is_told_once() -> None:
    """With both footnotes, and in the unit that the relation has."""
    one = valued("A", "timeInSpace", "69413913")
    other = one._replace(iri=CLAIM + "v-other")
    store = store_of(claim("A", "flewOn", "B"), one, other)

    told = [line for line in show(store, "A").splitlines() if "in space" in line]

    assert told == ["  has spent in space: 803 days 9 h 38 min 33 s [2][3]"]
    assert prose.said_by_claim(store, one) == "A has spent in space 803 days 9 h 38 min 33 s"


def test_bounds_that_were_inferred_date_the_statement_they_are_of() -> None:
    """Not as a claim of their own that makes no fact."""
    stay = claim("Expedition", "stayedOn", "Mir", tense="Past")
    within = stay._replace(
        iri=CLAIM + "x-within", status="Inferred", holds=held("1986-03-13", "1986-07-16")
    )

    told = show(store_of(stay, within), "Mir")

    assert "from 1986-03-13 until 1986-07-16 (inferred) [2]" in told
    assert "without making a fact" not in told


def test_a_title_is_borne_by_people_and_a_detail_stands_in_brackets() -> None:
    """Who leads does so as something; what an agency does has only its detail beside it."""
    store = store_of(
        claim("A", "leads", "NASA", role_text="Administrator"),
        claim("NASA", "rebuked", "Russia", role_text="for its use of the station"),
    )
    person = store_of(claim("A", "leads", "NASA", role_text="Administrator"))
    (led,) = person.statements(ID + "A")

    ((bare, _),) = prose.circumstances(person, led, list(person.claims()))
    assert bare == "(“Administrator”)"
    assert "Russia (“for its use of the station”) [" in show(store, "NASA")
