"""``/healthz`` and ``/metrics``: what the house says of itself, asked by anybody, at any pace."""

import asyncio
import contextlib
import json
import logging
from collections.abc import Mapping
from typing import Any

import pytest

from bot.serving import Health, ListenError, Metrics, serve_health
from tests.serving.caller import Answer, calling, free_port, get


async def answer_of(path: str, health: Health | None, metrics: Metrics | None = None) -> Answer:
    """Ask once."""
    port = free_port()
    async with serve_health("127.0.0.1", port, health, metrics), calling(port) as caller:
        return await caller.asks(get(path))


@pytest.mark.parametrize(("is_well", "status"), [(True, 200), (False, 503)])
async def test_health_is_told_as_json(is_well: bool, status: int) -> None:
    """200 if the house is well, 503 if not, with the reasons in both cases."""

    async def report() -> Mapping[str, Any]:
        return {"ok": is_well, "database": 1}

    answer = await answer_of("/healthz?full=1", report)
    assert (answer.status, answer.headers["content-type"]) == (status, "application/json")
    assert json.loads(answer.body) == {"ok": is_well, "database": 1}


async def test_without_a_report_the_answer_alone_tells() -> None:
    """Whoever answers is alive."""
    answer = await answer_of("/healthz", None)
    assert (answer.status, json.loads(answer.body)) == (200, {"ok": True})


async def test_a_report_that_fails_is_no_traceback(caplog: pytest.LogCaptureFixture) -> None:
    """503, and nothing of the reason to strangers."""

    async def report() -> Mapping[str, Any]:
        raise OSError(words)

    words = "where the disk is"
    with caplog.at_level(logging.ERROR):
        answer = await answer_of("/healthz", report)
    assert (answer.status, json.loads(answer.body)) == (503, {"ok": False})
    assert "OSError" in caplog.text
    assert words not in caplog.text


async def test_metrics_are_told_if_there_are_any() -> None:
    """Text in Prometheus's format; 404 without."""

    async def report() -> str:
        return "khaosat_up 1\n"

    answer = await answer_of("/metrics", None, report)
    assert (answer.status, answer.body) == (200, b"khaosat_up 1\n")
    assert answer.headers["content-type"].startswith("text/plain")
    assert (await answer_of("/metrics", None)).status == 404


async def test_the_house_is_asked_once_however_many_ask() -> None:
    """Those who come while it is being asked get the same answer: a flood does not reach the database."""
    gate, count, port = asyncio.Event(), 0, free_port()

    async def report() -> Mapping[str, Any]:
        nonlocal count
        count += 1
        await gate.wait()
        return {"ok": True}

    async with contextlib.AsyncExitStack() as stack, serve_health("127.0.0.1", port, report):
        callers = [await stack.enter_async_context(calling(port)) for _ in range(10)]
        for caller in callers:
            await caller.sends(get("/healthz") * 20)
        async with calling(port) as other:
            assert (await other.asks(get("/nowhere"))).status == 404
        gate.set()
        for caller in callers:
            assert [(await caller.hears()).status for _ in range(20)] == [200] * 20
    assert count == 1


async def test_an_address_that_is_taken_is_named() -> None:
    """The error says which."""
    port = free_port()
    async with serve_health("127.0.0.1", port, None):
        with pytest.raises(ListenError, match=f"127.0.0.1:{port}"):
            async with serve_health("127.0.0.1", port, None):
                raise AssertionError
