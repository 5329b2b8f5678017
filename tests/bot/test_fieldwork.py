"""Fieldwork: waves open, invite, remind and close by themselves, whenever and however often the ticks come."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import insert, update

from bot import fieldwork
from bot.dispatcher import Dispatcher
from bot.fieldwork import Fieldwork
from bot.simulator.virtual_clock import VirtualClock
from storage import cases, mailbox, sql
from storage.database import Database
from storage.fieldwork import fieldwork_of
from surveys.field_period import VIETNAM, Calendar
from surveys.questionnaire import Choice, Item, ItemType, Questionnaire, Screen
from surveys.titles import built_in_titles
from tests.bot.field import CLOSING, MONDAY, Post, carry_on, make_wave, rows_of, running

CALENDAR = Calendar.vietnam([2015])
DAY = timedelta(days=1)
FORM = Questionnaire(
    "f",
    "1",
    "Phiếu khảo sát",
    screens=(
        Screen("u", (Item("u", ItemType.SELECT_ONE, choice_list="units", roster="unit"),)),
        Screen("t", (Item("t", ItemType.SELECT_ONE, choice_list="titles", roster="title"),)),
    ),
    choice_lists={"units": (Choice("x", "Mẫu"),), "titles": (Choice("bt", "Bí thư Đảng ủy"),)},
)


class Field:
    """A field office on one database: its ticks and how often it woke the dispatcher."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.is_consent_complete = True
        self.wake_count = 0
        self.work = Fieldwork(
            database, CALENDAR, consent_is_complete=lambda: self.is_consent_complete, wake=self._count
        )

    def _count(self) -> None:
        self.wake_count += 1

    async def tick(self, now: datetime) -> None:
        """Let every tick come once."""
        for work in self.work.ticks.values():
            await work(now)

    async def change(self, table: Any, **values: Any) -> None:
        """Change every row of a table."""
        async with self.database.begin() as conn:
            await conn.execute(update(table).values(**values))

    async def keys(self) -> list[str]:
        """Return the keys in the outbox."""
        return [row["key"] for row in await rows_of(self.database, sql.outbox)]

    async def orders(self) -> list[str]:
        """Return what the audit log holds."""
        return [row["action"] for row in await rows_of(self.database, sql.audit_log)]

    async def reminded(self, case_id: int, number: int, at: datetime) -> None:
        """Write down that a reminder left."""
        row = {"case_id": case_id, "contact_point_id": 1, "purpose": "reminder", "result": "sent"}
        async with self.database.begin() as conn:
            await conn.execute(insert(sql.contact_attempts).values(**row, number=number, at=at))


@pytest.fixture
def field(sqlite_database: Database) -> Field:
    """Open a field office on SQLite."""
    return Field(sqlite_database)


def local(day: int, hour: int, minute: int = 0, month: int = 4) -> datetime:
    """Return a moment of 2015 in Vietnam."""
    return datetime(2015, month, day, hour, minute, tzinfo=VIETNAM)


# --- opening ----------------------------------------------------------------------------------------


async def test_a_wave_opens_at_its_time_and_draws_its_cases(database: Database) -> None:
    """Not a minute before; then everybody in the audience has a case, once, however many ticks come."""
    field = Field(database)
    await make_wave(database, 3, definition=FORM.to_json(), has_cases=False, state="planned")
    await field.tick(MONDAY - timedelta(minutes=1))
    assert await rows_of(database, sql.cases) == []
    await field.tick(MONDAY)
    await field.tick(MONDAY)
    assert len(await rows_of(database, sql.cases)) == 3
    assert await field.orders() == ["wave.opened"]


async def test_the_frame_gives_a_wave_its_units_and_titles(field: Field) -> None:
    """The units of the audience replace the form's; if it lacks somebody's title, those of the day do."""
    await make_wave(field.database, 2, definition=FORM.to_json(), has_cases=False, state="planned")
    await field.tick(MONDAY)
    (wave,) = await rows_of(field.database, sql.waves)
    assert wave["choice_lists"]["units"] == [{"name": "1", "label": "Xã Phú Hòa"}]
    titles = built_in_titles()
    assert [choice["name"] for choice in wave["choice_lists"]["titles"]] == list(titles.on(MONDAY.date()))
    assert wave["choice_lists"]["titles"][0] == {
        "name": "bt",
        "label": "Bí thư Đảng ủy",
        "columns": {"title_group": "dang"},
    }


async def test_no_wave_opens_with_a_blank_in_the_consent_notice(
    field: Field, caplog: pytest.LogCaptureFixture
) -> None:
    """It stays planned, the reason stands in the log and once in the audit log; filled in, it opens."""
    await make_wave(field.database, 1, definition=FORM.to_json(), has_cases=False, state="planned")
    field.is_consent_complete = False
    await field.tick(MONDAY)
    await field.tick(MONDAY)
    assert "consent notice" in caplog.text
    assert await field.orders() == ["wave.held"]
    field.is_consent_complete = True
    await field.tick(MONDAY)
    assert await field.orders() == ["wave.held", "wave.opened"]


# --- inviting ---------------------------------------------------------------------------------------


async def test_the_linked_are_invited_once(database: Database) -> None:
    """Any number of ticks make one invitation, with the window of that half day."""
    field = Field(database)
    case_ids = await make_wave(database, 2)
    for _ in range(3):
        await field.tick(MONDAY)
    assert await field.keys() == [f"invitation:{case_id}" for case_id in case_ids]
    (row, _) = await rows_of(database, sql.outbox)
    assert (row["lane"], row["not_before"], row["not_after"]) == ("bulk", MONDAY, local(20, 11, 29))
    assert field.wake_count == 1


async def test_an_invitation_reads_well(field: Field) -> None:
    """It names the official, the form and the deadline, and has one button to begin."""
    (case_id,) = await make_wave(field.database, 1)
    await field.tick(MONDAY)
    (row,) = await rows_of(field.database, sql.outbox)
    text = row["message"]["text"]
    assert text.startswith("Kính gửi đồng chí **Nguyễn Văn 1**.")
    assert "“Phiếu khảo sát”" in text
    assert "thứ Sáu, 08/5/2015, 17:00" in text
    assert [[button["label"] for button in line] for line in row["message"]["buttons"]] == [
        ["Bắt đầu trả lời"],
        ["Chiều nay", "Sáng mai"],
    ]
    assert row["message"]["buttons"][0][0]["data"] == f"r.go.{case_id}"


@pytest.mark.parametrize("now", [local(20, 7, 29), local(20, 12), local(20, 18), local(26, 9), local(28, 9)])
async def test_nobody_is_invited_outside_office_hours(field: Field, now: datetime) -> None:
    """Before work, at lunch, in the evening, on Sunday, on Giỗ Tổ."""
    await make_wave(field.database, 1)
    await field.tick(now)
    assert await field.keys() == []


async def test_any_hour_is_any_hour(field: Field) -> None:
    """A wave ordered so writes on Sunday evening."""
    await make_wave(field.database, 1, any_hour=True)
    await field.tick(local(26, 21))
    assert len(await field.keys()) == 1


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (sql.contact_points, {"official_id": None}),
        (sql.contact_points, {"blocked_at": MONDAY}),
        (sql.cases, {"refused_at": MONDAY}),
        (sql.cases, {"withdrawn_at": MONDAY}),
        (sql.cases, {"begun_at": MONDAY}),
        (sql.officials, {"left_on": MONDAY.date()}),
        (sql.waves, {"state": "closed"}),
    ],
)
async def test_who_cannot_or_need_not_be_invited_is_not(
    field: Field, table: Any, values: Mapping[str, Any]
) -> None:
    """Unlinked, blocked, refused, withdrawn, begun already, left the post, or a closed wave."""
    await make_wave(field.database, 1)
    await field.change(table, **values)
    await field.tick(MONDAY)
    assert await field.keys() == []


async def test_an_invitation_that_missed_its_window_is_queued_for_the_next(field: Field) -> None:
    """The bot was down over lunch: in the afternoon there is a new one, and only that may leave."""
    (case_id,) = await make_wave(field.database, 1)
    await field.tick(MONDAY)
    await field.tick(local(20, 13, 30))
    rows = await rows_of(field.database, sql.outbox)
    assert [(row["status"], row["key"]) for row in rows] == [
        ("dropped", None),
        ("queued", f"invitation:{case_id}"),
    ]


# --- reminding --------------------------------------------------------------------------------------


async def test_a_reminder_is_queued_once_when_due(database: Database) -> None:
    """Two days after the beginning, under its number; not before, and not twice."""
    field = Field(database)
    (case_id,) = await make_wave(database, 1)
    await field.change(sql.cases, begun_at=MONDAY)
    await field.tick(MONDAY + 2 * DAY - timedelta(minutes=1))
    assert await field.keys() == []
    await field.tick(MONDAY + 2 * DAY)
    await field.tick(MONDAY + 2 * DAY)
    assert await field.keys() == [f"reminder:{case_id}:1"]


async def test_reminders_differ_by_how_far_somebody_is(field: Field) -> None:
    """Not started, half done with its count, and all answered but not submitted."""
    case_ids = await make_wave(field.database, 3)
    await field.change(sql.cases, begun_at=MONDAY)
    async with field.database.begin() as conn:
        for case_id, answered in ((case_ids[1], 3), (case_ids[2], 9)):
            response = {
                "case_id": case_id,
                "status": "in_progress",
                "screen": "q",
                "visit": 1,
                "tries": 0,
                "seed": 1,
                "facts": {},
                "answered_count": answered,
                "required_answered": answered,
                "required_total": 9,
                "started_at": MONDAY,
                "updated_at": MONDAY,
            }
            added = await conn.execute(insert(sql.responses).values(**response).returning(sql.responses.c.id))
            answer = {"response_id": added.scalar_one(), "item": "q", "value": "1"}
            await conn.execute(insert(sql.answers).values(**answer))
    await field.tick(MONDAY + 2 * DAY)
    messages = [row["message"] for row in await rows_of(field.database, sql.outbox)]
    assert "đang chờ ý kiến" in messages[0]["text"]
    assert "đã trả lời 3/9 câu bắt buộc" in messages[1]["text"]
    assert "chưa gửi phiếu" in messages[2]["text"]
    assert [message["buttons"][0][0]["label"] for message in messages] == [
        "Bắt đầu trả lời",
        "Trả lời tiếp",
        "Trả lời tiếp",
    ]


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (sql.contact_points, {"reminders_off_at": MONDAY}),
        (sql.contact_points, {"blocked_at": MONDAY}),
        (sql.cases, {"refused_at": MONDAY}),
        (sql.cases, {"begun_at": None}),
        (sql.cases, {"postponed_until": MONDAY + 3 * DAY}),
    ],
)
async def test_who_should_not_be_reminded_is_not(field: Field, table: Any, values: Mapping[str, Any]) -> None:
    """/ngungnhac, blocked, refused, not begun, put off."""
    await make_wave(field.database, 1)
    await field.change(sql.cases, begun_at=MONDAY)
    await field.change(table, **values)
    await field.work.remind(MONDAY + 2 * DAY)
    assert await field.keys() == []


async def _lost_invitation(field: Field, database: Database) -> int:
    """Kill a dispatcher while its only invitation is on the wire; the successor leaves it unknown."""
    (case_id,) = await make_wave(database, 1)
    await field.tick(MONDAY)
    async with database.begin() as conn:
        claimed, _ = await mailbox.claim_due(conn, MONDAY, {"bulk": 1}, "dead")
        assert await mailbox.begin_sending(conn, claimed[0].id, "dead")
        assert await mailbox.recover(conn, MONDAY, ["alive"]) == (0, 1)
    return case_id


async def test_an_invitation_nobody_knows_of_is_repeated_once(database: Database) -> None:
    """An hour later, in office hours, one short repetition leaves; it is counted, and no third one follows."""
    field = Field(database)
    case_id = await _lost_invitation(field, database)
    await field.tick(MONDAY + timedelta(minutes=59))
    assert await field.keys() == [f"invitation:{case_id}"]
    clock = VirtualClock(MONDAY + timedelta(minutes=61))
    post = Post(clock)
    await field.tick(clock.now())
    await field.tick(clock.now() + timedelta(minutes=1))
    assert await field.keys() == [f"invitation:{case_id}", f"invitation-again:{case_id}"]
    dispatcher = Dispatcher(database, {"post": post}, clock, look_every=None)
    async with running(dispatcher):
        await carry_on(clock, dispatcher)
    assert [("có thể chưa tới" in text) for text in post.texts] == [True]
    await field.tick(MONDAY + DAY)
    again = [row for row in await rows_of(database, sql.outbox) if row["purpose"] == "invitation"]
    assert [row["status"] for row in again] == ["unknown", "sent"]
    async with database.read() as conn:
        assert (await fieldwork_of(conn, 1)).repeated == 1


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (sql.cases, {"refused_at": MONDAY}),
        (sql.contact_points, {"blocked_at": MONDAY}),
        (sql.outbox, {"error": "restored from a backup"}),
        (sql.outbox, {"status": "sent"}),
    ],
)
async def test_no_invitation_is_repeated_without_need(
    sqlite_database: Database, table: Any, values: Mapping[str, Any]
) -> None:
    """Who refused or left, what a restore made unknown, and what did arrive is left alone."""
    field = Field(sqlite_database)
    await _lost_invitation(field, sqlite_database)
    await field.change(table, **values)
    await field.tick(MONDAY + timedelta(hours=2))
    assert [key for key in await field.keys() if "again" in key] == []


async def test_after_downtime_one_reminder_goes_the_newest(field: Field) -> None:
    """Three were missed: number three is queued, then none for twenty hours."""
    (case_id,) = await make_wave(field.database, 1, reminders="+1d,+2d,+3d,+4d")
    await field.change(sql.cases, begun_at=MONDAY)
    now = MONDAY + 3 * DAY + timedelta(hours=2)
    await field.tick(now)
    assert await field.keys() == [f"reminder:{case_id}:3"]
    await field.change(sql.outbox, status="sent")
    await field.reminded(case_id, 3, now)
    await field.tick(now + timedelta(hours=4))
    assert await field.keys() == [f"reminder:{case_id}:3"]
    await field.tick(MONDAY + 4 * DAY)
    assert await field.keys() == [f"reminder:{case_id}:3", f"reminder:{case_id}:4"]


async def test_putting_off_brings_one_reminder_at_the_moment_asked_for(field: Field) -> None:
    """Reminded in the morning and put off to 13:30: one more comes then, and only one."""
    (case_id,) = await make_wave(field.database, 1, reminders="+1d")
    wish = local(21, 13, 30)
    await field.change(sql.cases, begun_at=MONDAY, postponed_until=wish)
    await field.reminded(case_id, 1, local(21, 8))
    await field.tick(local(21, 10))
    assert await field.keys() == []
    await field.tick(wish)
    await field.tick(wish + timedelta(minutes=1))
    assert await field.keys() == [f"reminder:{case_id}:0:{int(wish.timestamp())}"]


async def test_reminding_now_reaches_those_who_have_not_finished(field: Field) -> None:
    """An order queues one for each who was invited, none for who was just reminded; the same order none more."""
    case_ids = await make_wave(field.database, 3)
    await field.change(sql.cases, begun_at=MONDAY)
    await field.reminded(case_ids[0], 1, local(21, 8))
    async with field.database.begin() as conn:
        (wave,) = await cases.open_waves(conn)
        evening = local(20, 20)
        assert await fieldwork.remind_now(conn, wave, CALENDAR, local(21, 9), token="now1") == 2
        assert await fieldwork.remind_now(conn, wave, CALENDAR, local(21, 9), token="now1") == 0
        assert await fieldwork.remind_now(conn, wave, CALENDAR, evening, token="now2") > 0
    rows = await rows_of(field.database, sql.outbox)
    assert rows[-1]["not_before"] == local(21, 7, 30)


async def test_two_reminders_of_one_case_are_never_on_their_way_at_once(database: Database) -> None:
    """Ordered by hand at the very moment of the plan's one, over a slow network: one reminder leaves."""
    field, now = Field(database), MONDAY + 2 * DAY
    clock = VirtualClock(now)
    post = Post(clock)
    (case_id,) = await make_wave(database, 1)
    await field.change(sql.cases, begun_at=MONDAY)
    async with database.begin() as conn:
        (wave,) = await cases.open_waves(conn)
        assert await fieldwork.remind_now(conn, wave, CALENDAR, now, token="now1") == 1
        assert await fieldwork.remind_now(conn, wave, CALENDAR, now, token="now2") == 0
    await field.tick(now)
    assert await field.keys() == [f"reminder:{case_id}:now1"]
    dispatcher = Dispatcher(database, {"post": post}, clock, look_every=None)
    async with running(dispatcher):
        await carry_on(clock, dispatcher, until=now + timedelta(minutes=1))
    await field.tick(now + timedelta(minutes=1))
    assert len(post.sent) == len(await field.keys()) == 1


async def test_an_order_at_any_hour_does_not_wait_for_one_of_tomorrow(field: Field) -> None:
    """In the evening an order is kept for the morning; ordered again at any hour, the reminder leaves now."""
    await make_wave(field.database, 1)
    await field.change(sql.cases, begun_at=MONDAY)
    evening = local(20, 20)
    async with field.database.begin() as conn:
        (wave,) = await cases.open_waves(conn)
        assert await fieldwork.remind_now(conn, wave, CALENDAR, evening, token="a") == 1
        assert await fieldwork.remind_now(conn, wave, CALENDAR, evening, token="b") == 0
        assert await fieldwork.remind_now(conn, wave, CALENDAR, evening, token="c", any_hour=True) == 1


async def test_a_wish_that_could_not_be_sent_does_not_end_the_reminders(field: Field) -> None:
    """The reminder asked for was refused by the platform: the plan's next one comes all the same."""
    (case_id,) = await make_wave(field.database, 1)
    wish = local(20, 13, 30)
    await field.change(sql.cases, begun_at=MONDAY, postponed_until=wish)
    await field.tick(wish)
    await field.change(sql.outbox, status="failed")
    await field.tick(MONDAY + 2 * DAY)
    assert await field.keys() == [f"reminder:{case_id}:0:{int(wish.timestamp())}", f"reminder:{case_id}:1"]


@pytest.mark.parametrize("status", ["failed", "dropped"])
async def test_who_takes_the_bot_back_is_invited_after_all(field: Field, status: str) -> None:
    """The invitation met a blocked chat; nothing comes while it is blocked, and one when it is open again."""
    (case_id,) = await make_wave(field.database, 1)
    await field.tick(MONDAY)
    await field.change(sql.outbox, status=status, error="blocked")
    await field.change(sql.contact_points, blocked_at=MONDAY)
    await field.tick(local(21, 8))
    assert await field.keys() == [None]
    await field.change(sql.contact_points, blocked_at=None)
    await field.tick(local(21, 9))
    assert await field.keys() == [None, f"invitation:{case_id}"]


# --- closing ----------------------------------------------------------------------------------------


async def test_a_wave_closes_at_its_time_and_freezes_every_outcome(database: Database) -> None:
    """Each case gets its one outcome, what was still to be sent about it is dropped, and nothing changes later."""
    field = Field(database)
    await make_wave(database, 2)
    await field.tick(MONDAY)
    await field.tick(CLOSING - timedelta(seconds=1))
    assert "wave.closed" not in await field.orders()
    await field.tick(CLOSING)
    await field.tick(CLOSING)
    assert [case["outcome"] for case in await rows_of(database, sql.cases)] == ["silent", "silent"]
    assert {row["status"] for row in await rows_of(database, sql.outbox)} == {"dropped"}
    assert (await field.orders()).count("wave.closed") == 1


async def test_a_wave_that_was_missed_altogether_opens_and_closes(field: Field) -> None:
    """The bot was down from before the opening until after the closing: nobody is written to any more."""
    await make_wave(field.database, 2, definition=FORM.to_json(), has_cases=False, state="planned")
    await field.tick(CLOSING + DAY)
    assert await field.orders() == ["wave.opened", "wave.closed"]
    assert await field.keys() == []


# --- the whole field period -------------------------------------------------------------------------


async def test_a_whole_field_period_keeps_every_promise(database: Database) -> None:
    """From 20/4 to 8/5/2015 over two holidays: silent officials get an invitation and the plan's reminders.

    Every message leaves in office hours, two of one case are twenty hours apart, and the moments at which the
    ticks say they have something to do are enough.
    """
    field = Field(database)
    clock = VirtualClock(MONDAY - DAY)
    post = Post(clock)
    dispatcher = Dispatcher(database, {"post": post}, clock, look_every=None)
    plan = "+2d,+4d,+8d,-1d@08:30"
    await make_wave(database, 5, definition=FORM.to_json(), has_cases=False, state="planned", reminders=plan)
    async with running(dispatcher):
        moment: datetime | None = clock.now()
        while moment is not None:
            await carry_on(clock, dispatcher, until=moment)
            assert clock.now() <= moment
            await field.tick(moment)
            dispatcher.wake()
            await carry_on(clock, dispatcher, until=moment + timedelta(minutes=5))
            moment = await field.work.next_moment(max(moment, clock.now()))
    assert len(post.sent) == 5 * 5
    for number in range(1, 6):
        left = [at for at, address, _ in post.sent if address == str(number)]
        assert all(CALENDAR.is_office_time(at) for at in left)
        assert all(later - earlier >= timedelta(hours=20) for earlier, later in pairwise(left))
        days = [at.astimezone(VIETNAM).strftime("%d/%m") for at in left]
        assert days == ["20/04", "22/04", "24/04", "04/05", "07/05"]
    (wave,) = await rows_of(database, sql.waves)
    assert wave["state"] == "closed"
