"""Who is who in the tables of people, and what follows from several rows: traps included."""

from __future__ import annotations

import csv
import hashlib
from typing import TYPE_CHECKING

import pytest

from astrograph.disagreement import overlays
from astrograph.model import Relation
from astrograph.vocab import AG, ID, expand, local_name
from people_tables import (
    ANATOLY_SOLOVYOV,
    BILL_NELSON,
    GEORGE_NELSON,
    KRIKALEV,
    SHUTTLE_61C,
    TM26,
    VLADIMIR_SOLOVYOV,
    Read,
    carried,
    ends,
    read_tables,
    told,
    unite_tables,
)
from wide import people

if TYPE_CHECKING:
    from pathlib import Path


TABLES_OF_SOURCES = {
    "gcat-rides": "rides",
    "gcat-missions": "missions",
    "wikidata-crews": "wikidata-crew",
    "wikidata-missions": "wikidata-missions",
    "wikidata-spacefarers": "wikidata-persons",
    "astronauts-2020": "astronauts-2020",
    "nasa-astronauts-2019": "nasa-astronauts-2019",
}


def cells_of(path: Path) -> dict[tuple[int, str], str]:
    """Read a table with nothing of ours: the cells by the line that their row ends on."""
    tabs = path.suffix == ".tsv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file, csv.excel_tab if tabs else csv.excel, quoting=3 if tabs else 0)
        columns = [column.strip().lstrip("#") for column in next(rows)]
        cells: dict[tuple[int, str], str] = {}
        for row in rows:
            named = zip(columns, row, strict=False)
            cells |= {(rows.line_num, column): cell.strip() for column, cell in named}
    return cells


@pytest.fixture(scope="module")
def mapped(shared_dir: Path, pytestconfig: pytest.Config) -> Read:
    """Return what the tables say, each by itself."""
    return read_tables(shared_dir / "data", pytestconfig.rootpath / "scripts" / "wide")


@pytest.fixture(scope="module")
def united(shared_dir: Path, pytestconfig: pytest.Config) -> Read:
    """Return what they say together."""
    return unite_tables(shared_dir / "data", pytestconfig.rootpath / "scripts" / "wide")


# ── Who is meant ───────────────────────────────────────────────────────────────────────────────


def test_nothing_is_refused_and_each_row_left_out_has_a_reason(mapped: Read) -> None:
    """The two chimpanzees are the only rows left out."""
    assert {name: report.refused for name, report in mapped.reports.items()} == dict.fromkeys(
        people.TABLES, 0
    )
    left_out = {name: report.left_out for name, report in mapped.reports.items() if report.left_out}
    assert left_out == {"rides": {"a chimpanzee, not a person": 2}}


def test_chimpanzees_are_no_people(mapped: Read) -> None:
    """Neither Ham nor Enos is an entity or the subject of a claim; their flights remain."""
    named = {each.iri for each in mapped.entities} | {claim.subject for claim in mapped.claims}

    assert not [iri for iri in named if "/AA-" in iri]
    assert {ID + "flight-HB0001", ID + "flight-HB0002"} <= named
    assert not carried(mapped.claims, "flight-HB0001")


def test_two_men_called_nelson_flew_on_one_shuttle(mapped: Read) -> None:
    """Bill Nelson and George Nelson were both on STS-61-C, and are two."""
    crew = carried(mapped.claims, SHUTTLE_61C)

    assert {GEORGE_NELSON, BILL_NELSON} <= crew
    assert len(crew) == 7
    assert ends(told(mapped.claims, BILL_NELSON, "flewOn")) == {SHUTTLE_61C}
    assert len(told(mapped.claims, GEORGE_NELSON, "flewOn")) == 3


def test_two_men_called_aleksandr_aleksandrov_are_told_apart(mapped: Read) -> None:
    """In the table of 2020 their years of birth tell them apart, in the rides their numbers."""
    born = {
        claim.subject: claim.value.text
        for claim in mapped.claims
        if claim.value and "Aleksandrov-Aleksandr" in claim.subject
        if claim.predicate == AG + "yearOfBirth"
    }

    assert sorted(born.values()) == ["1943", "1951"]
    assert len(born) == 2


def test_two_with_one_number_in_the_table_of_2020_are_two(mapped: Read) -> None:
    """Duque and Baturin are both number 385 there; the number is used for nothing."""
    labels = {each.label for each in mapped.entities if "astro2020-" in each.iri}

    assert {"Pedro Duque", "Yuri Baturin"} <= labels


def test_the_two_solovyovs_keep_their_own_flights(mapped: Read) -> None:
    """Vladimir flew twice in the eighties, Anatoly five times; they share none."""
    anatoly = ends(told(mapped.claims, ANATOLY_SOLOVYOV, "flewOn"))
    vladimir = ends(told(mapped.claims, VLADIMIR_SOLOVYOV, "flewOn"))

    assert (len(anatoly), len(vladimir)) == (5, 2)
    assert not anatoly & vladimir
    assert TM26 in anatoly


def test_the_slip_in_the_name_of_the_tm_26_commander_is_rejected_but_kept(united: Read) -> None:
    """The row prints Aleksandr; the claim of that name stays, as wrong, and names nobody."""
    names = told(united.claims, ANATOLY_SOLOVYOV, "alias")
    wrong = [claim for claim in names if claim.status == "Rejected"]
    person = next(each for each in united.entities if each.iri == ID + ANATOLY_SOLOVYOV)

    assert ends(wrong) == {"Aleksandr Solov'yov"}
    assert {place.row_key for place in wrong[0].evidence} == {"line 762: AS-00212 H00213"}
    assert not [name for name in person.aliases if name.text.startswith("Aleksandr")]


def test_the_label_is_one_good_spelling_and_the_others_are_cited_aliases(united: Read) -> None:
    """Five spellings of Krikalev's name stand behind the one that Wikidata has, and his own."""
    person = next(each for each in united.entities if each.iri == ID + KRIKALEV)
    names = [
        claim
        for relation in ("alias", "nativeName")
        for claim in told(united.claims, KRIKALEV, relation)
    ]

    assert person.label == "Sergei Krikalev"
    assert "Sergey Konstantinovich Krikalyov" in {name.text for name in person.aliases}
    assert {name.text for name in person.aliases} <= ends(names)
    assert all(claim.evidence for claim in names)


def test_no_label_of_a_person_carries_a_rank_or_a_mark(united: Read) -> None:
    """What follows the name in the table (rank, degree, employer) and its asterisks stay out."""
    labels = [each.label for each in united.entities if each.type == "Person"]

    assert len(labels) > 700
    assert not [label for label in labels if set("*(,") & set(label.replace(", Jr", ""))]


def test_several_hundred_flyers_are_printed_under_several_names(mapped: Read) -> None:
    """318 of the numbers carry more than one text; without ranks and degrees, fewer remain."""
    spellings: dict[str, set[str]] = {}
    for claim in mapped.claims:
        if claim.predicate == AG + "alias" and claim.value and "/A" in claim.subject:
            spellings.setdefault(claim.subject, set()).add(claim.value.text)

    assert len(spellings) == 696
    assert sum(len(texts) > 1 for texts in spellings.values()) > 100
    assert len(spellings[ID + KRIKALEV]) == 5


# ── Births and those who did not fly ───────────────────────────────────────────────────────────


def test_the_byte_order_mark_is_no_part_of_the_first_column(mapped: Read) -> None:
    """The first astronaut of the file has a name and a date of birth."""
    assert ends(told(mapped.claims, "NASA-Carpenter-M.-Scott", "dateOfBirth")) == {"1925-05-01"}


def test_astronauts_who_never_flew_are_there_with_what_relates_them(united: Read) -> None:
    """Clifton Williams died in 1967, before a flight; he joined NASA's astronauts in 1963."""
    williams = "NASA-Williams-Clifton-C.-Jr"

    assert ends(told(united.claims, williams, "joinedAstronautsOf")) == {"NASA"}
    assert not told(united.claims, williams, "inCrewOf", "flewOn", "returnedOn", "servedOn")


def test_names_in_cyrillic_say_that_they_are_russian(united: Read) -> None:
    """Krikalev's name in his own script comes from the table of 2020."""
    native = told(united.claims, KRIKALEV, "nativeName")

    assert {claim.value.lang for claim in native if claim.value} == {"ru"}


def test_no_soft_hyphen_or_shifted_craft_gets_in(mapped: Read) -> None:
    """The columns in which the table of 2020 has them are left alone."""
    texts = [claim.value.text for claim in mapped.claims if claim.value]
    texts += [each.label for each in mapped.entities]

    assert not [text for text in texts if "\xad" in text]
    assert carried(mapped.claims, "flight-H00001") == {"AS-00001"}
    assert ends(
        told(mapped.claims, "AS-00001", "inCrewOf", "flewOn", "returnedOn", "servedOn")
    ) == {"flight-H00001"}


# ── Evidence ───────────────────────────────────────────────────────────────────────────────────


def test_every_claim_rests_on_cells_that_are_there(mapped: Read, shared_dir: Path) -> None:
    """The cell at the line and column that a claim cites has the hash that the claim gives."""
    cells = {
        source: cells_of(shared_dir / "data" / people.TABLES[name])
        for source, name in TABLES_OF_SOURCES.items()
    }

    for claim in [*mapped.claims, *mapped.derived]:
        assert claim.evidence, claim
        for place in claim.evidence:
            line = int((place.row_key or "").split(":")[0].removeprefix("line "))
            cell = cells[local_name(place.source)][line, place.column or ""]
            assert hashlib.sha256(cell.encode()).hexdigest() == place.sha256, (claim, place)


def test_every_claim_uses_a_relation_of_the_ontology(
    mapped: Read, shipped_files: list[Path]
) -> None:
    """No mapping misspells one."""
    text = shipped_files[0].read_text(encoding="utf-8")
    used = {local_name(claim.predicate) for claim in mapped.claims}
    types = {each.type for each in mapped.entities}

    assert not [name for name in used if f"\nag:{name} a owl:" not in text]
    assert not [name for name in types if f"\nag:{name} a owl:Class" not in text]


def test_a_claim_has_one_iri_and_an_iri_one_claim(mapped: Read) -> None:
    """Ids do not collide, and reading again gives the same."""
    claims = [*mapped.claims, *mapped.derived]

    assert len({claim.iri for claim in claims}) == len(claims)
    assert all(claim.iri.startswith(expand("claim:x")[:-1]) for claim in claims)


# ── What follows from several rows ─────────────────────────────────────────────────────────────


def test_an_expedition_lies_within_the_rides_of_its_members(mapped: Read) -> None:
    """No table dates one: its outer bounds are the first launch and the last landing."""
    [dated] = told(mapped.derived, "expedition-ISS-67", "stayedOn")

    assert dated.status == "Inferred"
    assert tuple(bound and bound[:10] for bound in dated.holds) == (
        "2021-11-11",
        "2022-05-06",
        "2022-09-21",
        "2023-09-27",
    )
    assert {place.column for place in dated.evidence} == {"Segments", "LDate", "Duration"}


def test_the_bounds_of_every_expedition_are_in_order(mapped: Read) -> None:
    """Each has begun by the time it may end, and one with members still up has no latest end."""
    dated = [claim for claim in mapped.derived if claim.predicate == AG + "stayedOn"]
    stays = {claim.subject for claim in mapped.claims if claim.predicate == AG + "stayedOn"}
    open_ended = {local_name(claim.subject) for claim in dated if not claim.holds.end_latest}

    assert {claim.subject for claim in dated} == stays
    for claim in dated:
        holds = claim.holds
        assert holds.start_earliest
        assert holds.start_earliest <= (holds.start_latest or "9")
        assert holds.end_earliest
        assert holds.end_earliest <= (holds.end_latest or "9")
    assert "expedition-ISS-71" in open_ended
    assert "expedition-ISS-67" not in open_ended


def test_time_in_space_is_the_sum_of_the_rides_that_were_flights(mapped: Read) -> None:
    """Krikalev's six durations add up, each of them cited; an abort counts for nothing."""
    [total] = told(mapped.derived, KRIKALEV, "timeInSpace")
    days = [(151, 11, 8, 24), (311, 20, 0, 34), (8, 7, 9, 22), (11, 19, 17, 55)]
    days += [(140, 23, 38, 55), (179, 0, 23, 23)]

    assert ends([total]) == {
        str(sum(((d * 24 + hours) * 60 + minutes) * 60 + s for d, hours, minutes, s in days))
    }
    assert len(total.evidence) == 6
    assert {place.column for place in total.evidence} == {"Duration"}
    assert "sum of the 6 rides" in (total.paraphrase or "")
    [sturckow] = told(mapped.derived, "AS-00391", "timeInSpace")
    assert not any("HA0015" in (place.row_key or "") for place in sturckow.evidence)


def test_a_stale_total_is_at_odds_with_a_newer_one(united: Read) -> None:
    """Wikidata's 13 days of Liu Yang miss a flight; its total of Krikalev agrees to the minute."""
    relation = Relation(
        AG + "timeInSpace", "time in space", past_form=AG + "timeInSpace",
        exclusive="OneTotal", tolerance=60.0,
    )  # fmt: skip
    totals = [claim for claim in united.claims if claim.predicate == relation.iri]
    laid = overlays(totals, {relation.iri: relation}, {})
    disputed = {claim.subject for claim in totals if laid.get(claim.iri) and laid[claim.iri].links}
    labels = {each.label for each in united.entities if each.iri in disputed}

    assert {"Liu Yang", "Luca Parmitano", "Aleksandr Skvortsov", "Sunita Williams"} <= labels
    assert "Sergei Krikalev" not in labels
    losing = {
        claim.evidence[0].source.rpartition("/")[2]
        for claim in totals
        if "Liu Yang" in (claim.paraphrase or "") and claim.iri in laid
        if laid[claim.iri].status == "Disputed"
    }
    assert losing == {"wikidata-spacefarers"}


def test_expedition_44_is_disputed_by_name(united: Read) -> None:
    """Wikidata puts Kononenko, Yui and Lindgren on it; the rides list their stays without it."""
    relation = Relation(AG + "servedOn", "served on", past_form=AG + "servedOn")
    claims = [claim for claim in united.claims if claim.predicate == relation.iri]
    laid = overlays(claims, {relation.iri: relation}, {})
    linked = {link for each in laid.values() for link in each.links}
    ends_of_links = {iri for link in linked for iri in (link.claim, link.other)}
    denied = [claim for claim in claims if claim.polarity == "Negative"]

    assert {link.kind for link in linked} == {"contradicts"}
    assert {claim.object for claim in denied} == {ID + "expedition-ISS-44"}
    assert {claim.subject for claim in denied} == {
        ID + person for person in ("AS-00482", "AS-00548", "AS-00549")
    }
    assert {claim.iri for claim in denied} <= ends_of_links
    assert len(linked) == 3


def test_a_flight_that_never_flew_has_a_crew_and_no_flyers(mapped: Read) -> None:
    """Wikidata lists Eric Boe for STS-400, which waited as a rescue flight."""
    rescue = [claim for claim in mapped.claims if claim.object == ID + "Q1652911"]
    boe = [claim for claim in rescue if "Eric Boe" in (claim.paraphrase or "")]

    assert {local_name(claim.predicate) for claim in rescue} == {"inCrewOf"}
    assert len(boe) == 1


def test_later_missions_are_entities_of_their_own(united: Read) -> None:
    """What Wikidata has after May 2024 keeps its number; what the rides have too is one entity."""
    kinds = {each.label: (local_name(each.iri), each.type) for each in united.entities}

    assert kinds["SpaceX Crew-9"] == ("Q115651848", "Mission")
    assert kinds["ISS Expedition 74"][1] == "Expedition"
    assert kinds["ISS Expedition 67"] == ("expedition-ISS-67", "Expedition")
    assert kinds["STS-61-C"] == (SHUTTLE_61C, "Spaceflight")


def test_wikidata_is_a_second_voice_on_the_flights_that_both_have(united: Read) -> None:
    """More than a thousand pairs of person and flight have claims of both sources."""
    voices: dict[tuple[str, str], set[str | None]] = {}
    for claim in united.claims:
        if claim.predicate == AG + "flewOn":
            voices.setdefault((claim.subject, claim.object or ""), set()).add(claim.speaker)
    both = [pair for pair, speakers in voices.items() if len(speakers) == 2]

    assert len(both) > 1200
