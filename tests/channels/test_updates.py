"""Recorded updates of Telegram and what the house makes of them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.updates import read_batch, read_update
from bot.messages import Inbound, InboundKind, SentFile

RECEIVED_AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "recorded_updates.json").read_text(encoding="utf-8")
)


def expected_inbound(case: dict[str, Any]) -> Inbound | None:
    """Return the Inbound that a case's ``expected`` stands for."""
    if case["expected"] is None:
        return None
    expected = dict(case["expected"])
    sent_at = expected.pop("sent_at")
    file = expected.pop("file", None)
    body = next(value for name, value in case["update"].items() if name != "update_id")
    return Inbound(
        channel="telegram",
        update_id=case["update"]["update_id"],
        kind=InboundKind(expected.pop("kind")),
        ref=str(body["message_id"]) if "message" in case["update"] else "",
        sent_at=RECEIVED_AT if sent_at == "received" else datetime.fromtimestamp(sent_at, UTC),
        file=None if file is None else SentFile(**file),
        **expected,
    )


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_each_recorded_update_becomes_what_it_means(case: dict[str, Any]) -> None:
    """Every kind of update maps to exactly one Inbound, or to none."""
    assert read_update(case["update"], RECEIVED_AT) == expected_inbound(case)


def test_a_batch_is_ordered_by_update_id() -> None:
    """Updates that arrive reversed are put in the order in which they happened."""
    texts = [case["update"] for case in CASES if case["name"] in {"text", "command_with_payload"}]
    reversed_texts = sorted(texts, key=lambda update: -int(update["update_id"]))
    batch = read_batch(reversed_texts, RECEIVED_AT)
    assert [inbound.update_id for inbound in batch] == sorted(update["update_id"] for update in texts)


def test_an_unreadable_update_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    """What cannot be read is logged by its number, without its content, and left out."""
    broken = {"update_id": 1, "message": {"text": "bí mật", "from": {}, "date": "never"}}
    good = next(case["update"] for case in CASES if case["name"] == "text")
    assert len(read_batch([broken, good], RECEIVED_AT)) == 1
    assert "Update 1" in caplog.text
    assert "bí mật" not in caplog.text


def test_what_no_database_takes_is_left_out() -> None:
    """NUL and halves of letters go at the entrance; the words around them stay."""
    update = {
        "update_id": 1,
        "message": {
            "message_id": 5,
            "from": {"id": 7},
            "chat": {"id": 7, "type": "private"},
            "date": 1,
            "text": "Đại\x00 học \ud83d",
        },
    }
    (inbound,) = read_batch([update], RECEIVED_AT)
    assert inbound.text == "Đại học "


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "from", "chat", "type", "text", "data", "message", "message_id", "date"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)
KINDS = st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member", "poll"])


@given(st.lists(st.tuples(KINDS, JSON), max_size=5))
def test_nothing_that_arrives_stops_the_reading(bodies: list[tuple[str, Any]]) -> None:
    """Whatever stands in an update: it is read or left out, and those around it are read."""
    good = {"update_id": 99, "message": CASES[0]["update"].get("message", {})}
    updates = [{"update_id": number, kind: body} for number, (kind, body) in enumerate(bodies)]
    before = read_batch([good], RECEIVED_AT)
    assert read_batch([*updates, good], RECEIVED_AT)[-len(before) :] == before
