"""The production request class against servers that misbehave."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram.error import NetworkError, TelegramError, TimedOut

from bot.channels.telegram.request import AiohttpRequest, NotSentError
from bot.channels.telegram.wire import WireBot, file_url
from tests.phone import Phone, Simulator


@pytest.fixture
async def silent_port() -> AsyncIterator[int]:
    """Give a server that takes every request and never answers."""
    never = asyncio.Event()

    async def stay_silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        await never.wait()
        writer.close()

    server = await asyncio.start_server(stay_silent, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    never.set()
    server.close()
    await server.wait_closed()


async def test_no_answer_in_time_means_timed_out(silent_port: int) -> None:
    """The request went out: nobody knows whether it was carried out."""
    async with AiohttpRequest(read_timeout=0.05) as request:
        with pytest.raises(TimedOut):
            await request.post(f"http://127.0.0.1:{silent_port}/bot1:x/getMe")
        assert request.in_flight == 0


async def test_no_connection_means_not_sent(unused_tcp_port: int) -> None:
    """Nobody listens there; the error does not repeat the address."""
    async with AiohttpRequest() as request:
        with pytest.raises(NotSentError) as caught:
            await request.post(f"http://127.0.0.1:{unused_tcp_port}/bot1:secret/getMe")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["http://host:port/bot1:secret/getMe", "nonsense://x/bot1:secret/getMe"])
async def test_an_impossible_address_is_not_repeated(url: str) -> None:
    """A wrong setting shows as unreachable; the token in the address does not."""
    async with AiohttpRequest() as request:
        with pytest.raises(NetworkError) as caught:
            await request.post(url)
    assert "secret" not in str(caught.value)


async def test_an_answer_that_is_no_json_is_an_error_without_its_text(unused_tcp_port: int) -> None:
    """A captive portal's page is neither parsed nor repeated."""
    page = b"HTTP/1.1 200 OK\r\nContent-Length: 21\r\n\r\n<html>bot1:secret</h>"

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        writer.write(page)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", unused_tcp_port)
    async with AiohttpRequest() as request:
        with pytest.raises(TelegramError) as caught:
            await request.post(f"http://127.0.0.1:{unused_tcp_port}/bot1:secret/getMe")
    assert "secret" not in str(caught.value)
    server.close()
    await server.wait_closed()


async def test_proxies_of_the_environment_are_ignored(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The token never goes to a proxy that somebody else set up."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    async with AiohttpRequest() as request:
        answer = await request.post(f"{simulator.base_url}{simulator.token}/getMe")
    assert isinstance(answer, dict)


async def test_a_request_must_be_opened_first() -> None:
    """Forgetting to open is a mistake that shows."""
    with pytest.raises(NetworkError, match="not initialized"):
        await AiohttpRequest().post("http://127.0.0.1:9/bot1:x/getMe")


async def test_the_library_itself_works_over_this_wire(simulator: Simulator, phone: Phone) -> None:
    """python-telegram-bot's own methods, files up and down included, run unchanged."""
    async with WireBot(simulator.token, simulator.base_url) as bot:
        sent = await bot.send_document(phone.user_id, b"abc", caption="x", filename="Tệp.txt")
        assert sent.document is not None
        file = await bot.get_file(sent.document.file_id)
        assert bytes(await file.download_as_bytearray()) == b"abc"
        assert (await bot.get_me()).username == "khaosat_thu_bot"


def test_the_address_of_files_follows_from_the_other() -> None:
    """…/bot gives …/file/bot; anything else is a wrong setting."""
    assert file_url("https://api.telegram.org/bot") == "https://api.telegram.org/file/bot"
    with pytest.raises(ValueError, match="/bot"):
        file_url("https://api.telegram.org")
