"""``astrograph ingest``: take files into a store."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from astrograph.cli.options import SLICES, Command, Session, format_option, option
from astrograph.cli.terminal import emit, told

FILE = click.Path(path_type=Path)
STDIN = Path("-")
SYNTAXES = ("ttl", "trig", "nt", "nq", "jsonld", "rdf", "jsonl")
STDIN_SIZE = 8 << 30
"""How much is taken from the standard input, in bytes; a file may be larger."""


@click.command("ingest", cls=Command)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=FILE)
@option("--store", "place", metavar="DIR", help="The store; a new folder is made.")
@option("--mapping", metavar="FILE", type=FILE, help="What the rows of a table say, as TOML.")
@option(
    "--identity", "decisions", metavar="FILE", type=FILE, help="Who is who: a CSV of decisions."
)
@option("--lookups", metavar="DIR", type=FILE, help="Where joined tables lie.")
@option("--begin-with", metavar="SLICE", type=click.Choice(SLICES), help="Begin a new store"
              " with a slice of the shipped graph: article, core, iss or wide.")  # fmt: skip
@option("--syntax", type=click.Choice(SYNTAXES), help="How the FILEs are written, where"
              " their endings do not tell.")  # fmt: skip
@option("--replace", is_flag=True, help="Let the files overrule what the store says under"
              " the same id, and a table all that its earlier editions said; otherwise that is"
              " refused.")  # fmt: skip
@option("--dry-run", is_flag=True, help="Only say what would change.")
@format_option("text", "json")
@click.pass_obj
def command(
    session: Session,
    /,
    files: tuple[Path, ...],
    place: str | None,
    form: str,
    **how: Any,  # noqa: ANN401 -- the other options, by the names that `ingest_files` gives them
) -> None:
    """Take FILEs into a store: claims as RDF or JSON Lines, or tables with a --mapping.

    A FILE - is the standard input; it needs a --syntax or a --mapping.

    Each file is checked first, and comes in as a whole or not at all. Taking it in again changes
    nothing. A table that has changed since is refused; with --replace it takes the place of what
    its earlier editions said.
    """
    from contextlib import ExitStack

    from astrograph.errors import JobError
    from astrograph.formats import intake
    from astrograph.ingest.files import regular
    from astrograph.ingest.run import ingest_files

    folder = place or session.folder()
    with ExitStack() as stack:
        stdin = stack.enter_context(_stdin(how)) if STDIN in files else STDIN
        given = list(dict.fromkeys(stdin if file == STDIN else regular(file) for file in files))
        reports = ingest_files(given, folder, **how, progress=told())
    emit(intake.WRITERS[form](reports))
    refused = [
        "the standard input" if file == stdin else str(file)
        for file, report in zip(given, reports, strict=True)
        if report.refused
    ]
    if refused:
        raise JobError(f"refused: {', '.join(refused)}; nothing of that was taken in")


@contextmanager
def _stdin(how: dict[str, Any]) -> Iterator[Path]:
    """Put the standard input into a file, which can be read more than once.

    Raises:
        MisuseError: Nothing says how it is written.
        JobError: It is too large.
    """
    import sys
    from tempfile import TemporaryDirectory

    from astrograph.errors import JobError, MisuseError

    if not (how["mapping"] or how["syntax"]):
        raise MisuseError(
            "nothing says how the standard input is written",
            hint="give --syntax, or for a table --mapping",
        )
    with TemporaryDirectory(prefix="astrograph-") as folder:
        path = Path(folder) / "stdin"
        stream = sys.stdin.buffer
        with path.open("wb") as file:
            while block := stream.read(1 << 20):
                if file.tell() + len(block) > STDIN_SIZE:
                    raise JobError(
                        f"the standard input is larger than {STDIN_SIZE >> 30} GB",
                        hint="write it to a file, and give that",
                    )
                file.write(block)
        yield path
