"""Hold what the compiled search works on: rows of a graph, work arrays, and where it stands."""

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt

from astrograph.paths.compiled import code_folder

Function = TypeVar("Function", bound=Callable[..., Any])
U8 = npt.NDArray[np.uint8]
U16 = npt.NDArray[np.uint16]
U32 = npt.NDArray[np.uint32]
I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
whole = cast("Callable[[Any], int]", np.int64)
"""Makes an entry of an array a signed number: sums with unsigned ones would be floats."""

State = Any
"""A record of `STATE`, for which there is no type."""
States = npt.NDArray[np.void]

FORCE, CHOOSE, WIDEN, JOIN, BIND, LIST, REST = range(7)
"""What a search does next: follow the only ways from both ends; choose a side; widen its ring till
the sides meet; join their rings; bind what leads on to the goal; list paths; widen the rest."""

GOING, FOUND, PAUSED, ALL, LACKS, CRAMPED = range(6)
"""How a search stands: going on; enough paths, or a full page; time to look at the clock; no more
paths to find; rows are missing; a list is full."""

SIZE, LOW, BOUNDS, AT, END, OWN = range(6)
"""The rows of `Work.level`. For each ring how many nodes it holds and the least of their marks; for
each place how many nodes are bound; for each node of the path that is being listed the next of its
children, their end, and the beginning that the path is up to there, or -1."""

NODE, PARENT, AFTER = range(3)
"""The columns of `Work.pool`: the last node of a beginning, the beginning before that, the next
beginning in its list."""

FILTERED, TAKEN = 1, 2
"""Why a node is shut: no path may enter it; it has its one place on every path."""

UNSET = 0xFFFFFFFF
"""Stands for where a row begins, for one that is missing."""

BOUNDLESS = 1 << 50

STATE = np.dtype(
    [
        (name, np.int64)
        for name in (
            *(
                "start",
                "goal",
                "most",
                "left",
                "wanted",
                "weight",
                "shift",
                "lazy",
                "guard",
                "limit",
            ),
            *("phase", "length", "least", "ahead", "back", "side", "origin", "at", "first", "rest"),
            *("place", "steps", "page", "ceiling", "within", "settled", "skipped", "given", "now"),
            *("high", "next", "depth", "root", "pool", "lacking", "lack_side"),
        )
    ]
)
"""Where a search stands. The first line is given: the ends, the most hops, how many paths are
``left`` to find, how many walks to look for at first (``wanted``; 0 for as many), whether costs
count (``weight``, 1 or 0), ``shift`` (see `Work`), whether rows may be missing (``lazy``) and nodes
be shut besides the ends (``guard``), after how many steps to stop (``limit``). All else is 0."""


class Rows(NamedTuple):
    """Where one hop leads: from a node to ``others[lo[node]:hi[node]]``, in order, at ``costs``."""

    lo: U32
    hi: U32
    others: U32
    costs: U8


class Work(NamedTuple):
    """Work arrays, for nodes or for states.

    A state is a node and, in the lowest ``shift`` bits, what was passed on the way to it.

    ``mark`` has a row for each ring: for each node in it one more than the least cost of a walk to
    it, else 0. Rings ahead count from the first row, those back from the last. ``bound`` is the
    same for each place of a path and the walks on to the goal. ``ring`` and ``linked`` list the
    nodes of both, ``want`` those whose rows are missing. ``page`` takes the paths: length, cost and
    nodes.
    """

    shut: U8
    mark: U16
    bound: U16
    ring: U32
    linked: U32
    level: I64
    path: U32
    found: I64
    want: U32
    stack: U32
    pool: I32
    bucket: I64
    page: U32


# What is decorated keeps its type; the library's own types are those of its machinery.
njit: Any = numba.njit
settings: Any = numba.config


def jit(function: Function) -> Function:
    """Compile a function for other compiled ones."""
    bare = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    compiled: Function = njit(nogil=True, error_model="numpy", **bare)(function)
    return compiled


def entry(function: Function) -> Function:
    """Compile a function when it is first called, and keep its code for the next process."""
    made: list[Any] = []

    @wraps(function)
    def call(*arguments: object) -> object:
        if not made:
            made.append(_compiled(function))
        return made[0](*arguments)

    return cast("Function", call)


def _compiled(function: Function) -> Function:
    before = settings.CACHE_DIR
    settings.CACHE_DIR = before or str(code_folder())
    try:
        compiled: Function = njit(nogil=True, error_model="numpy", cache=True)(function)
    except RuntimeError:
        # There is no place to keep it.
        compiled = njit(nogil=True, error_model="numpy")(function)
    finally:
        settings.CACHE_DIR = before
    return compiled
