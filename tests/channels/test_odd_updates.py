"""What is read from updates that are odd, broken or forged."""

import logging
from datetime import UTC, datetime

import pytest

from bot.channels.telegram.updates import read_batch
from tests.channels.odd_updates import NOBODY, ODD_UPDATES, OddUpdate

RECEIVED_AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("odd", ODD_UPDATES, ids=[odd.name for odd in ODD_UPDATES])
def test_each_odd_update_is_read_or_left_out(odd: OddUpdate, caplog: pytest.LogCaptureFixture) -> None:
    """It becomes what it means, or nothing; only what no server would send leaves a line, without its content."""
    with caplog.at_level(logging.DEBUG):
        batch = read_batch([odd.sent_by(NOBODY, 7)], RECEIVED_AT)
    assert [inbound.kind.value for inbound in batch] == (
        [] if odd.reads in ("nothing", "unreadable") else [odd.reads]
    )
    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) == (odd.reads == "unreadable")
    assert all(line.startswith("Update 7 cannot be read: ") and line.endswith("Error") for line in lines)
    for inbound in batch:
        for text in (
            inbound.text,
            inbound.data,
            inbound.tap_id,
            inbound.contact_phone,
            inbound.contact_owner,
        ):
            assert "\0" not in text.encode().decode()
        assert int(inbound.address)
        assert int(inbound.sender)


@pytest.mark.parametrize("number", [2**63, -1, "7", 7.0, True, None])
def test_an_update_without_a_number_of_its_own_is_left_out(number: object) -> None:
    """It could never be told from another; those around it are read."""
    good = next(odd for odd in ODD_UPDATES if odd.reads == "text")
    broken = {**good.sent_by(NOBODY, 1), "update_id": number}
    batch = read_batch([broken, good.sent_by(NOBODY, 2)], RECEIVED_AT)
    assert [inbound.update_id for inbound in batch] == [2]
