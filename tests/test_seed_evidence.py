"""Every claim of the article's slice is cited, and every citation recomputes from its source."""

from __future__ import annotations

import csv
import hashlib
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
import rdflib
from rdflib import RDF, SKOS

if TYPE_CHECKING:
    from pathlib import Path

BASE = "https://w3id.org/astrograph/"
AG = rdflib.Namespace(BASE + "ontology#")
ID = rdflib.Namespace(BASE + "id/")
CLAIM = rdflib.Namespace(BASE + "claim/")
SOURCE = rdflib.Namespace(BASE + "source/")
DCTERMS = rdflib.Namespace("http://purl.org/dc/terms/")
OA = rdflib.Namespace("http://www.w3.org/ns/oa#")
PROV = rdflib.Namespace("http://www.w3.org/ns/prov#")
SCHEMA = rdflib.Namespace("https://schema.org/")

# Russian to Latin letters by the BGN/PCGN scheme of 1947; е and ё take a y where `romanize` says.
LETTERS = "а=a б=b в=v г=g д=d е=e ё=ë ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f"
LETTERS += " х=kh ц=ts ч=ch ш=sh щ=shch ъ=” ы=y ь=’ э=e ю=yu я=ya"
LATIN = {pair[0]: pair[2:] for pair in LETTERS.split(" ")}


@pytest.fixture(scope="module")
def article(shared_dir: Path) -> str:
    """Return the raw text of the article: no newline is translated."""
    return next((shared_dir / "sources").glob("000_*.txt")).read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def facts(shared_dir: Path) -> dict[str, dict[str, str]]:
    """Return the rows of the table of facts by their row key."""
    with (shared_dir / "data" / "facts-2022-iss.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return {f"line {reader.line_num}": row for row in reader}


def sha256(content: bytes | str) -> str:
    """Return the SHA-256 of some bytes, or of a text's UTF-8 bytes."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def name_claims(seed: rdflib.Graph) -> set[rdflib.term.Node]:
    """Return the accepted claims that give a name."""
    kinds = set(seed.subjects(RDF.type, AG.NameRelation))
    naming = {claim for kind in kinds for claim in seed.subjects(AG.predicate, kind)}
    return naming & set(seed.subjects(AG.status, AG.Accepted))


def cited(
    seed: rdflib.Graph, place: rdflib.term.Node, article: str, facts: dict[str, dict[str, str]]
) -> str:
    """Return the words at a place of evidence, read from its source."""
    if (start := seed.value(place, OA.start)) is not None:
        assert seed.value(place, AG.source) == SOURCE.seed1
        return article[int(str(start)) : int(str(seed.value(place, OA.end)))]
    if (row_key := seed.value(place, AG.rowKey)) is not None:
        assert seed.value(place, AG.source) == SOURCE.facts2022
        return facts[str(row_key)][str(seed.value(place, AG.column))]
    return str(seed.value(place, AG.quote))


def romanize(text: str) -> str:
    """Put Russian into Latin letters by the BGN/PCGN scheme."""
    out = ""
    for before, letter in zip(" " + text, text, strict=False):
        latin = LATIN.get(letter.lower(), letter)
        if letter.lower() in "её" and (not before.isalpha() or before.lower() in "аеёийоуъыьэюя"):
            latin = "y" + latin
        out += latin.capitalize() if letter.isupper() else latin
    return out


def test_every_claim_cites_evidence_in_a_source(seed: rdflib.Graph) -> None:
    """So does every link that the article itself asserts."""
    claims = set(seed.subjects(RDF.type, AG.Claim))
    asserted = {
        link
        for link in seed.subjects(RDF.type, AG.ClaimLink)
        if seed.value(link, AG.speaker) == SOURCE.seed1
    }

    assert len(asserted) == 6
    for claim in claims | asserted:
        places = list(seed.objects(claim, AG.evidence))
        assert places, claim
        assert all((place, AG.source, None) in seed for place in places), claim


def test_every_piece_of_evidence_is_cited(seed: rdflib.Graph) -> None:
    """No place is described that no claim rests on."""
    assert set(seed.subjects(RDF.type, AG.Evidence)) == set(seed.objects(None, AG.evidence))


def test_the_files_of_the_sources_are_those_that_were_read(
    seed: rdflib.Graph, shared_dir: Path
) -> None:
    """Name and hash of each file recompute."""
    files = dict(seed.subject_objects(AG.fileName))

    assert set(files) == {SOURCE.seed1, SOURCE.facts2022}
    for source, name in files.items():
        path = next(shared_dir.rglob(str(name)))
        assert sha256(path.read_bytes()) == str(seed.value(source, AG.contentSha256))


def test_every_evidence_hash_recomputes(
    seed: rdflib.Graph, article: str, facts: dict[str, dict[str, str]]
) -> None:
    """Spans in code points, cells after CSV quoting is undone, strings quoted from a page."""
    places = set(seed.subjects(RDF.type, AG.Evidence))

    assert len(places) > 40
    for place in places:
        words = cited(seed, place, article, facts)
        assert sha256(words) == str(seed.value(place, AG.textSha256)), place


def test_the_eighteen_sentences_make_up_the_article(seed: rdflib.Graph, article: str) -> None:
    """They follow each other, and only blanks lie between them."""
    evidence = rdflib.Namespace(BASE + "evidence/")
    places = [evidence[f"seed1-S{number:02}"] for number in range(1, 19)]
    spans = [
        (int(str(seed.value(place, OA.start))), int(str(seed.value(place, OA.end))))
        for place in places
    ]
    numbers = [int(str(seed.value(place, AG.sentence))) for place in places]
    gaps = [article[end:start] for (_, end), (start, _) in pairwise(spans)]

    assert numbers == list(range(1, 19))
    assert (spans[0][0], spans[-1][1]) == (0, len(article))
    assert not "".join(gaps).strip()


def test_names_cite_rows_that_were_read_on_the_page_they_name(
    seed: rdflib.Graph, facts: dict[str, dict[str, str]]
) -> None:
    """Title and address of the primary source are those of the row, which is not recalled."""
    checked = 0
    for claim in name_claims(seed):
        for place in seed.objects(claim, AG.evidence):
            row_key = seed.value(place, AG.rowKey)
            if row_key is None:
                continue
            checked += 1
            row, page = facts[str(row_key)], seed.value(claim, PROV.hadPrimarySource)
            assert row["how_read"] == "read"
            title = str(seed.value(page, DCTERMS.title))
            assert row["source_title"].split()[0] in title
            assert row["source_address"] == str(seed.value(page, SCHEMA.url))

    assert checked > 20


def test_a_name_stands_in_what_it_cites(
    seed: rdflib.Graph, article: str, facts: dict[str, dict[str, str]]
) -> None:
    """As the very string, or as words in it; a transliteration is computed from such words."""
    for claim in name_claims(seed):
        name = str(seed.value(claim, AG.value))
        words = " ".join(
            cited(seed, place, article, facts) for place in seed.objects(claim, AG.evidence)
        )
        if seed.value(claim, AG.predicate) == AG.transliteration:
            assert "BGN/PCGN" in str(seed.value(claim, AG.scheme))
            pool = re.findall(r"[^\W_]+", words)
            spelt = {romanize(word) for word in pool} | {romanize(word).upper() for word in pool}
            assert set(name.split()) <= spelt, name
        else:
            assert re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words), name


def test_every_name_in_use_is_backed_by_an_accepted_claim(seed: rdflib.Graph) -> None:
    """And every such claim gives a name that the entity bears."""
    claimed = {
        (seed.value(claim, AG.subject), seed.value(claim, AG.value)) for claim in name_claims(seed)
    }
    preferred = set(seed.subject_objects(SKOS.prefLabel))
    others = set(seed.subject_objects(SKOS.altLabel))

    assert others <= claimed
    assert claimed <= others | preferred
    assert not others & preferred


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("Рогозин", ID.DmitryRogozin),
        ("Rogozin", ID.DmitryRogozin),
        ("Dmitriy Rogozin", ID.DmitryRogozin),
        ("Борисов", ID.YuriBorisov),
        ("Yury Borisov", ID.YuriBorisov),
        ("Соловьёв", ID.VladimirSolovyov),
        ("ISS", ID.ISS),
        ("МКС", ID.ISS),
        ("ISS consortium", ID.ISSPartnership),
        ("Роскосмос", ID.Roscosmos),
        ("Roscosmos", ID.Roscosmos),
        ("Russian Orbital Service Station", ID.ROSS),
    ],
)
def test_a_name_belongs_to_one_entity(seed: rdflib.Graph, name: str, entity: rdflib.URIRef) -> None:
    """A name that a reader would type is exactly one entity's."""
    bearers = {
        bearer
        for label in (SKOS.prefLabel, SKOS.altLabel)
        for bearer, text in seed.subject_objects(label)
        if str(text) == name
    }

    assert bearers == {entity}


def test_every_entity_that_is_named_has_a_label_and_one_class(seed: rdflib.Graph) -> None:
    """An English label each, one label for each language, and the most specific class only."""
    entities = {each for each in seed.subjects(RDF.type) if str(each).startswith(ID)}
    roles = (AG.subject, AG.object, AG.speaker, AG.addressee, AG.relayedBy, AG.probableSpeaker)
    named = {each for role in roles for each in seed.objects(None, role)}

    assert {each for each in named if str(each).startswith(ID)} <= entities
    assert len(entities) == 37
    for entity in entities:
        labels = [
            getattr(label, "language", None) for label in seed.objects(entity, SKOS.prefLabel)
        ]
        assert labels.count("en") == 1
        assert len(labels) == len(set(labels))
        assert len(list(seed.objects(entity, RDF.type))) == 1
