"""Slow, silent and too many clients: each ends by itself, and none keeps a good one waiting."""

import asyncio
import contextlib

import pytest

from bot.serving import Limits
from tests.serving.caller import Caller, calling, get, post, serving

UNHURRIED = 3600.0  # seconds: a limit that plays no part
HASTY = 0.02  # seconds: a limit that is reached while one waits for it
LIMITS = Limits()


@pytest.mark.parametrize(
    "begun",
    [
        b"P",
        b"\r\n",
        post(b"x")[:-10],
        post(b"", {"Content-Length": "10"}) + b"12345",
        post(b"", {"Transfer-Encoding": "chunked"}) + b"5\r\nab",
    ],
    ids=["a letter", "a blank line", "half a head", "half a body", "half a chunk"],
)
async def test_a_request_that_does_not_end_is_given_up(begun: bytes) -> None:
    """Whatever part of it has come: 408, and the connection ends."""
    async with serving() as house, calling(house.port) as caller:
        await caller.sends(begun)
        await house.waits(LIMITS.request_seconds)
        answer = await caller.hears()
        assert (answer.status, answer.closes) == (408, True)
        await caller.is_left()


async def test_a_dripping_client_gains_no_time() -> None:
    """The time of a request is counted from its first byte, whatever its later bytes bring."""
    async with serving() as house, calling(house.port) as caller:
        await caller.sends(b"POST /echo HTTP/1.1\r\n")
        await house.waits(0)
        begun_by = asyncio.get_running_loop().time()
        await caller.sends(b"A: x")
        await house.waits(0)
        house.crowd.sweep(begun_by + LIMITS.request_seconds)
        assert (await caller.hears()).status == 408
        await caller.is_left()


async def test_a_silent_client_is_left_without_a_word() -> None:
    """Whoever connects and says nothing is closed, by the server's own timer."""
    async with serving(Limits(request_seconds=HASTY)) as house, calling(house.port) as caller:
        await caller.is_left()


async def test_an_idle_connection_is_closed() -> None:
    """Between two requests there is a longer time, and it ends too."""
    async with serving() as house, calling(house.port) as caller:
        assert (await caller.asks(post(b"a"))).status == 200
        await house.waits(LIMITS.request_seconds)
        assert (await caller.asks(post(b"b"))).status == 200
        await house.waits(LIMITS.idle_seconds)
        await caller.is_left()


async def test_whoever_waits_for_us_has_all_the_time() -> None:
    """A request that we take long to answer does not count against its client."""
    async with serving() as house, calling(house.port) as caller:
        house.site.is_slow = True
        await caller.sends(post(b"a"))
        kept = await house.site.keeps(1)
        await house.waits(UNHURRIED)
        kept[0].answer(200, b"a")
        assert (await caller.hears()).body == b"a"


async def test_a_begun_request_behind_one_that_waits_is_given_up_in_its_turn() -> None:
    """The answer that is owed comes first, then 408."""
    async with serving() as house, calling(house.port) as caller:
        house.site.is_slow = True
        await caller.sends(post(b"a") + b"POST /ec")
        (exchange,) = await house.site.keeps(1)
        await house.waits(LIMITS.request_seconds)
        exchange.answer(200, b"a")
        assert [(await caller.hears()).status for _ in range(2)] == [200, 408]
        await caller.is_left()


async def test_a_refused_client_does_not_stay() -> None:
    """It has a moment to read the answer; then it is cut off, however much it still sends."""
    async with serving() as house, calling(house.port) as caller:
        assert (await caller.asks(post(b"", {"Content-Length": "99999999"}))).status == 413
        await house.waits(LIMITS.linger_seconds)
        await caller.is_cut_off()


async def test_a_client_that_does_not_read_is_cut_off() -> None:
    """Answers that nobody takes do not gather without end."""
    limits = Limits(request_seconds=HASTY * 10, idle_seconds=UNHURRIED)
    async with serving(limits) as house, calling(house.port) as caller:
        with pytest.raises(ConnectionError):
            await caller.sends(post(b"x" * 100_000) * 300)


async def test_a_flood_of_silent_clients_keeps_nobody_waiting() -> None:
    """The oldest stranger makes room; a good client is served at once, and stays whatever comes after."""
    limits = Limits(connections=10, request_seconds=UNHURRIED, idle_seconds=UNHURRIED)
    async with contextlib.AsyncExitStack() as stack, serving(limits) as house:
        good = await stack.enter_async_context(calling(house.port))
        assert (await good.asks(post(b"before"))).body == b"before"
        flood: list[Caller] = []
        for number in range(150):
            silent = await stack.enter_async_context(calling(house.port))
            await silent.sends(b"POST /echo HTTP/1.1\r\n"[: number % 20])
            flood.append(silent)
        async with calling(house.port) as newcomer:
            assert (await newcomer.asks(post(b"amid"))).body == b"amid"
        assert (await good.asks(post(b"after"))).body == b"after"
        for silent in flood[:140]:
            await silent.is_left()


async def test_strangers_who_wait_for_us_do_not_make_room() -> None:
    """Whoever is owed an answer keeps the place; when all are, the next one gets 503 and the door."""
    limits = Limits(connections=3, request_seconds=UNHURRIED, idle_seconds=UNHURRIED)
    async with contextlib.AsyncExitStack() as stack, serving(limits) as house:
        house.site.is_slow = True
        callers = [await stack.enter_async_context(calling(house.port)) for _ in range(3)]
        for caller in callers:
            await caller.sends(post(b"a"))
        kept = await house.site.keeps(3)
        async with calling(house.port) as late:
            assert (await late.hears()).status == 503
            await late.is_left()
        for exchange in kept:
            exchange.answer(200, b"a")
        for caller in callers:
            assert (await caller.hears()).status == 200
        assert (await callers[0].asks(get())).body == b"open"


async def test_a_stranger_who_waits_for_what_may_never_come_makes_room() -> None:
    """In a full house nobody holds a place by a question for news; whoever is owed more keeps it."""
    limits = Limits(connections=3, request_seconds=UNHURRIED, idle_seconds=UNHURRIED)
    async with contextlib.AsyncExitStack() as stack, serving(limits) as house:
        house.site.is_slow = True
        callers = [await stack.enter_async_context(calling(house.port)) for _ in range(3)]
        for number, caller in enumerate(callers, 1):
            await caller.sends(post(b"a", path="/all"))
            await house.site.keeps(number)
        house.site.kept[1].may_be_left = True
        async with calling(house.port) as newcomer:
            assert (await newcomer.asks(get())).body == b"open"
        await callers[1].is_left()
        for exchange in house.site.kept:
            exchange.answer(200, b"a")
        assert [(await caller.hears()).status for caller in (callers[0], callers[2])] == [200, 200]


async def test_whoever_is_let_in_where_all_are_is_a_stranger_still() -> None:
    """An open door shows nothing of who comes: they make room when they wait for nothing."""
    limits = Limits(connections=1, request_seconds=UNHURRIED, idle_seconds=UNHURRIED)
    async with serving(limits) as house, calling(house.port) as first:
        assert (await first.asks(post(b"a", path="/all"))).status == 200
        async with calling(house.port) as second:
            assert (await second.asks(get())).body == b"open"
        await first.is_left()
