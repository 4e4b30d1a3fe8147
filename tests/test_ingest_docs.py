"""What the page on ingest says: its example goes round, and it names every key and filter."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from astrograph.codec.canonical import canonical
from astrograph.ingest.checks import words_of
from astrograph.ingest.keys import KEYS
from astrograph.ingest.mapping import read_mapping
from astrograph.ingest.run import ingest_file
from astrograph.ingest.table import read_records
from astrograph.ingest.template import PLAIN, TAKING
from astrograph.model import Claim, Entity, Source
from astrograph.sources import SourceTexts
from astrograph.store import open_store
from astrograph.store.engines import ontology
from astrograph.vocab import AG, ID, shrink

if TYPE_CHECKING:
    from collections.abc import Iterable

    from astrograph.model import Record

EXAMPLES = Path(__file__).resolve().parent.parent / "docs" / "examples"
PAGE = EXAMPLES.parent / "ingest.md"
TABLE, MAPPING = EXAMPLES / "circles.csv", EXAMPLES / "circles.toml"


def described(records: Iterable[Record], *kinds: type[Record]) -> dict[str, Record]:
    """Return the records of some kinds by IRI."""
    return {str(record[0]): record for record in records if isinstance(record, kinds)}


@pytest.fixture(scope="module")
def given() -> list[Record]:
    """Return what the mapping makes of the table."""
    return list(read_records(TABLE, read_mapping(MAPPING)))


def test_the_example_comes_out_of_a_store_as_it_went_in(
    tmp_path: Path, given: list[Record]
) -> None:
    """Every claim, source and entity, with nothing added to them, in canonical form."""
    report = ingest_file(TABLE, tmp_path / "store", mapping=MAPPING, begin_with="article")
    kept = open_store(tmp_path / "store").records()

    assert report.taken_in
    every = (canonical(each) if isinstance(each, Claim) else each for each in given)
    wanted = described(list(every), Claim, Source)
    own = {iri: record for iri, record in described(kept, Claim, Source).items() if iri in wanted}
    assert own == wanted


def test_the_example_connects_its_members_with_what_was_there(
    tmp_path: Path, given: list[Record]
) -> None:
    """Members, circles, and by them what the circles read about."""
    ingest_file(TABLE, tmp_path / "store", mapping=MAPPING, begin_with="article")
    store = open_store(tmp_path / "store")

    made = described(given, Entity)
    assert {iri: store.entity(iri) for iri in made} == made
    for claim in (each for each in given if isinstance(each, Claim)):
        assert store.entity(claim.object or "") is not None
    assert store.named(ID + "ISS").type == "SpaceStation"


def test_every_cell_that_the_example_cites_is_found(given: list[Record]) -> None:
    """In the file that lies beside the page."""
    sources = {each.iri: each for each in given if isinstance(each, Source)}
    texts = SourceTexts(EXAMPLES)
    cited = [place for each in given if isinstance(each, Claim) for place in each.evidence]

    assert cited
    assert all(texts.words(sources[place.source], place) for place in cited)


def test_the_page_names_every_key() -> None:
    """A newcomer need not read the code."""
    text = PAGE.read_text(encoding="utf-8")
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    named = set(re.findall(r"\w+", " ".join(re.findall(r"`[^`]+`", prose))))

    assert {key for keys in KEYS.values() for key in keys} - named == set()


def test_the_page_names_every_filter() -> None:
    """Those with arguments and those without."""
    text = PAGE.read_text(encoding="utf-8")

    assert {name for name in (*PLAIN, *TAKING, "map", "or") if f"\\|{name}" not in text} == set()


def test_the_page_of_relations_has_all_that_a_mapping_may_name() -> None:
    """Every relation and every class of what claims speak of, to choose from."""
    text = (PAGE.parent / "relations.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([\w:]+)` \|", text, flags=re.MULTILINE))
    words = words_of(ontology())
    relations = {shrink(iri) for iri in words.relations if iri.startswith(AG)}
    links = {f"ag:{name}" for name in words.links}

    assert relations - links <= listed
    assert {"Person", "SpaceAgency", "Launch"} <= listed
    assert {name for name in listed if ":" not in name} <= words.types
    assert "(relations.md)" in PAGE.read_text(encoding="utf-8")
