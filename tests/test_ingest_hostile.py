"""Hostile files: each ends in one clear line, soon, in little memory, and nothing is fetched."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from astrograph import ingest_file, open_store
from astrograph.codec.syntax import read_quads
from astrograph.errors import RdfError, StoreError
from incoming import PAGE, said, write

if TYPE_CHECKING:
    from pathlib import Path

DEEP = 100_000
MEMORY = 1 << 30
SECONDS = 60
A_P = "<http://e/a> <http://e/p> "
HEAD = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/"'
ONE = '<rdf:Description rdf:about="http://e/a"><e:p>x</e:p></rdf:Description></rdf:RDF>'
LAUGHS = (
    '<!DOCTYPE r [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
    + f"]>\n{HEAD}>{ONE.replace('>x<', '>&m;<')}"
)
LONG = ONE.replace(">x<", f">{'&a;' * 20_000}<")
QUADRATIC = f'<!DOCTYPE r [<!ENTITY a "{"x" * 50_000}">]>\n{HEAD}>{LONG}'
NO_IRI = '<rdf:Description rdf:about="http://e/a">\n<e:p rdf:resource="no iri"/></rdf:Description>'


def context(level: int) -> str:
    """Write the head of an object with a large context of its own."""
    terms = ",".join(f'"t{level}_{n}":"http://e/{level}/{n}"' for n in range(1000))
    return f'{{"@context":{{{terms}}},"http://e/p":'


NESTED = "".join(context(level) for level in range(100)) + "1" + "}" * 100


def prefixes(count: int, form: str) -> str:
    """Write many prefixes, in the form of a syntax."""
    return "".join(form.format(n) for n in range(count))


RDF: dict[str, tuple[str, str | bytes, int, str]] = {
    "billion laughs": ("rdf", LAUGHS, 1, "declares entities"),
    "quadratic blow-up": ("rdf", QUADRATIC, 1, "declares entities"),
    "an unknown encoding": (
        "rdf",
        f'<?xml version="1.0" encoding="UTF-4"?>\n{HEAD}>{ONE}',
        1,
        "unknown encoding",
    ),
    "an encoding of several bytes": (
        "rdf",
        f'<?xml version="1.0" encoding="shift_jis"?>\n{HEAD}>{ONE}',
        1,
        "save it as UTF-8",
    ),
    "an encoding of no text": (
        "rdf",
        f'<?xml version="1.0" encoding="rot13"?>\n{HEAD}>{ONE}',
        1,
        "save it as UTF-8",
    ),
    "entity from a file": (
        "rdf",
        f'<!DOCTYPE r [\n<!ENTITY a SYSTEM "file:///etc/passwd">]>{HEAD}>{ONE}',
        2,
        "declares entities",
    ),
    "entity from the network": (
        "rdf",
        f'<!DOCTYPE r [<!ENTITY a SYSTEM "http://127.0.0.1:9/a">]>{HEAD}>{ONE}',
        1,
        "declares entities",
    ),
    "parameter entity": ("rdf", f'<!DOCTYPE r [<!ENTITY % a "x">]>{HEAD}>{ONE}', 1, "entities"),
    "external DTD": (
        "rdf",
        f'<!DOCTYPE r SYSTEM "http://127.0.0.1:9/r.dtd">{HEAD}>{ONE}',
        1,
        "DOCTYPE that lies elsewhere",
    ),
    "not well-formed": ("rdf", f"{HEAD}>\n\n<e:p></e:q></rdf:RDF>", 3, "mismatched tag"),
    "not an IRI": (
        "rdf",
        f"{HEAD}>\n{NO_IRI}</rdf:RDF>",
        3,
        "no iri",
    ),
    "deep elements": (
        "rdf",
        f"{HEAD}>{'<rdf:Description><e:p>' * DEEP}{'</e:p></rdf:Description>' * DEEP}</rdf:RDF>",
        1,
        "nests more than 1000 deep",
    ),
    "endless attributes": (
        "rdf",
        f'{HEAD}><rdf:Description {prefixes(50_000, "e:p{0}=" + chr(34) * 2 + " ")}/></rdf:RDF>',
        1,
        "more than 1000 attributes",
    ),
    "a million namespaces": (
        "rdf",
        f'{HEAD} {prefixes(1_000_000, "xmlns:p{0}=" + chr(34) + "h:{0}" + chr(34) + " ")}>{ONE}',
        1,
        "more than 1000 attributes",
    ),
    "namespaces in namespaces": (
        "rdf",
        HEAD + "".join(f'><e:p xmlns:{"p" * n}="h:{n}"' for n in range(1, 1100)),
        1,
        "more than 1000 namespaces",
    ),
    "a long text in XML": (
        "rdf",
        f"{HEAD}>\n{ONE.replace('>x<', '>' + 'x' * 20_000_000 + '<')}",
        2,
        "longer than 16 MB",
    ),
    "a long text in Turtle": ("ttl", f'\n{A_P}"{"x" * 20_000_000}" .', 2, "longer than 16 MB"),
    "a long text in JSON-LD": ("jsonld", f'{{"http://e/p":"{"x" * 20_000_000}"}}', 1, "16 MB"),
    "a long IRI": ("nt", f'<http://{"a" * 20_000_000}> <http://e/p> "x" .', 1, "16 MB"),
    "deep brackets": ("ttl", f"{A_P}{'[ <http://e/p> ' * DEEP}1{' ]' * DEEP} .", 1, "1000 deep"),
    "deep lists": ("ttl", f"{A_P}{'(' * DEEP}{')' * DEEP} .", 1, "1000 deep"),
    "deep lists behind a sign": ("ttl", f"@prefix e: <h:> . e:a\\#b e:p {'(' * DEEP}", 1, "deep"),
    "deep triples in triples": (
        "nt",
        f'{A_P}{f"<<( {A_P}" * DEEP}"1"{" )>>" * DEEP} .',
        1,
        "100 deep",
    ),
    "deep objects": ("jsonld", '{"http://e/p":' * DEEP + "1" + "}" * DEEP, 1, "1000 deep"),
    "deep lists in JSON-LD": ("jsonld", "[" * DEEP + "]" * DEEP, 1, "1000 deep"),
    "a million prefixes in JSON-LD": (
        "jsonld",
        '{"@context":{"a":"h:a"' + prefixes(1_000_000, ',"p{0}":"h:{0}"') + '},"a":1}',
        1,
        "too many terms",
    ),
    "contexts in the scope of contexts": (
        "jsonld",
        NESTED,
        1,
        "too many terms",
    ),
    "a context hidden by an escape": (
        "jsonld",
        NESTED.replace("@context", "@conte\\u0078t"),
        1,
        "too many terms",
    ),
    "a context within a context": (
        "jsonld",
        '{"@context":{"p":{"@id":"h:p","@context":{"q":"h:q"}}},"p":{"q":"1"}}',
        1,
        "context within a context",
    ),
    "a context elsewhere": (
        "jsonld",
        '{"@context":"http://127.0.0.1:9/c","name":"x"}',
        1,
        "nothing is fetched",
    ),
    "an imported context": (
        "jsonld",
        '{"@context":{"@import":"http://127.0.0.1:9/c"},"name":"x"}',
        1,
        "nothing is fetched",
    ),
    "not UTF-8": ("ttl", b'\n<h:a> <h:p> "\xff\xfe" .', 2, "UTF-8"),
    "not UTF-8 in JSON-LD": ("jsonld", b'{"h:p":"\xff"}', 1, "UTF-8"),
    "not UTF-8 in XML": ("rdf", f"{HEAD}>\n{ONE}".encode().replace(b">x<", b">\xff<"), 2, ""),
    "UTF-16": ("ttl", f'{A_P}"x" .'.encode("utf-16"), 1, "UTF-16"),
    "a NUL": ("ttl", f'{A_P}"x" .\n{A_P}"a\0b" .', 2, "NUL"),
    "nothing but brackets": ("ttl", "[" * DEEP, 1, "1000 deep"),
    "an open text": ("ttl", f'{A_P}"""' + '"\\' * DEEP, 1, ""),
}  # fmt: skip


@pytest.mark.parametrize("name", RDF)
def test_hostile_rdf_is_refused_with_its_line(tmp_path: Path, name: str) -> None:
    """Whether it is taken in or opened as a store."""
    ending, content, line, why = RDF[name]
    path = tmp_path / f"x.{ending}"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    report = ingest_file(path, tmp_path / "store")

    assert report.refusals[0][:2] == (path.name, line)
    assert why in report.refusals[0].why
    assert "\n" not in str(report.refusals[0])
    with pytest.raises(RdfError) as caught:
        open_store(path)
    assert caught.value.line == line


HARMLESS = {
    "a mark of byte order": ("ttl", f'\ufeff{A_P}"x" .'),
    "a mark of byte order in N-Triples": ("nt", f'\ufeff{A_P}"x" .'),
    "a mark of byte order in JSON-LD": ("jsonld", '\ufeff{"@id":"http://e/a","http://e/p":"x"}'),
    "a mark of byte order in XML": ("rdf", f"\ufeff{HEAD}>{ONE}"),
    "a million prefixes": ("ttl", prefixes(1_000_000, "@prefix p{0}: <h:{0}> .\n") + "p1:a a 1."),
    "brackets within texts": (
        "ttl",
        f'{A_P}"{"[" * DEEP}" , """{"( << " * DEEP}""" . # {"[" * DEEP}',
    ),
    "brackets side by side": ("ttl", A_P + " , ".join(["[ <h:q> ( 1 2 ) ]"] * 3000) + " ."),
    "a document type without entities": ("rdf", f"<!DOCTYPE rdf>{HEAD}>{ONE}"),
    "many small contexts": (
        "jsonld",
        "[" + ",".join(['{"@context":{"p":"h:p","q":"h:q"},"p":"x"}'] * 10_000) + "]",
    ),
    "an empty file": ("ttl", ""),
    "a file of comments": ("ttl", "# nothing\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", HARMLESS)
def test_what_only_looks_hostile_is_read(tmp_path: Path, name: str) -> None:
    """To the last triple."""
    ending, content = HARMLESS[name]
    path = tmp_path / f"x.{ending}"
    path.write_text(content, encoding="utf-8")

    assert len(list(read_quads(path))) == {
        "brackets within texts": 2,
        "brackets side by side": 18_000,
        "many small contexts": 10_000,
        "an empty file": 0,
        "a file of comments": 0,
    }.get(name, 1)


WORST = (
    "billion laughs",
    "deep triples in triples",
    "deep elements",
    "contexts in the scope of contexts",
    "a long text in Turtle",
)
LINES: dict[str, tuple[bytes, int, str]] = {
    "not JSON": (b'{"iri": }', 2, "no JSON at character 9"),
    "deep JSON": (b"[" * DEEP + b"]" * DEEP, 2, "nests too deep"),
    "deep fields": (b'{"iri":' * DEEP + b"1" + b"}" * DEEP, 2, "nests too deep"),
    "not UTF-8": (b'{"iri":"\xff"}', 2, "not UTF-8 at byte 9"),
    "half a character": (b'{"kind":"source","iri":"h:s","title":"\\ud800"}', 2, "half a character"),
    "a NUL": (b'{"kind":"source","iri":"h:s","title":"a\\u0000b"}', 2, "NUL"),
    "a bare NUL": (b'{"kind":"source",\0"iri":"h:s"}', 2, "no JSON"),
    "a long line": (b'{"iri":"' + b"x" * 20_000_000 + b'"}', 2, "longer than 16 MB"),
    "a huge number": (b'{"iri":' + b"9" * 10_000 + b"}", 2, "no JSON"),
    "no number": (b'{"iri":"c","confidence":NaN}', 2, "NaN is no number"),
    "a list": (b"[]", 2, "not a JSON object"),
    "an unknown kind": (b'{"kind":"wish"}', 2, "unknown kind 'wish'"),
    "a kind that is no text": (b'{"kind":["source"]}', 2, "unknown kind"),
    "an unknown field": (b'{"iri":"c","color":1}', 2, "Claim has no field 'color'"),
    "a missing field": (b'{"iri":"c"}', 2, "lacks the field"),
    "a number for a text": (b'{"kind":"source","iri":5,"title":"x"}', 2, "should be a text"),
    "a text for a list": (
        b'{"iri":"h:c","subject":"h:s","predicate":"h:p","evidence":"x"}', 2, "should be a list",
    ),
    "a number in a list": (
        b'{"iri":"h:c","subject":"h:s","predicate":"h:p","evidence":[5]}', 2, "should be an object",
    ),
    "a truth for a number": (
        b'{"iri":"h:c","subject":"h:s","predicate":"h:p","confidence":true}',
        2,
        "should be a number",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LINES)
def test_hostile_lines_are_refused_with_their_number(tmp_path: Path, name: str) -> None:
    """And with the field, where it is one field."""
    content, line, why = LINES[name]
    path = write(tmp_path / "x.jsonl", [PAGE])
    path.write_bytes(path.read_bytes() + content)
    report = ingest_file(path, tmp_path / "store")

    assert report.refusals[0].line == line
    assert why in report.refusals[0].why
    assert not report.taken_in


def test_lines_may_be_packed_and_marked_and_blank(tmp_path: Path) -> None:
    """What tools add without being asked does no harm; a damaged package does."""
    path = write(tmp_path / "x.jsonl", [PAGE])
    packed = tmp_path / "y.jsonl.gz"
    packed.write_bytes(
        gzip.compress(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n\r\n"))
    )
    report = ingest_file(packed, tmp_path / "store")
    packed.write_bytes(packed.read_bytes()[:-9])
    damaged = ingest_file(packed, tmp_path / "other")
    path.write_bytes(path.read_bytes().decode().encode("utf-16"))

    assert report.new == {"source": 1}
    assert "damaged" in damaged.refusals[0].why
    assert "UTF-16" in ingest_file(path, tmp_path / "other").refusals[0].why


def test_a_thousand_faults_are_kept_and_all_are_counted(tmp_path: Path) -> None:
    """So that a report does not grow with a file of rubbish."""
    path = write(tmp_path / "x.jsonl", (said(n, status="Bad") for n in range(1200)))
    report = ingest_file(path, tmp_path / "store")

    assert report.refused == 1200
    assert len(report.refusals) == 1000


@pytest.mark.skipif(not hasattr(os, "fork"), reason="memory is limited otherwise there")
@pytest.mark.parametrize("name", WORST)
def test_the_worst_files_end_in_bounded_memory_and_time(tmp_path: Path, name: str) -> None:
    """In a process of its own, which may take a gigabyte: no signal, no traceback, two lines."""
    ending, content, _, why = RDF[name]
    path = tmp_path / f"x.{ending}"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    code = (
        "import resource, sys\n"
        f"resource.setrlimit(resource.RLIMIT_DATA, ({MEMORY}, {MEMORY}))\n"
        "from astrograph.cli import main\n"
        "main()\n"
    )
    command = [sys.executable, "-c", code, "ingest", str(path), "--store", str(tmp_path / "s")]
    ended = subprocess.run(
        command, capture_output=True, text=True, timeout=SECONDS, check=False,
        env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip

    assert ended.returncode == 3
    assert why in ended.stdout
    assert len(ended.stderr.splitlines()) == 1


def test_a_file_that_is_none_is_told_in_a_line(tmp_path: Path) -> None:
    """A folder, a name without an ending, a missing file."""
    (tmp_path / "folder.ttl").mkdir()
    for name in ("folder.ttl", "missing.ttl"):
        with pytest.raises(StoreError, match="no such file"):
            list(read_quads(tmp_path / name))
