"""Own the command line: the group, its options, and how errors end.

Commands live in modules of their own and are imported only when they are run or listed; none of
them imports anything heavy before its body runs.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any, Never

import click

from astrograph import __version__
from astrograph.cli.options import Command, Session, option
from astrograph.errors import AstrographError

COMMANDS = (
    "find",
    "show",
    "path",
    "claims",
    "query",
    "explore",
    "serve",
    "ingest",
    "match",
    "check",
    "diff",
    "export",
    "stats",
)
INTERRUPTED = 130


class Commands(Command, click.Group):
    """A group that imports a command when it is asked for, and ends every error in two lines."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """List the commands in the order in which a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"astrograph.cli.{cmd_name}").command
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is asked for, or suggest those that are spelled alike."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0].lower(), COMMANDS)
            if not near:
                raise
            message = f"{error.message} Did you mean {' or '.join(near)}?"
            raise click.UsageError(message, ctx) from error

    def main(self, *args: Any, **extra: Any) -> Never:  # noqa: ANN401
        """Run the command line and exit with the contract's code."""
        extra["standalone_mode"] = False
        sys.exit(_ended(lambda: super(Commands, self).main(*args, **extra)))


def _ended(run: Callable[[], object]) -> int:
    """Run a command; turn what it returns or raises into an exit code and at most two lines."""
    try:
        code = run()
        sys.stdout.flush()  # What cannot be written has to be told of here, not at the very end.
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 0
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except Exception as error:
        if os.environ.get("ASTROGRAPH_DEBUG"):
            raise
        code = _failed(error)
    return code if isinstance(code, int) else 0


def _failed(error: Exception) -> int:
    if isinstance(error, AstrographError):
        message, hint, code = error.message, error.hint, error.exit_code
    elif isinstance(error, click.UsageError):
        path = "astrograph" if error.ctx is None else error.ctx.command_path
        message, hint, code = error.format_message(), f"see: {path} --help", 2
    elif isinstance(error, click.ClickException):
        message, hint, code = error.format_message(), "", 3
    elif isinstance(error, OSError):
        _let_go_of_stdout()
        where = f" {error.filename}" if error.filename else ""
        message, hint, code = f"the job failed:{where} {error.strerror or error}", "", 3
    elif type(error).__module__ == "sqlite3":
        message, hint, code = f"cannot read the index of the store: {error}", "make it anew", 3
    else:
        message = f"a fault of the program: {type(error).__name__}: {error}"
        hint, code = "please report it, with the traceback that ASTROGRAPH_DEBUG=1 shows", 3
    _complain(message, hint)
    return code


def _let_go_of_stdout() -> None:
    """Send what is still unwritten nowhere: writing it at the end would fail once more."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(message: str, hint: str) -> None:
    click.echo(f"astrograph: {' '.join(message.split())}", err=True)
    if hint:
        click.echo(f"  {' '.join(hint.split())}", err=True)


def _show_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(f"astrograph, version {__version__}")
        ctx.exit()


@click.group(cls=Commands)
@option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version and exit.",
)
@option(
    "--store",
    "locations",
    multiple=True,
    metavar="PLACE",
    help="Read this graph instead of the shipped one: an RDF file (repeatable), a store directory,"
    " or the http(s) address of a SPARQL endpoint. Also: $ASTROGRAPH_STORE.",
)
@option(
    "--projection",
    metavar="FILE",
    help="What is what in an endpoint's data of another shape: a TOML file, or the name of one that"
    " ships (wikidata). Also: $ASTROGRAPH_PROJECTION.",
)
@option(
    "--slice",
    "slice_name",
    type=click.Choice(["article", "core", "iss", "wide"]),
    help="Narrow the shipped graph to a slice, each within the next; the default is the widest."
    " Also: $ASTROGRAPH_SLICE.",
)
@option(
    "--sources",
    metavar="DIR",
    help="A folder with the texts of the sources: answers then show the very words, verified by"
    " their hash. Also: $ASTROGRAPH_SOURCES.",
)
@click.pass_context
def cli(
    ctx: click.Context,
    locations: tuple[str, ...],
    projection: str | None,
    slice_name: str | None,
    sources: str | None,
) -> None:
    """How are two actors of the world's space programs connected, since when, and who says so?

    Every relation is a claim with a source, a place in it, a speaker, a stance and a time.
    """
    if slice_name and locations:
        raise click.UsageError("--slice narrows the shipped graph; it does not go with --store")
    ctx.obj = Session(locations, sources, slice_name, projection)


def main() -> None:
    """Run the command line as the ``astrograph`` program."""
    if sys.stdout is None:
        sys.exit(3)  # It was closed: there is nowhere to write an answer to.
    try:
        " ".join(sys.argv).encode()
    except UnicodeEncodeError:
        _complain("an argument is not UTF-8", "type the name anew, or give the id: astrograph find")
        sys.exit(2)
    if hasattr(signal, "SIGPIPE"):
        # A reader that closes the pipe, such as head, ends the program quietly.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and stream.encoding.lower() != "utf-8":
            reconfigure(encoding="utf-8")
    cli.main(prog_name="astrograph")
