"""What changed between two graphs, or between two times of one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from astrograph import diff as diffing
from astrograph.cli import cli
from astrograph.diff import Diff, Side, diff
from astrograph.formats.diff import as_json, text
from astrograph.model import Clock, Evidence, Interval, Link
from builders import AG, ID, PLACE, SOURCE, claim, engine_of, plain_store, store_of, turtle_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from astrograph import Store
    from astrograph.model import Claim

JUNE = "2022-06-01T00:00:00Z"
JULY = "2022-07-01T00:00:00Z"
AUGUST = "2022-08-01T00:00:00Z"

FIRST = claim("A", "participatesIn", "B")
SECOND = claim("B", "participatesIn", "C")
THIRD = claim("C", "participatesIn", "D")


def between(one: Store, other: Store, *pairs: str, **options: Any) -> Diff:  # noqa: ANN401
    """Compare two stores; pairs are given by the letters of their ends."""
    ends = [(ID + pair[0], ID + pair[1]) for pair in pairs]
    return diff(Side(one), Side(other), ends, **options)


def letters(path: Any) -> str | None:  # noqa: ANN401 -- a path, or none
    """Return the entities of a path by their letters."""
    return None if path is None else "".join(iri[-1] for iri in path.entities)


def test_a_graph_does_not_differ_from_itself() -> None:
    """Nor from another with the same claims."""
    store = store_of(FIRST, SECOND)

    assert between(store, store).is_empty
    assert between(store, store_of(SECOND, FIRST)).is_empty


def test_a_status_is_told_apart_from_what_a_claim_says() -> None:
    """Both the curator's and what a rule makes of it."""
    said = FIRST._replace(holds=Interval(end_latest=JULY), status="Disputed")

    found = between(store_of(FIRST), store_of(said))

    assert [(each.before.status, each.after.status) for each in found.statuses] == [
        ("Accepted", "Disputed")
    ]
    assert [each.fields for each in found.changed] == [("holds",)]
    assert (found.added, found.removed) == ((), ())


def test_a_claim_that_a_rule_sets_against_another_has_changed() -> None:
    """Its own words are the same; a source came in that denies them."""
    denied = FIRST._replace(
        iri=FIRST.iri + "-no",
        polarity="Negative",
        evidence=(Evidence(PLACE + "2", SOURCE, sentence=2),),
    )

    found = between(store_of(FIRST), store_of(FIRST, denied))

    assert [each.fields for each in found.changed] == [("links",)]
    assert found.added == (denied.iri,)


def test_the_order_of_evidence_and_links_makes_no_difference() -> None:
    """They are sets, whatever a file makes of them."""
    places = tuple(Evidence(f"{AG}p{number}", AG + "s", sentence=number) for number in (1, 2))
    links = tuple(Link(SECOND.iri, "elaborates", each.iri) for each in (FIRST, THIRD))
    one = SECOND._replace(evidence=places, links=links)
    other = one._replace(evidence=places[::-1], links=links[::-1])

    assert diffing._differing(one, other) == ()  # noqa: SLF001 -- stores put them in order


def test_entities_and_sources_come_and_go() -> None:
    """By IRI, each with its name in the text."""
    told = claim("A", "informed", "A", evidence=(Evidence(PLACE, SOURCE + "-one"),))
    one = store_of(told)
    other = store_of(claim("B", "informed", "B"))

    found = between(one, other)
    written = text(found, Side(one), Side(other))

    assert found.entities == ((ID + "B",), (ID + "A",))
    assert found.sources == ((SOURCE,), (SOURCE + "-one",))
    assert "+ id:B  B (Thing)" in written
    assert "- source:x-one  x-one" in written


def test_a_pair_that_only_one_graph_connects_is_gained_or_lost() -> None:
    """With the path that appeared or vanished."""
    whole, broken = store_of(FIRST, SECOND, THIRD), store_of(FIRST, THIRD)

    lost = between(whole, broken, "AD", "AB").connections
    gained = between(broken, whole, "AD").connections

    assert [(letters(c.before), c.after) for c in lost.lost] == [("ABCD", None)]
    assert [(c.before, letters(c.after)) for c in gained.gained] == [(None, "ABCD")]
    assert [(letters(c.before), letters(c.after)) for c in lost.same] == [("AB", "AB")]
    assert lost.gained == gained.lost == ()


def test_a_connection_counts_within_the_hops_that_are_looked_at() -> None:
    """What is farther apart than that is not connected."""
    near, far = (
        store_of(FIRST, SECOND, THIRD, claim("A", "operates", "D")),
        store_of(FIRST, SECOND, THIRD),
    )

    assert [letters(c.before) for c in between(near, far, "AD", max_hops=2).connections.lost] == [
        "AD"
    ]
    assert between(near, far, "AD", max_hops=3).connections.lost == ()


def test_without_pairs_the_entities_with_other_neighbors_are_compared() -> None:
    """Those that both graphs hold: of a new entity every connection is new."""
    named = "".join(f"id:{each} a ag:Person ; skos:prefLabel '{each}' ." for each in "ABCDE")
    state = (
        "claim:{0} a ag:Claim ; ag:subject id:{1} ; ag:predicate ag:operates ; ag:object id:{2} ."
    )
    told = " ag:status ag:Accepted ; ag:polarity ag:Positive ; ag:modality ag:AssertedFact ."
    claims = [
        (state.format(number, *ends)[:-1] + " ;" + told)
        for number, ends in enumerate(("AB", "BC", "DE"))
    ]
    one = turtle_store(named + claims[0] + claims[2])
    other = turtle_store(named + "".join(claims))

    found = between(one, other).connections

    assert [each[-1] for each in found.among] == ["B", "C"]
    assert [(c.start[-1], c.goal[-1]) for c in found.gained] == [("B", "C")]
    assert found.left_out == 0


def test_a_great_many_changes_are_compared_in_part_and_said_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The entities with the most changes first; the text tells how many were left out."""
    monkeypatch.setattr(diffing, "MOST_ENTITIES", 2)
    one = store_of(*(claim(letter, "informed", letter) for letter in "ABCDE"))
    more = [claim("A", "operates", letter) for letter in "BCD"]
    other = store_of(*one.claims(), *more)

    found = between(one, other)

    assert [each[-1] for each in found.connections.among] == ["A", "B"]
    assert found.connections.left_out == 2
    assert "Connections were compared among the 2 entities with the most" in text(
        found, Side(one), Side(other)
    )


def test_statements_without_claims_are_compared_too() -> None:
    """Plain RDF has no claims to compare."""
    one, other = plain_store("a knows b"), plain_store("a knows b", "b knows c")

    found = between(one, other)

    assert [each.object[-1] for each in found.plain[0]] == ["c"]
    assert found.plain[1] == ()
    assert between(one, one).is_empty
    assert "+ B knows c (no source is given)" in text(found, Side(one), Side(other))


@pytest.mark.parametrize("clocks", [(Clock(JUNE), Clock(AUGUST)),
                                    (Clock(during=(JUNE, JUNE)), Clock(AUGUST))])  # fmt: skip
def test_one_graph_is_compared_at_two_times(clocks: tuple[Clock, Clock]) -> None:
    """What no longer holds is removed, what has begun is added."""
    before = claim("A", "participatesIn", "B", holds=Interval(end_latest=JULY))
    after = claim("A", "participatesIn", "C", holds=Interval(start_earliest=JULY))
    store = store_of(before, after, claim("B", "informed", "B"), claim("C", "informed", "C"))

    found = diff(Side(store, clocks[0]), Side(store, clocks[1]))

    assert (found.added, found.removed) == ((after.iri,), (before.iri,))
    assert [(c.start[-1], c.goal[-1]) for c in found.connections.lost] == [("A", "B")]
    assert [(c.start[-1], c.goal[-1]) for c in found.connections.gained] == [("A", "C")]


def test_what_was_known_at_two_times_is_compared_with_its_statuses() -> None:
    """The older claim stood until the newer one was made."""
    old = claim("A", "leaves", "B", modality="Plan", status="Superseded")
    new = claim("A", "participatesIn", "B", said_earliest=JULY)
    store = store_of(old, new._replace(links=(Link(new.iri, "supersedes", old.iri),)))

    found = diff(Side(store, Clock(known_by=JUNE)), Side(store, Clock(known_by=AUGUST)))

    assert found.added == (new.iri,)
    assert [(each.before.status, each.after.status) for each in found.statuses] == [
        ("Accepted", "Superseded")
    ]


# As the user asks for it


@pytest.fixture
def files(tmp_path: Path) -> Callable[..., str]:
    """Return a function that writes claims to a file."""

    def write(name: str, *claims: Claim) -> str:
        import pyoxigraph as ox

        path = tmp_path / name
        path.write_bytes(engine_of(claims).dump(format=ox.RdfFormat.N_QUADS) or b"")
        return str(path)

    return write


def run(*args: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(cli, args)


def test_two_files_are_compared_in_words(
    files: Callable[..., str], golden: Callable[[str, str], None]
) -> None:
    """Whole, as a reader sees it."""
    numbered = [
        each._replace(iri=f"{ID[:-3]}claim/x-{number}")
        for number, each in enumerate((FIRST, SECOND, THIRD))
    ]
    changed = numbered[0]._replace(holds=Interval(end_latest=JULY), status="Reported")
    one = files("one.nq", *numbered)
    other = files("other.nq", changed, numbered[2])

    result = run("diff", one, other, "--between", "id:B", "id:D", "--between", "id:C", "id:D")

    assert result.exit_code == 0
    assert result.stderr == ""
    golden("diff.txt", result.stdout.replace(one, "one.nq").replace(other, "other.nq"))


def test_the_json_of_a_comparison_holds_all_of_it(files: Callable[..., str]) -> None:
    """Claims, statuses, entities, sources, connections with their paths."""
    one, other = files("one.nq", FIRST, SECOND), files("other.nq", FIRST, SECOND, THIRD)

    result = run("diff", one, other, "--between", "id:A", "id:D", "--format", "json")
    shape = json.loads(result.stdout)

    assert list(shape) == [
        "a", "b", "claims", "statements", "entities", "sources", "connections",
    ]  # fmt: skip
    assert shape["a"] == {"store": one, "at": None, "during": None, "known_by": None}
    assert [each["iri"] for each in shape["claims"]["added"]] == [THIRD.iri]
    assert shape["claims"]["removed"] == shape["claims"]["changed"] == []
    assert [each["iri"] for each in shape["entities"]["added"]] == [ID + "D"]
    (gained,) = shape["connections"]["gained"]
    assert (gained["from"]["iri"], gained["to"]["iri"]) == (ID + "A", ID + "D")
    assert gained["before"] is None
    assert gained["after"]["length"] == 3
    assert [hop["direction"] for hop in gained["after"]["hops"]] == ["forward"] * 3


def test_changed_fields_are_in_the_json_as_they_were_and_are(files: Callable[..., str]) -> None:
    """Bounds by their names."""
    one = files("one.nq", FIRST)
    other = files("other.nq", FIRST._replace(holds=Interval(end_latest=JULY)))

    (change,) = json.loads(run("diff", one, other, "--format", "json").stdout)["claims"]["changed"]

    assert change["before"]["holds"]["end_latest"] is None
    assert change["after"]["holds"]["end_latest"] == JULY


def test_no_difference_ends_with_one(files: Callable[..., str]) -> None:
    """As whatever finds nothing does; the JSON is whole all the same."""
    one = files("one.nq", FIRST)
    result = run("diff", one, one)

    assert result.exit_code == 1
    assert "No difference." in result.stdout
    assert json.loads(run("diff", one, one, "--format", "json").stdout)["claims"]["added"] == []


def test_slices_of_the_shipped_graph_are_compared_by_name() -> None:
    """A slice against itself, so that nothing wide has to be compiled."""
    result = run("diff", "article", "article")

    assert result.exit_code == 1
    assert "article" in result.stdout


def test_a_time_given_twice_is_one_for_each_side(files: Callable[..., str]) -> None:
    """Given once it is that of both; without a second graph two are needed."""
    graph = files("one.nq", FIRST, SECOND._replace(holds=Interval(start_earliest=JULY)))
    found = run("diff", graph, "--at", "2022-06-01", "--at", "2022-08-01", "--format", "json")
    from_store = run("--store", graph, "diff", "--during", "2022-06", "--during", "2022-08")
    shape = json.loads(found.stdout)

    assert (shape["a"]["at"], shape["b"]["at"]) == (JUNE, AUGUST)
    assert [each["iri"] for each in shape["claims"]["added"]] == [SECOND.iri]
    assert from_store.exit_code == 0
    assert "in 2022-06" in from_store.stdout
    assert run("diff", graph, graph, "--at", "2022-06-01").exit_code == 1


@pytest.mark.parametrize("times", [("--at", "2022-06-01"), ("--known-by", "2022-06-01"),
                                   ("--during", "2022")])  # fmt: skip
def test_the_same_time_given_twice_makes_no_difference(
    files: Callable[..., str], times: tuple[str, str]
) -> None:
    """It is what was asked for, and ends as any comparison of equals."""
    done = run("diff", files("one.nq", FIRST), *times, *times)

    assert done.exit_code == 1
    assert "No difference." in done.stdout


def test_a_projection_that_would_be_without_effect_is_refused() -> None:
    """Of graphs that are named after the command none is read through it."""
    done = run("--projection", "wikidata", "diff", "article", "core")

    assert done.exit_code == 2
    assert "--projection goes with --store" in done.stderr


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ((), "give two graphs, or a time twice"),
        (("article",), "give two graphs, or a time twice"),
        (("article", "--at", "2022-06-01"), "give two graphs, or a time twice"),
        (("article", "--at", "2022-06-01", "--during", "2022"), "give --at or --during, not both"),
        (("article", *("--at", "2022-06-01") * 3), "give --at once for both graphs, or twice"),
        (("article", "article", "--between", "ISS", "nobody at all"), "nobody at all"),
    ],
)
def test_a_comparison_that_makes_no_sense_is_misuse(args: tuple[str, ...], message: str) -> None:
    """And says what to give instead."""
    result = run("diff", *args)

    assert result.exit_code == 2
    assert message in result.stderr


def test_a_name_may_be_known_to_one_graph_only(files: Callable[..., str]) -> None:
    """A pair with a new entity can be asked for."""
    one, other = files("one.nq", FIRST), files("other.nq", FIRST, SECOND)

    result = run("diff", one, other, "--between", "id:A", "id:C")

    assert "connections gained, within 4 hops: 1" in result.stdout


def test_long_lists_are_cut_in_the_text_and_whole_in_the_json() -> None:
    """The text says how many more there are."""
    one = store_of(FIRST)
    other = store_of(FIRST, *(claim("A", "informed", f"N{number}") for number in range(30)))
    found = between(one, other)
    written = text(found, Side(one), Side(other))

    assert "claims added: 30" in written
    assert "… and 10 more (--format json lists them)" in written
    assert len(json.loads(as_json(found, Side(one), Side(other)))["claims"]["added"]) == 30
