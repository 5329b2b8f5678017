"""What ``/healthz`` and ``/metrics`` tell."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from bot.process.metrics import HouseState, health_report, metrics_text
from storage import mailbox, office
from storage.mailbox import Depth, QueuedMessage
from tests.bot.house import House

NOW: Final = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
MINUTE: Final = timedelta(minutes=1)
SAMPLE: Final = re.compile(
    r'khaosat_[a-z_]+(\{[a-z_]+="(?:[^"\\\n]|\\["\\n])*"(,[a-z_]+="(?:[^"\\\n]|\\["\\n])*")*\})? -?[0-9.e+]+'
)


def test_the_metrics_are_prometheus_text() -> None:
    """Each metric has its help, its type and its samples; ages are in seconds."""
    state = HouseState(
        NOW,
        is_current=True,
        is_held=True,
        fetched_at=NOW - MINUTE,
        depths=[Depth("bulk", "queued", 12, NOW - 2 * MINUTE)],
        dead_count=1,
        database_bytes=123_456_789_012,
    )
    text = metrics_text(state)
    assert text.endswith("\n")
    for line in (
        "# TYPE khaosat_lease_held gauge",
        "khaosat_lease_held 1",
        "khaosat_last_fetch_age_seconds 60",
        'khaosat_outbox_messages{lane="bulk",status="queued"} 12',
        'khaosat_outbox_oldest_age_seconds{lane="bulk",status="queued"} 120',
        "khaosat_dead_updates 1",
        "khaosat_database_bytes 123456789012",
    ):
        assert line in text.splitlines()
    assert "conflict" not in text


@given(
    st.lists(st.builds(Depth, st.text(), st.text(), st.integers(0, 10**9), st.just(NOW)), max_size=5),
    st.booleans(),
    st.none() | st.integers(-(10**6), 10**9),
)
def test_whatever_the_state_every_line_can_be_read(
    depths: list[Depth], is_held: bool, age: int | None
) -> None:
    """Labels are escaped, and no value is anything but a number."""
    at = None if age is None else NOW - timedelta(seconds=age)
    state = HouseState(NOW, is_current=True, is_held=is_held, fetched_at=at, depths=depths)
    lines = [line for line in metrics_text(state).split("\n")[:-1] if not line.startswith("#")]
    assert all(SAMPLE.fullmatch(line) for line in lines), lines


def test_a_process_that_lost_its_lease_is_not_well() -> None:
    """Neither is one whose tables are another program's; a silent platform is no reason to start anew."""
    assert health_report(HouseState(NOW, is_current=True, is_held=True))["ok"] is True
    assert health_report(HouseState(NOW, is_current=True, is_held=False))["ok"] is False
    assert health_report(HouseState(NOW, is_current=False, is_held=True))["ok"] is False


async def test_a_house_tells_its_state(house: House) -> None:
    """Read from the real house: what waits, since when, and when updates were last fetched."""
    await house.somebody().starts()
    now = house.clock.now()
    async with house.app.database.begin() as conn:
        later = now + timedelta(days=1)
        message = QueuedMessage("bulk", "reminder", "telegram", "7", {}, now - MINUTE, not_before=later)
        await mailbox.queue(conn, [message])
        await office.queue_job(conn, "report", {}, now - 2 * MINUTE)
    report = await house.app.health()
    assert (report["ok"], report["database"], report["lease"]) == (True, True, True)
    assert report["last_fetch_age_seconds"] is not None
    assert report["queues"] == [{"lane": "bulk", "status": "queued", "count": 1, "oldest_age_seconds": 60}]
    assert report["oldest_job_age_seconds"] == 120
    assert 'khaosat_outbox_messages{lane="bulk",status="queued"} 1' in await house.app.metrics()
