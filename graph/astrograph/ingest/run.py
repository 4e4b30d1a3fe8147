"""Run an ingest: read, map, check, and commit a file as a whole or not at all."""

import errno
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from astrograph.errors import JobError, MisuseError, StoreError
from astrograph.identity import apply
from astrograph.ingest.editions import Outdated
from astrograph.ingest.files import regular
from astrograph.ingest.intake import Intake
from astrograph.ingest.report import Report
from astrograph.ingest.spool import CLAIM, EDITION, ENTITY, SOURCE, Spool
from astrograph.model import Edition, Record, Remainder
from astrograph.store import directory

if TYPE_CHECKING:
    from astrograph.identity import Decision
    from astrograph.ingest.rules import Mapping
    from astrograph.store.local import LocalStore

Progress = Callable[[str, int, int], None]


def ingest_file(  # noqa: PLR0913 -- each is a choice of its own, given by name
    path: str | Path,
    store: str | Path,
    *,
    mapping: str | Path | None = None,
    decisions: "str | Path | Sequence[Decision] | None" = None,
    lookups: str | Path | None = None,
    begin_with: str | None = None,
    replace: bool = False,
    dry_run: bool = False,
    syntax: str | None = None,
    progress: Progress | None = None,
) -> Report:
    """Take a file into a store: all of it, or nothing where any of it is refused.

    To take the same file in again changes nothing.

    Args:
        path: RDF, JSON Lines, or with a mapping a table; the ending tells which.
        store: The folder of the store; a new one is made.
        mapping: The TOML file that says what a table's rows mean.
        decisions: Who is who: a table of decisions or what `read_decisions` made of it. They
            apply to the whole store.
        lookups: The folder of the tables that the mapping joins in.
        begin_with: The slice of the shipped graph that a new store begins with, such as ``wide``.
        replace: Let what the file says take the place of what the store says under the same IRI,
            and of a table, of all that earlier editions of it said. Otherwise that is refused.
        dry_run: Only say what would change.
        syntax: How the file is written, such as ``ttl`` or ``jsonl``, whatever its ending.
        progress: Is told what is being done, how much is done, and how much there is (0: unknown).

    Returns:
        What came in, what was there already, and what was refused and why. Nothing came in when
        it holds a refusal.

    Raises:
        MisuseError: Nothing says what the file is, or the store is to be written where none is.
        JobError: The mapping or the decisions make no sense, or the store cannot be written: it is
            locked, damaged, or the disk is full.

    >>> from tempfile import TemporaryDirectory
    >>> line = '{"kind":"source","iri":"http://example.org/s","title":"A page"}'
    >>> with TemporaryDirectory() as folder:
    ...     page, store = Path(folder, "page.jsonl"), Path(folder, "my-store")
    ...     _ = page.write_text(line, encoding="utf-8")
    ...     ingest_file(page, store).new, ingest_file(page, store).known
    ({'source': 1}, {'source': 1})
    """
    reports = ingest_files(
        [path],
        store,
        mapping=mapping,
        decisions=decisions,
        lookups=lookups,
        begin_with=begin_with,
        replace=replace,
        dry_run=dry_run,
        syntax=syntax,
        progress=progress,
    )
    return reports[0]


def ingest_files(  # noqa: PLR0913 -- each is a choice of its own, given by name
    paths: Iterable[str | Path],
    store: str | Path,
    *,
    mapping: str | Path | None = None,
    decisions: "str | Path | Sequence[Decision] | None" = None,
    lookups: str | Path | None = None,
    begin_with: str | None = None,
    replace: bool = False,
    dry_run: bool = False,
    syntax: str | None = None,
    progress: Progress | None = None,
) -> list[Report]:
    """Take files into a store, each as a whole or not at all; a later one may build on an earlier.

    The arguments and errors are those of `ingest_file`.

    Returns:
        A report for each file, in their order.
    """
    folder = Path(store)
    _refuse_foreign(folder)
    decided = _decisions(decisions)
    rules = None if mapping is None else _mapping(mapping)
    if lookups is not None and not Path(lookups).is_dir():
        raise JobError(f"{lookups}: no such folder")
    with ExitStack() as stack:
        place = folder / directory.SPOOL
        if dry_run:
            place = Path(mkdtemp(prefix="astrograph-"))
        else:
            stack.enter_context(directory.locked(folder))
        stack.callback(_remove, place)
        stack.enter_context(_told_in_a_line(folder))
        place.mkdir(exist_ok=True)
        old = _opened(folder, begin_with, progress)
        if old is not None:
            stack.callback(old.close)
        spool = stack.enter_context(closing(Spool(place / "spool.sqlite")))
        intake = Intake(spool, old, decided, replace=replace, syntax=syntax, tell=progress)
        reports = intake.take(list(dict.fromkeys(map(Path, paths))), rules, lookups)
        if begin_with is not None and _is_there(folder):
            note = f"the store was there already; it does not begin with {begin_with} again"
            reports[0].notes.append(note)
        taken = [report for report in reports if not report.refused]
        if taken and not dry_run:
            is_first = directory.current(folder) is None
            if is_first or any(each.new or each.changed or each.withdrawn for each in taken):
                records = _all(old, spool, intake.outdated, replace=replace)
                _commit(folder, apply(records, decided) if decided else records, progress)
            for report in taken:
                report.taken_in = True
        return reports


def _refuse_foreign(folder: Path) -> None:
    """Refuse to write where something else lies."""
    if folder.parts[:1] in {("http:",), ("https:",)}:
        raise MisuseError(
            f"cannot write to {folder}", hint="ingest writes a store, which is a folder of its own"
        )
    if folder.exists() and not folder.is_dir():
        raise MisuseError(
            f"{folder} is no folder", hint="ingest writes a store, which is a folder of its own"
        )
    inside = {path.name for path in folder.iterdir()} if folder.exists() else set()
    ours = {directory.POINTER, directory.LOCK, directory.SPOOL, *directory.COMPILED}
    if inside and not inside & ours:
        raise MisuseError(
            f"{folder} is not empty, and no store that ingest wrote",
            hint="give a new folder for the store",
        )


def _decisions(given: "str | Path | Sequence[Decision] | None") -> "Sequence[Decision]":
    from astrograph.identity import read_decisions, replacements

    if given is None:
        return ()
    read = read_decisions(regular(Path(given))) if isinstance(given, str | Path) else given
    replacements(read)
    return read


def _mapping(path: str | Path) -> "Mapping":
    from astrograph.ingest.mapping import read_mapping

    return read_mapping(Path(path))


def _is_there(folder: Path) -> bool:
    """Say whether a folder holds a store already."""
    return directory.current(folder) is not None or (folder / "index.sqlite").exists()


def _opened(folder: Path, begin_with: str | None, progress: Progress | None) -> "LocalStore | None":
    """Open the store as it is, or what a new one begins with."""
    from astrograph.store.compiled import open_directory, open_shipped

    if _is_there(folder):
        return open_directory(folder)
    return None if begin_with is None else open_shipped(begin_with, progress=progress)


def _all(
    old: "LocalStore | None", spool: Spool, outdated: Outdated, *, replace: bool
) -> Iterator[Record]:
    """Yield what the store shall hold; of two records with one IRI the first one counts."""
    edition = Edition()
    # A source that was only cited so far is described now.
    yield from spool.all(SOURCE)
    if replace:
        yield from spool.all(ENTITY)
        yield from spool.all(CLAIM)
    for held in () if old is None else old.records():
        record = outdated.left_of(held)
        if isinstance(record, Edition):
            edition = record
        elif isinstance(record, Remainder):
            spool.keep_lines(record.text)
        elif record is not None:
            yield record
    if not replace:
        yield from spool.all(ENTITY)
        yield from spool.all(CLAIM)
    yield from spool.lines()
    brought = next(spool.all(EDITION), None)
    if brought is not None and (replace or edition == Edition()):
        yield brought
    elif edition != Edition():
        yield edition


def _commit(folder: Path, records: Iterable[Record], progress: Progress | None) -> None:
    from astrograph.store.build import build_store

    generation = directory.next_generation(folder)
    build_store(records, generation, progress=progress)
    if progress is not None:
        progress("switching", 0, 1)
    directory.switch(folder, generation)
    if progress is not None:
        progress("switching", 1, 1)


class _told_in_a_line:  # noqa: N801 -- it is used as a word, with ``with``
    """Turn what the system says about a disk into one clear line."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> None:
        """Begin to write."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Say what went wrong; a store that was there is as it was."""
        if _is_full(error):
            was = directory.current(self._folder) is not None
            left = "the store {} is as it was" if was else "no store was made in {}"
            raise StoreError(
                f"the disk is full; {left.format(self._folder)}",
                hint="make room, and run the same command again",
            ) from error
        if isinstance(error, OSError | sqlite3.Error):
            raise StoreError(f"cannot write the store {self._folder}: {error}") from error


def _is_full(error: BaseException | None) -> bool:
    """Say whether an error, or one that led to it, tells of a disk without room."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            return True
        if isinstance(error, OSError | sqlite3.Error) and (
            "No space left" in str(error) or "disk is full" in str(error)
        ):
            return True
        error = error.__cause__ or error.__context__
    return False


def _remove(place: Path) -> None:
    import shutil

    shutil.rmtree(place, ignore_errors=True)
