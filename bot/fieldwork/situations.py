"""The weekly card of a situation: to whoever asked for it, at the hour they chose. The truth is rows.

A card is one row a week and person, and leaves in the bulk lane once, under its number. Whoever has answered none of
the last cards gets no more until they say so.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.envelopes import encode, offers_of
from bot.fieldwork.situation_card import card_of
from storage import budgets, mailbox, situations
from storage.budgets import Account, account_of
from storage.database import Database
from storage.mailbox import QueuedMessage
from storage.other_chats import open_chats
from storage.records import ContactPointRecord
from storage.situations import PAUSED, CardRecord, Due
from surveys.field_period import Calendar, Span
from surveys.situations import Bank, Situation, Wish, choose_next, week_of, window_of
from surveys.titles import Titles

PAGE: Final = 50
"""People who are looked at in one transaction."""
SILENT: Final = 3
"""After so many cards without an answer, one after the other, no more are sent."""


@dataclass(frozen=True)
class Weekly:
    """What every card of a moment needs."""

    bank: Bank
    calendar: Calendar
    titles: Titles
    now: datetime

    @property
    def day(self) -> date:
        """The local date."""
        return self.now.astimezone(self.calendar.zone).date()

    @property
    def week(self) -> date:
        """The Monday of the week."""
        return week_of(self.day)

    def window(self, due: Due) -> Span | None:
        """Return when somebody's card may leave, if that is now."""
        window = window_of(self.calendar, self.week, Wish(due.weekday, due.hour))
        is_now = window is not None and self.now in window and due.changed_at <= window.start
        return window if is_now else None

    def next_for(self, due: Due, cards: Sequence[CardRecord]) -> Situation | None:
        """Return the situation whose turn it is for somebody."""
        group = self.titles.group(due.title)
        field = due.field_of_work or self.titles.field(due.title)
        return choose_next(self.bank, group, field, {card.code for card in cards}, self.day)


async def send_due(
    database: Database,
    calendar: Calendar,
    titles: Titles,
    now: datetime,
    wake: Callable[[], None],
    *,
    is_sent: bool = True,
) -> int:
    """Send the cards whose hour has come; returns how many. ``is_sent``: false notes them as sent (after a restore)."""
    async with database.read() as conn:
        used = await situations.bank_in_use(conn)
    if used is None:
        return 0
    weekly = Weekly(used.bank, calendar, titles, now)
    local = now.astimezone(calendar.zone)
    count, after = 0, 0
    while True:
        async with database.read() as conn:
            found = await situations.due_subscriptions(
                conn, weekly.week, local.weekday(), local.hour, after=after, limit=PAGE
            )
        if not found:
            return count
        after = found[-1].id
        due = [each for each in found if weekly.window(each) is not None]
        if due:
            async with database.begin() as conn:
                count += await _put(conn, weekly, due, is_sent=is_sent)
            wake()


async def _put(conn: AsyncConnection, weekly: Weekly, due: Sequence[Due], *, is_sent: bool) -> int:
    """Open the cards of some people, each with the message that brings it."""
    people = [each.official_id for each in due]
    cards = await situations.cards_of_people(conn, people)
    chats = await open_chats(conn, people)
    spent = await budgets.spent_accounts(conn, weekly.now)
    queued = []
    count = 0
    for each in due:
        held = cards.get(each.official_id, [])
        if _is_silent(held):
            await situations.set_state(conn, each.official_id, PAUSED, weekly.now)
            continue
        situation = weekly.next_for(each, held)
        if situation is None:
            continue
        number = await situations.put_card(
            conn,
            each.official_id,
            weekly.week,
            situation.code,
            edition=situation.edition,
            title_group=weekly.titles.group(each.title),
            now=weekly.now,
        )
        if number is None:
            continue
        count += 1
        chat = _chat_of(each.official_id, chats, spent)
        if chat is not None and is_sent:
            queued.append(_message(number, situation, each, chat, weekly))
    await mailbox.queue(conn, queued)
    return count


def _is_silent(cards: Sequence[CardRecord]) -> bool:
    """Say whether the last cards all went without an answer."""
    last = cards[-SILENT:]
    return len(last) == SILENT and all(card.state in ("open", "passed") for card in last)


def _chat_of(
    official_id: int, chats: Mapping[int, Sequence[ContactPointRecord]], spent: Collection[Account]
) -> ContactPointRecord | None:
    """Return the best chat whose account has messages left in this month."""
    free = [
        chat for chat in chats.get(official_id, ()) if account_of(chat.channel, chat.address) not in spent
    ]
    return free[-1] if free else None


def _message(
    number: int, situation: Situation, due: Due, chat: ContactPointRecord, weekly: Weekly
) -> QueuedMessage:
    window = weekly.window(due)
    assert window is not None
    card = card_of(number, situation, due.official_id)
    plain, _ = encode(card)
    return QueuedMessage(
        lane="bulk",
        purpose=situations.PURPOSE,
        channel=chat.channel,
        address=chat.address,
        message=plain | {"offered": offers_of(card, weekly.now)},
        created_at=weekly.now,
        contact_point_id=chat.id,
        not_before=weekly.now,
        not_after=window.end,
        key=f"situation:{number}",
    )
