"""The small server as its clients see it: order, refusals, the end."""

import asyncio
import logging

import pytest

from bot.serving import Limits, serve
from tests.serving.caller import SECRET, Site, calling, chunked, free_port, get, post, serving

UNHURRIED = Limits(request_seconds=3600, idle_seconds=3600)
SMALL = Limits(head_bytes=400, body_bytes=100, request_seconds=3600)
SECRET_LINE = f"Secret: {SECRET.decode()}"


async def test_one_connection_carries_many_requests() -> None:
    """A connection stays open between requests."""
    async with serving() as house, calling(house.port) as caller:
        for body in (b"one", b"two", b"three"):
            answer = await caller.asks(post(body))
            assert (answer.status, answer.body, answer.closes) == (200, body, False)


async def test_answers_come_in_the_order_of_the_requests() -> None:
    """Pipelined requests may be settled in any order; their answers keep the client's."""
    async with serving() as house, calling(house.port) as caller:
        house.site.is_slow = True
        await caller.sends(post(b"a") + post(b"b") + post(b"c"))
        first, second, third = await house.site.keeps(3)
        for exchange in (third, first, second):
            exchange.answer(200, exchange.body)
        assert [(await caller.hears()).body for _ in range(3)] == [b"a", b"b", b"c"]


async def test_a_long_row_of_requests_is_answered_to_the_last() -> None:
    """More requests at once than may wait: the server reads on when fewer wait."""
    async with serving() as house, calling(house.port) as caller:
        house.site.is_slow = True
        await caller.sends(b"".join(post(b"%d" % number) for number in range(20)))
        await house.site.keeps(20)
        sending = asyncio.create_task(
            caller.sends(b"".join(post(b"%d" % number) for number in range(20, 5000)))
        )
        house.site.is_slow = False
        for exchange in house.site.kept:
            exchange.answer(200, exchange.body)
        assert [int((await caller.hears()).body) for _ in range(5000)] == list(range(5000))
        await sending


async def test_a_refusal_waits_for_the_answers_before_it() -> None:
    """What is refused by its head alone is answered behind the requests that came before; then the line is closed."""
    async with serving() as house, calling(house.port) as caller:
        house.site.is_slow = True
        await caller.sends(post(b"a") + post(b"", path="/nowhere") + post(b"c"))
        (exchange,) = await house.site.keeps(1)
        exchange.answer(200, b"a")
        assert [(await caller.hears()).status for _ in range(2)] == [200, 404]
        await caller.is_left()
        assert len(house.site.kept) == 1


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("POST /nowhere HTTP/1.1", 404),
        ("GET /echo HTTP/1.1", 405),
        ("POST /echo HTTP/1.1", 403),
        ("POST /echo HTTP/1.1\r\nSecret: đoán", 403),
        (f"POST /echo HTTP/1.1\r\n{SECRET_LINE}\r\nContent-Length: 101", 413),
        (f"POST /echo HTTP/1.1\r\n{SECRET_LINE}\r\nContent-Length: 99999999999999999999", 400),
        (f"POST /echo HTTP/1.1\r\n{SECRET_LINE}\r\nContent-Length: 5\r\nContent-Length: 6", 400),
        (f"POST /echo HTTP/1.1\r\n{SECRET_LINE}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked", 400),
        (f"POST /echo HTTP/1.1\r\n{SECRET_LINE}\r\nConnection: Upgrade\r\nUpgrade: h2c", 400),
        ("GET /open HTTP/1.1\r\nContent-Length: 1", 413),
        ("GET /open HTTP/1.1\r\nTransfer-Encoding: chunked", 413),
        (f"POST /echo?{'x' * 500} HTTP/1.1", 431),
        (f"POST /echo HTTP/1.1\r\nA: {'x' * 250}\r\nB: {'x' * 250}", 431),
        ("POST /echo HTTP/3.7", 400),
        ("nonsense", 400),
    ],
)
async def test_a_request_is_refused_by_its_head(head: str, status: int) -> None:
    """Path, method, secret and size are judged before any of the body has come; the connection ends behind that."""
    async with serving(SMALL) as house, calling(house.port) as caller:
        answer = await caller.asks(f"{head}\r\n\r\n".encode())
        assert (answer.status, answer.body, answer.closes) == (status, b"", True)
        await caller.is_left()


async def test_a_wrong_method_is_told_the_right_one() -> None:
    """405 comes with Allow."""
    async with serving() as house, calling(house.port) as caller:
        assert (await caller.asks(get("/echo"))).headers["allow"] == "POST"


async def test_a_head_without_end_is_refused() -> None:
    """A header that never ends is cut off long before the time is up."""
    async with serving(SMALL) as house, calling(house.port) as caller:
        answer = await caller.asks(b"POST /echo HTTP/1.1\r\nA: " + b"x" * 1000)
        assert answer.status == 431


async def test_a_body_in_chunks_is_counted() -> None:
    """Without a declared length it is refused as soon as too much has come."""
    async with serving(SMALL) as house, calling(house.port) as caller:
        assert (await caller.asks(chunked(b"x" * 60, b"y" * 40))).body == b"x" * 60 + b"y" * 40
        await caller.sends(chunked(b"x" * 60, b"y" * 41).removesuffix(b"0\r\n\r\n"))
        assert (await caller.hears()).status == 413


async def test_a_refused_client_that_goes_on_sending_reads_the_answer() -> None:
    """Ten megabytes on their way are thrown away: to close at once would lose the answer on the way back."""
    async with serving(Limits(linger_seconds=3600)) as house, calling(house.port) as caller:
        body = b"x" * 10_000_000
        sending = asyncio.create_task(caller.sends(post(body)))
        assert (await caller.hears()).status == 413
        await sending


async def test_a_head_cannot_be_amended_behind_the_body() -> None:
    """Trailers do not count as headers, and do no harm."""
    async with serving() as house, calling(house.port) as caller:
        whole = chunked(b"abc").removesuffix(b"\r\n") + b"Secret: other\r\n\r\n"
        assert (await caller.asks(whole)).body == b"abc"
        assert (await caller.asks(post(b"next"))).body == b"next"


async def test_a_client_that_asks_first_is_told_to_go_on() -> None:
    """``Expect: 100-continue``: the body is called for only when the head is accepted, and in its turn."""
    async with serving() as house, calling(house.port) as caller:
        head = post(b"", {"Content-Length": "3", "Expect": "100-continue"})
        assert (await caller.asks(head)).status == 100
        assert (await caller.asks(b"abc")).body == b"abc"
        house.site.is_slow = True
        await caller.sends(post(b"first") + head)
        (exchange,) = await house.site.keeps(1)
        exchange.answer(200, b"first")
        assert (await caller.hears()).body == b"first"
        assert (await caller.hears()).status == 100
    async with serving() as house, calling(house.port) as caller:
        refused = await caller.asks(head.replace(SECRET, b"other"))
        assert (refused.status, refused.closes) == (403, True)


@pytest.mark.parametrize(
    "request_", [post(b"x", version="1.0"), post(b"x", {"Content-Length": "1", "Connection": "close"})]
)
async def test_a_client_that_closes_is_left(request_: bytes) -> None:
    """HTTP/1.0 and ``Connection: close``: one answer, then the end; what follows is not read."""
    async with serving() as house, calling(house.port) as caller:
        answer = await caller.asks(request_ + post(b"not read"))
        assert (answer.status, answer.body, answer.closes) == (200, b"x", True)
        await caller.is_left()


async def test_a_client_that_is_gone_is_not_answered() -> None:
    """An exchange tells that nobody waits for it any more."""
    async with serving() as house:
        house.site.is_slow = True
        async with calling(house.port) as caller:
            await caller.sends(post(b"a"))
            (exchange,) = await house.site.keeps(1)
            was_open = exchange.is_open
        async with calling(house.port) as other:  # later, so that the server has seen the first one go
            house.site.is_slow = False
            await other.asks(post(b"b"))
        assert (was_open, exchange.is_open) == (True, False)
        exchange.answer(200)


async def test_a_mistake_of_ours_tells_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """500 without a word; the log has the frames, and the server goes on."""
    with caplog.at_level(logging.ERROR):
        async with serving() as house, calling(house.port) as caller:
            answer = await caller.asks(get("/broken"))
            assert (answer.status, answer.body) == (500, b"")
            assert (await caller.asks(post(b"next"))).body == b"next"
            answer = await caller.asks(get("/broken-door"))
            assert (answer.status, answer.body, answer.closes) == (500, b"", True)
    assert caplog.text.count("(RuntimeError)") == 2
    assert "RuntimeError" in caplog.text
    assert house.site.words not in caplog.text


async def test_stopping_finishes_what_is_under_way() -> None:
    """Nobody new is let in, whoever waits is answered, whoever idles is left."""
    site, port = Site(), free_port()
    site.is_slow = True
    server = serve(site.routes, "127.0.0.1", port, UNHURRIED)
    await server.__aenter__()
    async with calling(port) as idle, calling(port) as half, calling(port) as waiting:
        await half.sends(b"POST /echo")
        await waiting.sends(post(b"a") + post(b"b"))
        first, second = await site.keeps(2)
        stopping = asyncio.create_task(server.__aexit__(None, None, None))
        await idle.is_left()
        await half.is_left()
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", port)
        assert not stopping.done()
        second.answer(200, b"b")
        first.answer(200, b"a")
        answers = [await waiting.hears(), await waiting.hears()]
        assert [(answer.body, answer.closes) for answer in answers] == [(b"a", False), (b"b", True)]
        await waiting.is_left()
        await stopping


async def test_stopping_does_not_wait_for_ever(caplog: pytest.LogCaptureFixture) -> None:
    """After the grace whoever still waits is cut off."""
    async with serving(Limits(grace_seconds=0.01)) as house:
        house.site.is_slow = True
        caller_context = calling(house.port)
        caller = await caller_context.__aenter__()
        await caller.sends(post(b"a"))
        await house.site.keeps(1)
    await caller.is_left()
    await caller_context.__aexit__(None, None, None)
    assert "cut when stopping" in caplog.text
