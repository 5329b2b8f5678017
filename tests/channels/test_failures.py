"""What a refusal means: whatever a gateway between us and Telegram writes, it is a ``SendError``."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.failures import LONGEST_LIMIT, refusal
from bot.messages import FailureKind

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "error_code": st.sampled_from((400, 401, 403, 404, 409, 429, 500)) | VALUES,
        "description": VALUES,
        "parameters": VALUES | st.fixed_dictionaries({"retry_after": VALUES}),
    },
)


@given(st.integers(200, 599), st.none() | ANSWERS, st.booleans())
def test_any_answer_is_a_refusal_with_an_end(
    status: int, answer: dict[str, Any] | None, repeats_safely: bool
) -> None:
    """It never raises, and nobody waits without end; only a 429 says for how long."""
    error = refusal(status, answer, repeats_safely=repeats_safely)
    longest = LONGEST_LIMIT if error.kind is FailureKind.LIMITED else 0
    assert 0 <= error.retry_after <= longest


@pytest.mark.parametrize(
    ("said", "waits"), [(5, 5), (0.5, 0.5), (None, 1), ("5", 1), (-1, 1), (10**9, 86_400)]
)
def test_a_429_is_obeyed_as_it_says(said: object, waits: float) -> None:
    """A number of seconds counts; without one it is tried again after a second."""
    answer = {"error_code": 429, "parameters": {"retry_after": said}}
    assert refusal(429, answer, repeats_safely=True).retry_after == waits
