"""The cards of a chat that several processes serve: through the rows of debts each knows what another is sending.

Whoever takes a turn in a chat owes it the card from then on. A process whose card was overtaken so sends it no more;
if it was on the wire already, nobody knows which of the two arrived last, so the card is drawn once more.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.envelopes import Reply
from storage import mailbox
from storage.database import Database
from storage.mailbox import CardOutcome, Debt

Redraw = Callable[[AsyncConnection, Sequence[Debt], datetime], Awaitable[list[Reply]]]


class SharedCards:
    """The cards of ``holder``. Unless the work ``is_shared`` there are no others, and nothing is looked up."""

    def __init__(self, database: Database, holder: str, redraw: Redraw, *, is_shared: bool) -> None:
        self._database = database
        self._holder = holder
        self._redraw = redraw
        self._is_shared = is_shared

    async def elsewhere(
        self, conn: AsyncConnection, chats: Collection[tuple[str, str]]
    ) -> set[tuple[str, str]]:
        """Return the chats to which another process is sending a card."""
        return await mailbox.owed_elsewhere(conn, chats, self._holder) if self._is_shared else set()

    async def is_ours(self, reply: Reply) -> bool:
        """Say whether a card that had to wait may still leave: no other process has answered its chat since."""
        if not self._is_shared or reply.contact_point_id is None:
            return True
        try:
            async with self._database.glance() as conn:
                return await mailbox.is_owed_by(conn, reply.contact_point_id, self._holder)
        except (SQLAlchemyError, OSError):
            return True  # at worst it is drawn once more

    async def record(self, conn: AsyncConnection, cards: Sequence[CardOutcome], now: datetime) -> list[Reply]:
        """Record which cards have arrived; returns those that are drawn once more."""
        if not self._is_shared or not cards:
            await mailbox.record_cards(conn, cards)
            return []
        others = await mailbox.overtaken(conn, cards, self._holder)
        await mailbox.record_cards(conn, [card for card in cards if card.contact_point_id not in others])
        arrived = {
            card.contact_point_id: card.turn for card in cards if card.ref and card.contact_point_id in others
        }
        await mailbox.let_go(conn, [chat for chat in arrived if others[chat]])
        debts = [Debt(chat, turn, self._holder) for chat, turn in arrived.items() if not others[chat]]
        return await self._redraw(conn, debts, now) if debts else []
