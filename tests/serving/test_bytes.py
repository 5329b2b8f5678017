"""Laws of the parser: how the bytes are cut does not matter, and no bytes bring the server down."""

import asyncio
import socket
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.serving import Limits
from bot.serving.connection import Connection
from bot.serving.crowd import Crowd
from tests.serving.caller import Answer, Site, chunked, get, post, read_answers

LIMITS = Limits(head_bytes=600, body_bytes=200, request_seconds=3600, idle_seconds=3600)
bodies = st.binary(max_size=40)
requests = st.one_of(
    bodies.map(post),
    st.lists(bodies, max_size=4).map(lambda parts: chunked(*parts)),
    st.just(get()),
    st.just(get("/nowhere")),
    st.just(post(b"x" * 201)),
    st.just(chunked(b"x" * 150, b"y" * 51)),
    st.just(post(b"", {"A": "x" * 700})),
)


def answers_to(pieces: list[bytes]) -> bytes:
    """What a connection writes when exactly these pieces come, one after the other."""

    async def play() -> bytes:
        loop = asyncio.get_running_loop()
        ours, theirs = socket.socketpair()
        theirs.setblocking(False)
        crowd = Crowd(LIMITS, loop)
        connection = Connection(Site().routes, LIMITS, crowd, loop)
        transport, _ = await loop.connect_accepted_socket(lambda: connection, ours)
        for piece in pieces:
            connection.data_received(piece)
        transport.close()
        written = b""
        while content := await loop.sock_recv(theirs, 65536):
            written += content
        theirs.close()
        await crowd.disperse()
        return written

    return asyncio.run(play())


def shown(content: bytes) -> list[tuple[int, bytes, bool]]:
    """The answers among these bytes, to compare."""

    def show(answer: Answer) -> tuple[int, bytes, bool]:
        return answer.status, answer.body, answer.closes

    return [show(answer) for answer in read_answers(content)]


def cut(content: bytes, places: list[int]) -> list[bytes]:
    """Return the bytes in pieces."""
    edges = sorted({0, len(content), *(place % (len(content) + 1) for place in places)})
    return [content[begin:end] for begin, end in pairwise(edges)]


@given(st.lists(requests, min_size=1, max_size=4), st.lists(st.integers(0, 10_000), max_size=8))
def test_how_the_bytes_are_cut_does_not_matter(messages: list[bytes], places: list[int]) -> None:
    """Any cutting of any row of requests gives the same answers."""
    content = b"".join(messages)
    assert answers_to(cut(content, places)) == answers_to([content])


@pytest.mark.parametrize("message", [post(b"abc"), chunked(b"ab", b"c"), get("/nowhere")])
def test_a_request_may_come_byte_by_byte(message: bytes) -> None:
    """Cut at every byte it is answered as in one piece."""
    one_by_one = [message[place : place + 1] for place in range(len(message))]
    assert shown(answers_to(one_by_one)) == shown(answers_to([message]))


@given(st.lists(st.binary(max_size=300), max_size=5))
def test_garbage_is_refused(pieces: list[bytes]) -> None:
    """Any bytes get nothing or one refusal; no failure of ours."""
    assert all(400 <= status < 500 for status, _, _ in shown(answers_to(pieces)))


@given(st.lists(requests, min_size=1, max_size=3), st.data())
def test_a_damaged_request_does_no_harm(messages: list[bytes], data: st.DataObject) -> None:
    """Requests with bytes changed, lost or put in: every answer is 200 or a refusal, the last refusal closes."""
    content = bytearray(b"".join(messages))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content)))
        content[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    answers = shown(answers_to([bytes(content)]))
    assert all(status in {100, 200} or 400 <= status < 500 for status, _, _ in answers)
    assert [closes for status, _, closes in answers if status >= 400] in ([], [True])
