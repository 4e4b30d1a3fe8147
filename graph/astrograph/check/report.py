"""What a check finds: problems, and what was looked at."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: what kind of check found it, where, and what it is."""

    kind: str
    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked, and what is wrong.

    ``checked`` counts, by name, what was looked at; ``unseen`` names the sources whose texts were
    not at hand, so that their evidence could not be recomputed.
    """

    checked: dict[str, int]
    unseen: tuple[str, ...]
    problems: tuple[Problem, ...]
