"""Tell the answer to a path look-up as prose: a line a hop, dissent below, sources at the end."""

from typing import TYPE_CHECKING

from astrograph.formats import grammar, hops, prose, shapes, times
from astrograph.formats.cells import counted
from astrograph.model import ALWAYS, Claim, Clock, EntityPath, Hop, Interval, Statement
from astrograph.standing import UNDISPUTED, standing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from astrograph.model import Instant
    from astrograph.paths import PathAnswer
    from astrograph.sources import SourceTexts
    from astrograph.store import Store

    Ends = tuple[Instant | None, Instant | None]

UNDISPUTED_PATH = "The best path of which nothing is disputed"


def text(store: "Store", answer: "PathAnswer", texts: "SourceTexts | None") -> str:
    """Write the paths as prose with footnotes."""
    notes = prose.Footnotes(store, texts)
    asked = Clock(answer.options.at, answer.options.during, answer.options.known_by)
    first, *advice = [_head(answer)] if answer.no_path is None else _no_path(answer)
    lines = [first, *([times.clock_words(asked)] if asked.is_set else []), *advice]
    for number, path in enumerate(answer.paths, start=1):
        lines += ["", f"{number}. {_size(path)}", *_path(store, notes, path, asked)]
    lines += _alternative(store, notes, answer, asked)
    cap = cap_words(answer)
    lines += ["", cap] if cap else []
    beside = shapes.claims_by(store, answer.beside)
    lines += ["", "Claims that name both, without making a relation"] if beside else []
    lines += [f"   {_told(claim)} {notes.cite([claim])}" for claim in beside]
    lines += notes.undated()
    sources = notes.lines()
    return "\n".join([*lines, *(["", "Sources"] if sources else []), *sources]) + "\n"


def remarks(answer: "PathAnswer") -> list[str]:
    """Say of an answer what a format that holds nothing but paths has no place for."""
    cap = cap_words(answer)
    return [*([] if answer.no_path is None else _no_path(answer)), *([cap] if cap else [])]


def _head(answer: "PathAnswer") -> str:
    return f"{answer.start.label} — {answer.goal.label}"


def _told(claim: Claim) -> str:
    return (claim.paraphrase or claim.iri).rstrip(".")


def _no_path(answer: "PathAnswer") -> list[str]:
    why = answer.no_path
    ends = f"{answer.start.label} and {answer.goal.label}"
    lines = [f"No path between {ends}: {'' if why is None else why.reason}."]
    if why is not None and why.relaxation is not None:
        change, length = why.relaxation
        lines.append(f"The nearest that finds one: {change} ({counted(length, 'hop')}).")
    return lines


def cap_words(answer: "PathAnswer") -> str:
    """Say what ended the search before all was looked for; empty when nothing did."""
    if answer.cap is None:
        return ""
    kind, limit = answer.cap
    if kind == "time":
        more = "more" if answer.no_path is None else "one"
        return f"The search was ended after {limit:g} s; there may be {more} (--timeout)."
    if kind == "count":
        return f"There are more than these {limit:,.0f} (--limit)."
    return f"Longer ones than {counted(int(limit), 'hop')} were not looked for (--max-hops)."


def _size(path: EntityPath) -> str:
    return f"{counted(len(path.hops), 'hop')} (score {path.score})"


def _path(store: "Store", notes: prose.Footnotes, path: EntityPath, asked: Clock) -> list[str]:
    lines = []
    for place, hop in enumerate(path.hops, start=1):
        first, *others = hop_lines(store, notes, hop, asked)
        lines += [f"   {place}. {first}", *(f"      {line}" for line in others)]
    if len(path.hops) > 1:
        lines.append(f"   All at the same time: {together_words(store, path)}")
        lines.append(f"   Weakest: {weakest_words(store, path)}")
    return lines


def hop_lines(store: "Store", notes: prose.Footnotes, hop: Hop, asked: Clock = ALWAYS) -> list[str]:
    """Tell a hop: its statement, what speaks against it, and below these its parallels.

    Args:
        store: The graph.
        notes: Numbers the claims.
        hop: The hop.
        asked: The times that were asked for.
    """
    seen: set[str] = set()
    lines = [
        _said(store, notes, hop, hop.statement, asked),
        *_dissent(store, notes, hop.statement, seen),
    ]
    for other in hop.also:
        lines.append(f"also: {_said(store, notes, hop, other, asked)}")
        lines += [f"   {line}" for line in _dissent(store, notes, other, seen)]
    return lines


def _said(store: "Store", notes: prose.Footnotes, hop: Hop, said: Statement, asked: Clock) -> str:
    line = hops.clause(store, said, notes, forward=said.subject == hop.start, asked=asked)
    stands = hop.standing if said is hop.statement else standing(store, said)
    return line if stands == UNDISPUTED else f"{line} — {stands}"


def _dissent(store: "Store", notes: prose.Footnotes, said: Statement, seen: set[str]) -> list[str]:
    lines = []
    for words, claim in prose.dissent(store, said):
        if claim.iri not in seen:
            seen.add(claim.iri)
            lines.append(f"{words}: {_told(claim)} {notes.cite([claim])}")
    return lines


def _alternative(
    store: "Store", notes: prose.Footnotes, answer: "PathAnswer", asked: Clock
) -> list[str]:
    other = answer.alternative
    if other is None:
        return []
    stated = [hop.statement.key for hop in other.hops]
    for number, path in enumerate(answer.paths, start=1):
        if [hop.statement.key for hop in path.hops] == stated:
            return ["", f"{UNDISPUTED_PATH}: {number}"]
    return ["", f"{UNDISPUTED_PATH}: {_size(other)}", *_path(store, notes, other, asked)]


def together_words(store: "Store", path: EntityPath) -> str:
    """Say whether all hops of a path ever held at the same time, and when."""
    together = path.together
    if together.answer == "certain":
        sure, say = (together.certain, _lasting) if together.certain else (together.within, _within)
        longer = "; possibly longer" if together.possible != sure else ""
        told = _in_days(sure) if together.certain else sure
        return f"yes, {grammar.listed(list(map(say, told)))}{longer}"
    if together.possible == ((None, None),):
        return "possibly; no date settles it"
    if together.possible:
        return f"possibly, {grammar.listed(list(map(_within, _in_days(together.possible))))}"
    return f"never; {_never(store, path)}"


def _in_days(stretches: "Iterable[Ends]") -> "list[Ends]":
    """Make one of stretches, in order, that meet on a day, since days are all that is told."""
    found: list[Ends] = []
    for first, last in stretches:
        over = found[-1][1] if found else None
        if over and first and over[:10] == first[:10]:
            found[-1] = found[-1][0], last
        else:
            found.append((first, last))
    return found


def _lasting(stretch: "Ends") -> str:
    """Say a stretch that something filled."""
    first, last = stretch
    told = times.words(Interval(first, first, last, last))
    return told if last else f"{told} on" if told else "at all times"


def _within(stretch: "Ends") -> str:
    """Say a stretch that something lay in."""
    first, last = stretch
    if not (first and last):
        return f"at some time {_lasting(stretch)}"
    told = times.words(Interval(first, None, None, last))
    return f"at some time {told}" if told.startswith("between") else told


def _never(store: "Store", path: EntityPath) -> str:
    """Say which two hops did not meet."""
    from astrograph.paths import together

    occasions = [together.occasions(store, hop) for hop in path.hops]
    pair = together.apart(occasions)
    if pair is None:
        return "any two of the hops may have been, but not all of them"
    for one, other in (pair, pair[::-1]):
        ends = [holds.end_latest for holds in occasions[one]]
        starts = [holds.start_earliest for holds in occasions[other]]
        over, begun = max(filter(None, ends), default=""), min(filter(None, starts), default="")
        if all(ends) and all(starts) and over < begun:
            return (
                f"hop {one + 1} was over by {times.day(over)},"
                f" and hop {other + 1} did not begin before {times.day(begun)}"
            )
    return f"hop {pair[0] + 1} and hop {pair[1] + 1} were so at different times"


def weakest_words(store: "Store", path: EntityPath) -> str:
    """Name the hop that a path should be doubted for first, and say why."""
    firmness = [_firmness(store, hop) for hop in path.hops]
    weakest = path.hops[path.weakest]
    _, confidence, sources = firmness[path.weakest]
    if weakest.standing != UNDISPUTED:
        why = f"which is {weakest.standing}"
    elif len(set(firmness)) == 1:
        return "none; all hops are equally firm"
    elif not weakest.statement.claims:
        why = "for which no source is given"
    elif confidence < max(confidence for _, confidence, _ in firmness):
        why = f"whose best claim has a confidence of {confidence:g}"
        why = why if confidence else "whose claims bear no confidence"
    else:
        why = "told by one source only" if sources == 1 else f"which {sources} sources tell"
    return f"hop {path.weakest + 1}, {why}"


def _firmness(store: "Store", hop: Hop) -> tuple[str, float, int]:
    """Return how a hop stands, the best confidence, and how many sources there are for it."""
    from astrograph.paths.hops import origins

    claims = shapes.claims_of(store, hop.statement)
    confidence = max((claim.confidence or 0.0 for claim in claims), default=0.0)
    return hop.standing, confidence, len({each for claim in claims for each in origins(claim)})
