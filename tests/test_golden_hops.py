"""How hops of every kind read: rewritten only by ``pytest --update-golden``, then reviewed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from astrograph.codec.encode import encode_record
from astrograph.formats import prose, telling
from astrograph.model import ALWAYS, Claim, Clock, Entity, Hop, Interval, Link, Source
from astrograph.standing import standing
from astrograph.store.build import around
from builders import ID, SOURCE, claim

if TYPE_CHECKING:
    from collections.abc import Callable

    from astrograph import Store
    from astrograph.model import Iri, Record

ORDER = {"present": 0, "past": 1, "plan": 2}

ENTITIES = (
    ("Ann", "Ann Lee", "Person", False),
    ("Bob", "Bob Ray", "Person", False),
    ("Agency", "Agency", "SpaceAgency", True),
    ("Bureau", "Bureau", "SpaceAgency", True),
    ("League", "League", "Collaboration", True),
    ("Station", "Orbiter", "SpaceStation", False),
    ("Module", "Airlock", "StationElement", True),
    ("Land", "Landia", "State", False),
    ("Engines", "Landian engines", "EngineFamily", False),
    ("Officials", "officials of the Agency", "UnnamedAgent", False),
    ("Flight", "Flight 7", "Spaceflight", False),
    ("Launch", "launch 1990-001", "Launch", False),
    ("Rocket", "Comet", "LaunchVehicle", False),
    ("Post", "post of head of the Agency", "Post", True),
)


def year(number: int) -> tuple[str, str]:
    """Return the first and the last instant of a year."""
    return f"{number}-01-01T00:00:00Z", f"{number}-12-31T23:59:59Z"


def day(text: str) -> tuple[str, str]:
    """Return the first and the last instant of a day."""
    return f"{text}T00:00:00Z", f"{text}T23:59:59Z"


SINCE = Interval(*day("2021-05-03"))
TERM = Interval(*day("2018-05-24"), *day("2022-07-15"))
ENDED = Interval(None, None, *day("2022-07-15"))
AHEAD = Interval("2025-01-01T00:00:00Z")
OWN = {"speaker": SOURCE}


class Case(NamedTuple):
    """Claims that make a hop, by what they show, and the way in which it is walked."""

    shows: str
    start: str
    goal: str
    claims: tuple[Claim, ...]
    asked: Clock = ALWAYS


def both_ways(shows: str, *claims: Claim) -> list[Case]:
    """Walk the first claim's statement from its subject and from its object."""
    ends = [(claims[0].subject or "").removeprefix(ID), (claims[0].object or "").removeprefix(ID)]
    return [
        Case(shows, ends[0], ends[1], claims),
        Case(f"{shows}, backwards", ends[1], ends[0], claims),
    ]


def past(subject: str, relation: str, target: str, **fields: object) -> Claim:
    """Make a claim that is told as past."""
    return claim(subject, relation, target, tense="Past", **fields)


def plan(subject: str, relation: str, target: str, **fields: object) -> Claim:
    """Make a plan."""
    return claim(subject, relation, target, modality="Plan", tense="Future", **fields)


def linked(kind: str, one: Claim, other: Claim, **fields: object) -> tuple[Claim, Claim]:
    """Let a first claim bear on a second one."""
    return one._replace(links=(Link(one.iri, kind, other.iri),), **fields), other  # type: ignore[arg-type]


AT = Clock(at="2020-01-01T00:00:00Z")
DURING = Clock(during=("2020-01-01T00:00:00Z", "2020-12-31T23:59:59Z"))
OTHERS = "Others say that Ann Lee does not lead the Agency."

STATES = [
    *both_ways("a state, undated", claim("Ann", "leads", "Agency")),
    *both_ways("a state since a day", claim("Ann", "leads", "Agency", holds=SINCE)),
    *both_ways(
        "a state since some time in a year",
        claim("Ann", "leads", "Agency", holds=Interval(*year(2021))),
    ),
    *both_ways(
        "a state since a day at the latest",
        claim("Ann", "leads", "Agency", holds=Interval(None, "2021-05-03T00:00:00Z")),
    ),
    *both_ways(
        "a state since a day at the earliest",
        claim("Ann", "leads", "Agency", holds=Interval("2021-05-03T00:00:00Z")),
    ),
    *both_ways(
        "a state that was seen on a day",
        claim("Ann", "leads", "Agency",
              holds=Interval(None, "2022-07-27T23:59:59Z", "2022-07-27T00:00:00Z")),
    ),
    *both_ways(
        "a state that goes on until a year at least",
        claim("Agency", "participatesIn", "League",
              holds=Interval(None, None, "2028-01-01T00:00:00Z")),
    ),
    *both_ways("a state of the past, undated", past("Ann", "leads", "Agency")),
    *both_ways("a state of the past with both ends", past("Ann", "leads", "Agency", holds=TERM)),
    *both_ways("a state of the past with its end", past("Ann", "leads", "Agency", holds=ENDED)),
    *both_ways(
        "a state of the past within a decade",
        past("Agency", "partOf", "Bureau", holds=Interval(
            "1960-01-01T00:00:00Z", None, None, "1969-12-31T23:59:59Z")),
    ),
    *both_ways("a state that holds the other end", claim("Ann", "presidentOf", "Land")),
    *both_ways(
        "a state that holds the other end, dated", claim("Module", "attachedTo", "Station",
                                                         holds=SINCE)),
    *both_ways("a state of several", claim("Engines", "soldTo", "Land")),
    *both_ways("a state of several, dated", claim("Engines", "soldTo", "Land", holds=SINCE)),
    *both_ways("a state of the past of several", past("Engines", "soldTo", "Land")),
    *both_ways("a state that reads alike both ways", claim("Agency", "cooperatesWith", "Bureau")),
]  # fmt: skip

EVENTS = [
    *both_ways("an event, undated", past("Ann", "informed", "Bob")),
    *both_ways(
        "an event on a day",
        past("Ann", "informed", "Bob", holds=Interval(*day("2022-07-26"), *day("2022-07-26"))),
    ),
    *both_ways(
        "an event within a year",
        past("Launch", "usedVehicle", "Rocket",
             holds=Interval("1990-01-01T00:00:00Z", None, None, "1990-12-31T23:59:59Z")),
    ),
    *both_ways(
        "an event of which two sources differ",
        past("Launch", "usedVehicle", "Rocket",
             holds=Interval(*day("1990-01-02"), *day("1990-01-02"))),
        past("Launch", "usedVehicle", "Rocket",
             holds=Interval(*day("1990-01-05"), *day("1990-01-05"))),
    ),
    *both_ways("an event, its time as printed", past("Ann", "informed", "Bob",
                                                     time_text="yesterday")),
    *both_ways("an event that lasted", past("Ann", "flewOn", "Flight", role_text="commander",
                                            holds=TERM)),
    *both_ways("an event that reads alike both ways", past("Officials", "spokeWith", "Bureau")),
    *both_ways("what has no time", claim("Rocket", "variantOf", "Rocket2")),
]  # fmt: skip

PLANS = [
    *both_ways("a plan, undated", plan("Agency", "operates", "Station")),
    *both_ways("a plan after a year", plan("Agency", "leaves", "League", holds=AHEAD)),
    *both_ways(
        "a plan on a day or later",
        plan("Agency", "leaves", "League", holds=Interval("2028-07-27T00:00:00Z")),
    ),
    *both_ways(
        "a plan to go on",
        plan("Agency", "participatesIn", "League",
             holds=Interval(None, None, "2028-01-01T00:00:00Z")),
    ),
    *both_ways(
        "a plan of which two speakers differ",
        plan("Agency", "leaves", "League", holds=AHEAD, speaker=f"{ID}Ann"),
        plan("Agency", "leaves", "League", holds=Interval("2028-07-27T00:00:00Z"),
             speaker=f"{ID}Bob"),
    ),
    *both_ways("a plan of several", plan("Engines", "soldTo", "Land")),
]  # fmt: skip

VOICES = [
    *both_ways("a title", past("Ann", "leads", "Agency", role_text="chairwoman", holds=TERM)),
    *both_ways("a title that the words say already",
               claim("Ann", "generalDesignerOf", "Agency", role_text="general designer")),
    *both_ways("a title beside another “as”",
               claim("Ann", "memberOf", "League", role_text="delegate")),
    *both_ways("two terms",
               past("Ann", "leads", "Agency", role_text="head", holds=Interval(
                   *day("1992-02-25"), *day("1999-03-01"))),
               past("Ann", "leads", "Agency", role_text="director", holds=TERM)),
    *both_ways("two terms under one title",
               past("Ann", "leads", "Agency", role_text="head", holds=Interval(
                   *day("1992-02-25"), *day("1999-03-01"))),
               past("Ann", "leads", "Agency", role_text="head", holds=TERM)),
    *both_ways("a term and something undated",
               past("Ann", "leads", "Agency", holds=Interval(*year(1990), *year(1991))),
               past("Ann", "leads", "Agency", holds=TERM),
               past("Ann", "leads", "Agency")),
    *both_ways("what is printed beside it is no title",
               past("Agency", "rebuked", "Land", role_text="for what it said")),
    *both_ways("somebody else says so", claim("Ann", "leads", "Agency", speaker=f"{ID}Bob")),
    *both_ways("several others say so",
               claim("Ann", "leads", "Agency", speaker=f"{ID}Bob"),
               claim("Ann", "leads", "Agency", speaker=f"{ID}Officials")),
    *both_ways("the source says so as well",
               claim("Ann", "leads", "Agency", speaker=f"{ID}Bob"),
               claim("Ann", "leads", "Agency", **OWN)),
]  # fmt: skip

STANDINGS = [
    *both_ways("disputed", *linked(
        "inTensionWith", claim("Bob", "informed", "Ann", paraphrase="Bob Ray denied it."),
        claim("Ann", "leads", "Agency"))[::-1]),
    *both_ways("denied", *linked(
        "contradicts", claim("Ann", "leads", "Agency", polarity="Negative", paraphrase=OTHERS),
        claim("Ann", "leads", "Agency"))[::-1]),
    *both_ways("superseded", *linked(
        "supersedes", claim("Bob", "leads", "Agency", paraphrase="Bob Ray leads the Agency."),
        claim("Ann", "leads", "Agency", status="Superseded"))[::-1]),
    *both_ways("both voices in one hop",
               *linked("inTensionWith",
                       plan("Agency", "leaves", "League", holds=AHEAD, speaker=f"{ID}Ann"),
                       plan("Agency", "participatesIn", "League", speaker=f"{ID}Bob"))),
    *both_ways("now and before",
               claim("Ann", "leads", "Agency", holds=SINCE),
               past("Ann", "deputyHeadOf", "Agency", holds=Interval(*year(2001), *year(2003)))),
]  # fmt: skip

ASKED = [
    Case("asked of a day, certain", "Ann", "Agency",
         (claim("Ann", "leads", "Agency", holds=TERM),), AT),
    Case("asked of a day, undated", "Ann", "Agency", (claim("Ann", "leads", "Agency"),), AT),
    Case("asked of a day, undated, backwards", "Agency", "Ann",
         (claim("Ann", "leads", "Agency"),), AT),
    Case("asked of a day, half dated", "Ann", "Agency",
         (past("Ann", "leads", "Agency", holds=ENDED),), AT),
    Case("asked of a year, an undated event", "Ann", "Bob", (past("Ann", "informed", "Bob"),),
         DURING),
    Case("asked of a year, an undated state that holds the other end", "Land", "Ann",
         (claim("Ann", "presidentOf", "Land"),), DURING),
    Case("asked of a day, a plan", "Agency", "League", (plan("Agency", "leaves", "League"),), AT),
]  # fmt: skip

CASES = [*STATES, *EVENTS, *PLANS, *VOICES, *STANDINGS, *ASKED]


WIDE = """
DmitryRogozin Roscosmos
DmitryRogozin Russia
DmitryRogozin UnitedStates
DmitryRogozin org-I-NATO
YuriBorisov HeadOfRoscosmos
YuriBorisov Russia
YuriBorisov VladimirPutin
VladimirKozhevnikov ROSS
VladimirSolovyov RSCEnergia
VladimirSolovyov Russia
VladimirSolovyov station-Mir
BillNelson NASA
BillNelson UnitedStatesSenate
JamesCFletcher NASA
JackieMcGuinness NASA
NikolaySevastyanov RSCEnergia
YuriKoptev Roscosmos
KeijiTachikawa org-JAXA
ToryBruno UnitedLaunchAlliance
JosefAschbacher org-ESA
AS-00588 AdministratorOfNASA
AS-00639 flight-H00364
AS-00580 flight-H00376
AS-00008 flight-H00052
AS-00021 flight-H00057
AS-00482 expedition-ISS-70
AS-00005 NASA
AS-00008 org-TSPK
AS-00028 NASA
expedition-ISS-12 ISS
expedition-Mir-EO-9 station-Mir
flight-H00332 ISS
flight-H00012 program-Mercury
launch-1957-BET site-GIK-5
launch-2018-070 vehicle-Delta-7420-10C
launch-1998-069 object-A06159
object-A06184 object-A06581
object-S25544 org-KHRU
object-S25544 org-BOE
pad-TEYK-LC15-52 org-RVSN
pad-ALCA-MRL site-ALCA
org-CHRY UnitedStates
org-CASIC2A org-CASIC
org-30SW org-WSMC
RD181 UnitedStates
RD181 NorthropGrumman
NEM1 ROSS
ROSS vehicle-Angara-A5
Russia ISSPartnership
Russia Ukraine
Roscosmos RD181
Roscosmos Germany
ISSIntergovernmentalAgreement1998 France
NASA Russia
"""
"""Pairs of entities of the wide graph, each walked both ways."""


def store_with(claims: tuple[Claim, ...]) -> Store:
    """Open a store over claims about the entities of the cases."""
    engine = ox.Store()
    records: list[Record] = [Source(SOURCE, "A page"), *claims]
    records += [Entity(ID + name, label, kind, article=the) for name, label, kind, the in ENTITIES]
    for record in records:
        engine.extend(encode_record(record))
    return around("test", engine)


def hop_between(store: Store, start: Iri, goal: Iri, asked: Clock) -> Hop:
    """Return the hop from an entity to another, whatever the status of its claims."""
    found = sorted(
        store.between(start, goal, **asked._asdict(), status="any"),
        key=lambda said: (ORDER[said.tense], -len(said.claims), said.key),
    )
    main, *others = found
    return Hop(main, main.subject == start, tuple(others), standing(store, main))


def told(store: Store, start: str, goal: str, asked: Clock = ALWAYS) -> list[str]:
    """Return how a hop reads, with its footnotes numbered from one."""
    hop = hop_between(store, start, goal, asked)
    return telling.hop_lines(store, prose.Footnotes(store), hop, asked)


def test_hops_of_every_kind_read_as_english(golden: Callable[[str, str], None]) -> None:
    """By tense, dates, direction, title, voice, standing and the time that is asked for."""
    lines = []
    for case in CASES:
        lines.append(f"# {case.shows}")
        store = store_with(case.claims)
        lines += told(store, ID + case.start, ID + case.goal, case.asked)

    assert len(CASES) >= 60
    golden("hops.txt", "\n".join(lines) + "\n")


def test_hops_of_the_article_read_as_english(
    shipped: Store, golden: Callable[[str, str], None]
) -> None:
    """Every pair of entities that it connects, both ways."""
    pairs = sorted({tuple(sorted({said.subject, said.object})) for said in shipped.statements()})
    lines = [
        line
        for one, other in pairs
        for start, goal in ((one, other), (other, one))
        for line in told(shipped, start, goal)
    ]

    golden("hops-article.txt", "\n".join(lines) + "\n")


def test_hops_of_the_wide_graph_read_as_english(
    wide: Store, golden: Callable[[str, str], None]
) -> None:
    """Offices, flights, crews, launches, parts, sales, agreements: with titles, dates, voices."""
    lines = []
    for one, other in map(str.split, WIDE.split("\n")[1:-1]):
        for start, goal in ((one, other), (other, one)):
            lines += told(wide, ID + start, ID + goal)

    golden("hops-wide.txt", "\n".join(lines) + "\n")
