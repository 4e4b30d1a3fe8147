"""Decisions about who is who: read from a table, applied to records, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from astrograph.errors import JobError
from astrograph.identity import Decision, apply, read_decisions, replacements
from astrograph.model import Claim, Entity, Evidence, Link, Name, Record, Remainder, Source
from astrograph.vocab import AG, ID

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

HEAD = "entity,other,decision,why,decided_by\n"


@pytest.fixture
def table(tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that writes a table of decisions with its head."""

    def write(rows: str) -> Path:
        path = tmp_path / "identity.csv"
        path.write_text(HEAD + rows, encoding="utf-8")
        return path

    return write


def same(entity: str, other: str) -> Decision:
    """Return a decision between two local names."""
    return Decision(ID + entity, ID + other, "same")


RECORDS: list[Record] = [
    Source("source:rides", "Rides"),
    Entity(ID + "AS-1", "Sergei Krikalev", "Person", (Name("Krikalyov"),)),
    Entity(ID + "Q1", "Sergey Krikalev", "Person", (Name("Крикалёв", "ru"), Name("Krikalyov"))),
    Entity(ID + "Mir", "Mir", "SpaceStation"),
    Claim(
        "claim:1",
        ID + "Q1",
        AG + "servedOn",
        ID + "Mir",
        speaker=ID + "Q1",
        term_as_printed="S. Krikalev",
        evidence=(Evidence("evidence:1", "source:rides", row_key="line 5"),),
        links=(Link("claim:1", "supersedes", "claim:0", ID + "Q1"),),
    ),
    Remainder(f'<{ID}Q1> <http://example.org/said> "<{ID}Q1>" .\n'),
]


def test_a_table_is_read_with_curies_and_iris(table: Callable[[str], Path]) -> None:
    """Both columns take either; what is open may name nobody."""
    path = table(
        "id:AS-1,http://www.wikidata.org/entity/Q1,same,one identifier,curator\n"
        ",id:Q2,open,nobody is called so,rule: no proposal\n"
    )

    assert read_decisions(path) == (
        Decision(
            ID + "AS-1", "http://www.wikidata.org/entity/Q1", "same", "one identifier", "curator"
        ),
        Decision("", ID + "Q2", "open", "nobody is called so", "rule: no proposal"),
    )


@pytest.mark.parametrize(
    ("rows", "line", "words"),
    [
        ("id:A,id:B,maybe,,\n", 2, "unknown decision 'maybe'"),
        ("id:A,id:B,same,,\nid:A,id:C\n", 3, "2 cells"),
        ("nope:A,id:B,same,,\n", 2, "unknown prefix"),
        ("id:A,,same,,\n", 2, "unknown prefix in ''"),
        ("id:A,id:B C,same,,\n", 2, "is no IRI"),
        (",id:B,same,,\n", 2, "unknown prefix in ''"),
        ("id:A,id:B,same,,\nid:A,id:B,different,,\n", 3, "said to be different"),
        ("id:A,id:B,same,,\nid:C,id:B,same,,\n", 3, "the same as id:A and as id:C"),
        ("id:A,id:A,same,,\n", 2, "in a circle"),
        ("id:X,id:Y,same,,\nid:A,id:B,same,,\nid:B,id:A,same,,\n", 3, "in a circle"),
    ],
)
def test_a_row_that_cannot_be_is_named_by_file_and_line(
    table: Callable[[str], Path], rows: str, line: int, words: str
) -> None:
    """One line says where and what."""
    path = table(rows)

    with pytest.raises(JobError) as caught:
        read_decisions(path)

    assert f"{path}, line {line}: " in caught.value.message
    assert words in caught.value.message
    assert "\n" not in caught.value.message


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"a,b\n", "line 1"), (b"", "line 1"), (HEAD.encode() + b"\xff,\n", "UTF-8")],
)
def test_what_is_no_table_of_decisions_is_refused(
    tmp_path: Path, content: bytes, words: str
) -> None:
    """Another head, nothing at all, another encoding."""
    path = tmp_path / "identity.csv"
    path.write_bytes(content)

    with pytest.raises(JobError, match=words):
        read_decisions(path)


def test_a_missing_table_is_one_clear_line(tmp_path: Path) -> None:
    """The message names the file."""
    with pytest.raises(JobError, match=r"nowhere\.csv"):
        read_decisions(tmp_path / "nowhere.csv")


def test_different_holds_through_chains() -> None:
    """A and C may not become one by way of B."""
    rows = [same("A", "B"), same("B", "C"), Decision(ID + "A", ID + "C", "different")]

    with pytest.raises(JobError, match="id:A and id:C are said to be different"):
        replacements(rows)


def test_every_role_of_a_claim_gets_the_entity_and_all_else_stays() -> None:
    """Evidence, IRI and the name as printed are those of the source."""
    claim = next(each for each in apply(RECORDS, [same("AS-1", "Q1")]) if isinstance(each, Claim))

    assert claim.subject == claim.speaker == claim.links[0].by == ID + "AS-1"
    before = next(each for each in RECORDS if isinstance(each, Claim))
    assert (claim.iri, claim.evidence) == (before.iri, before.evidence)
    assert claim.term_as_printed == "S. Krikalev"


def test_the_entity_keeps_its_label_and_takes_the_other_names() -> None:
    """No name is lost, and none comes twice."""
    entities = [each for each in apply(RECORDS, [same("AS-1", "Q1")]) if isinstance(each, Entity)]

    assert entities == [
        Entity(ID + "Mir", "Mir", "SpaceStation"),
        Entity(
            ID + "AS-1",
            "Sergei Krikalev",
            "Person",
            (Name("Krikalyov"), Name("Sergey Krikalev"), Name("Крикалёв", "ru")),
        ),
    ]


def test_an_entity_that_has_no_record_takes_that_of_the_other() -> None:
    """The decision may name an IRI that only the claims of another source know."""
    (entity,) = apply([Entity(ID + "Q1", "Krikalev", "Person")], [same("AS-1", "Q1")])

    assert entity == Entity(ID + "AS-1", "Krikalev", "Person")


def test_lines_that_the_model_does_not_carry_get_the_entity_outside_of_texts() -> None:
    """What stands in quotes is a text, even if it looks like an IRI."""
    remainder = next(
        each for each in apply(RECORDS, [same("AS-1", "Q1")]) if isinstance(each, Remainder)
    )

    assert remainder.text == f'<{ID}AS-1> <http://example.org/said> "<{ID}Q1>" .\n'


def test_taking_the_row_out_gives_the_old_graph_back() -> None:
    """Nothing but the decision joins two entities; different and open ones change nothing."""
    others = [Decision(ID + "AS-1", ID + "Mir", "different"), Decision("", ID + "Q1", "open")]

    assert set(apply(RECORDS, [same("AS-1", "Q1")])) != set(RECORDS)
    assert list(apply(RECORDS, others)) == RECORDS


LOCALS = st.sampled_from("ABCDEFG")


@st.composite
def forests(draw: st.DrawFn) -> list[Decision]:
    """Draw decisions without circles: each other points to an earlier letter."""
    others = draw(st.lists(st.sampled_from("BCDEFG"), unique=True))
    return [same(draw(st.sampled_from([x for x in "ABCDEF" if x < each])), each) for each in others]


ENTITIES = st.builds(
    lambda local, label, aliases: Entity(
        ID + local, label, "Person", tuple(Name(text) for text in aliases if text != label)
    ),
    LOCALS,
    st.sampled_from(["x", "y", "z"]),
    st.lists(st.sampled_from(["x", "y", "u"]), unique=True),
)
CLAIMS = st.builds(
    lambda number, subject, object_: Claim(f"claim:{number}", ID + subject, AG + "knows", object_),
    st.integers(0, 99),
    LOCALS,
    LOCALS.map(ID.__add__),
)


@given(
    st.lists(ENTITIES, unique_by=lambda entity: entity.iri),
    st.lists(CLAIMS),
    forests(),
    st.randoms(),
)
def test_applying_is_idempotent_and_blind_to_order(
    entities: list[Entity],
    claims: list[Claim],
    decisions: list[Decision],
    random: Random,
) -> None:
    """Twice is once; neither the order of the rows nor that of the records counts."""
    records: list[Record] = [*entities, *claims]
    once = list(apply(records, decisions))
    random.shuffle(records)
    random.shuffle(decisions)

    assert list(apply(once, decisions)) == once
    assert sorted(map(repr, apply(records, decisions))) == sorted(map(repr, once))
