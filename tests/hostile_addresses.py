"""Requests that are HTTP and mean harm: too much, in wrong letters, or leading where nobody may go.

They are cases as those of `hostile_requests`.
"""

from __future__ import annotations

import gzip

from hostile_requests import (
    ASK,
    BAD,
    BODY,
    FORM,
    GONE,
    HEAD,
    HOST,
    KIND,
    LARGE,
    LONG,
    NOT_HAD,
    OK,
    SEE,
    SPARQL,
    Case,
    get,
    post,
    refused,
    sized,
)

OVERSIZED = [
    refused("a long header", *get(b"/", b"x: " + b"y" * 70_000 + b"\r\n"), status=HEAD),
    refused("a long name", *get(b"/", b"x" * 70_000 + b": y\r\n"), status=HEAD),
    refused("many headers", *get(b"/", b"x: y\r\n" * 20_000), status=HEAD),
    refused("an endless address", b"GET /" + b"x" * 200_000, status=HEAD),
    refused("an endless line before", b"\r\n" * 500_000, status=HEAD),
    Case("a long address", get(b"/sparql?query=" + b"+" * 40_000), (LONG,)),
    Case("many parameters", get(b"/sparql?" + b"x&" * 2_000), (BAD,)),
    Case("many parameters in a body", sized(b"x&" * 2_000, FORM), (BAD,)),
    Case(
        "a long body",
        post(b"x" * 100_000, FORM, b"content-length: 99999999999\r\n"),
        (LARGE,),
        goes_on=False,
    ),
    Case(
        "a long body in chunks",
        post(
            (b"10000\r\n" + b"x" * 65_536 + b"\r\n") * 20, FORM, b"transfer-encoding: chunked\r\n"
        ),
        (LARGE,),
        goes_on=False,
    ),
    Case(
        "a body that is packed",
        sized(gzip.compress(bytes(1 << 24)), FORM, b"content-encoding: gzip\r\n"),
        (KIND,),
    ),
    Case("a deep address", get(b"/doc/id" + b"/x" * 10_000 + b".ttl"), (GONE,)),
    Case(
        "many media types",
        get(b"/sparql?query=" + ASK, b"accept: " + b"a/b;q=0.1," * 6_000 + b"text/csv\r\n"),
        (OK,),
        told=b"true",
    ),
    Case(
        "many tags",
        get(b"/sparql?query=" + ASK, b"if-none-match: " + b'"x",' * 10_000 + b"\r\n"),
        (OK,),
    ),
    Case("a long type", sized(BODY, b"content-type: " + b"x;" * 20_000 + b"\r\n"), (KIND,)),
]

CODED = [
    Case("a query of bytes", get(b"/sparql?query=%FF%FE"), (BAD,)),
    Case("a query of too many bytes", get(b"/sparql?query=%C0%AF%E0%80%AF"), (BAD,)),
    Case(
        "half a character",
        get(b"/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%22%ED%A0%80%22%7D"),
        (BAD,),
    ),
    Case("a NUL in a query", get(b"/sparql?query=ASK%20%7B%7D%00"), (BAD,)),
    Case("a query in UTF-16", sized("ASK {}".encode("utf-16"), SPARQL), (BAD,)),
    Case("a query in Latin-1", sized("ASK { ?s ?p 'é' }".encode("latin-1"), SPARQL), (BAD,)),
    Case(
        "a query said to be in UTF-16",
        sized(b"ASK {}", SPARQL.replace(b"\r", b"; charset=utf-16\r")),
        (KIND,),
    ),
    Case("a form in Latin-1", sized(BODY + "é".encode("latin-1"), FORM), (BAD,)),
    Case("an escape that is none", get(b"/sparql?query=%zz"), (BAD,)),
    Case("an address of bytes", get(b"/id/%FF%C0%AF"), (GONE,)),
    Case("an address with a NUL", get(b"/id/NASA%00.ttl"), (GONE,)),
    Case("an address escaped twice", get(b"/id/NASA%252e%252e"), (GONE,)),
]

ACCEPTED = [
    Case(
        "weights that are no numbers",
        get(b"/sparql?query=" + ASK, b"accept: text/csv;q=nan, */*;q=-inf\r\n"),
        (NOT_HAD,),
    ),
    Case(
        "a weight beyond all", get(b"/sparql?query=" + ASK, b"accept: text/csv;q=1e999\r\n"), (OK,)
    ),
    Case(
        "media types that are none",
        get(b"/sparql?query=" + ASK, b"accept: ;;;,,,/,=;q\r\n"),
        (NOT_HAD,),
    ),
    Case(
        "a part of an answer",
        get(b"/style.css", b"range: bytes=0-0,-1,0-18446744073709551615\r\n"),
        (OK,),
    ),
    Case("every tag", get(b"/sparql?query=" + ASK, b"if-none-match: *\r\n"), (304,)),
    Case(
        "tags that are none",
        get(b"/sparql?query=" + ASK, b'if-none-match: W/"",,"\\", *"\r\n'),
        (OK,),
    ),
    Case(
        "another origin",
        get(b"/sparql?query=" + ASK, b"origin: null\r\ncookie: evil=1\r\n"),
        (OK,),
        told=b"access-control-allow-origin: *",
        untold=b"allow-credentials",
    ),
    Case(
        "what is sent by a page",
        (
            b"OPTIONS /sparql HTTP/1.1\r\n"
            + HOST
            + b"origin: http://evil.example\r\n"
            + b"access-control-request-headers: authorization, evil\r\n\r\n",
        ),
        (204,),
    ),
]

LED = [
    Case(
        "a thing of another host",
        (b"GET /id/NASA HTTP/1.1\r\nhost: evil.example\r\n\r\n",),
        (SEE,),
        told=b"location: /doc/id/NASA.html",
    ),
    Case("dots", get(b"/doc/../../../etc/passwd"), (GONE,), untold=b"root:"),
    Case("dots in a page", get(b"/doc/id/../../../../etc/passwd.ttl"), (GONE,), untold=b"root:"),
    Case(
        "escaped dots",
        get(b"/doc/id/%2e%2e%2f%2e%2e%2fetc%2fpasswd.html"),
        (GONE,),
        untold=b"root:",
    ),
    Case("backslashes", get(b"/doc/id/..%5C..%5Cetc%5Cpasswd.html"), (GONE,), untold=b"root:"),
    Case("slashes", get(b"//evil.example/id/NASA"), (GONE,), untold=b"location: //"),
    Case("slashes in a name", get(b"/id//evil.example/"), (GONE,), untold=b"location:"),
    Case("an IRI in a name", get(b"/id/https://w3id.org/astrograph/id/NASA"), (GONE,)),
    Case(
        "a query in a name",
        get(b"/id/x%3E%20?p%20?o%20%7D%20SERVICE%20%3Chttp://127.0.0.1:9/%3E%20%7B"),
        (GONE,),
    ),
    Case(
        "a query in a claim", get(b"/doc/claim/x%7D%20UNION%20%7B%3Fs%20%3Fp%20%3Fo.ttl"), (GONE,)
    ),
    Case("an option in a name", get(b"/doc/id/--help.html"), (GONE,), untold=b"Usage"),
    Case(
        "line ends in a name",
        get(b"/id/NASA%0D%0Ax-injected:%20evil"),
        (GONE,),
        untold=b"\nx-injected",
    ),
    Case(
        "line ends in a kind",
        get(b"/doc/id%0D%0Ax-injected:%20evil/NASA.ttl"),
        (GONE,),
        untold=b"\nx-injected",
    ),
    Case(
        "line ends in a method",
        get(b"/api/find?text=%0D%0Ax-injected:%20evil&limit=%0D%0A0"),
        (BAD,),
        untold=b"\nx-injected",
    ),
    Case(
        "markup in an address",
        get(b"/%3Cscript%3Ealert(1)%3C/script%3E"),
        (GONE,),
        told=b"content-type: application/json",
    ),
    Case("escapes in an address", get(b"/%1B%5D0;x%07%1B%5B2J"), (GONE,), untold=b"\x1b"),
    refused("a host with a path", b"GET /sparql HTTP/1.1\r\nhost: evil.example/x?y#\r\n\r\n"),
    refused(
        "a host with markup",
        b'GET /sparql HTTP/1.1\r\nhost: a"><script>\r\naccept: text/turtle\r\n\r\n',
    ),
    refused("a host with a login", b"GET /sparql HTTP/1.1\r\nhost: evil@a.example\r\n\r\n"),
    refused(
        "a host that is far too long",
        b"GET /sparql HTTP/1.1\r\nhost: " + b"a" * 20_000 + b"\r\n\r\n",
    ),
]

BOUND = [
    Case("a pattern as a name", get(b"/api/find?text=(a%2B)%2B%24(.*)*%5C"), (OK,)),
    Case(
        "a query as a name",
        get(b"/api/show?entity=%3Curn:x%3E%20%7D%20SERVICE%20%3Chttp://127.0.0.1:9/%3E"),
        (BAD,),
    ),
    Case(
        "an option as a name",
        get(b"/api/show?entity=--store%3D/etc/passwd"),
        (BAD,),
        untold=b"root:",
    ),
    Case(
        "a file as a value",
        get(b"/api/query?sparql=ASK%7B%3Fx%20%3Fp%20%3Fo%7D&bind=x%3D%3Cfile:///etc/passwd%3E"),
        (OK,),
        told=b"false",
    ),
    Case(
        "a query as a value",
        get(
            b"/api/query?sparql=ASK%7B%3Fx%20%3Fp%20%3Fo%7D&bind=x%3D%3Curn:x%3E%7D%20SERVICE%20%3Curn:y%3E"
        ),
        (BAD,),
    ),
    Case(
        "a query as a text",
        get(
            b"/api/query?sparql=SELECT%20%3Fy%20%7BBIND(%3Fx%20AS%20%3Fy)%7D&bind=x%3D%22%5C%22)%7D%20SERVICE%20%3Curn:x%3E%20%7B%7D%20%23%22"
        ),
        (OK,),
        told=b"SERVICE",
    ),
    Case("a query as a variable", get(b"/api/query?sparql=ASK%20%7B%7D&bind=x%7D%20%7B=1"), (BAD,)),
    Case("a wait that is no number", get(b"/api/path?from=NASA&to=ISS&timeout=nan"), (BAD,)),
    Case("a wait without end", get(b"/api/path?from=NASA&to=ISS&timeout=inf"), (OK,)),
    Case("a number in other digits", get(b"/api/find?text=a&limit=%D9%A3"), (OK,)),
    Case(
        "a graph that is none",
        get(b"/sparql?query=" + ASK + b"&default-graph-uri=%0D%0Aevil"),
        (BAD,),
        untold=b"\nevil",
    ),
    Case(
        "a graph of a file",
        get(b"/sparql?query=" + ASK + b"&named-graph-uri=file:///etc/passwd"),
        (BAD,),
        untold=b"root:",
    ),
]

SHOWN = [
    Case(
        "markup in an editor",
        get(b"/query?query=%3C/textarea%3E%3Cscript%3Ealert(1)%3C/script%3E%22%27%3E"),
        (OK,),
        told=b"script-src 'self'",
        untold=b"<script>alert",
    ),
    Case("two queries in an editor", get(b"/query?query=a&query=b"), (BAD,)),
    Case(
        "markup as what a page is about",
        get(b"/?focus=%3Cscript%3Ealert(1)%3C/script%3E"),
        (BAD,),
        told=b"content-type: application/json",
    ),
    Case("a page of half a path", get(b"/?from=NASA"), (BAD,)),
    Case("a page without end", get(b"/?size=999999999"), (BAD,)),
    Case("a page of a number that is none", get(b"/?size=-1"), (BAD,)),
    Case("a part that is held by too many", get(b"/explorer/part?held=" + b"1." * 15_000), (BAD,)),
    Case("a part of a number that is none", get(b"/explorer/part?held=1..2"), (BAD,)),
    Case("a part of what is unknown", get(b"/explorer/part?around=javascript:alert(1)"), (OK,)),
    Case(
        "a part of an unknown prefix", get(b"/explorer/part?around=id:%00&claim=claim:%3E"), (OK,)
    ),
    Case("a part of a word that is a prefix", get(b"/explorer/part?also=id&around=ag"), (OK,)),
    Case("what lies beside nothing", get(b"/explorer/beside"), (BAD,)),
    Case("a pattern of what lies beside", get(b"/explorer/beside?of=NASA&named=(.*)*%5C"), (OK,)),
]

CASES = [*SHOWN, *OVERSIZED, *CODED, *ACCEPTED, *LED, *BOUND]
