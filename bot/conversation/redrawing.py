"""Cards that were owed when their process died are drawn again from the responses."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation.forms import FormShelf
from bot.conversation.interviewer import Interviewer
from bot.envelopes import Reply
from bot.messages import Outbound, OutboundKind
from bot.texts import say
from bot.texts.interview import TEXTS
from storage import identity, responses
from storage.mailbox import Debt
from storage.responses import Person


class Redrawing:
    """Draws what a chat should show now. The card is sent anew, for nobody knows whether its reader tapped or wrote."""

    def __init__(self, interviewer: Interviewer, shelf: FormShelf) -> None:
        self._interviewer = interviewer
        self._shelf = shelf

    async def redraw(self, conn: AsyncConnection, debts: Sequence[Debt], now: datetime) -> list[Reply]:
        """Return the cards owed to these chats; a chat whose interview is gone is left out."""
        turns = {debt.contact_point_id: debt.turn for debt in debts}
        replies: list[Reply] = []
        for channel, addresses in (await identity.addresses_of(conn, sorted(turns))).items():
            people = await responses.load(conn, channel, addresses, now)
            for person in people.values():
                if _is_being_asked(person):
                    replies += await self._draw(conn, person, turns[person.contact_point.id], now)
        return replies

    async def _draw(self, conn: AsyncConnection, person: Person, turn: int, now: datetime) -> list[Reply]:
        assert person.wave is not None
        assert person.response is not None
        chat = person.contact_point
        form = await self._shelf.form_of(conn, person.wave)
        card = Reply(
            chat.channel,
            chat.address,
            self._interviewer.draw(person, form, now, "" if turn else say(TEXTS.after_outage)),
            turn=turn,
            contact_point_id=chat.id,
            case_id=person.case.id if person.case else None,
            response_id=person.response.id,
        )
        if not chat.card_ref:
            return [card]
        return [card, replace(card, message=Outbound(OutboundKind.STRIP, edit_ref=chat.card_ref))]


def _is_being_asked(person: Person) -> bool:
    """Whether an interview stands open in this chat: nobody left, withdrew or blocked the bot meanwhile."""
    if person.contact_point.blocked_at is not None or person.official is None or person.wave is None:
        return False
    return person.response is not None and person.case is not None and person.case.withdrawn_at is None
