"""Tell apart the ways in which claims are made, as far as a filter can, and rank them."""

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate, product
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from astrograph import derive
from astrograph.model import Claim, Interval
from astrograph.store.adjacency import ASKS, DEFAULT, PLAN, SUPERSEDED, SYMMETRIC

if TYPE_CHECKING:
    from astrograph.model import Instant, Iri
    from astrograph.store.index import Index
    from astrograph.store.layout import Layout

Row = TypeVar("Row", bound=tuple[object, ...])

MANNERS = (
    "SELECT manner.id, iri, status, ifnull(tense, ''), modality = 'Plan'"
    " FROM manner JOIN thing ON thing.id = relation"
)
MOMENTS = (
    "SELECT id, ifnull(earliest, ''), ifnull(latest, '') FROM moment UNION ALL SELECT 0, '', ''"
)
CITED = "SELECT cited, source FROM citation ORDER BY cited, source"

STANDINGS = 4
"""How a claim can stand: ``2 * superseded + asks``."""

POSITIONS = 4
"""Where a bound can lie: open, before the edition's instant, at it, behind it."""


class Tone(NamedTuple):
    """How something is claimed: all but its ends, its times, its sources and how it stands."""

    relation: "Iri"
    status: str
    tense: str
    plan: bool


class Tones(NamedTuple):
    """The tones in use.

    Attributes:
        rank: The rank of each manner's tone, by the manner's number.
        many: How many there are.
        columns: The place of the relation, the status and the tense of each.
        roles: For ``2 * tone + backward`` what an entity plays, in the relation of that tone:
            its subject or its object, or either where it is symmetric.
        flags: The flags but ``DEFAULT``, of ``STANDINGS * tone + standing``.
        kinds: Of which kind that is, as far as the default walk goes.
        usual: ``DEFAULT`` or 0 for ``POSITIONS ** 4 * kind + positions``.
    """

    rank: "array[int]"
    many: int
    columns: "dict[str, array[int]]"
    roles: "array[int]"
    flags: "array[int]"
    kinds: "array[int]"
    usual: "array[int]"


class Moments(NamedTuple):
    """The moments in use.

    Attributes:
        rank: The rank of each, by its number.
        many: How many there are.
        positions: Where the two bounds of each lie: ``POSITIONS * earliest + latest``.
    """

    rank: "array[int]"
    many: int
    positions: "array[int]"


def rank_tones(index: "Index", layout: "Layout", used: Sequence[int]) -> Tones:
    """Rank the tones of the manners in use, and lay out the words that they are made of."""
    rank, tones = _ranked((row[0], Tone(*row[1:])) for row in _used(index, MANNERS, used))
    columns = {}
    for name, words in (("relation", "relations"), ("status", "statuses"), ("tense", "tenses")):
        told = [getattr(tone, name) for tone in tones]
        place = _put_words(layout, words, told)
        columns[name] = array("I", [place[each] for each in told])
    known = index.relations()
    symmetric = [tone.relation in known and known[tone.relation].symmetric for tone in tones]
    roles = array("I")
    for relation, same in zip(columns["relation"], symmetric, strict=True):
        roles.extend((2 * relation, 2 * relation + (not same)))
    kinds_of: dict[tuple[bool, str], int] = {}
    flags, kinds = array("I"), array("I")
    for tone, same in zip(tones, symmetric, strict=True):
        for superseded in (0, SUPERSEDED):
            counts = tone.status == "Accepted" and not superseded
            # Those of kind 0 never count.
            kind = kinds_of.setdefault((tone.plan, tone.tense), len(kinds_of) + 1) if counts else 0
            flag = PLAN * tone.plan | SYMMETRIC * same | superseded
            flags.extend((flag, flag | ASKS))
            kinds.extend((kind, kind))
    usual = array("I", _usual(kinds_of, index.edition().date))
    return Tones(rank, len(tones), columns, roles, flags, kinds, usual)


def _usual(kinds: "Iterable[tuple[bool, str]]", edition: "Instant | None") -> Iterator[int]:
    """Say of each kind, for all positions of the bounds, whether the default walk takes it.

    The rule only compares bounds with the edition's instant: one bound stands for all in its place.
    """
    yield from [0] * POSITIONS**4
    places = (None, edition and edition[:-1], edition, edition and edition + "~")
    for plan, tense in kinds:
        modality = "Plan" if plan else "AssertedFact"
        for bounds in product(places, repeat=4):
            claim = Claim(
                "", "", "", modality=modality, tense=tense or None, holds=Interval(*bounds)
            )
            yield 0 if derive.reading(claim, edition) is None else DEFAULT


def rank_moments(index: "Index", layout: "Layout", used: Sequence[int]) -> Moments:
    """Rank the moments in use, and lay them out."""
    rank, moments = _ranked((row[0], row[1:]) for row in _used(index, MOMENTS, used))
    place = _put_words(layout, "instants", {"", *(each for moment in moments for each in moment)})
    layout.put("moments", [place[each] for moment in moments for each in moment])
    edition = index.edition().date

    def position(bound: "Instant") -> int:
        if not bound or edition is None:
            return 0
        return 1 + (bound >= edition) + (bound > edition)

    positions = (POSITIONS * position(one) + position(other) for one, other in moments)
    return Moments(rank, len(moments), array("I", positions))


def rank_cited(index: "Index", layout: "Layout", used: Sequence[int]) -> "tuple[array[int], int]":
    """Rank the sets of sources in use, and lay them out; return the ranks, and how many."""
    found: dict[int, tuple[Iri, ...]] = dict.fromkeys(used, ())
    for number, source in index.select(CITED):
        if number in found:
            found[number] = (*found[number], source)
    rank, sets = _ranked(found.items())
    place = _put_words(layout, "sources", {iri for each in sets for iri in each})
    layout.put("cited_ends", list(accumulate(map(len, sets))))
    layout.put("cited_sources", [place[iri] for each in sets for iri in each])
    return rank, len(sets)


def _used(index: "Index", query: str, used: Sequence[int]) -> "Iterator[tuple[Any, ...]]":
    wanted = set(used)
    return (row for row in index.select(query) if row[0] in wanted)


def _ranked(rows: "Iterable[tuple[int, Row]]") -> "tuple[array[int], list[Row]]":
    """Return the rank of each row by its number, and the rows in order, each once."""
    numbered = dict(rows)
    ordered = sorted(set(numbered.values()))
    place = {row: rank for rank, row in enumerate(ordered)}
    ranks = array("I", bytes(4 * (max(numbered, default=0) + 1)))
    for number, row in numbered.items():
        ranks[number] = place[row]
    return ranks, ordered


def _put_words(layout: "Layout", name: str, words: Collection[str]) -> dict[str, int]:
    """Lay out words; return the place of each."""
    ordered = sorted(set(words))
    layout.put_words(name, ordered)
    return {word: place for place, word in enumerate(ordered)}
