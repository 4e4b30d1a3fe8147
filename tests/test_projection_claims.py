"""Rows in the terms of others become claims, and nothing that they say is lost."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from astrograph.codec.terms import text_of
from astrograph.model import Interval, Source, Value
from astrograph.store.projected.dates import DAY, DECADE, MONTH, YEAR, read_date
from astrograph.store.projected.making import Stated, cited_by, claims_of
from astrograph.store.projected.projection import Projection, References, Rule
from astrograph.vocab import XSD

if TYPE_CHECKING:
    from astrograph.model import Claim, Iri
    from astrograph.store.remote.terms import Term

BASE = "http://d.example/"
DATASET = Source(BASE, "D", license="CC0")
KNOWS = Rule(BASE + "p/knows", BASE + "ps/knows", BASE + "knows", name="knows")
MADE = Rule(BASE + "p/maker", BASE + "ps/maker", BASE + "made", turned=True, name="maker")
SAYS = Rule(BASE + "says", None, BASE + "says", literal=True, name="says")
PROJECTION = Projection(
    DATASET,
    (KNOWS, MADE, SAYS),
    status=BASE + "rank",
    statuses={BASE + "good": "Accepted", BASE + "bad": "Rejected"},
    qualifiers={"start": BASE + "start", "end": BASE + "end"},
    roles=(BASE + "role",),
    date=BASE + "date",
    precision=BASE + "precision",
    references=References(
        BASE + "from", (BASE + "book",), (BASE + "page",), (BASE + "title",), (BASE + "read",)
    ),
)

Told = "dict[Iri, dict[Iri, tuple[Term, ...]]]"

numbers = st.integers(0, 5)
things = numbers.map(lambda number: ox.NamedNode(f"{BASE}e/{number}"))
literals = st.builds(ox.Literal, st.text(max_size=5)) | st.builds(
    lambda text, tag: ox.Literal(text, language=tag),
    st.text(max_size=5),
    st.sampled_from(["en", "ru"]),
)
days = st.dates(datetime(1000, 1, 1, tzinfo=UTC).date())


def row(rule: Rule, subject: int, target: Term, node: int) -> Stated:
    """Make a row; only statements that have a node are told of more."""
    name = f"{BASE}s/{node}" if rule.value else None
    return Stated(rule, f"{BASE}e/{subject}", target, name)


rows = st.builds(row, st.sampled_from([KNOWS, MADE]), numbers, things, numbers) | st.builds(
    row, st.just(SAYS), numbers, literals, numbers
)
references = st.fixed_dictionaries(
    {},
    optional={
        BASE + "book": st.lists(things, min_size=1, max_size=2, unique=True).map(tuple),
        BASE + "page": st.just((ox.NamedNode(BASE + "page/1"),)),
        BASE + "title": st.just((ox.Literal("A page"),)),
        BASE + "read": days.map(lambda day: (ox.Literal(day.isoformat()),)),
    },
)
statements = st.fixed_dictionaries(
    {},
    optional={
        BASE + "rank": st.sampled_from(["good", "bad", "odd"]).map(
            lambda rank: (ox.NamedNode(BASE + rank),)
        ),
        BASE + "start": days.map(lambda day: (ox.Literal(day.isoformat()),)),
        BASE + "role": literals.map(lambda term: (term,)),
        BASE + "from": st.sets(numbers.map(lambda n: ox.NamedNode(f"{BASE}r/{n}"))).map(tuple),
    },
)
tellings = st.builds(
    lambda told, cited: {
        **{f"{BASE}s/{number}": each for number, each in told.items()},
        **{f"{BASE}r/{number}": each for number, each in cited.items()},
    },
    st.dictionaries(numbers, statements),
    st.dictionaries(numbers, references),
)


@given(st.lists(rows, unique_by=lambda each: each.key), tellings)
def test_nothing_is_lost_and_nothing_is_told_without_a_source(
    given_rows: list[Stated], told: dict[Iri, dict[Iri, tuple[Term, ...]]]
) -> None:
    """From the claims the rows can be had back, with their status, role, dates and sources."""
    made = [(each, list(claims_of(each, told, PROJECTION))) for each in given_rows]

    for each, claims in made:
        node = told.get(each.node or "", {})
        cited: list[Iri | None] = [*cited_by(node, told, PROJECTION)]
        assert Counter(claim.primary_source for claim in claims) == Counter(cited or [None])
        for claim in claims:
            assert back(claim) == (each.subject, each.rule.term, text_of(each.object))
            assert {place.source for place in claim.evidence} == {DATASET.iri}
            assert claim.status == status(node)
            assert claim.role_text == (
                text_of(node[BASE + "role"][0]) or None if BASE + "role" in node else None
            )
            starts = [text_of(term) for term in node.get(BASE + "start", ())]
            assert (claim.time_text or "") == "".join(starts)
            assert (claim.holds.start_earliest or "")[:10] == "".join(starts)
    names = [claim.iri for _, claims in made for claim in claims]
    assert len(names) == len(set(names))


def back(claim: Claim) -> tuple[str, str, str]:
    """Return the row that a claim was made of."""
    rule = {each.predicate: each for each in PROJECTION.rules}[claim.predicate]
    ends = (claim.subject, claim.object or (claim.value or Value("")).text)
    return (ends[1], rule.term, ends[0]) if rule.turned else (ends[0], rule.term, ends[1])


def status(node: dict[Iri, tuple[Term, ...]]) -> str:
    """Return how a statement should stand: what is not declared takes no side."""
    ranks = {None: "Accepted", "good": "Accepted", "bad": "Rejected", "odd": "Reported"}
    given_rank = node.get(BASE + "rank")
    return ranks[text_of(given_rank[0]).removeprefix(BASE) if given_rank else None]


@given(st.lists(rows), tellings)
def test_the_same_rows_make_the_same_claims(
    given_rows: list[Stated], told: dict[Iri, dict[Iri, tuple[Term, ...]]]
) -> None:
    """In whatever order things are told."""
    turned = {
        iri: {term: each[::-1] for term, each in reversed(node.items())}
        for iri, node in reversed(told.items())
    }

    for each in given_rows:
        assert list(claims_of(each, told, PROJECTION)) == list(claims_of(each, turned, PROJECTION))


def test_what_is_not_known_is_no_entity() -> None:
    """A blank node, or an IRI that stands for one, says that there is something, and not what."""
    for target in (ox.BlankNode("x"), ox.NamedNode(BASE + ".well-known/genid/x")):
        assert list(claims_of(row(KNOWS, 1, target, 1), {}, PROJECTION)) == []


def test_dates_that_cross_bound_nothing() -> None:
    """What would end before it began is shown as they have it, and no more."""
    node = {
        BASE + "start": (ox.Literal("2004-01-01"),),
        BASE + "end": (ox.Literal("2003-01-01"),),
    }

    (claim,) = claims_of(
        row(KNOWS, 1, ox.NamedNode(BASE + "e/2"), 1), {f"{BASE}s/1": node}, PROJECTION
    )

    assert claim.holds == Interval()
    assert claim.time_text == "2004-01-01 – 2003-01-01"


def test_a_date_that_is_given_twice_can_be_either() -> None:
    """The bounds hold both."""
    node = {BASE + "start": (ox.Literal("2004"), ox.Literal("2003-05"))}

    (claim,) = claims_of(
        row(KNOWS, 1, ox.NamedNode(BASE + "e/2"), 1), {f"{BASE}s/1": node}, PROJECTION
    )

    assert claim.holds[:2] == ("2003-05-01T00:00:00Z", "2004-12-31T23:59:59Z")


@given(days, st.sampled_from([DECADE, YEAR, MONTH, DAY]))
def test_a_date_lies_within_its_bounds(day: datetime, precision: int) -> None:
    """However exact it is, and no further than that."""
    text = day.isoformat()
    length = {DECADE: 3, YEAR: 4, MONTH: 7, DAY: 10}[precision]

    read = read_date(f"{text}T00:00:00Z", precision)

    assert read.earliest is not None
    assert read.latest is not None
    assert read.earliest <= f"{text}T12:00:00Z" <= read.latest
    assert read.earliest[:length] == read.latest[:length] == text[:length]


@pytest.mark.parametrize(
    "text", ["", "soon", "12345-01-01", "-0044-03-15", "2004-13-01", "2004-02-30"]
)
def test_what_is_no_date_is_left_open(text: str) -> None:
    """It is shown as it is."""
    assert read_date(text) == (text, None, None)


@pytest.mark.parametrize("precision", [0, 6, 7])
def test_what_is_vaguer_than_a_decade_bounds_nothing(precision: int) -> None:
    """Whether a century begins with its first or its last year is not said."""
    assert read_date("1900-01-01T00:00:00Z", precision)[1:] == (None, None)


def test_units_are_those_of_our_relation() -> None:
    """An amount in a unit that is not declared makes no claim, rather than a wrong one."""
    rule = SAYS._replace(
        term=BASE + "p/lasts",
        value=BASE + "ps/lasts",
        amount=BASE + "psv/lasts",
        units=((BASE + "minute", Decimal(60)),),
    )
    projection = PROJECTION._replace(rules=(rule,), amount=BASE + "n", unit=BASE + "u")

    def told(number: str, unit: str) -> dict[Iri, dict[Iri, tuple[Term, ...]]]:
        amount: dict[Iri, tuple[Term, ...]]
        amount = {BASE + "n": (ox.Literal(number),), BASE + "u": (ox.NamedNode(BASE + unit),)}
        return {f"{BASE}s/1": {BASE + "psv/lasts": (ox.NamedNode(BASE + "v"),)}, BASE + "v": amount}

    each = row(rule, 1, ox.Literal("1.5"), 1)

    (claim,) = claims_of(each, told("+1.5", "minute"), projection)
    assert claim.value == Value("90", datatype=XSD + "integer")
    assert list(claims_of(each, told("+1.5", "fortnight"), projection)) == []
    assert list(claims_of(each, told("many", "minute"), projection)) == []
    assert list(claims_of(each, told("Infinity", "minute"), projection)) == []
