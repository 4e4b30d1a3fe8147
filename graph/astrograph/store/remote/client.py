"""Speak the SPARQL 1.1 Protocol: one question, one answer, over HTTP."""

import os
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from astrograph.errors import (
    AstrographError,
    EndpointError,
    MisuseError,
    QuerySyntaxError,
    QueryTimeoutError,
)
from astrograph.store.remote.refusal import HOPELESS, SHOWN, read_refusal
from astrograph.store.remote.streams import Pieces, mended

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox
    import urllib3

    from astrograph.store.remote.terms import Row

USER, PASSWORD, TOKEN = (f"ASTROGRAPH_STORE_{name}" for name in ("USER", "PASSWORD", "TOKEN"))

LONGEST_ADDRESS = 2000
"""Longer questions are sent as the body of a POST: not every proxy lets longer addresses pass."""

LINES = 3
"""How many connections are kept, on which pages are turned at once."""

PIECE = 1 << 20
LARGEST = 256 << 20
"""How many bytes an answer may have, unpacked."""

ROWS, GRAPH = "application/sparql-results+json", "application/n-triples"
TRIPLES = f"{GRAPH}, text/turtle;q=0.5"
RETRIED = (429, 502, 503, 504)
TRIES, MOVES, WAIT = 4, 3, 0.5
TIMEOUT, CONNECT = 60.0, 10.0
OK, UNKNOWN, DENIED, BAD, TOO_LATE = range(200, 300), 404, (401, 403), 400, (408, 504)


class Answer(NamedTuple):
    """What came back: the bytes, what they are, and the most rows that the server gives."""

    content: bytes
    media_type: str
    most: int | None


class Client:
    """A SPARQL endpoint that can be asked.

    A question that fails for a while (the server is busy, the connection breaks) is asked again,
    each time after a longer pause or when the server says.

    Args:
        address: The address of the endpoint; credentials in it are used and never shown.
        timeout: How many seconds a server may be silent.

    Attributes:
        address: The address, without credentials.
        trips: How many questions were sent.
        most: How many rows the server gives at most, if it has said so.

    Raises:
        MisuseError: It is no address of a host.
    """

    def __init__(self, address: str, timeout: float = TIMEOUT) -> None:
        try:
            parts = urlsplit(address)
            host, port = parts.hostname, parts.port
        except ValueError:
            host, port, parts = None, None, urlsplit("")
        if parts.scheme not in {"http", "https"} or not host:
            raise MisuseError(
                f"{_bare(address)} is not the address of an endpoint",
                hint="give it like https://example.org/sparql",
            )
        netloc = (f"[{host}]" if ":" in host else host) + ("" if port is None else f":{port}")
        self.address = urlunsplit(parts._replace(netloc=netloc, fragment=""))
        self._place = urlunsplit(parts._replace(netloc=netloc, query="", fragment=""))
        self._fields = parse_qsl(parts.query)
        self.timeout = timeout
        self.trips = 0
        self.most: int | None = None
        self._counting = Lock()
        self._host = host
        self._given = (parts.username, parts.password)
        self._pool: urllib3.PoolManager | None = None
        self._headers: dict[str, str] = {}

    def rows(self, query: str) -> "tuple[list[Row], int | None]":
        """Ask a SELECT query; return its rows, and how many the server gives at most if it says."""
        from astrograph.store.remote.terms import read_rows

        answer = self.ask(query, ROWS)
        try:
            return list(read_rows(mended(answer.content))), answer.most
        except (ValueError, SyntaxError) as error:
            raise self.strange(answer.media_type, error) from None

    def stream(self, query: str) -> "Iterator[ox.Quad]":
        """Ask a CONSTRUCT query; yield its triples as they come, which take no memory.

        Raises:
            EndpointError: As in `ask`, also in the middle.
        """
        from urllib3.exceptions import HTTPError

        from astrograph.store.remote.terms import read_triples

        response = self._sent(query, TRIPLES)
        try:
            if response.status not in OK:
                self._check(response.status, self._read(response))
            pieces = Pieces(response.stream(PIECE, decode_content=True))
            yield from read_triples(pieces, _kind(response))
        except HTTPError as error:
            raise self._unreached(error) from None
        except (OSError, SyntaxError, ValueError) as error:
            raise self.strange(_kind(response), error) from None
        finally:
            response.close()

    def ask(self, query: str, accept: str, timeout: float | None = None) -> Answer:
        """Ask a query of any form.

        Args:
            query: The query.
            accept: The media types that are understood.
            timeout: How many seconds the server may be silent, if not as long as usual.

        Raises:
            QuerySyntaxError: The server finds the query malformed.
            QueryTimeoutError: It takes too long.
            EndpointError: It cannot be reached, refuses, or answers what is no answer.
        """
        from urllib3.exceptions import HTTPError

        response = self._sent(query, accept, timeout)
        try:
            content = self._read(response)
        except HTTPError as error:
            raise self._unreached(error) from None
        self._check(response.status, content)
        most = response.headers.get("X-SPARQL-MaxRows", "")
        if most.isdecimal():
            self.most = int(most)
        return Answer(content, _kind(response), self.most)

    def _sent(
        self, query: str, accept: str, timeout: float | None = None
    ) -> "urllib3.BaseHTTPResponse":
        """Send a query; return the answer when it begins."""
        import urllib3
        from urllib3.exceptions import HTTPError

        from astrograph.store.remote.tries import GivenUpError

        pool = self._opened()
        with self._counting:
            self.trips += 1
        silent = timeout or self.timeout
        wait = urllib3.Timeout(connect=min(CONNECT, silent), read=silent)
        headers = {**self._headers, "Accept": accept}
        form = urlencode([*self._fields, ("query", query)])
        address, body = self._place, form.encode()
        if len(address) + len(form) < LONGEST_ADDRESS:
            address, body = f"{address}?{form}", b""
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        method = "POST" if body else "GET"
        try:
            return pool.request(
                method,
                address,
                body=body or None,
                headers=headers,
                timeout=wait,
                preload_content=False,
            )
        except GivenUpError as refused:
            raise self._refused(refused.status, refused.content) from None
        except HTTPError as error:
            raise self._unreached(error) from None

    def _opened(self) -> "urllib3.PoolManager":
        if self._pool is None:
            import urllib3

            from astrograph.store.remote.tries import Tries

            self._headers = {
                "User-Agent": "astrograph",
                "Accept-Encoding": "gzip",
                **self._credentials(),
            }
            self._pool = urllib3.PoolManager(
                maxsize=LINES,
                retries=Tries(
                    total=TRIES + MOVES,
                    connect=2,
                    read=1,
                    status=TRIES,
                    redirect=MOVES,
                    # A query changes nothing, however it is sent.
                    allowed_methods=None,
                    status_forcelist=RETRIED,
                    backoff_factor=WAIT,
                    backoff_max=10,
                    raise_on_status=False,
                ),
            )
        return self._pool

    def _credentials(self) -> dict[str, str]:
        """Return the header that says who asks: from the environment, the address, or netrc."""
        from urllib3.util import make_headers

        token = os.environ.get(TOKEN)
        if token:
            _refuse_breaks(token, TOKEN)
            return {"Authorization": f"Bearer {token}"}
        user, password = os.environ.get(USER), os.environ.get(PASSWORD)
        if not user:
            user, password = (each and unquote(each) for each in self._given)
        if not user:
            user, password = _from_netrc(self._host)
        if not user:
            return {}
        return make_headers(basic_auth=f"{user}:{password or ''}".encode().decode("latin-1"))

    def _read(self, response: "urllib3.BaseHTTPResponse") -> bytes:
        pieces, size = [], 0
        for piece in response.stream(PIECE, decode_content=True):
            size += len(piece)
            if size > LARGEST:
                response.close()
                raise EndpointError(
                    f"{self.address} answers with more than {LARGEST >> 20} MiB",
                    hint="ask for less: an entity, a filter, a LIMIT",
                )
            pieces.append(piece)
        response.release_conn()
        return b"".join(pieces)

    def _check(self, status: int, content: bytes) -> None:
        """Make sure that an answer is one."""
        if status not in OK:
            raise self._refused(status, content)

    def _refused(self, status: int, content: bytes) -> AstrographError:
        """Return the error of an answer that says what is wrong."""
        kind, said, advice = read_refusal(content)
        if kind in HOPELESS:
            return HOPELESS[kind](f"the endpoint says: {said}", hint=advice)
        if status == BAD:
            # Our own server says by itself that the query is bad.
            what = "" if kind else "bad query: "
            return QuerySyntaxError(f"{what}the endpoint says: {said or 'no reason'}", hint=advice)
        if status in DENIED:
            return EndpointError(
                f"{self.address} does not let you in (HTTP {status})",
                hint=f"set {USER} and {PASSWORD}, or {TOKEN}, or add the host to your netrc file",
            )
        if status in TOO_LATE:
            return QueryTimeoutError(
                f"the endpoint gave up (HTTP {status})", hint="ask for less, or try again later"
            )
        hint = "is the path of the address right? it often ends in /sparql or /query"
        if status != UNKNOWN:
            hint = advice or "try again later, or ask who runs it"
        return EndpointError(
            f"{self.address} answers with an error: HTTP {status}{said and f': {said}'}", hint=hint
        )

    def _unreached(self, error: Exception) -> Exception:
        from urllib3.exceptions import MaxRetryError, ReadTimeoutError, ResponseError

        reason = error.reason if isinstance(error, MaxRetryError) and error.reason else error
        if isinstance(reason, ReadTimeoutError):
            return QueryTimeoutError(
                "the endpoint did not answer in time", hint="ask for less, or try again later"
            )
        if isinstance(reason, ResponseError):
            return EndpointError(
                f"cannot read {self.address}: it redirects too often",
                hint="give the address that it leads to",
            )
        words = str(getattr(reason, "original_error", None) or reason).rpartition(": ")[2]
        return EndpointError(
            f"cannot reach {self.address}: {words}",
            hint="is the server running, and the address right?",
        )

    def strange(self, media_type: str, error: Exception) -> EndpointError:
        """Return the error of an answer that is none."""
        what = media_type or "something of no known kind"
        return EndpointError(
            f"{self.address} does not answer in SPARQL results but in {what}: {str(error)[:SHOWN]}",
            hint="is it a SPARQL 1.1 endpoint? its address often ends in /sparql",
        )


def _kind(response: "urllib3.BaseHTTPResponse") -> str:
    """Return the media type of an answer."""
    return response.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def _bare(address: str) -> str:
    """Return an address without what may be a password."""
    scheme, _, rest = address.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"


def _refuse_breaks(text: str, name: str) -> None:
    if not text.isprintable() or not text.isascii():
        raise MisuseError(f"{name} holds characters that no header can", hint="set it anew")


def _from_netrc(host: str) -> tuple[str | None, str | None]:
    import netrc

    try:
        found = netrc.netrc().authenticators(host)
    except (OSError, netrc.NetrcParseError):
        return None, None
    return (None, None) if found is None else (found[0], found[2])
