"""What the chat page costs on the wire."""

from typing import Any

import pytest

from tests.web.asking import ask
from tests.web.tab import Tab

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_first_visit_costs_less_than_60_kb_and_nobody_else_is_asked(tab: Tab) -> None:
    """Heads and bodies, not compressed, all from our own server."""
    sizes: list[int] = []
    requests: list[Any] = []
    tab.page.on("requestfinished", lambda request: requests.append(request))  # noqa: PLW0108 - a builtin cannot be marked
    await tab.opens()
    await tab.sees("quét mã QR")
    for request in requests:
        assert request.url.startswith(tab.server.url)
        size = await request.sizes()
        sizes.append(size["responseBodySize"] + size["responseHeadersSize"])
    assert len(sizes) > 5
    assert sum(sizes) < 60_000


async def test_the_page_works_below_a_path(tab: Tab) -> None:
    """All addresses are relative to the base."""
    tab.server.answer = ask
    tab.server.base = "/khaosat/"
    await tab.opens("khaosat/k/K7QM-3XPT")
    await tab.sees("Lý luận chính trị")
    assert tab.page.url == f"{tab.server.url}khaosat/"


async def test_a_quiet_page_holds_one_question_to_the_server(tab: Tab) -> None:
    """It asks again only when something came: no storm of requests."""
    await tab.begins()
    for number in range(5):
        await tab.hears(f"tin {number}")
    asked = tab.server.asked
    assert asked <= 10
