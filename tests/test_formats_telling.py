"""What the prose of a path look-up tells beside its hops: times, doubts, caps, a way out."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from astrograph import find_paths
from astrograph.formats import telling
from astrograph.model import EntityPath, Hop, Interval, Link, Together
from astrograph.paths import PathAnswer, PathOptions
from astrograph.paths.find import Cap
from builders import ID, claim, plain_store, store_of

if TYPE_CHECKING:
    from astrograph import Store
    from astrograph.model import Claim

PLACE = claim("a", "leads", "b").evidence[0]
OTHER = PLACE._replace(iri=f"{ID}evidence", source=f"{ID}other")
FIRST, LAST = "2018-05-24T00:00:00Z", "2022-07-15T00:00:00Z"
EARLY = Interval("1990-01-01T00:00:00Z", None, None, "1999-12-31T23:59:59Z")
LATE = Interval("2018-05-24T00:00:00Z", "2018-05-24T00:00:00Z")


def path_over(store: Store, names: str, **fields: object) -> EntityPath:
    """Return the path over some entities, given by letters, without a search."""
    hops = []
    for here, there in pairwise(names):
        said = store.between(ID + here, ID + there, status="any")[0]
        hops.append(Hop(said, said.subject == ID + here))
    path = EntityPath(tuple(hops), 0.5, 0)
    return path._replace(**fields)  # type: ignore[arg-type]


def line(*claims: Claim) -> Store:
    """Return a store over a chain of claims."""
    return store_of(*claims)


@pytest.mark.parametrize(
    ("together", "expected"),
    [
        (Together(((FIRST, LAST),), ((FIRST, LAST),)),
         "yes, from 2018-05-24 until 2022-07-15"),
        (Together(((FIRST, LAST),), ((None, LAST),)),
         "yes, from 2018-05-24 until 2022-07-15; possibly longer"),
        (Together(((FIRST, None),), ((FIRST, None),)), "yes, from 2018-05-24 on"),
        (Together(((FIRST, FIRST), (LAST, None)), ((FIRST, FIRST), (LAST, None))),
         "yes, on 2018-05-24 and from 2022-07-15 on"),
        (Together(((FIRST, LAST), (LAST, LAST)), ((FIRST, LAST), (LAST, LAST))),
         "yes, from 2018-05-24 until 2022-07-15"),
        (Together((), ((FIRST, LAST), (LAST, None))), "possibly, at some time from 2018-05-24 on"),
        (Together((), ((FIRST, LAST),), (("1990-01-01T00:00:00Z", "1990-12-31T23:59:59Z"),)),
         "yes, at some time in 1990; possibly longer"),
        (Together((), ((FIRST, LAST),), ((FIRST, LAST),)),
         "yes, at some time between 2018-05-24 and 2022-07-15"),
        (Together((), ((FIRST, LAST),)),
         "possibly, at some time between 2018-05-24 and 2022-07-15"),
        (Together((), ((None, LAST),)), "possibly, at some time until 2022-07-15"),
        (Together((), ((None, None),)), "possibly; no date settles it"),
    ],
)  # fmt: skip
def test_it_is_said_whether_all_hops_held_at_one_time(together: Together, expected: str) -> None:
    """Certainly, at an instant that is not known, possibly, or never."""
    store = line(claim("a", "leads", "b"), claim("b", "leads", "c"))

    assert telling.together_words(store, path_over(store, "abc", together=together)) == expected


def test_hops_that_never_met_are_named_with_their_dates() -> None:
    """The one that was over, and the one that had not begun."""
    store = line(
        claim("a", "leads", "b", holds=LATE),
        claim("b", "leads", "c"),
        claim("c", "leads", "d", holds=EARLY),
    )

    assert telling.together_words(store, path_over(store, "abcd")) == (
        "never; hop 3 was over by 1999, and hop 1 did not begin before 2018-05-24"
    )


def test_hops_that_never_met_may_have_come_in_turns() -> None:
    """Then none was over before the other began."""
    middle = Interval("2001-01-01T00:00:00Z", None, None, "2001-12-31T23:59:59Z")
    store = line(
        claim("a", "memberOf", "b", holds=EARLY),
        claim("a", "memberOf", "b", holds=LATE),
        claim("b", "leads", "c", holds=middle),
    )

    assert telling.together_words(store, path_over(store, "abc")) == (
        "never; hop 1 and hop 2 were so at different times"
    )


def test_the_weakest_hop_is_named_with_the_reason() -> None:
    """Dissent, no source, little confidence; or none stands out."""
    store = line(
        claim("a", "leads", "b"),
        claim("b", "leads", "c", confidence=0.5),
        claim("c", "leads", "d", confidence=None),
        claim("d", "leads", "e", evidence=(PLACE, OTHER)),
    )
    path = path_over(store, "abcde")
    disputed = path.hops[0]._replace(standing="disputed")
    plain = plain_store("a r b", "b r c")
    (unsourced,) = find_paths(plain, "a", "c").paths

    def weakest(place: int, *hops: Hop) -> str:
        return telling.weakest_words(store, path._replace(hops=hops, weakest=place))

    assert weakest(0, disputed, path.hops[1]) == "hop 1, which is disputed"
    assert weakest(0, disputed, disputed) == "hop 1, which is disputed"
    assert (
        weakest(1, path.hops[0], path.hops[1]) == "hop 2, whose best claim has a confidence of 0.5"
    )
    assert weakest(1, path.hops[0], path.hops[2]) == "hop 2, whose claims bear no confidence"
    assert weakest(0, path.hops[0], path.hops[0]) == "none; all hops are equally firm"
    assert weakest(0, path.hops[0], path.hops[3]) == "hop 1, told by one source only"
    assert telling.weakest_words(plain, unsourced) == "none; all hops are equally firm"


@pytest.mark.parametrize(
    ("cap", "expected"),
    [
        (None, ""),
        (Cap("hops", 1), "Longer ones than 1 hop were not looked for (--max-hops)."),
        (Cap("hops", 6), "Longer ones than 6 hops were not looked for (--max-hops)."),
        (Cap("time", 0.5), "The search was ended after 0.5 s; there may be more (--timeout)."),
        (Cap("count", 1000), "There are more than these 1,000 (--limit)."),
    ],
)
def test_what_ended_the_search_is_said(cap: Cap | None, expected: str) -> None:
    """With the option that lets it go on."""
    store = line(claim("a", "leads", "b"), claim("b", "leads", "c"))
    answer = find_paths(store, "id:a", "id:c")._replace(cap=cap)

    assert telling.cap_words(answer) == expected
    assert expected in telling.text(store, answer, None)


def test_a_no_tells_the_time_that_was_asked_for_before_the_advice() -> None:
    """Since it belongs to the question."""
    store = line(claim("a", "leads", "b"), claim("b", "leads", "c"))
    asked = PathOptions(max_hops=1, during=("2022-07-01T00:00:00Z", "2022-07-31T23:59:59Z"))

    told = telling.text(store, find_paths(store, "id:a", "id:c", asked), None)

    assert told.splitlines() == [
        "No path between a and c: every path is longer than --max-hops 1.",
        "in 2022-07",
        "The nearest that finds one: with --max-hops 2 (2 hops).",
    ]


def answer_over(store: Store, *paths: EntityPath, **fields: object) -> PathAnswer:
    """Return an answer that holds some paths."""
    ends = [store.named(iri) for iri in (paths[0].entities[0], paths[0].entities[-1])]
    answer = PathAnswer(ends[0], ends[1], PathOptions(), paths)
    return answer._replace(**fields)  # type: ignore[arg-type]


def test_the_best_undisputed_path_is_offered() -> None:
    """By its number, where it is among the paths; else whole, with its own footnotes."""
    store = line(
        claim("a", "leads", "b"),
        claim("b", "leads", "d"),
        claim("a", "leads", "c"),
        claim("c", "leads", "d"),
    )
    one, other = path_over(store, "abd"), path_over(store, "acd")

    listed = telling.text(store, answer_over(store, one, other, alternative=other), None)
    apart = telling.text(store, answer_over(store, one, alternative=other), None)

    assert "The best path of which nothing is disputed: 2\n" in listed
    assert (
        "The best path of which nothing is disputed: 2 hops (score 0.5)\n   1. A leads c" in apart
    )
    assert "[4] c leads d." in apart


def test_a_path_by_other_statements_is_another_path() -> None:
    """Though it meets the same entities."""
    store = line(claim("a", "leads", "b"), claim("a", "operates", "b"))
    disputed, undisputed = (
        EntityPath((Hop(said, True),), 0.5, 0)  # noqa: FBT003 -- a named tuple's field
        for said in store.between(ID + "a", ID + "b")
    )

    told = telling.text(store, answer_over(store, disputed, alternative=undisputed), None)

    assert "nothing is disputed: 1 hop (score 0.5)\n   1. A operates b" in told


def test_a_footnote_that_is_cited_twice_serves_twice() -> None:
    """One number, and one note at the end."""
    store = line(claim("a", "leads", "b"), claim("b", "leads", "c"), claim("b", "leads", "d"))
    paths = path_over(store, "abc"), path_over(store, "abd")

    text = telling.text(store, answer_over(store, *paths), None)

    assert text.count("A leads b [1]\n") == 2
    assert text.count("\n[1] ") == 1
    assert text.count("\n[3] ") == 1
    assert "[4]" not in text


def test_both_voices_are_heard_where_any_status_is_walked() -> None:
    """The plan, and the one that stands against it; each with who holds it."""
    leaves = claim("a", "leaves", "b", modality="Plan", speaker=f"{ID}X", status="Disputed")
    stays = claim("a", "participatesIn", "b", modality="Plan", speaker=f"{ID}Y")
    leaves = leaves._replace(links=(Link(leaves.iri, "inTensionWith", stays.iri),))
    store = line(leaves, stays)

    text = telling.text(store, find_paths(store, "id:a", "id:b", PathOptions(status="any")), None)

    assert "A plans to leave b, according to X [1] — disputed\n" in text
    assert "in tension with this: a participatesIn b [2]\n" in text
    assert "also: A plans to stay in b, according to Y [2] — disputed\n" in text
