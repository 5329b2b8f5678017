"""The methods of the Bot API, called over our own connections; files go through python-telegram-bot.

What is called for every answer is written here as raw JSON: to build the library's objects costs as much as half a
call. The library is imported when the first file is sent.
"""

from collections.abc import Awaitable, Mapping
from typing import TYPE_CHECKING, Any, Final

from bot import fast_json
from bot.channels.telegram.connections import Connections, WireError
from bot.channels.telegram.failures import lost, refusal
from bot.messages import FailureKind, SendError

if TYPE_CHECKING:
    from bot.channels.telegram.library import Library

READ_SECONDS: Final = 10.0  # for an answer, unless a call says otherwise
_POLLING: Final = "getUpdates"


class BotApi:
    """One bot on a Bot API server. ``base_url`` ends in ``/bot``. Its repr hides the token."""

    def __init__(self, token: str, base_url: str) -> None:
        if not base_url.endswith("/bot"):
            raise ValueError("the Bot API address must end in /bot")
        self._token = token
        self._base_url = base_url
        self._sending = Connections(base_url)
        # eager: the next batch is on its way to us while this one is answered
        self._fetching = Connections(base_url, limit=2, is_eager=True)
        self._heads: dict[str, bytes] = {}
        self._library: Library | None = None

    def __repr__(self) -> str:
        return "BotApi(token=***)"

    @property
    def in_flight(self) -> int:
        """Requests other than the long poll that wait for an answer."""
        files = self._library.in_flight if self._library is not None else 0
        return self._sending.in_flight + files

    async def call(
        self,
        method: str,
        parameters: Mapping[str, Any],
        *,
        repeats_safely: bool = True,
        read_seconds: float = READ_SECONDS,
    ) -> Any:
        """Call a method; return its raw result. Raises ``SendError``.

        ``repeats_safely``: if nobody knows what became of the call, it may be made again.
        """
        pool = self._fetching if method == _POLLING else self._sending
        answer = pool.request(self._request(method, parameters, pool), read_seconds)
        return await self.result(answer, repeats_safely=repeats_safely)

    def begin(self, method: str, parameters: Mapping[str, Any]) -> Awaitable[tuple[int, bytes]]:
        """Send a call on its way beside others; ``result`` waits for what it brings."""
        return self._sending.begin(self._request(method, parameters, self._sending), READ_SECONDS)

    @staticmethod
    async def result(answer: Awaitable[tuple[int, bytes]], *, repeats_safely: bool = True) -> Any:
        """Wait for a call that was begun; return its raw result. Raises ``SendError``."""
        try:
            status, body = await answer
        except WireError as error:
            raise lost(error, repeats_safely=repeats_safely) from None
        return _result(status, body, repeats_safely=repeats_safely)

    def _request(self, method: str, parameters: Mapping[str, Any], pool: Connections) -> bytes:
        body = fast_json.dumps(parameters)
        return b"%b%d\r\n\r\n%b" % (self._head(method, pool), len(body), body)

    async def send_file(
        self, method: str, parameters: Mapping[str, Any], file: tuple[str, str, bytes]
    ) -> Any:
        """Call ``sendDocument`` or ``sendPhoto`` with a file (parameter, name, content). Raises ``SendError``."""
        if self._library is None:
            from bot.channels.telegram.library import Library  # noqa: PLC0415 - only files need it

            self._library = Library(self._token, self._base_url)
        return await self._library.send_file(method, parameters, file)

    async def close(self) -> None:
        """Close every connection."""
        self._sending.close()
        self._fetching.close()
        if self._library is not None:
            await self._library.close()

    def _head(self, method: str, pool: Connections) -> bytes:
        head = self._heads.get(method)
        if head is None:
            path = f"{_path_of(self._base_url)}{self._token}/{method}"
            lines = [
                f"POST {path} HTTP/1.1",
                f"Host: {pool.host}",
                "Content-Type: application/json",
                "User-Agent: khaosat",
                "Content-Length: ",
            ]
            head = self._heads[method] = "\r\n".join(lines).encode()
        return head


def _path_of(base_url: str) -> str:
    return "/" + base_url.split("://", 1)[1].partition("/")[2]


def _result(status: int, body: bytes, *, repeats_safely: bool) -> Any:
    try:
        answer = fast_json.loads(body)
    except ValueError:
        answer = None
    if isinstance(answer, dict):
        if answer.get("ok") is True and "result" in answer:
            return answer["result"]
        raise refusal(status, answer, repeats_safely=repeats_safely)
    if status >= 400:
        raise refusal(status, None, repeats_safely=repeats_safely)
    raise SendError(FailureKind.UNKNOWN, retryable=repeats_safely, detail="the answer is no JSON")
