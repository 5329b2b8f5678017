"""After an outage longer than taps are kept, whoever was answering sees the open question once more."""

from datetime import timedelta

from bot.house_facts import HEARTBEAT
from bot.outages import Outages
from bot.texts import say
from bot.texts.interview import TEXTS
from storage import office
from tests.bot.house import House

SAID = say(TEXTS.after_outage)
GAP = timedelta(seconds=151)


async def made_up(house: House, outages: Outages) -> int:
    """Make up for what was noticed, and let it arrive."""
    async with house.app.database.begin() as conn:
        count = await outages.make_up(conn, house.clock.now())
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
    """An outage from the afternoon into the night is made up for by the next reminder, not at night."""
    await house.at_question(2)
    await house.lets_pass(timedelta(hours=14))
    outages = Outages(house.app.calendar)
    outages.note_gap(house.clock.now(), timedelta(hours=14).total_seconds())
    assert await made_up(house, outages) == 0


async def test_the_process_before_tells_when_it_fetched_last(house: House) -> None:
    """After a restart the noted moment of the last fetch is the beginning of the gap."""
    await house.at_question(2)
    async with house.app.database.begin() as conn:
        now = house.clock.now()
        await office.set_fact(conn, HEARTBEAT, (now - GAP).isoformat(), now)
        outages = Outages(house.app.calendar)
        await outages.remember(conn, now)
    assert await made_up(house, outages) == 1
