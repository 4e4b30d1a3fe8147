"""The command line in one process: what each command answers, and how each misuse ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from astrograph import __version__
from astrograph.cli import COMMANDS, cli
from builders import PREAMBLE

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

PLAIN = "<http://example.org/a> <http://example.org/knows> <http://example.org/b> .\n"


def run(*args: str, text: str | None = None, env: dict[str, str] | None = None) -> Result:
    """Run the command line as a user would."""
    return CliRunner().invoke(cli, args, input=text, env=env, prog_name="astrograph")


def complaint(result: Result) -> tuple[str, str]:
    """Return the two lines of an error: what is wrong, and what to do; the second may be empty."""
    lines = result.stderr.splitlines()

    assert result.stdout == ""
    assert 1 <= len(lines) <= 2
    assert lines[0].startswith("astrograph: ")
    assert all(line.startswith("  ") for line in lines[1:])
    return lines[0].removeprefix("astrograph: "), "".join(lines[1:]).strip()


@pytest.fixture
def plain_file(tmp_path: Path) -> str:
    """Return the path of a file with one triple, which no claim backs."""
    path = tmp_path / "plain.nt"
    path.write_text(PLAIN, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    "args",
    [
        ("find", "Rogozin"),
        ("find", "Rogozin", "--format", "json"),
        ("find", "^dmitr.* rog", "--regex"),
        ("show", "Roscosmos"),
        ("show", "Roscosmos", "--at", "2022-07-01"),
        ("show", "МКС", "--format", "json"),
        ("path", "Rogozin", "ISS"),
        ("path", "Rogozin", "ISS", "--format", "json"),
        ("path", "Rogozin", "ISS", "--format", "csv"),
        ("path", "Rogozin", "ISS", "--format", "mermaid"),
        ("path", "Rogozin", "ISS", "--format", "ttl"),
        ("path", "Rogozin", "ISS", "--format", "html"),
        ("path", "Rogozin", "ISS", "--all", "--limit", "3"),
        ("path", "Rogozin", "ISS", "--all", "--limit", "3", "--format", "json"),
        ("path", "Rogozin", "ISS", "--all", "--max-hops", "3", "--format", "csv"),
        ("path", "Rogozin", "ISS", "--all", "--max-hops", "3", "--format", "mermaid"),
        ("path", "Rogozin", "ISS", "--via", "Putin", "--max-hops", "9"),
        ("path", "Rogozin", "ISS", "--relation", "leads", "--relation", "participatesIn",
         "--relation", "concerns"),
        ("claims",),
        ("claims", "Roscosmos", "--disputed"),
        ("claims", "NASA", "--modality", "denial", "--format", "json"),
        ("claims", "--status", "Superseded", "--format", "jsonl"),
        ("claims", "--speaker", "Nelson", "--format", "csv"),
        ("claims", "--relation", "leads", "--source", "article"),
        ("claims", "claim:seed1-C02"),
        ("claims", "--begun", "2024..2030"),
        ("claims", "--count"),
        ("claims", "--limit", "2", "--offset", "3"),
        ("query", "SELECT ?who { ?who ag:leads id:Roscosmos }"),
        ("query", "ASK { id:BillNelson ag:leads id:NASA }", "--format", "json"),
        ("query", "DESCRIBE id:NASA", "--format", "nt"),
        ("query", "--saved", "denials", "--format", "csv"),
        ("query", "--saved", "names-of", "--bind", "entity=ISS"),
        ("query", "--list-saved"),
        ("check",),
        ("check", "--format", "json"),
        ("export",),
        ("export", "--format", "gexf", "--status", "any"),
        ("stats",),
        ("stats", "--format", "json"),
        ("--help",),
        ("-h",),
        ("path", "--help"),
        (),
    ],
)  # fmt: skip
def test_a_command_that_finds_something_ends_with_zero(args: tuple[str, ...]) -> None:
    """On the shipped graph; the answer stands on stdout, and nothing else does."""
    result = run(*args)

    assert result.exit_code == 0
    assert result.stdout.strip()
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("args", "stdout", "stderr"),
    [
        (("find", "Mir"), "", "'Mir'"),
        (("find", "Mir", "--format", "json"), "[]", "'Mir'"),
        (("path", "Rogozin", "ISS", "--max-hops", "1"), "No path between", ""),
        (("path", "Rogozin", "ISS", "--without", "concerns", "--without", "partOf",
          "--format", "json"), '"paths": []', ""),
        (("claims", "Ukraine", "--modality", "Denial"), "", "No claim fits"),
        (("claims", "Ukraine", "--modality", "Denial", "--format", "json"), "[]", ""),
        (("query", "SELECT ?x { ?x ag:leaves ?y }"), "", "Nothing fits"),
        (("query", "SELECT ?x { ?x ag:leaves ?y }", "--format", "csv"), "x", ""),
        (("query", "ASK { id:NASA ag:leads id:NASA }"), "no", ""),
        (("query", "CONSTRUCT WHERE { ?x ag:leaves ?y }", "--format", "nt"), "", ""),
        (("claims", "Reuters", "Soyuz"), "", "No claim fits."),
        (("claims", "Reuters", "Soyuz", "--count"), "0\n", ""),
        (("claims", "--begun", "1900"), "", "No claim fits."),
        (("find", "^ogozin", "--regex"), "", "no entity has a name like '^ogozin'"),
    ],
)  # fmt: skip
def test_a_command_that_finds_nothing_ends_with_one(
    args: tuple[str, ...], stdout: str, stderr: str
) -> None:
    """It says so, where that is no part of the data."""
    result = run(*args)

    assert result.exit_code == 1
    assert stdout in result.stdout
    assert stderr in result.stderr


def test_a_check_that_fails_ends_with_one(tmp_path: Path) -> None:
    """And lists what is wrong."""
    bad = tmp_path / "bad.ttl"
    bad.write_text(
        PREAMBLE + "claim:a a ag:Claim ; ag:subject id:A ; ag:predicate ag:leads .",
        encoding="utf-8",
    )

    result = run("check", str(bad))

    assert result.exit_code == 1
    assert "shape: claim:a: A claim must have evidence" in result.stdout


@pytest.mark.parametrize(
    ("args", "what", "hint"),
    [
        (("path", "Solovyov", "Mir"), "no entity is called 'Mir'", "astrograph find"),
        (("path", "Rogozzin", "ISS"), "no entity is called 'Rogozzin'", "did you mean Dmitry"),
        (("show", "Russian"), "'Russian' fits 4 entities", "did you mean Russian ISS segment"),
        (("show", ""), "no entity is called ''", ""),
        (("path", "ISS", "МКС"), "both ends are International Space Station", "astrograph show"),
        (("path", "Rogozin", "ISS", "--via", "Mir"), "no entity is called 'Mir'", ""),
        (("path", "Rogozin", "ISS", "--without", "lead"), "no relation is called 'lead'", "leads"),
        (("path", "Rogozin", "ISS", "--type", "Agent5"), "no type is called 'Agent5'", "Agent"),
        (("path", "Rogozin", "ISS", "--source", "Mars"), "no source is called 'Mars'", "there are"),
        (("path", "Rogozin", "ISS", "-o", "a.html"), "-o goes with --format html", "path --help"),
        (("path", "Rogozin"), "Missing argument 'TO'", "see: astrograph path --help"),
        (("path", "Rogozin", "ISS", "-k", "0"), "must be a whole number from 1 on", "path --help"),
        (("path", "Rogozin", "ISS", "-k", "x"), "'-k': it must be a whole number from 1", "path"),
        (
            ("path", "Rogozin", "ISS", "-k", "9" * 20),
            "of at most 1,000,000,000, not",
            "path --help",
        ),
        (("path", "Rogozin", "ISS", "--all", "--limit", "9" * 20), "of at most", "path --help"),
        (("path", "Rogozin", "ISS", "--timeout", "nan"), "a number of seconds from 0.1", "path"),
        (("path", "Rogozin", "ISS", "--timeout", "inf"), "a number of seconds from 0.1", "path"),
        (("path", "Rogozin", "ISS", "--timeout", "0"), "a number of seconds from 0.1", "path"),
        (("query", "ASK { }", "--timeout", "soon"), "seconds from 0.1 to 1,000,000,000", "query"),
        (("explore", "ISS", "-o", "a.html", "--size", "1"), "whole number from 2 on", "explore"),
        (("explore", "ISS", "-o", "-", "--open"), "--open shows a file", "explore --help"),
        (("path", "Rogozin", "ISS", "-k", "3", "--all"), "-k does not go with --all", "path"),
        (
            ("claims", "--count", "--limit", "3"),
            "--limit and --offset do not go with --count",
            "claims",
        ),
        (("claims", "--disputed", "--offset", "3"), "do not go with --disputed", "claims"),
        (("path", "Rogozin", "ISS", "--limit", "1000"), "--limit goes with --all", "path --help"),
        (("path", "Rogozin", "ISS", "--type", "Claim"), "no type is called 'Claim'", "stats"),
        (("path", "Rogozin", "ISS", "--status", "odd"), "'odd' is not one of", "path --help"),
        (("path", "Rogozin", "ISS", "--max-hop", "2"), "Did you mean '--max-hops'?", "path"),
        (("paths", "Rogozin", "ISS"), "No such command 'paths'. Did you mean path", "--help"),
        (("--stor", "x", "stats"), "No such option '--stor'", "see: astrograph --help"),
        (("show", "NASA", "--at", "yesterday"), "'yesterday' is not a date", "show --help"),
        (("show", "NASA", "--at", "2022-02-30"), "'2022-02-30' is not a date", "show --help"),
        (("show", "NASA", "--at", "0001-01-01T00:00:00+14:00"), "is not a date", "show --help"),
        (("show", "NASA", "--format", "xml"), "'xml' is not one of 'text', 'json'", "show --help"),
        (("export", "--status", "odd"), "'odd' is not one of", "export --help"),
        (("claims", "--source", "zzz"), "no source is called 'zzz'", "source:"),
        (("claims", "--modality", "Rumour"), "'Rumour' is not one of", "claims --help"),
        (("query",), "give one query", "query --help"),
        (("query", "ASK { }", "--saved", "denials"), "give one query", "query --help"),
        (("query", "--saved", "zzz"), "no saved query is called 'zzz'", "denials"),
        (("query", "ASK { }", "--bind", "x"), "'x' is not NAME=VALUE", "query --help"),
        (("query", "ASK { }", "--bind", "x=id:NASA"), "the query has no variable ?x", "none"),
        (("query", "SELECT ?x { ?x nope:y ?z }"), "at line 1, column 16: unknown prefix", ""),
        (("query", "SELECT ?x {\n ?x ag:leads }"), "at line 2, column 14:", "in: ?x ag:leads }"),
        (("query", "ASK { SERVICE <http://127.0.0.1:9/> { } }"), "SERVICE is refused", ""),
        (("query", "DROP ALL"), "DROP is refused: the graph is read-only", ""),
        (("query", "SELECT * { }", "--format", "ttl"), "cannot hold solutions", "json, xml"),
        (("--store", "", "stats"), "'' is not a store", "give RDF files"),
        (("--store", "ftp://x/y", "stats"), "ftp://x/y is not the address", "http:// or https://"),
        (("--projection", "wikidata", "check", "a.ttl"), "--projection goes with", "check --help"),
        (
            ("query", "SELECT ('\\u0007' AS ?x) {}", "--format", "xml"),
            "XML cannot hold the character U+0007 of a value of ?x",
            "another format",
        ),
        (("explore", "ISS"), "Missing option '-o'", "explore --help"),
        (("explore", "Mir", "-o", "page.html"), "no entity is called 'Mir'", ""),
    ],
)
def test_misuse_ends_with_two_in_two_lines(
    args: tuple[str, ...], what: str, hint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The user's own words stand in the first, what to do in the second; nothing is written."""
    monkeypatch.chdir(tmp_path)

    result = run(*args)
    said, advice = complaint(result)

    assert result.exit_code == 2
    assert what in said
    assert hint in advice
    assert list(tmp_path.iterdir()) == []


def test_a_job_that_fails_ends_with_three_in_two_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Missing and broken files, unknown kinds of store; nothing is written."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cut.ttl").write_text("@prefix x: <http://e/> .\nx:a x:b ", encoding="utf-8")
    (tmp_path / "odd.pdf").touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "bytes.rq").write_bytes(b"\xff\xfe")
    before = sorted(tmp_path.rglob("*"))
    cases = {
        ("--store", "none.ttl", "stats"): "no such file: none.ttl",
        ("--store", "cut.ttl", "stats"): "cannot read cut.ttl, line 2: ",
        ("--store", "odd.pdf", "stats"): "cannot tell the RDF format of odd.pdf",
        ("--store", "folder", "stats"): "folder is not a store",
        ("--store", "http://127.0.0.1:1/sparql", "stats"): "cannot reach http://127.0.0.1:1/sparql",
        ("--sources", "none", "path", "Rogozin", "ISS"): "no such folder of sources: none",
        ("query", "-f", "none.rq"): "cannot read the query none.rq",
        ("query", "-f", "bytes.rq"): "cannot read the query bytes.rq",
        ("query", "-f", "folder"): "cannot read the query folder",
        ("check", "none.ttl"): "no such file: none.ttl",
        ("explore", "-o", "none/page.html"): "none/page.html",
    }

    for args, expected in cases.items():
        result = run(*args)
        said, _ = complaint(result)

        assert result.exit_code == 3, args
        assert expected in said
    assert before == sorted(tmp_path.rglob("*"))


def test_a_fault_of_the_program_is_one_line_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the way to a traceback, which whoever mends it wants."""
    monkeypatch.setattr("astrograph.resolve.find_entities", lambda *_: 1 / 0)

    said, advice = complaint(run("find", "ISS"))

    assert said == "a fault of the program: ZeroDivisionError: division by zero"
    assert "ASTROGRAPH_DEBUG=1" in advice
    with pytest.raises(ZeroDivisionError):
        CliRunner().invoke(
            cli, ["find", "ISS"], env={"ASTROGRAPH_DEBUG": "1"}, catch_exceptions=False
        )


def test_an_interrupt_ends_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the code that shells give it, and at most an empty line below the ``^C``."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("astrograph.resolve.find_entities", interrupt)

    result = run("find", "ISS")

    assert (result.exit_code, result.stdout, result.stderr.strip()) == (130, "", "")


def test_every_command_has_help_that_ends_well() -> None:
    """And a short line in the list of all."""
    listing = run("--help").stdout

    for name in COMMANDS:
        assert run(name, "--help").exit_code == 0
        assert f"\n  {name} " in listing


def test_the_version_is_that_of_the_package() -> None:
    """In one line."""
    result = run("--version")

    assert result.exit_code == 0
    assert __version__ in result.stdout


def test_the_store_is_given_before_the_command(plain_file: str) -> None:
    """By option or by variable; the option wins; several files are read together."""
    by_option = run("--store", plain_file, "path", "a", "b")
    by_variable = run("path", "a", "b", env={"ASTROGRAPH_STORE": plain_file})
    option_wins = run("--store", plain_file, "path", "a", "b", env={"ASTROGRAPH_STORE": "none"})
    together = run("path", "a", "b", env={"ASTROGRAPH_STORE": f"{plain_file}:{plain_file}"})

    assert "(no source is given)" in by_option.stdout
    assert by_option.stdout == by_variable.stdout == option_wins.stdout == together.stdout
    assert run("path", "a", "b", "--store", plain_file).exit_code == 2
    assert run("path", "a", "b", env={"ASTROGRAPH_STORE": "https://e.org/"}).exit_code == 3


def test_the_slice_of_the_shipped_graph_can_be_named() -> None:
    """By its name; another is refused."""
    assert run("--slice", "article", "stats").stdout == run("stats").stdout
    assert run("--slice", "narrow", "stats").exit_code == 2


def test_the_very_words_are_shown_to_who_has_the_text(shared_dir: Path) -> None:
    """By option or by variable."""
    sources = str(shared_dir / "sources")
    by_option = run("--sources", sources, "claims", "claim:seed1-C10", "--format", "json")
    by_variable = run(
        "claims", "claim:seed1-C10", "--format", "json", env={"ASTROGRAPH_SOURCES": sources}
    )
    (claim,) = json.loads(by_option.stdout)

    assert claim["evidence"][0]["text"].startswith("Roscosmos caused uproar")
    assert by_option.stdout == by_variable.stdout
    assert '"text"' not in run("claims", "claim:seed1-C10", "--format", "json").stdout


@pytest.mark.parametrize("args", [("query", "-"), ("query", "-f", "-")])
def test_a_query_is_read_from_the_standard_input(args: tuple[str, ...]) -> None:
    """Which a dash stands for."""
    result = run(*args, text="SELECT ?who { ?who ag:leads id:Roscosmos }")

    assert "id:YuriBorisov" in result.stdout


def test_a_query_is_read_from_a_file(tmp_path: Path) -> None:
    """In UTF-8."""
    path = tmp_path / "query.rq"
    path.write_text('SELECT ?x { ?x skos:altLabel "МКС"@ru }', encoding="utf-8")

    assert "id:ISS" in run("query", "-f", str(path)).stdout


def test_the_shipped_queries_are_listed_with_what_they_answer() -> None:
    """One line each."""
    lines = run("query", "--list-saved").stdout.splitlines()

    assert len(lines) >= 12
    assert all(len(line.split(maxsplit=1)) == 2 for line in lines)
