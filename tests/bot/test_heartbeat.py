"""What the bot notes of itself for the doctor."""

from datetime import UTC, datetime

from bot.process.heartbeat import Heartbeat
from bot.process.house_facts import CONFLICT


def test_what_could_not_be_written_is_written_later() -> None:
    """Another program was met while the disk was full: that is news until it is written, and then no more."""
    heartbeat = Heartbeat()
    heartbeat.note_conflict(datetime(2026, 11, 27, tzinfo=UTC))
    assert list(heartbeat.news()) == list(heartbeat.news()) == [CONFLICT]
    heartbeat.note_written(heartbeat.news())
    assert heartbeat.news() == {}
