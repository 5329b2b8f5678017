"""The methods of the Bot API, called over our own connections: raw JSON, and forms for files.

To build a library's objects costs as much as half a call, and the library 13 MB.
"""

from collections.abc import Awaitable, Mapping
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote

from bot.channels import fast_json
from bot.channels.connections import Connections, WireError
from bot.channels.telegram.failures import lost, refusal
from bot.channels.telegram.multipart import File, render_form
from bot.messages import FailureKind, SendError

READ_SECONDS: Final = 10.0  # for an answer, unless a call says otherwise
UPLOAD_SECONDS: Final = 300.0  # for a file of up to 50 MB on a slow line
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
        self._uploading = Connections(base_url, limit=4)

    def __repr__(self) -> str:
        return "BotApi(token=***)"

    @property
    def in_flight(self) -> int:
        """Requests other than the long poll that wait for an answer."""
        return self._sending.in_flight + self._uploading.in_flight

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
        return b"%b%d\r\n\r\n%b" % (self._json_head(method, pool), len(body), body)

    async def send_file(self, method: str, parameters: Mapping[str, Any], file: File) -> Any:
        """Call ``sendDocument`` or ``sendPhoto`` with a file. Raises ``SendError``.

        A file that may have arrived is not sent again by itself.
        """
        kind, body = render_form(parameters, file)
        head = self._head(method, self._uploading, kind)
        answer = self._uploading.request(b"%b%d\r\n\r\n%b" % (head, len(body), body), UPLOAD_SECONDS)
        return await self.result(answer, repeats_safely=False)

    async def fetch_file(self, file_id: str, limit: int) -> bytes:
        """Ask where a file lies and download it. Raises ``SendError``: GONE without it, REFUSED beyond ``limit``."""
        try:
            told = await self.call("getFile", {"file_id": file_id}, read_seconds=UPLOAD_SECONDS)
        except SendError as error:
            if error.kind is FailureKind.REFUSED and "too big" not in error.detail.lower():
                raise SendError(FailureKind.GONE, retryable=False, detail=error.detail) from None
            raise
        if told.get("file_size", 0) > limit:
            raise SendError(FailureKind.REFUSED, retryable=False, detail="file is too big")
        root = _path_of(self._base_url).removesuffix("/bot")
        lines = [
            f"GET {root}/file/bot{self._token}/{quote(str(told['file_path']))} HTTP/1.1",
            f"Host: {self._uploading.host}",
            "User-Agent: khaosat",
        ]
        request = "\r\n".join([*lines, "", ""]).encode()
        try:
            status, content = await self._uploading.request(request, UPLOAD_SECONDS)
        except WireError as error:
            raise lost(error, repeats_safely=True) from None
        if status == HTTPStatus.NOT_FOUND:
            raise SendError(FailureKind.GONE, retryable=False, detail="the file is not there any more")
        if status != HTTPStatus.OK:
            raise refusal(status, None, repeats_safely=True)
        if len(content) > limit:
            raise SendError(FailureKind.REFUSED, retryable=False, detail="file is too big")
        return content

    async def close(self) -> None:
        """Close every connection."""
        self._sending.close()
        self._fetching.close()
        self._uploading.close()

    def _json_head(self, method: str, pool: Connections) -> bytes:
        head = self._heads.get(method)
        if head is None:
            head = self._heads[method] = self._head(method, pool, "application/json")
        return head

    def _head(self, method: str, pool: Connections, content_type: str) -> bytes:
        """Return the head of a call up to the length of its body."""
        lines = [
            f"POST {_path_of(self._base_url)}{self._token}/{method} HTTP/1.1",
            f"Host: {pool.host}",
            f"Content-Type: {content_type}",
            "User-Agent: khaosat",
            "Content-Length: ",
        ]
        return "\r\n".join(lines).encode()


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
