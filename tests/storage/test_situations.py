"""Situations in the archive: banks, hours, cards; what is forgotten, and what becomes nobody's."""

from datetime import date, timedelta
from typing import Any

from bot.conversation.copy_text import ToldAnswers, copy_text
from storage import erasure, extracts, frame, mailbox, situations
from storage.database import Database
from storage.mailbox import QueuedMessage
from storage.situations import PAUSED, PURPOSE
from storage.sql import situation_cards, situation_tallies, situation_tellings
from surveys.field_period import VIETNAM
from surveys.situations import Told
from surveys.situations.results import told_of
from surveys.titles import built_in_titles
from tests.storage.archive import AS_OF, DAY, NOW, consent, count, link, load_roster, open_field
from tests.surveys.situations.banks import bank, situation

WEEK = date(2026, 11, 30)
BANK = bank("a", "b")


async def answer(database: Database, official_id: int, choice: int, code: str = "a", weeks: int = 0) -> None:
    """Let somebody get a situation and answer it at once."""
    asked = BANK.by_code[code]
    async with database.begin() as conn:
        week = WEEK + timedelta(weeks=weeks)
        made: dict[str, Any] = {"edition": asked.edition, "title_group": "chinh_quyen", "now": NOW}
        assert await situations.put_card(conn, official_id, week, code, **made) is not None
        card = await situations.open_card(conn, official_id)
        assert card is not None
        given: dict[str, Any] = {"is_right": choice == asked.key, "month": "2026-12"}
        assert await situations.answer_card(conn, card, choice, NOW, **given)
        assert not await situations.answer_card(conn, card, 0, NOW, **given), "the first answer stands"


async def test_the_newest_bank_is_used_until_it_is_withdrawn(database: Database) -> None:
    """The file stays as it came; withdrawn, the bank before is used again, and both orders are in the log."""
    async with database.begin() as conn:
        assert await situations.bank_in_use(conn) is None
        first = await situations.import_bank(conn, b"1", "a.xlsx", BANK, actor="1", now=NOW)
        second = await situations.import_bank(conn, b"2", "b.xlsx", bank("c"), actor="1", now=NOW)
        used = await situations.bank_in_use(conn)
        assert used is not None
        assert used.bank == bank("c")
        assert await situations.withdraw_bank(conn, second, "1", NOW)
        assert not await situations.withdraw_bank(conn, second, "1", NOW)
        used = await situations.bank_in_use(conn)
        assert used is not None
        assert (used.id, used.bank) == (first, BANK)
        assert await situations.bank_file(conn, second) == b"2"
        assert [each.id for each in await situations.list_banks(conn)] == [second, first]


async def test_one_card_a_week_each_situation_once_one_open(database: Database) -> None:
    """Whoever has a card of the week, has taken consent back, has paused or waits for their day is not due."""
    async with database.begin() as conn:
        field = await open_field(conn)
        one, two, three, four = (field.officials[f"LT0{number}"] for number in range(1, 5))
        for key in ("LT01", "LT02", "LT03", "LT04"):
            await consent(conn, field, key, "refused" if key == "LT03" else "given")
            await situations.choose_hour(conn, field.officials[key], 2, 9, NOW)
        await situations.set_state(conn, two, PAUSED, NOW)
        await situations.choose_hour(conn, four, 3, 9, NOW)
        made: dict[str, Any] = {"edition": "x", "title_group": "", "now": NOW}

        async def due(weekday: int, hour: int) -> list[int]:
            found = await situations.due_subscriptions(conn, WEEK, weekday, hour, after=0, limit=9)
            return [each.official_id for each in found]

        assert await due(2, 8) == []
        assert await due(2, 9) == [one]
        assert await due(4, 7) == [one, four]
        first = await situations.put_card(conn, one, WEEK, "a", **made)
        assert await due(4, 7) == [four]
        assert await situations.put_card(conn, one, WEEK, "b", **made) is None
        assert await situations.put_card(conn, one, WEEK + 7 * DAY, "a", **made) is None
        second = await situations.put_card(conn, one, WEEK + 7 * DAY, "b", **made)
        cards = (await situations.cards_of_people(conn, [one]))[one]
        assert [(each.id, each.state) for each in cards] == [(first, "passed"), (second, "open")]
        assert await situations.card_of_person(conn, cards[0].id, two) is None
        await consent(conn, field, "LT03", "given")
        assert await due(4, 7) == [three, four]


async def test_what_is_told_is_renewed_by_steps_and_when_an_answer_is_taken_back(database: Database) -> None:
    """Nobody learns one person's answer from what is told before and after it; erased, it counts nowhere."""
    async with database.begin() as conn:
        await load_roster(conn)
        people = [each.id for each in await frame.list_officials(conn, AS_OF)]
    for place, each in enumerate(people[:4]):
        await answer(database, each, min(place, 1))
    async with database.begin() as conn:
        assert await situations.to_tell(conn, BANK) == []
    await answer(database, people[4], 1)
    async with database.begin() as conn:
        (telling,) = await situations.to_tell(conn, BANK)
        assert telling.chosen == (1, 4, 0)
        await situations.keep_telling(conn, telling.situation, told_of("a", telling.chosen))
        assert await situations.to_tell(conn, BANK) == []
        told = await situations.find_telling(conn, BANK.situations[0])
        assert told == Told(5, (None, None, 0)) or (told is not None and not told.shows_anything)
        assert await situations.find_telling(conn, situation("a", key=0)) is None, (
            "another key, other answers"
        )
        await erasure.erase(conn, people[0], NOW, "telegram")
        assert await situations.find_telling(conn, BANK.situations[0]) is None
        counts = await situations.answered_counts(conn, BANK)
    assert counts == [("a", "chinh_quyen", "2026-12", 1, True, 4)]


async def test_one_sees_a_copy_of_ones_own_and_taking_it_back_leaves_nothing(database: Database) -> None:
    """The hour, the cards and the answers are told to their person alone; withdrawn or erased they are gone."""
    async with database.begin() as conn:
        field = await open_field(conn)
        one, two = field.officials["LT01"], field.officials["LT02"]
        await consent(conn, field, "LT01", "given")
        await situations.choose_hour(conn, one, 1, 9, NOW)
    await answer(database, one, 1)
    await answer(database, two, 0)
    async with database.begin() as conn:
        everything = await extracts.copy_of_person(conn, one)
        text = copy_text(everything, built_in_titles(), VIETNAM, ToldAnswers())
        assert "thứ: 3; giờ: 9; tình trạng: đang nhận" in text
        assert "đã chọn phương án: B; đúng đáp án: có" in text
        assert "đã chọn phương án: A" not in text
        chat = await link(conn, field, "LT01")
        waiting = QueuedMessage("bulk", PURPOSE, "telegram", "1", {}, NOW, contact_point_id=chat)
        await mailbox.queue(conn, [waiting])
        await erasure.withdraw(conn, one, NOW, "telegram")
        assert await mailbox.claim(conn, "bulk", NOW, 9, "one") == []
        assert (await extracts.copy_of_person(conn, one))["situations"] == []
    assert await count(database, situation_cards) == 1
    assert await count(database, situation_tellings) == 0


async def test_answers_become_nobodys_after_the_retention(database: Database) -> None:
    """A month goes as a whole; where fewer than five answered nothing stays but that a card was sent."""
    async with database.begin() as conn:
        await load_roster(conn)
        people = [each.id for each in await frame.list_officials(conn, AS_OF)]
    for place, each in enumerate(people):
        await answer(database, each, min(place, 1))
    await answer(database, people[0], 1, "b", weeks=1)
    async with database.begin() as conn:
        assert await situations.people_by_month(conn) == {("2026-12", "chinh_quyen"): 5}
        assert await situations.expire(conn, NOW + 118 * DAY, 90) == 0
        assert await situations.expire(conn, NOW + 122 * DAY, 90) == 6
        assert await situations.expire(conn, NOW + 122 * DAY, 90) == 0
        cards = await situations.cards_of_people(conn, people)
        kept = [each for held in cards.values() for each in held]
        assert {(each.state, each.choice, each.is_right, each.month) for each in kept} == {
            ("over", None, None, "")
        }
        assert await situations.answered_counts(conn, BANK) == [
            ("a", "chinh_quyen", "2026-12", 0, False, 1),
            ("a", "chinh_quyen", "2026-12", 1, True, 4),
        ]
        assert await situations.people_by_month(conn) == {("2026-12", "chinh_quyen"): 5}
        (telling,) = await situations.to_tell(conn, BANK)
        assert telling.chosen == (1, 4, 0)
    assert await count(database, situation_tallies) == 2
