"""Ask again what failed for a while, and not what would fail once more."""

from contextlib import suppress
from typing import TYPE_CHECKING

from urllib3 import Retry
from urllib3.exceptions import HTTPError, MaxRetryError

from astrograph.store.remote.refusal import HOPELESS, LONGEST, read_refusal

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from urllib3 import BaseHTTPResponse
    from urllib3.connectionpool import ConnectionPool


class GivenUpError(Exception):
    """A server refuses, and is not asked again.

    Args:
        status: The HTTP status.
        content: What it says.
    """

    def __init__(self, status: int, content: bytes) -> None:
        super().__init__(status)
        self.status, self.content = status, content


class Tries(Retry):
    """Counts how often a question has been asked, as its base does.

    It looks at what a server says, too: a query that took too long would do so again.
    """

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: "BaseHTTPResponse | None" = None,
        error: Exception | None = None,
        _pool: "ConnectionPool | None" = None,
        _stacktrace: "TracebackType | None" = None,
    ) -> "Self":
        """Count one more try.

        Raises:
            GivenUpError: The server refuses in a way that will not change, or once too often.
            HTTPError: The connection has failed once too often.
        """
        if response is None or response.get_redirect_location():
            return super().increment(method, url, response, error, _pool, _stacktrace)
        try:
            said = response.read(LONGEST, decode_content=True)
        except HTTPError:
            said = b""  # What it says cannot be read, but its status is known.
        if read_refusal(said).kind not in HOPELESS:
            with suppress(MaxRetryError):
                return super().increment(method, url, response, error, _pool, _stacktrace)
        response.close()
        response.release_conn()
        raise GivenUpError(response.status, said)
