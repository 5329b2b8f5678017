"""Our own connections against servers that misbehave, and the methods over them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.connections import Connections, NotSentError, UnknownError, WireError
from bot.channels.telegram.api import BotApi
from bot.messages import FailureKind, SendError
from tests.phone import Phone, Simulator

GET_ME = b"POST /bot1:secret/getMe HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"
Answering = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
PATIENT = 600.0  # seconds: only so that a broken wire cannot hang the tests


@asynccontextmanager
async def serving(answer: Answering) -> AsyncIterator[str]:
    """Serve on loopback; gives the address."""
    writers: list[asyncio.StreamWriter] = []

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        try:
            await answer(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            writer.close()

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot"
    finally:
        server.close()
        for writer in writers:
            writer.close()


@asynccontextmanager
async def pool(url: str, **options: float) -> AsyncIterator[Connections]:
    """Open a pool and close it."""
    opened = Connections(url, **options)  # type: ignore[arg-type]
    try:
        yield opened
    finally:
        opened.close()
        await asyncio.sleep(0)


async def read_request(reader: asyncio.StreamReader) -> bytes:
    """Read one request of the form of ``GET_ME``; returns its path."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    await reader.readexactly(length)
    return head.split(b" ")[1]


def response(body: bytes, *headers: bytes, status: bytes = b"200 OK") -> bytes:
    """Return an answer."""
    lines = [b"HTTP/1.1 " + status, b"Content-Length: %d" % len(body), *headers, b"", b""]
    return b"\r\n".join(lines) + body


async def test_no_answer_in_time_means_unknown() -> None:
    """The request went out: nobody knows whether it was carried out."""
    asked = asyncio.Event()

    async def stay_silent(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        asked.set()
        await asyncio.Event().wait()

    async with serving(stay_silent) as url, pool(url) as connections:
        with pytest.raises(UnknownError):
            await connections.request(GET_ME, 0.05)
        assert asked.is_set()
        assert connections.in_flight == 0


async def test_no_connection_means_not_sent(unused_tcp_port: int) -> None:
    """Nobody listens there; the error does not repeat the address."""
    async with pool(f"http://127.0.0.1:{unused_tcp_port}/bot") as connections:
        with pytest.raises(NotSentError) as caught:
            await connections.request(GET_ME, PATIENT)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["http://host:port/bot", "nonsense://x/bot", "http:///bot"])
async def test_an_impossible_address_is_not_sent(url: str) -> None:
    """A wrong setting shows as unreachable."""
    async with pool(url) as connections:
        with pytest.raises(NotSentError):
            await connections.request(GET_ME, PATIENT)


async def test_a_connection_that_breaks_tells_everybody_behind_it() -> None:
    """Three requests lie on one line that breaks after the first answer: of the others nobody knows."""
    arrived = 0

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal arrived
        for _ in range(4):
            await read_request(reader)
            arrived += 1
            if arrived in (1, 2):
                writer.write(response(b"%d" % arrived))
        writer.close()

    async with serving(answer) as url, pool(url, limit=1) as connections:
        assert await connections.request(GET_ME, PATIENT) == (200, b"1")
        connections.note_round_trip(asyncio.get_running_loop().time(), 0.0001)
        results = await asyncio.gather(
            *(connections.request(GET_ME, PATIENT) for _ in range(3)), return_exceptions=True
        )
    assert results[0] == (200, b"2")
    assert [type(each) for each in results[1:]] == [UnknownError, UnknownError]


async def test_an_answer_that_is_no_http_is_unknown() -> None:
    """Whatever stands at the other end, the caller gets an error of the wire."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(b"<html>bot1:secret</html>" * 10)

    async with serving(answer) as url, pool(url) as connections:
        with pytest.raises(WireError) as caught:
            await connections.request(GET_ME, PATIENT)
    assert "secret" not in str(caught.value)


async def test_a_server_far_away_gets_a_connection_a_request() -> None:
    """Nobody waits behind others when a round trip is long; next door a few connections carry all."""
    for round_trip, count in ((0.06, 20), (0.0001, 1)):
        opened, gate = 0, asyncio.Event()

        async def answer(
            reader: asyncio.StreamReader, writer: asyncio.StreamWriter, gate: asyncio.Event = gate
        ) -> None:
            nonlocal opened
            opened += 1
            while True:
                await read_request(reader)
                await gate.wait()
                writer.write(response(b"x"))

        async with serving(answer) as url, pool(url) as connections:
            gate.set()
            await connections.request(GET_ME, PATIENT)
            now = asyncio.get_running_loop().time()
            connections._shortest = [(now, round_trip), (now, round_trip)]
            gate.clear()
            waiting = [asyncio.create_task(connections.request(GET_ME, PATIENT)) for _ in range(20)]
            while connections.in_flight < 20:  # noqa: ASYNC110 - until every task had its turn
                await asyncio.sleep(0)
            gate.set()
            assert await asyncio.gather(*waiting) == [(200, b"x")] * 20
        assert opened == count


async def test_a_full_pool_makes_wait_and_loses_nothing() -> None:
    """With two connections to a server far away fifty calls are made one after the other."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await read_request(reader)
            writer.write(response(b"x"))

    async with serving(answer) as url, pool(url, limit=2) as connections:
        answers = await asyncio.gather(*(connections.request(GET_ME, PATIENT) for _ in range(50)))
    assert answers == [(200, b"x")] * 50


async def test_a_server_that_closes_after_each_answer_is_served() -> None:
    """``Connection: close`` means a new connection for the next call."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(response(b"x", b"Connection: close"))
        await writer.drain()
        writer.close()

    async with serving(answer) as url, pool(url) as connections:
        for _ in range(3):
            assert await connections.request(GET_ME, PATIENT) == (200, b"x")


@given(st.lists(st.integers(1, 60), max_size=12))
def test_answers_are_read_however_they_are_cut(cuts: Sequence[int]) -> None:
    """Two answers in one stream, one of them chunked, cut into any pieces, are the same two answers."""
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    stream = response(b"one", status=b"400 Bad Request") + chunked

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        await read_request(reader)
        rest = stream
        for cut in cuts:
            writer.write(rest[:cut])
            await writer.drain()
            rest = rest[cut:]
        writer.write(rest)

    async def ask() -> list[tuple[int, bytes]]:
        async with serving(answer) as url, pool(url, limit=1) as connections:
            now = asyncio.get_running_loop().time()
            connections._shortest = [(now, 0.0001), (now, 0.0001)]
            first = asyncio.create_task(connections.request(GET_ME, PATIENT))
            while not connections._open:  # noqa: ASYNC110 - until it is connected
                await asyncio.sleep(0)
            second = asyncio.create_task(connections.request(GET_ME, PATIENT))
            return [await first, await second]

    assert asyncio.run(ask()) == [(400, b"one"), (200, b"abcde")]


async def test_proxies_of_the_environment_are_ignored(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The token never goes to a proxy that somebody else set up."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    api = BotApi(simulator.token, simulator.base_url)
    assert (await api.call("getMe", {}))["username"] == "khaosat_thu_bot"
    await api.close()


async def test_files_go_through_the_library(simulator: Simulator, phone: Phone) -> None:
    """python-telegram-bot sends them; what comes back is the raw message, and a refusal is a ``SendError``."""
    api = BotApi(simulator.token, simulator.base_url)
    about = {"chat_id": str(phone.user_id), "caption": "x"}
    sent = await api.send_file("sendDocument", about, ("document", "Tệp.txt", b"abc"))
    assert sent["document"]["file_name"] == "Tệp.txt"
    await phone.blocks()
    with pytest.raises(SendError) as caught:
        await api.send_file("sendDocument", about, ("document", "Tệp.txt", b"abc"))
    assert caught.value.kind is FailureKind.BLOCKED
    await api.close()


async def test_an_answer_that_is_no_json_is_an_error_without_its_text() -> None:
    """A captive portal's page is neither parsed nor repeated."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(response(b"<html>bot1:secret</html>"))

    async with serving(answer) as url:
        api = BotApi("1:secret", url)
        with pytest.raises(SendError) as caught:
            await api.call("getMe", {})
        await api.close()
    assert "secret" not in repr(caught.value) + repr(api)


def test_the_address_ends_in_bot() -> None:
    """Anything else is a wrong setting."""
    with pytest.raises(ValueError, match="/bot"):
        BotApi("1:x", "https://api.telegram.org")
