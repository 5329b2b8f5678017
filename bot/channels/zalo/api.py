"""The methods of the Zalo Bot API for one bot, called over our own connections."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from bot.channels import fast_json
from bot.channels.connections import Connections, WireError
from bot.channels.zalo.failures import IDLE, lost, refusal
from bot.messages import FailureKind, SendError

READ_SECONDS: Final = 10.0  # for an answer, unless a call says otherwise
POLL_SECONDS: Final = 30  # Zalo's own default
_READ_MARGIN: Final = 10.0  # seconds beyond the poll before the connection counts as dead
_POLLING: Final = "getUpdates"


def bot_id_of(token: str) -> str:
    """Return the number of the bot that a token is of."""
    return token.partition(":")[0]


class ZaloApi:
    """One bot. ``base_url`` ends in ``/bot``, ``token`` is ``<number>:<secret>``. Its repr hides the secret."""

    def __init__(self, token: str, base_url: str) -> None:
        if not base_url.endswith("/bot"):
            raise ValueError("the address of the Zalo Bot API must end in /bot")
        self._token = token
        self._path = urlsplit(base_url).path
        self._sending = Connections(base_url, limit=32)
        self._fetching = Connections(base_url, limit=1)

    def __repr__(self) -> str:
        return f"ZaloApi({self.bot_id}:***)"

    @property
    def bot_id(self) -> str:
        """The number of the bot, which stays the same when its token is made anew."""
        return bot_id_of(self._token)

    @property
    def in_flight(self) -> int:
        """Requests other than the long poll that wait for an answer."""
        return self._sending.in_flight

    async def call(
        self, method: str, parameters: Mapping[str, Any] | None = None, *, repeats_safely: bool = True
    ) -> Any:
        """Call a method; return its result. Raises ``SendError``."""
        return await self._ask(self._sending, method, parameters or {}, READ_SECONDS, repeats_safely)

    async def fetch(self) -> Any:
        """Wait for the next event; ``None`` if none came. Raises ``SendError``.

        What is returned is gone at Zalo: nothing acknowledges it, nothing brings it again.
        """
        about = {"timeout": str(POLL_SECONDS)}
        try:
            return await self._ask(self._fetching, _POLLING, about, POLL_SECONDS + _READ_MARGIN, True)
        except SendError as error:
            if error.detail.startswith(f"{IDLE}"):
                return None
            raise

    async def close(self) -> None:
        """Close every connection."""
        self._sending.close()
        self._fetching.close()

    async def _ask(
        self, pool: Connections, method: str, parameters: Mapping[str, Any], seconds: float, repeats: bool
    ) -> Any:
        body = fast_json.dumps(parameters)
        try:
            status, answer = await pool.request(self._head(pool, method, len(body)) + body, seconds)
        except WireError as error:
            raise lost(error, repeats_safely=repeats) from None
        return _result(status, answer, repeats_safely=repeats)

    def _head(self, pool: Connections, method: str, length: int) -> bytes:
        lines = [
            f"POST {self._path}{self._token}/{method} HTTP/1.1",
            f"Host: {pool.host}",
            "Content-Type: application/json",
            "User-Agent: khaosat",
            f"Content-Length: {length}",
        ]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _result(status: int, body: bytes, *, repeats_safely: bool) -> Any:
    """Read the body first: ``ok`` decides, whatever the status."""
    try:
        answer = fast_json.loads(body)
    except ValueError:
        answer = None
    if isinstance(answer, dict):
        if answer.get("ok") is True:
            return answer.get("result")
        raise refusal(status, answer, repeats_safely=repeats_safely)
    if status >= 400:
        raise refusal(status, None, repeats_safely=repeats_safely)
    raise SendError(FailureKind.UNKNOWN, retryable=repeats_safely, detail="the answer is no JSON")
