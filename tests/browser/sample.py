"""A payload for the page's tests: the seed article's entities and claims, paraphrased, no store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from astrograph.store.packing import end_cost

if TYPE_CHECKING:
    from astrograph.explorer.payload import (
        ClaimLink,
        EntityRef,
        PageClaim,
        PageEntity,
        PageEvidence,
        PageStatement,
        Payload,
        Tense,
    )

BASE = "https://w3id.org/astrograph/"
ONTOLOGY = f"{BASE}ontology#"
SOURCE = f"{BASE}source/seed1"
SOURCE_TITLE = "News article on Russia's plans for the ISS partnership"
VERY_WORDS = "These very words stand in the source, and nowhere else."

# local name, label, type, aliases ("text@lang")
_ENTITIES: list[tuple[str, str, str, tuple[str, ...]]] = [
    ("YuriBorisov", "Yuri Borisov", "Person", ("Yury Borisov@en", "Юрий Иванович Борисов@ru")),
    (
        "DmitryRogozin",
        "Dmitry Rogozin",
        "Person",
        ("Dmitriy Rogozin@en", "Дмитрий Олегович Рогозин@ru"),
    ),
    ("VladimirPutin", "Vladimir Putin", "Person", ("Владимир Путин@ru",)),
    ("VladimirSolovyov", "Vladimir Solovyov", "Person", ("Vladimir Solovyev@en",)),
    ("BillNelson", "Bill Nelson", "Person", ()),
    ("KathyLueders", "Kathy Lueders", "Person", ("Kathryn Lüders@de",)),
    ("Roscosmos", "Roscosmos", "SpaceAgency", ("Роскосмос@ru", "State Space Corporation@en")),
    ("NASA", "NASA", "SpaceAgency", ("National Aeronautics and Space Administration@en",)),
    ("Reuters", "Reuters", "NewsAgency", ()),
    ("RSCEnergia", "RSC Energia", "Company", ("РКК «Энергия»@ru",)),
    ("AmericanBusinesses", "American businesses", "UnnamedAgent", ()),
    ("Russia", "Russia", "State", ("Россия@ru",)),
    ("UnitedStates", "United States", "State", ("USA@en",)),
    ("Ukraine", "Ukraine", "State", ("Україна@uk",)),
    ("FrenchGuiana", "French Guiana", "Place", ("Guyane@fr",)),
    ("ISS", "International Space Station", "SpaceStation", ("ISS@en", "МКС@ru", "国际空间站@zh")),
    ("ROSS", "ROSS", "SpaceStation", ("Russian Orbital Service Station@en", "РОСС@ru")),
    ("ISSRussianSegment", "Russian segment of the ISS", "StationSegment", ()),
    ("ISSPartnership", "ISS partnership", "Collaboration", ("ISS consortium@en",)),
    ("NASAHumanSpaceflightProgram", "NASA human spaceflight program", "Program", ()),
    ("RussianHumanSpaceflightProgram", "Russian human spaceflight program", "Program", ()),
    ("EuropeanSpaceport", "European Spaceport", "Spaceport", ("Centre spatial guyanais@fr",)),
    ("Soyuz", "Soyuz", "LaunchVehicle", ("Союз@ru",)),
    ("RussianRocketEngines", "Russian rocket engines", "EngineFamily", ()),
]

_INVERSE = {
    "leads": "is led by",
    "formerly led": "was formerly led by",
    "informed": "was informed by",
    "participates in": "has as participant",
    "plans to stay in": "is planned to keep",
}

# claim number, subject, relation label, object, tense, sentence of the source, when
_STATEMENTS: list[tuple[int, str, str, str, str, int, str]] = [
    (10, "YuriBorisov", "leads", "Roscosmos", "present", 3, ""),
    (12, "VladimirPutin", "is president of", "Russia", "present", 3, ""),
    (13, "YuriBorisov", "informed", "VladimirPutin", "past", 3, "the day before the article"),
    (3, "Roscosmos", "informed", "NASA", "past", 1, ""),
    (6, "Roscosmos", "participates in", "ISSPartnership", "present", 1, ""),
    (7, "ISSPartnership", "concerns", "ISS", "present", 1, ""),
    (22, "BillNelson", "leads", "NASA", "present", 6, ""),
    (30, "KathyLueders", "leads", "NASAHumanSpaceflightProgram", "present", 8, ""),
    (31, "NASAHumanSpaceflightProgram", "is part of", "NASA", "present", 8, ""),
    (35, "KathyLueders", "informed", "Reuters", "past", 9, ""),
    (29, "NASA", "is the agency of", "UnitedStates", "present", 7, ""),
    (37, "NASA", "cooperates with", "Roscosmos", "present", 10, ""),
    (38, "Russia", "invades", "Ukraine", "present", 11, ""),
    (44, "EuropeanSpaceport", "is located in", "FrenchGuiana", "present", 12, ""),
    (45, "Soyuz", "is built in", "Russia", "present", 12, ""),
    (54, "VladimirSolovyov", "is flight director of", "ISSRussianSegment", "present", 16, ""),
    (55, "VladimirSolovyov", "is general designer of", "RSCEnergia", "present", 16, ""),
    (
        56,
        "RSCEnergia",
        "is prime contractor for",
        "RussianHumanSpaceflightProgram",
        "present",
        16,
        "",
    ),
    (58, "ISSRussianSegment", "is part of", "ISS", "present", 16, ""),
    (60, "VladimirSolovyov", "gave an interview to", "Roscosmos", "past", 17, ""),
    (49, "DmitryRogozin", "was the predecessor of", "YuriBorisov", "past", 14, ""),
    (57, "RussianHumanSpaceflightProgram", "is a programme of", "Russia", "present", 16, ""),
    (52, "Russia", "participates in", "ISSPartnership", "present", 14, ""),
    (42, "RussianRocketEngines", "are built in", "Russia", "present", 12, ""),
    (48, "DmitryRogozin", "formerly led", "Roscosmos", "past", 14, ""),
    (41, "RussianRocketEngines", "were formerly sold to", "AmericanBusinesses", "past", 12, ""),
    (43, "EuropeanSpaceport", "formerly launched", "Soyuz", "past", 12, ""),
    (2, "Roscosmos", "plans to stay in", "ISSPartnership", "plan", 1, "until at least 2028"),
    (28, "Roscosmos", "plans to operate", "ROSS", "plan", 7, ""),
    (18, "Russia", "plans to shift its focus to", "ROSS", "plan", 4, ""),
]


class _Extra(NamedTuple):
    """A claim that gives no line of the drawing of its own."""

    number: int
    subject: str
    relation: str
    object: str
    modality: str
    status: str
    polarity: str
    speaker: str
    sentence: int
    paraphrase: str


_EXTRA = [
    _Extra(
        1,
        "Roscosmos",
        "leaves",
        "ISSPartnership",
        "Plan",
        "Superseded",
        "Positive",
        "Roscosmos",
        1,
        "Roscosmos had first said that it would quit the ISS partnership some time after 2024.",
    ),
    _Extra(
        8,
        "Roscosmos",
        "participates in",
        "ISSPartnership",
        "Plan",
        "Accepted",
        "Positive",
        "Roscosmos",
        2,
        "Roscosmos means to stay with the ISS until the next Russian station works.",
    ),
    _Extra(
        14,
        "ISSPartnership",
        "is terminated",
        "ISS",
        "Plan",
        "Disputed",
        "Positive",
        "YuriBorisov",
        3,
        "Borisov told Putin that the ISS partnership would come to an end after 2024.",
    ),
    _Extra(
        20,
        "NASA",
        "received word from",
        "Roscosmos",
        "Denial",
        "Reported",
        "Negative",
        "NASA",
        5,
        "A NASA official says that nothing official had come from Roscosmos.",
    ),
    _Extra(
        23,
        "NASA",
        "is aware of decisions of",
        "ISSPartnership",
        "Denial",
        "Reported",
        "Negative",
        "BillNelson",
        6,
        "Nelson says that NASA has heard of no decision by any of the ISS partners.",
    ),
    _Extra(
        50,
        "Russia",
        "leaves",
        "ISSPartnership",
        "Threat",
        "Reported",
        "Positive",
        "DmitryRogozin",
        14,
        "Rogozin repeatedly threatened that Russia would pull out if sanctions were kept.",
    ),
    _Extra(
        59,
        "Russia",
        "leaves",
        "ISSPartnership",
        "Opinion",
        "Reported",
        "Positive",
        "VladimirSolovyov",
        16,
        "Solovyov thinks that a sudden Russian exit from the ISS would be an error.",
    ),
]

# claim, link, claim, asserted by
_LINKS = [
    (2, "supersedes", 1, "article"),
    (2, "inTensionWith", 1, "Curator"),
    (2, "inTensionWith", 14, "Curator"),
    (14, "restates", 1, "Curator"),
    (8, "elaborates", 2, "Curator"),
    (20, "supports", 23, "Curator"),
    (23, "inTensionWith", 14, "Curator"),
    (59, "argueAgainst", 1, "Curator"),
    (59, "argueAgainst", 14, "Curator"),
    (20, "inTensionWith", 3, "Curator"),
]

_ARTICLE: EntityRef = {"iri": SOURCE, "label": SOURCE_TITLE, "type": "Document"}
_CURATOR: EntityRef = {"iri": f"{BASE}id/Curator", "label": "the curator", "type": "Curator"}


def entity_iri(name: str) -> str:
    """Return the IRI of an entity of the sample by its local name."""
    return f"{BASE}id/{name}"


def claim_iri(number: int) -> str:
    """Return the IRI of a claim of the sample by its number."""
    return f"{BASE}claim/seed1-C{number:02}"


def _ref(name: str) -> EntityRef:
    label, kind = next((label, kind) for local, label, kind, _ in _ENTITIES if local == name)
    return {"iri": entity_iri(name), "label": label, "type": kind}


def _links_of(number: int) -> list[ClaimLink]:
    links: list[ClaimLink] = []
    for start, kind, end, asserted_by in _LINKS:
        by = _ARTICLE if asserted_by == "article" else _CURATOR
        ways: list[tuple[int, int, Literal["in", "out"]]] = [
            (start, end, "out"),
            (end, start, "in"),
        ]
        links.extend(
            {"kind": kind, "direction": direction, "claim": claim_iri(there), "by": by}
            for here, there, direction in ways
            if here == number
        )
    return links


def _claim(  # noqa: PLR0913  (a claim has this many sides)
    number: int,
    subject: str,
    relation: str,
    object_: str,
    sentence: int,
    paraphrase: str,
    *,
    modality: str = "AssertedFact",
    status: str = "Accepted",
    polarity: str = "Positive",
    speaker: EntityRef = _ARTICLE,
) -> PageClaim:
    place: PageEvidence = {
        "iri": f"{BASE}evidence/seed1-S{sentence:02}",
        "sentence": sentence,
        "start": 100 * sentence,
        "end": 100 * sentence + 90,
        "sha256": f"{number:064x}",
    }
    if number == 2:
        place["text"] = VERY_WORDS
    return {
        "iri": claim_iri(number),
        "modality": modality,
        "polarity": polarity,
        "status": status,
        "confidence": 0.9,
        "speaker": speaker,
        "addressee": _ref("NASA") if number == 2 else None,
        "relayed_by": _ref("Reuters") if number in {1, 2, 3} else None,
        "paraphrase": paraphrase,
        "source": {"iri": SOURCE, "title": SOURCE_TITLE},
        "evidence": [place],
        "statement": {
            "subject": _ref(subject),
            "predicate": {"iri": ONTOLOGY + _camel(relation), "label": relation},
            "object": _ref(object_),
        },
        "said": {"earliest": None, "latest": None},
        "holds": {
            "start_earliest": "2025-01-01T00:00:00Z" if number in {1, 14} else None,
            "start_latest": None,
            "end_earliest": "2028-01-01T00:00:00Z" if number == 2 else None,
            "end_latest": None,
        },
        "time_text": {2: "until at least 2028", 1: "after 2024", 13: "yesterday"}.get(number),
        "tense": None,
        "role_text": {10: "director", 48: "chairman", 22: "Administrator"}.get(number),
        "condition": "unless sanctions are lifted" if number == 50 else None,
        "links": _links_of(number),
    }


def _camel(label: str) -> str:
    first, *rest = label.split()
    return first + "".join(word.capitalize() for word in rest)


def _entity(name: str, label: str, kind: str, aliases: tuple[str, ...]) -> PageEntity:
    pairs = [alias.rpartition("@") for alias in aliases]
    return {
        "iri": entity_iri(name),
        "curie": f"id:{name}",
        "label": label,
        "type": kind,
        "aliases": [{"text": text, "lang": lang} for text, _, lang in pairs],
    }


def _statement(
    number: int, subject: str, relation: str, object_: str, tense: Tense, when: str
) -> PageStatement:
    labels = [_ref(subject)["label"], relation, _ref(object_)["label"]]
    disputed, ends = number in {2, 3}, {subject, object_}
    claims = [claim_iri(number)] + ([claim_iri(8)] if number == 2 else [])
    return {
        "subject": entity_iri(subject),
        "relation": {
            "iri": ONTOLOGY + _camel(relation),
            "label": relation,
            "inverse_label": _INVERSE.get(relation, f"({relation})"),
        },
        "object": entity_iri(object_),
        "tense": tense,
        "status": "Accepted",
        "standing": "disputed" if disputed else "undisputed",
        "disputed": disputed,
        "when": when,
        "sentence": " ".join(labels),
        "claims": claims,
        "cost": sum(end_cost(1, sum(end in row for row in _STATEMENTS)) for end in ends),
        "occasions": [[None] * 4],
    }


def sample_payload() -> Payload:
    """Build the sample anew: 24 entities, 30 statements, 37 claims, 10 links."""
    statements: list[PageStatement] = []
    claims: dict[str, PageClaim] = {}
    for number, subject, relation, object_, tense, sentence, when in _STATEMENTS:
        statement = _statement(number, subject, relation, object_, tense, when)  # type: ignore[arg-type]
        statements.append(statement)
        claims[claim_iri(number)] = _claim(
            number,
            subject,
            relation,
            object_,
            sentence,
            f"According to the source, {statement['sentence']}.",
            modality="Plan" if tense == "plan" else "AssertedFact",
            speaker=_ref("Roscosmos") if number == 2 else _ARTICLE,
        )
    for extra in _EXTRA:
        claims[claim_iri(extra.number)] = _claim(
            extra.number,
            extra.subject,
            extra.relation,
            extra.object,
            extra.sentence,
            extra.paraphrase,
            modality=extra.modality,
            status=extra.status,
            polarity=extra.polarity,
            speaker=_ref(extra.speaker),
        )
    return {
        "title": "Who is who in the ISS partnership",
        "edition": "Tenses are those of the article itself, which bears no date.",
        "attribution": ["Claims and paraphrases: Astrograph, CC BY 4.0."],
        "generator": "astrograph 0.1.0",
        "entities": [_entity(*row) for row in _ENTITIES],
        "statements": statements,
        "claims": claims,
        "sources": {SOURCE: {"iri": SOURCE, "title": SOURCE_TITLE, "url": None, "license": None}},
        "focus": [],
        "path": None,
    }
