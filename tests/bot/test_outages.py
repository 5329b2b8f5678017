"""After an outage longer than taps are kept, whoever was answering sees the open question once more."""

from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import App
from bot.process.house_facts import ALIVE, HEARTBEAT
from bot.process.outages import Outages
from bot.texts import say
from bot.texts.either import choose_wording
from bot.texts.interview import TEXTS
from storage import mailbox, office
from tests.bot.house import House, house_settings

SAID = choose_wording(say(TEXTS.after_outage), has_buttons=True)
GAP = timedelta(seconds=151)


async def made_up(house: House, outages: Outages) -> int:
    """Make up for what was noticed, and let it arrive."""
    count = await outages.make_up(house.app.database, house.clock.now())
    await house.app.dispatcher.recover()
    await house.settle()
    return count


async def test_the_open_question_is_shown_again_once(house: House) -> None:
    """The card comes anew with a word why, the old one loses its buttons, and the answer to it counts."""
    person = await house.at_question(3)
    await house.at_question(8, "K02")
    outages = Outages(house.app.calendar)
    outages.note_gap(house.clock.now(), GAP.total_seconds())
    assert await made_up(house, outages) == 2
    assert person.heard.startswith(SAID)
    assert "Câu 3/7" in person.heard
    heard = len(person.phone.heard)
    assert await made_up(house, outages) == 0
    assert len(person.phone.heard) == heard
    assert await house.rows("owed_cards") == []
    await person.says("cao đẳng")
    assert (await house.answers())["qual"] == "cd"


async def test_whoever_was_not_answering_is_left_alone(house: House) -> None:
    """Finished, paused, or silent since long before: no word, however long the outage was."""
    finished, silent = await house.finished(), await house.at_question(2, "K02")
    heard = len(silent.phone.heard)
    await house.lets_pass(timedelta(hours=1))
    outages = Outages(house.app.calendar)
    outages.note_gap(house.clock.now(), GAP.total_seconds())
    assert await made_up(house, outages) == 0
    assert SAID not in finished.heard
    assert len(silent.phone.heard) == heard


async def test_a_short_gap_is_no_outage(house: House) -> None:
    """As long as taps are kept nothing is lost."""
    await house.at_question(2)
    outages = Outages(house.app.calendar)
    outages.note_gap(house.clock.now(), 150)
    assert await made_up(house, outages) == 0


async def test_nobody_is_woken_for_a_long_outage(house: House) -> None:
    """An outage from the afternoon into the night is made up for in the morning, to whoever has not gone on since."""
    await house.at_question(2)
    other = await house.at_question(3, "K02")
    await house.lets_pass(timedelta(hours=14))
    outages = Outages(house.app.calendar)
    outages.note_gap(house.clock.now(), timedelta(hours=14).total_seconds())
    assert await made_up(house, outages) == 0
    await house.lets_pass(timedelta(minutes=1))
    await other.says("cao đẳng")
    await house.lets_pass(timedelta(hours=10))
    assert [await made_up(house, outages) for _ in range(2)] == [1, 0]


async def test_an_outage_is_remembered_until_it_is_made_up_for(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database is locked at that moment: the next tick does it."""
    await house.at_question(3)
    outages = Outages(house.app.calendar)
    outages.note_gap(house.clock.now(), GAP.total_seconds())
    with monkeypatch.context() as patched:
        patched.setattr(mailbox, "owe_open_questions", locked)
        with pytest.raises(OSError, match="locked"):
            await made_up(house, outages)
    assert await made_up(house, outages) == 1


async def locked(*_: object) -> int:
    """Write as a database that another program holds."""
    raise OSError("locked")


async def test_the_process_before_tells_when_it_fetched_last(house: House) -> None:
    """After a restart the noted moment of the last fetch is the beginning of the gap."""
    await house.at_question(2)
    async with house.app.database.begin() as conn:
        now = house.clock.now()
        await office.set_fact(conn, HEARTBEAT, (now - GAP).isoformat(), now)
        outages = Outages(house.app.calendar)
        await outages.remember(conn, now)
    assert await made_up(house, outages) == 1


# --- behind a webhook -------------------------------------------------------------------------------


async def alive(house: House, outages: Outages, after: timedelta = timedelta()) -> int:
    """Let time pass, then let a process behind a webhook give a sign of life; returns who was made up for."""
    await house.lets_pass(after)
    async with house.app.database.begin() as conn:
        await outages.give_sign_of_life(conn, house.clock.now(), house.clock.monotonic())
    return await made_up(house, outages)


async def test_behind_a_webhook_an_idle_time_is_no_outage(house: House) -> None:
    """However long nobody writes: a process that lives gives its signs, and nobody is asked again."""
    await house.at_question(2)
    outages = Outages(house.app.calendar)
    assert [await alive(house, outages, timedelta(seconds=30)) for _ in range(8)] == [0] * 8


async def test_behind_a_webhook_an_outage_is_made_up_for_once(house_on_each: House) -> None:
    """A new process after more than 150 seconds without any shows the open question once, and no other does again."""
    house = house_on_each
    person = await house.at_question(3)
    before, after, beside = (Outages(house.app.calendar) for _ in range(3))
    assert await alive(house, before) == 0
    assert await alive(house, after, GAP) == 1
    assert person.heard.startswith(SAID)
    assert await alive(house, beside, timedelta(seconds=1)) == 0
    assert await alive(house, after, timedelta(seconds=30)) == 0


async def test_behind_a_webhook_a_short_restart_is_no_outage(house: House) -> None:
    """A process that comes up within 150 seconds of the last sign asks nobody again."""
    await house.at_question(2)
    assert await alive(house, Outages(house.app.calendar)) == 0
    assert await alive(house, Outages(house.app.calendar), timedelta(seconds=150)) == 0


async def test_an_outage_of_a_living_process_is_made_up_for(house: House) -> None:
    """The database was away, or the machine asleep: the same process finds the gap between its own signs."""
    await house.at_question(2)
    outages = Outages(house.app.calendar)
    assert await alive(house, outages) == 0
    assert await alive(house, outages, GAP) == 1


async def test_a_clock_that_is_set_forward_is_no_outage(house: House) -> None:
    """The wall clock leaps by an hour between two signs that are half a minute apart."""
    await house.at_question(2)
    outages = Outages(house.app.calendar)
    now, moment = house.clock.now(), house.clock.monotonic()
    async with house.app.database.begin() as conn:
        await outages.give_sign_of_life(conn, now, moment)
        await outages.give_sign_of_life(conn, now + timedelta(hours=1), moment + 30)
    assert await made_up(house, outages) == 0


async def test_a_process_behind_a_webhook_gives_signs_of_life(
    house: House, sqlite_url: str, tmp_path: Path
) -> None:
    """When it begins and with every heartbeat; one that polls gives none."""
    polling = [row["key"] for row in await house.rows("house_facts")]
    about = {"telegram_webhook_url": "https://x.vn/t", "telegram_webhook_secret": SecretStr("s")}
    settings = house_settings(house.simulator, sqlite_url, tmp_path, **about)
    app = App(settings, house.clock, look_every=None)
    signs = []
    await app.enter()
    for _ in range(2):
        signs += [row["value"] for row in await house.rows("house_facts") if row["key"] == ALIVE]
        await house.lets_pass(timedelta(seconds=20))  # within its lease
        await app.ticks["heartbeat"].work()
    await app.close()
    assert ALIVE not in polling
    assert len(set(signs)) == 2
