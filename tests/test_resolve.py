"""What the user typed becomes one entity, or an error that lists the candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from astrograph.errors import AmbiguousEntityError, UnknownEntityError
from astrograph.resolve import find_entities, resolve_entity, resolve_relation, resolve_type
from builders import AG, EX, ID, plain_store, turtle_store

if TYPE_CHECKING:
    from astrograph import Store

PEOPLE = """
    id:Smith a ag:Person ; skos:prefLabel "Smith" .
    id:JohnSmith a ag:Person ; skos:prefLabel "John Smith" .
    id:SmithShipyard a ag:Company ; skos:prefLabel "Smith Shipyard" .
    id:Smithson a ag:Person ; skos:prefLabel "Ann Smithson" .
    id:Smyth a ag:Person ; skos:prefLabel "Peter Smyth" .
    id:Ann a ag:Person ; skos:prefLabel "Ann Jones" ; skos:altLabel "Анна Джонс"@ru .
    id:Zoé a ag:Person ; skos:prefLabel "Zoé Çelik" .
    id:Twin1 a ag:Person ; skos:prefLabel "Lee Park" .
    id:Twin2 a ag:Company ; skos:prefLabel "Lee Park" .
"""


@pytest.fixture(scope="module")
def people() -> Store:
    """Return a graph of people whose names resemble each other."""
    return turtle_store(PEOPLE)


def found(store: Store, text: str) -> list[str]:
    """Return what a search finds, by local name."""
    return [match.entity.iri.removeprefix(ID) for match in find_entities(store, text)]


def test_exact_beats_surname_beats_word_beats_beginning(people: Store) -> None:
    """And names that are merely alike do not come along when better ones are found."""
    matches = find_entities(people, "smith shipyard")[:1] + find_entities(people, "SMITH.")
    named = turtle_store("""
        id:1 a ag:Person ; skos:prefLabel "Lee" .
        id:2 a ag:Person ; skos:prefLabel "Ann Lee" .
        id:3 a ag:Person ; skos:prefLabel "Lee Marvin" .
        id:4 a ag:Company ; skos:prefLabel "Lees and Sons" .
        id:5 a ag:Person ; skos:prefLabel "Leo" .
    """)

    assert matches[0].entity.label == "Smith Shipyard"
    assert found(named, "lee") == ["1", "2", "3", "4"]
    assert [match.kind for match in find_entities(named, "lee")] == [0, 1, 2, 3]


def test_scores_lie_between_zero_and_one_and_fall_with_the_rank(people: Store) -> None:
    """Within a kind the best comes first."""
    matches = find_entities(people, "ann")

    assert [match.entity.label for match in matches] == ["Ann Jones", "Ann Smithson"]
    assert all(0 < match.score <= 1 for match in matches)
    assert [match.score for match in matches] == sorted((m.score for m in matches), reverse=True)


@pytest.mark.parametrize("text", ["zoe celik", "ZOÉ ÇELIK", "zoé", "Çelik", "celi", "zoe  çelik!"])
def test_case_accents_and_punctuation_do_not_matter(people: Store, text: str) -> None:
    """Neither in the name nor in what is typed."""
    assert found(people, text) == ["Zoé"]


@pytest.mark.parametrize(
    "text",
    [
        "https://w3id.org/astrograph/id/ISS",
        "<https://w3id.org/astrograph/id/ISS>",
        " id:ISS ",
        "ISS",
        "iss",
        "МКС",
        "мкс",
        "международная космическая станция",
        "International Space Station",
    ],
)
def test_an_iri_a_curie_and_every_name_mean_the_same_entity(shipped: Store, text: str) -> None:
    """Native script and the name within the IRI included."""
    assert resolve_entity(shipped, text).iri == ID + "ISS"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rogozin", "DmitryRogozin"),
        ("рогозин", "DmitryRogozin"),
        ("Dmitriy Rogozin", "DmitryRogozin"),
        ("Olegovich Rogozin", "DmitryRogozin"),
        ("Соловьев", "VladimirSolovyov"),
        ("Solov'yev", "VladimirSolovyov"),
        ("Роскосмос", "Roscosmos"),
        ("RKK Energiya", "RSCEnergia"),
        ("королёва", "RSCEnergia"),
        ("ISS consortium", "ISSPartnership"),
        ("US", "UnitedStates"),
    ],
)
def test_names_in_use_resolve_on_the_shipped_graph(
    shipped: Store, text: str, expected: str
) -> None:
    """Transliterations, former and official names, single words of them."""
    assert resolve_entity(shipped, text).iri == ID + expected


def test_the_name_that_matched_is_told(shipped: Store) -> None:
    """It may be another than the label."""
    (match,) = find_entities(shipped, "МКС")

    assert (match.name, match.score, match.kind) == ("МКС", 1.0, 0)


def test_a_name_that_several_bear_equally_is_never_guessed(people: Store) -> None:
    """Both are listed with type and id."""
    with pytest.raises(AmbiguousEntityError) as caught:
        resolve_entity(people, "lee park")

    assert caught.value.message == "'lee park' fits 2 entities"
    assert "Lee Park (Company, id:Twin2)" in caught.value.hint
    assert "Lee Park (Person, id:Twin1)" in caught.value.hint


def test_an_adjective_that_many_names_share_is_ambiguous(shipped: Store) -> None:
    """The error repeats the user's word."""
    with pytest.raises(AmbiguousEntityError, match="'Russian' fits 4 entities") as caught:
        resolve_entity(shipped, "Russian")

    assert "Russian ISS segment (StationSegment, id:ISSRussianSegment)" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("Rogozzin", "Dmitry Rogozin (Person, id:DmitryRogozin)"),
        ("Роскосмас", "Roscosmos (SpaceAgency, id:Roscosmos)"),
        ("Rosc", "Roscosmos (SpaceAgency, id:Roscosmos)"),
        ("Luders", "Kathy Lueders (Person, id:KathyLueders)"),
    ],
)
def test_a_name_that_fits_only_loosely_is_suggested_and_not_taken(
    shipped: Store, text: str, suggested: str
) -> None:
    """A beginning or a misspelling is not a name."""
    with pytest.raises(UnknownEntityError) as caught:
        resolve_entity(shipped, text)

    assert caught.value.message == f"no entity is called {text!r}"
    assert caught.value.hint.startswith("did you mean ")
    assert suggested in caught.value.hint


@pytest.mark.parametrize("text", ["Mir", "", "  ", "?!", "id:Nope", "nope:ISS", "http://e/x"])
def test_what_nothing_resembles_leads_to_the_lists(shipped: Store, text: str) -> None:
    """There is nothing to suggest, so the hint says where to look."""
    with pytest.raises(UnknownEntityError) as caught:
        resolve_entity(shipped, text)

    assert caught.value.message == f"no entity is called {text!r}"
    assert "astrograph find" in caught.value.hint


def test_long_lists_of_candidates_are_cut_with_their_number() -> None:
    """Five are enough to see the kind."""
    store = turtle_store("".join(
        f'id:P{number} a ag:Person ; skos:prefLabel "Ann {number}" .\n' for number in range(8)
    ))  # fmt: skip

    with pytest.raises(AmbiguousEntityError) as caught:
        resolve_entity(store, "ann")

    assert caught.value.message == "'ann' fits 8 entities"
    assert caught.value.hint.count("Person") == 5
    assert " and 3 more?" in caught.value.hint


def test_a_limit_keeps_the_best(people: Store) -> None:
    """The first ones of the whole list."""
    every = find_entities(people, "smith")

    assert find_entities(people, "smith", limit=2) == every[:2]
    assert len(every) > 2


def test_the_longest_name_is_found_in_full() -> None:
    """Be it of more words than any is looked for by."""
    name = " ".join(f"w{number}" for number in range(150))
    store = turtle_store(f'id:Long a ag:Company ; skos:prefLabel "{name}" .')

    assert found(store, name) == ["Long"]
    assert found(store, name[:-1]) == ["Long"]
    assert [match.kind for match in find_entities(store, name[:-1])] == [4]


@pytest.mark.parametrize("text", ["a " * 2000, "x" * 20000, "'; DROP TABLE name; --", "%", "\0"])
def test_odd_texts_find_nothing_and_break_nothing(shipped: Store, text: str) -> None:
    """However long or strange they are."""
    assert find_entities(shipped, text) == []


def test_entities_of_plain_rdf_are_found_by_their_local_names() -> None:
    """They have no other."""
    store = plain_store("deepSpace orbits marsOne")

    assert resolve_entity(store, "marsone").iri == EX + "marsOne"
    assert resolve_entity(store, EX + "marsOne").iri == EX + "marsOne"


@pytest.mark.parametrize(
    "text",
    [
        *("leads", "ag:leads", AG + "leads", "Leads", "formerlyLed", "formerly led", "led"),
        *("is led by", "was formerly led by", "was led by"),
    ],
)
def test_a_relation_is_known_by_every_name_of_any_of_its_forms(shipped: Store, text: str) -> None:
    """The past form stands for the base relation, whose tense says the rest."""
    assert resolve_relation(shipped, text) == AG + "leads"


def test_a_planned_form_stands_for_its_relation_too(shipped: Store) -> None:
    """By its name and by how it reads."""
    assert resolve_relation(shipped, "plansToLeave") == AG + "leaves"
    assert resolve_relation(shipped, "plans to leave") == AG + "leaves"


def test_words_by_which_several_relations_read_are_refused(shipped: Store) -> None:
    """With what to choose from; the name of one of them is its own."""
    with pytest.raises(AmbiguousEntityError, match="'is operated by' fits 2 relations") as error:
        resolve_relation(shipped, "is operated by")

    assert error.value.hint == "did you mean ag:operatedBy; ag:operates?"
    assert resolve_relation(shipped, "operates") == AG + "operates"


@pytest.mark.parametrize("text", ["Claim", "ag:Evidence", "PathStep", "Status"])
def test_what_tells_of_entities_is_no_type_of_them(shipped: Store, text: str) -> None:
    """Nothing of these classes is ever walked."""
    with pytest.raises(UnknownEntityError, match=f"no type is called '{text}'"):
        resolve_type(shipped, text)


def test_an_event_stands_for_itself(shipped: Store) -> None:
    """It is its own past form."""
    assert resolve_relation(shipped, "informed") == AG + "informed"


def test_an_unknown_relation_gets_suggestions(shipped: Store) -> None:
    """By likeness of the local name, or by where to look."""
    with pytest.raises(UnknownEntityError) as near:
        resolve_relation(shipped, "lead")
    with pytest.raises(UnknownEntityError) as far:
        resolve_relation(shipped, "zzzz")

    assert near.value.message == "no relation is called 'lead'"
    assert "leads" in near.value.hint
    assert "astrograph stats" in far.value.hint


@pytest.mark.parametrize("text", [EX + "worksFor", "worksFor", "ex:worksFor", "works for"])
def test_a_relation_of_plain_rdf_is_known_by_its_iri_or_the_last_part_of_it(text: str) -> None:
    """Nothing declares it."""
    store = plain_store("a worksFor b", "a knows b")

    assert resolve_relation(store, text) == EX + "worksFor"


@pytest.mark.parametrize("text", ["id", "ag", "claim"])
def test_the_word_of_a_prefix_is_a_name_like_others(shipped: Store, text: str) -> None:
    """It is no CURIE without a colon."""
    assert isinstance(find_entities(shipped, text), list)


def test_half_a_character_is_in_no_name(shipped: Store) -> None:
    """As JSON can escape it."""
    assert find_entities(shipped, "\ud800") == []
