"""The article's slice: complete, derived rightly, cited so that anyone can recompute it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import RDF, XSD
from rdflib.query import ResultRow

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "graph" / "astrograph" / "data"
TURTLE = [ROOT / "ontology.ttl", DATA / "shapes.ttl", *sorted((DATA / "article").glob("*.ttl"))]
BASE = "https://w3id.org/astrograph/"
AG = rdflib.Namespace(BASE + "ontology#")
ID = rdflib.Namespace(BASE + "id/")
SOURCE = rdflib.Namespace(BASE + "source/")

BETWEEN_ENTITIES = """
BillNelson leads NASA
DmitryRogozin formerlyLed Roscosmos
DmitryRogozin predecessorOf YuriBorisov
EuropeanSpaceport formerlyLaunched Soyuz
EuropeanSpaceport locatedIn FrenchGuiana
ISSPartnership concerns ISS
ISSRussianSegment partOf ISS
KathyLueders informed Reuters
KathyLueders leads NASAHumanSpaceflightProgram
KathyLueders spokeWith RussianSpaceOfficials
NASA agencyOf UnitedStates
NASA cooperatesWith Roscosmos
NASAHumanSpaceflightProgram partOf NASA
RSCEnergia primeContractorFor RussianHumanSpaceflightProgram
Roscosmos informed NASA
Roscosmos participatesIn ISSPartnership
Roscosmos plansToOperate ROSS
Roscosmos plansToStayIn ISSPartnership
RoscosmosArticle publishedBy Roscosmos
Russia invades Ukraine
Russia participatesIn ISSPartnership
Russia plansToShiftFocusTo ROSS
RussianHumanSpaceflightProgram programOf Russia
RussianRocketEngines builtIn Russia
RussianRocketEngines formerlySoldTo AmericanBusinesses
Sanctions imposedBecauseOf InvasionOfUkraine
Soyuz builtIn Russia
UnnamedNASAOfficial worksFor NASA
VladimirPutin presidentOf Russia
VladimirSolovyov flightDirectorOf ISSRussianSegment
VladimirSolovyov gaveInterviewTo Roscosmos
VladimirSolovyov generalDesignerOf RSCEnergia
YuriBorisov appointedTo HeadOfRoscosmos
YuriBorisov informed VladimirPutin
YuriBorisov leads Roscosmos
"""

WITH_CLAIMS_OR_VALUES = """
EndedSalesAndLaunches exampleOf seed1-C39
InvasionOfUkraine caused seed1-C39
ROSS targetOperationalYear 2028
Reuters reported seed1-C03
RussianSpaceAlliances endedOrDissolved true
Sanctions inForce true
seed1-C02 supersedes seed1-C01
seed1-C32 after BorisovAnnouncement
"""


def local(term: object) -> str:
    """Return the last part of an IRI, or the text of a literal."""
    return re.split(r"[/#]", str(term))[-1] if isinstance(term, rdflib.URIRef) else str(term)


def lines(triples: Iterable[tuple[object, object, object]]) -> set[str]:
    """Write triples the way the lists above do."""
    return {" ".join(map(local, triple)) for triple in triples}


def claims_like(seed: rdflib.Graph, pattern: str) -> set[rdflib.URIRef]:
    """Return the nodes with a predicate whose local name fits a pattern."""
    found = (each for each in seed.subjects(AG.predicate) if isinstance(each, rdflib.URIRef))
    return {each for each in found if re.fullmatch(pattern, local(each))}


def name_claims(seed: rdflib.Graph) -> set[rdflib.URIRef]:
    """Return the accepted claims that give a name."""
    kinds = set(seed.subjects(RDF.type, AG.NameRelation))
    accepted = claims_like(seed, ".*") & set(seed.subjects(AG.status, AG.Accepted))
    return {each for each in accepted if seed.value(each, AG.predicate) in kinds}


# ── The files ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", TURTLE, ids=lambda path: path.name)
def test_a_file_gives_as_many_triples_in_each_parser(path: Path) -> None:
    """The very same file loads in rdflib, Oxigraph and rapper, with equal counts."""
    rapper = shutil.which("rapper")
    if rapper is None:
        pytest.skip("needs rapper (package raptor2-utils), which is not installed")
    engine = ox.Store()
    engine.load(path=str(path), format=ox.RdfFormat.TURTLE)
    done = subprocess.run(
        [rapper, "-c", "-i", "turtle", str(path)], capture_output=True, text=True, check=True
    )
    counted = re.search(r"returned (\d+) triples", done.stderr)

    assert counted is not None
    assert "Warning" not in done.stderr
    assert len(rdflib.Graph().parse(path, format="turtle")) == len(engine) == int(counted[1])


@pytest.mark.parametrize("path", TURTLE, ids=lambda path: path.name)
def test_every_instant_in_a_file_is_utc_with_z(path: Path) -> None:
    """No date without a time, no time without a zone, no zone but Z."""
    text = path.read_text(encoding="utf-8")
    instants = re.findall(r'"([^"]*)"\^\^xsd:(date\w*)', text)

    assert "xsd:gYear" not in text
    for instant, datatype in instants:
        assert datatype == "dateTime"
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", instant)


def test_no_file_repeats_a_sentence_of_the_article(shared_dir: Path) -> None:
    """No eight words of the article stand in a row in anything that is shipped."""
    article = next((shared_dir / "sources").glob("000_*.txt")).read_text(encoding="utf-8")

    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+", text.lower())
        return {tuple(words[start : start + 8]) for start in range(len(words) - 7)}

    wanted = runs(article)
    kinds = {".ttl", ".rq", ".py", ".md", ".toml", ".json", ".txt", ".html", ".ipynb", ".ts"}
    read = 0
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") or part in {"built", "node_modules"} for part in parts)
        if path.suffix in kinds and not hidden and path.is_file():
            read += 1
            assert not wanted & runs(path.read_text(encoding="utf-8")), path

    assert read > 10


# ── Claims and links ───────────────────────────────────────────────────────────────────────────


def test_there_are_63_claims_and_24_links(seed: rdflib.Graph) -> None:
    """They are numbered without a gap."""
    claims, links = claims_like(seed, r"seed1-C\d\d"), claims_like(seed, r"seed1-L\d\d")

    assert sorted(map(local, claims)) == [f"seed1-C{number:02}" for number in range(1, 64)]
    assert sorted(map(local, links)) == [f"seed1-L{number:02}" for number in range(1, 25)]
    assert all((each, RDF.type, AG.Claim) in seed for each in claims)
    assert links == set(seed.subjects(RDF.type, AG.ClaimLink))


def test_modalities_and_statuses_are_those_that_were_read(seed: rdflib.Graph) -> None:
    """Three denials with their speakers, one threat, nine plans, and what became of them."""
    claims = claims_like(seed, r"seed1-C\d\d")
    modalities = Counter(local(seed.value(each, AG.modality)) for each in claims)
    statuses = Counter(local(seed.value(each, AG.status)) for each in claims)
    negative = set(map(local, seed.subjects(AG.polarity, AG.Negative)))
    denials = {
        local(each): local(seed.value(each, AG.speaker))
        for each in seed.subjects(AG.modality, AG.Denial)
    }

    assert modalities == {"AssertedFact": 42, "Plan": 9, "Opinion": 8, "Denial": 3, "Threat": 1}
    assert statuses == {"Accepted": 47, "Reported": 13, "Disputed": 2, "Superseded": 1}
    assert negative == {"seed1-C17", "seed1-C20", "seed1-C23", "seed1-C34"}
    assert denials == {
        "seed1-C20": "UnnamedNASAOfficial",
        "seed1-C23": "BillNelson",
        "seed1-C34": "KathyLueders",
    }


def test_only_three_claims_are_bounded_and_none_is_dated(seed: rdflib.Graph) -> None:
    """The article gives no date; "after 2024" and "at least 2028" are all that it bounds."""
    bounds = ("startEarliest", "startLatest", "endEarliest", "endLatest", "saidEarliest")
    found = {
        (local(claim), name, str(instant)[:4])
        for name in (*bounds, "saidLatest", "editionDate")
        for claim, instant in seed.subject_objects(AG[name])
    }

    assert found == {
        ("seed1-C01", "startEarliest", "2025"),
        ("seed1-C02", "endEarliest", "2028"),
        ("seed1-C14", "startEarliest", "2025"),
    }
    assert list(seed.objects(None, AG.presentOf)) == [SOURCE.seed1]


def test_link_nodes_say_the_same_as_the_plain_links(seed: rdflib.Graph) -> None:
    """Each subject of a link node stands linked to each of its objects, and nothing else does."""
    kinds = set(seed.subjects(RDF.type, AG.LinkRelation))
    plain = {triple for triple in seed if triple[1] in kinds and triple[1] != RDF.type}
    plain = {triple for triple in plain if triple[0] not in kinds}
    nodes = {
        (subject, seed.value(link, AG.predicate), target)
        for link in seed.subjects(RDF.type, AG.ClaimLink)
        for subject, target in product(
            seed.objects(link, AG.subject), seed.objects(link, AG.object)
        )
    }

    assert len(plain) == 38
    assert plain == nodes
    assert AG.contradicts not in {triple[1] for triple in plain}


def test_every_claim_has_a_paraphrase_of_its_own(seed: rdflib.Graph) -> None:
    """No two claims are told in the same words."""
    said = [str(text) for text in seed.objects(None, AG.paraphrase)]

    assert len(said) == len(set(said)) == len(claims_like(seed, ".*"))


# ── Direct triples ─────────────────────────────────────────────────────────────────────────────


def test_the_direct_triples_are_those_that_the_article_supports(
    seed: rdflib.Graph, direct: rdflib.Graph
) -> None:
    """Entity to entity, with claims or values, and the names: no more, no less."""
    names = set(seed.subjects(RDF.type, AG.NameRelation))
    named = [triple for triple in direct if triple[1] in names]
    rest = [triple for triple in direct if triple[1] not in names]
    entities = [
        each for each in rest if str(each[0]).startswith(ID) and str(each[2]).startswith(ID)
    ]

    assert lines(entities) == set(BETWEEN_ENTITIES.strip().splitlines())
    others = lines(set(rest) - set(entities))
    assert others == set(WITH_CLAIMS_OR_VALUES.strip().splitlines())
    assert {(each[0], each[2]) for each in named} == {
        (seed.value(claim, AG.subject), seed.value(claim, AG.value)) for claim in name_claims(seed)
    }


def test_both_engines_derive_the_same_triples(
    seed_engine: ox.Store, direct: rdflib.Graph, direct_rule: str
) -> None:
    """Literals and language tags included."""
    derived = seed_engine.query(direct_rule)
    assert isinstance(derived, ox.QueryTriples)
    written = derived.serialize(format=ox.RdfFormat.N_TRIPLES)
    assert written is not None

    assert set(rdflib.Graph().parse(data=written, format="nt")) == set(direct)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("?found ag:leads id:Roscosmos", {"YuriBorisov"}),
        ("?found ag:formerlyLed id:Roscosmos", {"DmitryRogozin"}),
        ("?found ag:plansToStayIn ?partnership", {"Roscosmos"}),
        ("?found ag:leaves ?partnership", set()),
        ("?found ag:leavesAbruptly|ag:left|ag:plansToLeave ?partnership", set()),
    ],
)
def test_a_plain_pattern_finds_what_is_so_and_nothing_else(
    seed: rdflib.Graph, direct: rdflib.Graph, pattern: str, expected: set[str]
) -> None:
    """Questions are asked over claims and direct triples together, as a store holds them."""
    rows = (seed + direct).query(f"SELECT ?found {{ {pattern} }}", initNs={"ag": AG, "id": ID})

    assert {local(row[0]) for row in rows if isinstance(row, ResultRow)} == expected


# Claim, relation, modality, tense, and the bounds by year.
RULE_CASES = """
ended           leads         AssertedFact -       endLatest=2020
ahead           leads         AssertedFact Present startEarliest=2023
covered         leads         AssertedFact Past    startLatest=2020 endEarliest=2024
told-as-past    leads         AssertedFact Past
told-as-future  leads         AssertedFact Future
open            leads         AssertedFact -
event           informed      AssertedFact Past
formless        wouldCause    AssertedFact Past
plan            participatesIn Plan        Future
formless-plan   appointedTo   Plan         Future
threat          leaves        Threat       Future
superseded      leads         AssertedFact -
"""


@pytest.fixture(scope="module")
def rule_cases() -> str:
    """Return the cases of the rule as Turtle, with the ontology."""
    written = [TURTLE[0].read_text(encoding="utf-8"), "@prefix : <urn:case/> ."]
    for line in RULE_CASES.strip().splitlines():
        name, relation, modality, tense, *bounds = line.split()
        written.append(
            f":{name} a ag:Claim ; ag:subject :{name} ; ag:predicate ag:{relation} ; ag:object :o ;"
            f" ag:modality ag:{modality} ; ag:polarity ag:Positive ; ag:status ag:Accepted"
        )
        written += [f"; ag:tense ag:{tense}"] if tense != "-" else []
        for bound, year in (each.split("=") for each in bounds):
            written.append(f'; ag:{bound} "{year}-01-01T00:00:00Z"^^xsd:dateTime')
        written.append(".")
    return "\n".join([*written, ":open ag:supersedes :superseded ."])


@pytest.mark.parametrize(
    ("instant", "differing"),
    [
        (None, {"ended leads", "ahead leads", "covered formerlyLed"}),
        ("2022-07-01T00:00:00Z", {"ended formerlyLed", "covered leads"}),
        ("2024-01-01T00:00:00Z", {"ended formerlyLed", "ahead leads", "covered leads"}),
        ("2019-12-31T23:59:59Z", {"ended leads", "covered leads"}),
    ],
)
def test_the_rule_decides_by_bounds_first_and_by_tense_second(
    rule_cases: str, direct_rule: str, instant: str | None, differing: set[str]
) -> None:
    """Both engines read every case alike; an instant is bound from outside, or left unbound."""
    expected = {"told-as-past formerlyLed", "open leads", "event informed", "plan plansToStayIn"}
    engine = ox.Store()
    engine.load(rule_cases.encode(), format=ox.RdfFormat.TURTLE)
    graph = rdflib.Graph().parse(data=rule_cases, format="turtle")
    bound: dict[str, rdflib.term.Identifier] = {}
    given: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = {}
    if instant is not None:
        bound["instant"] = rdflib.Literal(instant, datatype=XSD.dateTime)
        moment = ox.Literal(instant, datatype=ox.NamedNode(str(XSD.dateTime)))
        given[ox.Variable("instant")] = moment

    in_rdflib = graph.query(direct_rule, initBindings=bound).graph
    in_oxigraph = engine.query(direct_rule, substitutions=given)

    assert in_rdflib is not None
    assert isinstance(in_oxigraph, ox.QueryTriples)
    theirs = in_oxigraph.serialize(format=ox.RdfFormat.N_TRIPLES)
    assert theirs is not None
    assert {line.removesuffix(" o") for line in lines(in_rdflib)} == expected | differing
    assert set(rdflib.Graph().parse(data=theirs, format="nt")) == set(in_rdflib)
