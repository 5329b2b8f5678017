"""The phones of the demo: the page of the real bot, several times in one browser, each as a browser of its own.

The page of a phone stands under a path of its own, so that what it keeps in the browser is its own. Its cookie is kept
here. Everything else passes as it is, but for two lines: where the page says it is, and who may show it in a frame.
"""

from typing import Final

import aiohttp
from aiohttp import web

_OF_THE_CONNECTION: Final = frozenset(
    {
        "connection",
        "keep-alive",
        "transfer-encoding",
        "upgrade",
        "host",
        "content-length",
        "cookie",
        "set-cookie",
    }
)
_NO_FRAME: Final = "frame-ancestors 'none'"
_OUR_FRAME: Final = "frame-ancestors 'self'"


class Phones:
    """Passes requests under ``/p/<number>/`` on to the page of the bot at ``page_url``, which ends with a slash."""

    def __init__(self, http: aiohttp.ClientSession, page_url: str) -> None:
        self._http = http
        self._page_url = page_url
        self._cookies: dict[str, dict[str, str]] = {}

    async def pass_on(self, request: web.Request) -> web.Response:
        """Ask the bot what a phone asks, with the cookie of that phone."""
        phone = request.match_info["phone"]
        cookies = self._cookies.setdefault(phone, {})
        try:
            async with self._http.request(
                request.method,
                f"{self._page_url}{request.match_info['rest']}",
                params=request.query,
                headers=_headers(request, cookies),
                data=await request.read() or None,
                allow_redirects=False,
            ) as answer:
                body = await answer.read()
                for name, morsel in answer.cookies.items():
                    cookies[name] = morsel.value
        except aiohttp.ClientError:
            return web.Response(status=502)
        headers = {
            name: value.replace(_NO_FRAME, _OUR_FRAME)
            for name, value in answer.headers.items()
            if name.lower() not in _OF_THE_CONNECTION
        }
        if answer.content_type == "text/html":
            body = body.replace(b'<base href="/">', f'<base href="/p/{phone}/">'.encode())
        return web.Response(status=answer.status, headers=headers, body=body)


def _headers(request: web.Request, cookies: dict[str, str]) -> dict[str, str]:
    headers = {
        name: value for name, value in request.headers.items() if name.lower() not in _OF_THE_CONNECTION
    }
    headers["Accept-Encoding"] = "identity"
    if cookies:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return headers
