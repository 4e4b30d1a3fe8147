"""Queries that somebody might send to do harm, and what has to come of each.

``TRAP`` stands for the address of a server that must never be asked.
"""

from __future__ import annotations

from typing import NamedTuple

ALL = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"


class Case(NamedTuple):
    """A query, by a name, and how it has to end.

    ``ends`` holds the exit codes that are right: 0 and 1 for an answer, 2 for a refusal, 3 for a
    query that was ended.
    """

    name: str
    text: str
    ends: frozenset[int]


def _nested(opening: str, closing: str, inner: str = "") -> str:
    return opening * 5_000 + inner + closing * 5_000


ANSWERED, REFUSED, STOPPED = frozenset({0, 1}), frozenset({2}), frozenset({3})
ANYHOW = ANSWERED | REFUSED | STOPPED

NESTING = [
    Case("groups", f"ASK {_nested('{', '}')}", REFUSED),
    Case("parentheses", f"ASK {{ FILTER {_nested('(', ')', '1')} }}", REFUSED),
    Case("brackets", f"ASK {{ ?s ?p {_nested('[ ?p ', ']')} }}", REFUSED),
    Case("lists", f"ASK {{ ?s ?p {_nested('( 1 ', ')')} }}", REFUSED),
    Case("optionals", f"ASK {{ {_nested('OPTIONAL { ', '}')} }}", REFUSED),
    Case("minus", f"ASK {{ {_nested('MINUS { ', '}')} }}", REFUSED),
    Case("exists", f"ASK {{ {_nested('FILTER EXISTS { ', '}')} }}", REFUSED),
    Case("subqueries", f"ASK {_nested('{ SELECT * ', '}', '{ }')}", REFUSED),
    Case("graphs", f"ASK {{ {_nested('GRAPH ?g { ', '}')} }}", REFUSED),
    Case("triple terms", f"ASK {{ {_nested('<<( ', ')>>', '1 ?p 1')} ?p ?o }}", REFUSED),
    Case("path groups", f"ASK {{ ?s {_nested('(', ')', 'ag:leads')} ?o }}", REFUSED),
    Case("functions", f"ASK {{ FILTER {_nested('STR(', ')', '1')} }}", REFUSED),
    Case("never closed", "ASK " + "{" * 90_000, REFUSED),
    Case("never opened", "ASK { } " + "}" * 90_000, REFUSED),
    Case("mixed", "ASK { " + "({[" * 20_000, REFUSED),
]

CHAINS = [
    Case("negations", f"ASK {{ FILTER ({'!' * 90_000}true) }}", ANYHOW),
    Case("minus signs", f"ASK {{ FILTER ({'- ' * 90_000}1 = 1) }}", ANYHOW),
    Case("sums", f"ASK {{ FILTER (1{' + 1' * 40_000} = 1) }}", ANYHOW),
    Case("ors", f"ASK {{ FILTER (true{' || true' * 20_000}) }}", ANYHOW),
    Case("path steps", f"ASK {{ ?s ag:leads{'/ag:leads' * 15_000} ?o }}", ANYHOW),
    Case("path choices", f"ASK {{ ?s ag:leads{'|ag:leads' * 15_000} ?o }}", ANYHOW),
    Case("path inversions", f"ASK {{ ?s {'^' * 90_000}ag:leads ?o }}", ANYHOW),
    Case("path stars", f"ASK {{ ?s ag:leads{'*' * 90_000} ?o }}", ANYHOW),
    Case("unions", f"ASK {{ {'{ } UNION ' * 15_000}{{ }} }}", REFUSED),
    Case("values", f"ASK {{ VALUES ?x {{ {'1 ' * 90_000} }} }}", REFUSED),
    Case("patterns", f"ASK {{ {'?s ?p ?o . ' * 15_000} }}", ANYHOW),
    Case("prefixes", "".join(f"PREFIX p{n}: <x:> " for n in range(9_000)) + "ASK { }", ANYHOW),
    Case("variables", f"SELECT {' '.join(f'?v{n}' for n in range(15_000))} {{ }}", ANYHOW),
    Case("a long name", f"ASK {{ ?{'x' * 150_000} ?p ?o }}", ANSWERED),
    Case("a long text", f"ASK {{ ?s ?p '{'x' * 150_000}' }}", ANSWERED),
    Case("a long IRI", f"ASK {{ ?s ?p <x:{'x' * 150_000}> }}", ANSWERED),
    Case("a long comment", f"ASK {{ }} #{'x' * 150_000}", ANSWERED),
    Case("too long", "ASK { }" + " " * 200_000, REFUSED),
    Case("too long in bytes", f"ASK {{ ?s ?p '{'Ж' * 150_000}' }}", REFUSED),
]

AS = "a" * 5_000
MULTIPLIED = " ".join(f"VALUES ?v{n} {{ {'1 2 3 4 5 6 7 8 9 ' * 3} }}" for n in range(12))
DOUBLED = " ".join(f"BIND(CONCAT(?v{n}, ?v{n}) AS ?v{n + 1})" for n in range(40))

RUNAWAY = [
    Case("a product", f"SELECT (COUNT(*) AS ?n) {{ {ALL} }}", STOPPED),
    Case("a sorted product", f"SELECT * {{ {ALL} }} ORDER BY ?c ?f ?i ?l", STOPPED),
    Case("a distinct product", f"SELECT DISTINCT * {{ {ALL} }}", STOPPED),
    Case("a grouped product", f"SELECT ?c (MAX(?f) AS ?m) {{ {ALL} }} GROUP BY ?c ?i", STOPPED),
    Case("a filtered product", f"SELECT * {{ {ALL} FILTER (?a = ?l && ?a != ?l) }}", STOPPED),
    Case("a product in EXISTS", f"ASK {{ FILTER EXISTS {{ {ALL} FILTER (1 = 2) }} }}", STOPPED),
    Case("a constructed product", f"CONSTRUCT {{ ?a ?k ?l }} {{ {ALL} }}", STOPPED),
    Case("values multiplied", f"SELECT (COUNT(*) AS ?n) {{ {MULTIPLIED} }}", STOPPED),
    Case("stars of all", "SELECT (COUNT(*) AS ?n) { ?a (!ag:x)* ?b . ?c (!ag:x)* ?d }", STOPPED),
    Case("stars in stars", "ASK { ?a ((!ag:x)*/(!ag:x)*)* ?b . FILTER (false) }", ANYHOW),
    Case(
        "texts doubled",
        f"SELECT (STRLEN(?v40) AS ?n) {{ BIND('0123456789' AS ?v0) {DOUBLED} }}",
        ANYHOW,
    ),
    Case(
        "texts grouped",
        "SELECT (GROUP_CONCAT(?c) AS ?x)"
        " { ?a rdfs:label|skos:prefLabel ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
        STOPPED,
    ),
    Case("a regular expression", f"ASK {{ FILTER REGEX('{AS}!', '^(a+)+$') }}", ANSWERED),
    Case(
        "an expression of repeats", "ASK { FILTER REGEX('a', '((a{1,99}){1,99}){1,99}') }", ANYHOW
    ),
    Case(
        "replacements",
        f"SELECT (REPLACE(?x, 'a*', ?x) AS ?y) {{ BIND('{AS}' AS ?x) }}",
        ANYHOW,
    ),
    Case(
        "a product in paths",
        "SELECT (COUNT(*) AS ?n) { SERVICE ag:paths { ?path ag:pathFrom id:NASA ; ag:pathTo id:ISS"
        f" ; opt:k 50 . {ALL} }} }}",
        STOPPED,
    ),
    Case("large numbers", "SELECT (99999999999999999999999 * 9e999 AS ?n) { }", ANYHOW),
    Case("an offset", "SELECT * { ?s ?p ?o } OFFSET 18446744073709551615", ANYHOW),
    Case("a limit", "SELECT * { ?s a ag:Person } LIMIT 99999999999999999999999", ANYHOW),
]

ESCAPES = [
    Case("service", "SELECT * { SERVICE <TRAP> { ?s ?p ?o } }", REFUSED),
    Case("silent service", "SELECT * { SERVICE SILENT <TRAP> { ?s ?p ?o } }", REFUSED),
    Case("glued service", "SELECT * { FILTER(1=1SERVICE<TRAP>{ ?s ?p ?o }) }", REFUSED),
    Case("glued silent", "SELECT * { SERVICESILENT<TRAP>{ ?s ?p ?o } }", REFUSED),
    Case("a service by variable", "SELECT * { VALUES ?s { <TRAP> } SERVICE ?s { } }", REFUSED),
    Case("a service under EXISTS", "ASK { FILTER EXISTS { SERVICE <TRAP> { } } }", REFUSED),
    Case("a service in a subquery", "ASK { { SELECT * { SERVICE <TRAP> { } } } }", REFUSED),
    Case(
        "a service in paths",
        "ASK { SERVICE ag:paths { ?p ag:pathFrom id:NASA ;"
        " ag:pathTo id:ISS . SERVICE <TRAP> { } } }",
        REFUSED,
    ),
    Case("another ag:paths", "PREFIX ag: <TRAP> ASK { SERVICE ag:paths { ?p ?q ?r } }", REFUSED),
    Case("an escaped service", r"ASK { \u0053ERVICE <TRAP> { } }", REFUSED),
    Case(
        "a service behind less-than and a comment",
        "SELECT * { ?s ?p ?a FILTER(1=1||?a<?a#>'''\n) SERVICE <TRAP> { ?x ?y ?z } #'''\n}",
        REFUSED,
    ),
    Case(
        "a service behind less-than and a text",
        "SELECT * { ?s ?p ?a FILTER(1=1||?a<'>') SERVICE <TRAP> { ?x ?y ?z } #'\n}",
        REFUSED,
    ),
    Case(
        "a service behind a function and a text",
        "SELECT * { ?s ?p ?a FILTER(1=1||STR(?a)<STR('>')) SERVICE <TRAP> { ?x ?y ?z } #'\n}",
        REFUSED,
    ),
    Case(
        "a service behind an EXISTS and a text",
        "SELECT * { ?s ?p ?a FILTER(EXISTS{}<'>') SERVICE <TRAP> { ?x ?y ?z } #'\n}",
        REFUSED,
    ),
    Case(
        "a service behind a triple and a text",
        "SELECT * { <<?s?p'>'>> ?q ?r . SERVICE <TRAP> { ?x ?y ?z } #'\n}",
        REFUSED,
    ),
    Case(
        "a service behind a triple term and a text",
        "SELECT * { ?q ?r <<(?s<urn:p>'>')>> . SERVICE <TRAP> { ?x ?y ?z } #'\n}",
        REFUSED,
    ),
    Case("a service behind dots", "SELECT * { ?s ?p id:.SERVICE<TRAP>{ ?x ?y ?z } }", REFUSED),
    Case(
        "a service behind more dots",
        "SELECT * { { } UNION { ?s ?p id:a.b.SERVICE<TRAP>{ ?x ?y ?z } } }",
        REFUSED,
    ),
    Case(
        "a service in the place of paths",
        "SELECT * { BIND('VALUES (?d ?path) { <urn:astrograph:block0> }' AS ?x) SERVICE ag:paths {"
        ' BIND("\' AS ?k) SERVICE <TRAP> { ?q ?r ?s } #" AS ?d)'
        " ?path ag:pathFrom id:NASA ; ag:pathTo id:ISS ; opt:k 1 }\n}",
        ANSWERED,
    ),
    Case(
        "paths in the place of paths",
        "SELECT * { SERVICE ag:paths { ?p1 ag:pathFrom id:NASA ; ag:pathTo id:ISS ; opt:k 1"
        " BIND('VALUES (?d ?p2) { <urn:astrograph:block1> }' AS ?x) } SERVICE ag:paths {"
        ' BIND("\') SERVICE <TRAP> { ?q ?r ?s } #" AS ?d)'
        " ?p2 ag:pathFrom id:NASA ; ag:pathTo id:ISS ; opt:k 1 }\n}",
        ANYHOW,
    ),
    Case("a service after a text", "ASK { ?s ?p 'x'SERVICE <TRAP> { } }", REFUSED),
    Case("from", "SELECT * FROM <TRAP> { ?s ?p ?o }", REFUSED),
    Case("from named", "SELECT * FROM NAMED <TRAP> { GRAPH ?g { ?s ?p ?o } }", REFUSED),
    Case("from a file", "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", REFUSED),
    Case("from by base", "BASE <TRAP> SELECT * FROM <x> { ?s ?p ?o }", REFUSED),
    Case("from by prefix", "PREFIX t: <TRAP> SELECT * FROM t:x { ?s ?p ?o }", REFUSED),
    Case("a graph", "SELECT * { GRAPH <TRAP> { ?s ?p ?o } }", ANSWERED),
    Case("describe", "DESCRIBE <TRAP>", ANSWERED),
    Case("load", "LOAD <TRAP>", REFUSED),
    Case("load a file", "LOAD <file:///etc/passwd> INTO GRAPH <x:>", REFUSED),
    Case("insert", "INSERT DATA { <x:a> <x:b> <x:c> }", REFUSED),
    Case("delete", "DELETE WHERE { ?s ?p ?o }", REFUSED),
    Case("clear", "CLEAR ALL", REFUSED),
    Case("an update behind", "ASK { } ; DROP ALL", REFUSED),
    Case("an update in front", "PREFIX x: <x:> DROP ALL ; ASK { }", REFUSED),
    Case(
        "a function", "SELECT (<http://www.w3.org/2001/XMLSchema#system>('ls') AS ?x) { }", ANYHOW
    ),
]

ODD = [
    Case("nothing", "", REFUSED),
    Case("a null", "ASK { ?s ?p '\x00' }", ANYHOW),
    Case("a surrogate", "ASK { ?s ?p '\udc80' }", ANYHOW),
    Case("an escaped surrogate", r"ASK { ?s ?p '\uD800' }", ANYHOW),
    Case("an escape out of range", r"ASK { ?s ?p '\UFFFFFFFF' }", REFUSED),
    Case("a bad escape", r"ASK { ?s ?p '\q' }", REFUSED),
    Case("right to left", "ASK { ?s ?p '\u202e' }", ANSWERED),
    Case("a byte order mark", "\ufeffASK { }", ANYHOW),
    Case("terminal escapes", "SELECT ('\x1b]0;x\x07\x1b[2J' AS ?x) { }", ANYHOW),
    Case("markup", "SELECT ('<script>alert(1)</script>' AS ?x) { }", ANSWERED),
    Case("a mark of our own", "ASK { VALUES () { <urn:astrograph:block0> } }", ANYHOW),
    Case("line ends of all kinds", "ASK\r{\u2028?s\x85?p\x0b?o\r\n}", ANYHOW),
]

CASES = [*NESTING, *CHAINS, *RUNAWAY, *ESCAPES, *ODD]
