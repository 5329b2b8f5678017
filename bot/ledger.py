"""What the turns of one batch decided, collected so that each table is written once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.envelopes import encode, reply_to
from bot.interviewer import Turned
from bot.messages import Inbound, Outbound, OutboundKind
from storage.mailbox import InboxEntry, QueuedMessage
from storage.responses import AnswerWrite, ParadatumWrite, Person, ResponseWrite, TurnWrites


class BatchLedger:
    """Collects rows until they are drained into one ``TurnWrites``."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._clear()

    def _clear(self) -> None:
        self._answers: list[AnswerWrite] = []
        self._paradata: list[ParadatumWrite] = []
        self._responses: dict[int, ResponseWrite] = {}
        self._outbox: list[QueuedMessage] = []
        self._inbox: dict[tuple[str, int], InboxEntry] = {}

    def receive(self, entry: InboxEntry) -> None:
        """Remember an update; a later word about the same one counts."""
        self._inbox[entry.channel, entry.update_id] = entry

    def record(self, turned: Turned, inbound: Inbound, *, is_sent: bool = True) -> None:
        """Collect what an interview's turn decided; its messages too, unless somebody else sends them."""
        self._answers += turned.answers
        self._paradata += turned.paradata
        if turned.response is not None:
            self._responses[turned.response.id] = turned.response
        if is_sent:
            self.send(turned.messages, inbound, turned.person)

    def queue(self, messages: Sequence[QueuedMessage]) -> None:
        """Collect messages that are already addressed."""
        self._outbox += messages

    def send(self, messages: Sequence[Outbound], inbound: Inbound, person: Person | None) -> None:
        """Address replies to whoever wrote. Only the newest card of a batch goes out; it inherits a pending resend."""
        for message in messages:
            queued = reply(message, inbound, person, self._now)
            if queued.is_card and self._is_card_to_be_sent(queued):
                queued = reply(replace(message, edit_ref=""), inbound, person, self._now)
            if message.kind is OutboundKind.STRIP and self._is_stripped(queued):
                continue
            self._outbox = [*self._without_older_card(queued), queued]

    def _is_stripped(self, strip: QueuedMessage) -> bool:
        """Whether the buttons of the same old card are taken off already."""
        return any(row.address == strip.address and row.message == strip.message for row in self._outbox)

    def _is_card_to_be_sent(self, newer: QueuedMessage) -> bool:
        """Whether an older card of this batch and chat is to be sent anew, not to be edited in place."""
        return any(
            row.is_card
            and (row.channel, row.address) == (newer.channel, newer.address)
            and not row.message.get("edit_ref")
            for row in self._outbox
        )

    def _without_older_card(self, newer: QueuedMessage) -> list[QueuedMessage]:
        if not newer.is_card:
            return self._outbox
        kept: list[QueuedMessage] = []
        for row in self._outbox:
            if not (row.is_card and row.address == newer.address and row.channel == newer.channel):
                kept.append(row)
            elif row.message.get("tap_id"):
                kept.append(_as_toast(row))
        return kept

    def drain(self) -> TurnWrites:
        """Return everything collected and begin anew."""
        writes = TurnWrites(
            answers=self._answers,
            paradata=self._paradata,
            responses=list(self._responses.values()),
            outbox=self._outbox,
            inbox=list(self._inbox.values()),
        )
        self._clear()
        return writes


def reply(message: Outbound, inbound: Inbound, person: Person | None, now: datetime) -> QueuedMessage:
    """Address one message to whoever wrote."""
    return reply_to(
        inbound.channel,
        inbound.address,
        message,
        now,
        contact_point_id=person.contact_point.id if person else None,
        case_id=person.case.id if person and person.case else None,
        response_id=person.response.id if person and person.response else None,
    )


def _as_toast(card: QueuedMessage) -> QueuedMessage:
    """Keep the acknowledgement of a tap whose card is overtaken by a newer one."""
    toast = Outbound(
        OutboundKind.TOAST, tap_id=str(card.message["tap_id"]), text=str(card.message.get("toast", ""))
    )
    body, _ = encode(toast)
    return replace(card, purpose="toast", message=body, is_card=False, visit=0)
