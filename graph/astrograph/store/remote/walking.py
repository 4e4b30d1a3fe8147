"""Own the questions that a search for paths asks: where hops lead, and how crowded their ends are.

The filters of a search go along as far as SPARQL can tell what they throw away. What they let pass
is judged here once more: they may let too much pass, never too little.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from astrograph.derive import FACTUAL
from astrograph.store.remote.terms import instant, iri, iris, text
from astrograph.vocab import AG, PROV, RDF

if TYPE_CHECKING:
    from astrograph.model import Instant, Iri

Hop = tuple[str, ...]
"""An entity, a relation, where it leads, and the entity's part in it: ``subject``, ``object``."""

Crowds = dict[tuple["Iri", "Iri | None", bool], int]
"""With how many others an entity is connected: by anything (``None``, ``False``), or by a relation
and whether the entity is its object; one that reads the same both ways counts as ``False``."""

WAYS = (("subject", "object"), ("object", "subject"))

NO_ENTITY = f"""FILTER NOT EXISTS {{ ?far <{AG}predicate> ?any }}
 FILTER NOT EXISTS {{ ?place <{AG}source> ?far }}
 FILTER NOT EXISTS {{ ?teller <{PROV}hadPrimarySource> ?far }}"""
"""What leaves out the ends of claims that are claims or sources."""


TELLERS = (
    f"OPTIONAL {{ ?claim <{AG}evidence>/<{AG}source> ?teller }}"
    f" OPTIONAL {{ ?claim <{PROV}hadPrimarySource> ?first }}"
)
"""What matches the sources that may count as telling a claim."""


class Sought(NamedTuple):
    """What hops must be like to be of use in a path; empty for whatever they are.

    Attributes:
        relation: The relations that may be walked.
        without: Those that may not.
        avoid: The entities that no hop may meet.
        via: The entities that paths have to meet.
        types: The classes (local names) that a hop may lead to, and beside these the ``ends``.
        ends: The entities that paths connect.
        statuses: The statuses (local names) that a claim may have in the data.
        source: The sources of which a claim has to cite one.
        fewest: How many sources have to tell of a hop.
        first: Before when it must not have been over.
        last: After when it must not have begun.
        known_by: After when it must not have been said.
        directed: Whether hops lead from subjects to objects alone, but for the ``symmetric``.
        symmetric: The relations that read the same both ways.
    """

    relation: tuple["Iri", ...] = ()
    without: tuple["Iri", ...] = ()
    avoid: tuple["Iri", ...] = ()
    via: tuple["Iri", ...] = ()
    types: tuple[str, ...] = ()
    ends: tuple["Iri", ...] = ()
    statuses: tuple[str, ...] = ()
    source: tuple["Iri", ...] = ()
    fewest: int = 0
    first: "Instant | None" = None
    last: "Instant | None" = None
    known_by: "Instant | None" = None
    directed: bool = False
    symmetric: tuple["Iri", ...] = ()


ANYTHING = Sought()


def beside(several: Iterable["Iri"], sought: Sought = ANYTHING, way: str = "") -> str:
    """Ask where one hop leads from some entities: each once, by each relation and direction.

    Args:
        several: The entities.
        sought: What the hops must be like.
        way: ``subject`` or ``object`` if only hops are wanted that walk from there to the other;
            those of symmetric relations do both.
    """
    values = iris(several)
    narrow = " ".join(_narrowing(sought))
    parts = []
    tellers = TELLERS if sought.fewest > 1 else ""
    for here, there in WAYS:
        only = f"FILTER({_among('?of', sought.symmetric)})" if way not in {"", here} else ""
        parts.append(f"{{ {_told(values, here, there)} {narrow} {only} {tellers} }}")
    names = "?near ?of ?far ?as"
    return f"SELECT {names} WHERE {{ {_distinct(names, parts, sought.fewest)} }}"


def crowds(several: Iterable["Iri"], symmetric: Iterable["Iri"]) -> str:
    """Ask with how many others some entities are connected: by each relation, and by anything."""
    values = iris(several)
    told = [f"{{ {_told(values, here, there)} FILTER(?far != ?near) }}" for here, there in WAYS]
    every, others = (_distinct(names, told) for names in ("?near ?of ?far ?as", "?near ?far"))
    both = _among("?of", symmetric)
    return f"""SELECT ?near ?of ?part ?n WHERE {{
  {{ SELECT ?near ?of ?part (COUNT(DISTINCT ?far) AS ?n)
    WHERE {{ {every} BIND(IF({both}, "subject", ?as) AS ?part) }} GROUP BY ?near ?of ?part }}
  UNION {{ SELECT ?near (COUNT(?far) AS ?n) WHERE {{ {others} }} GROUP BY ?near }}
}}"""


def read_crowds(rows: Iterable[tuple[object, ...]]) -> Crowds:
    """Read the answer to `crowds`."""
    return {
        (text(near), None if of is None else text(of), text(part) == "object"): int(text(number))
        for near, of, part, number in rows
    }


def counted(hops: Iterable[Hop], symmetric: Iterable["Iri"]) -> Crowds:
    """Count with how many others entities are connected, by all hops that lead from them."""
    same = set(symmetric)
    met: dict[tuple[Iri, Iri | None, bool], set[Iri]] = {}
    for near, of, far, part in hops:
        if near != far:
            met.setdefault((near, None, False), set()).add(far)
            met.setdefault((near, of, part == "object" and of not in same), set()).add(far)
    return {key: len(others) for key, others in met.items()}


def _told(values: str, here: str, there: str) -> str:
    """Match the factual, positive claims of some entities."""
    facts = ", ".join(f"<{AG}{each}>" for each in FACTUAL)
    return (
        f"VALUES ?near {{ {values} }} ?claim <{AG}{here}> ?near ; <{AG}{there}> ?far ;"
        f" <{AG}predicate> ?of ; <{AG}polarity> ?sign ; <{AG}modality> ?how"
        f" FILTER(?sign = <{AG}Positive>) FILTER(?how IN ({facts})) FILTER(isIRI(?far))"
        f' BIND("{here}" AS ?as)'
    )


def _distinct(names: str, parts: list[str], fewest: int = 0) -> str:
    """Match each hop once, and only then look what its other end is: few hops lead to one alone."""
    told = " UNION ".join(parts)
    number = "COUNT(DISTINCT ?teller) + COUNT(DISTINCT ?first)"
    many = f"GROUP BY {names} HAVING ({number} >= {fewest})" if fewest > 1 else ""
    distinct = "" if many else "DISTINCT"
    return f"{{ SELECT {distinct} {names} WHERE {{ {told} }} {many} }} {NO_ENTITY}"


def _narrowing(sought: Sought) -> Iterator[str]:
    """Yield the filters as far as SPARQL can tell them."""
    if sought.relation:
        yield f"FILTER({_among('?of', sought.relation)})"
    if sought.without:
        yield f"FILTER(!({_among('?of', sought.without)}))"
    if sought.avoid:
        yield f"FILTER(!({_among('?far', sought.avoid)}))"
    if sought.types and "Thing" not in sought.types and all(map(str.isidentifier, sought.types)):
        named = "|".join(sorted(sought.types))
        kinds = f'?far <{RDF}type> ?kind FILTER(REGEX(STR(?kind), "(^|[/#])({named})$"))'
        yield f"FILTER({_among('?far', sought.ends)} || EXISTS {{ {kinds} }})"
    if sought.statuses:
        known = [AG + each for each in sought.statuses]
        yield f"FILTER EXISTS {{ ?claim <{AG}status> ?status FILTER({_among('?status', known)}) }}"
    if sought.source:
        # One inside the other: of two triples some engines would look at all evidence.
        cited = f"?given <{AG}source> ?cited FILTER({_among('?cited', sought.source)})"
        given = f"?claim <{AG}evidence> ?given FILTER EXISTS {{ {cited} }}"
        origin = f"?claim <{PROV}hadPrimarySource> ?cited FILTER({_among('?cited', sought.source)})"
        yield f"FILTER(EXISTS {{ {given} }} || EXISTS {{ {origin} }})"
    kept = f"?how = <{AG}Plan>"
    if sought.first is not None:
        over = _bound("endLatest", "<", sought.first)
        yield f"FILTER({kept} || NOT EXISTS {{ {over} }}{_inferred('end', sought)})"
    if sought.last is not None:
        ahead = _bound("startEarliest", ">", sought.last)
        yield f"FILTER({kept} || NOT EXISTS {{ {ahead} }}{_inferred('start', sought)})"
    if sought.known_by is not None:
        yield f"FILTER NOT EXISTS {{ {_bound('saidEarliest', '>', sought.known_by)} }}"


def _inferred(side: str, sought: Sought) -> str:
    """Let pass bounds that rules wrote into the data, perhaps from what was not known yet."""
    if sought.known_by is None:
        return ""
    return f" || EXISTS {{ ?claim <{AG}{side}InferredFrom> ?dating }}"


def _bound(name: str, sign: str, moment: "Instant") -> str:
    return f"?claim <{AG}{name}> ?{name} FILTER(?{name} {sign} {instant(moment)})"


def _among(variable: str, several: Iterable["Iri"]) -> str:
    listed = ", ".join(map(iri, several))
    return f"{variable} IN ({listed})" if listed else "false"
