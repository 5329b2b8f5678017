"""The door: a batch of messages in, one transaction, everything that follows from it stored. Then it is acknowledged.

A turn of an interview is pure and cheap: all of a batch are written with one executemany per table. Every
other turn (a code, consent, a right over one's data, an administrator's order) reads and writes for itself
in the same transaction. A turn that raises is kept as dead and the others go on.
"""

import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk import Desk
from bot.interviewer import Interviewer, Turned
from bot.ledger import BatchLedger
from bot.messages import Inbound, InboundKind
from storage import mailbox, responses
from storage.database import Database
from storage.mailbox import InboxEntry
from storage.responses import Person

log = logging.getLogger(__name__)

Now = Callable[[], datetime]
CardsSettled = Callable[[Collection[tuple[str, str]]], Awaitable[None]]


class Reception:
    """Takes batches. ``on_commit`` is called after each: the dispatcher looks at the outbox.

    ``cards_settled`` waits, before a transaction, until it is recorded which cards the writers had before them.
    """

    def __init__(
        self,
        database: Database,
        desk: Desk,
        interviewer: Interviewer,
        now: Now,
        *,
        on_commit: Callable[[], None],
        cards_settled: CardsSettled,
    ) -> None:
        self._database = database
        self._desk = desk
        self._interviewer = interviewer
        self._now = now
        self._on_commit = on_commit
        self._cards_settled = cards_settled

    async def hear(self, batch: Sequence[Inbound]) -> None:
        """Take a batch; return once it is committed. Raises if nothing could be stored."""
        ordered = sorted(batch, key=lambda inbound: inbound.update_id)
        writers = {(each.channel, each.address) for each in ordered if each.kind is InboundKind.TEXT}
        await self._cards_settled(writers)
        try:
            await self._take(ordered)
        except Exception:
            log.exception("a batch of %d could not be written as one: taking it turn by turn", len(ordered))
            for inbound in ordered:
                await self._take_alone(inbound)
        self._on_commit()

    async def _take_alone(self, inbound: Inbound) -> None:
        try:
            await self._take([inbound])
        except Exception:
            log.exception("update %d is dead", inbound.update_id)
            async with self._database.begin() as conn:
                await self._bury(conn, inbound, self._now())

    async def _bury(self, conn: AsyncConnection, inbound: Inbound, now: datetime) -> None:
        """Keep a dead update for an engineer, and say sorry."""
        await mailbox.mark_received(conn, [_entry(inbound, now, is_dead=True)])
        await mailbox.queue(conn, [self._desk.apology(inbound, now)])

    async def _take(self, batch: Sequence[Inbound]) -> None:
        now = self._now()
        async with self._database.begin() as conn:
            fresh = await _fresh(conn, batch)
            ledger = BatchLedger(now)
            for channel in dict.fromkeys(inbound.channel for inbound in fresh):
                group = [inbound for inbound in fresh if inbound.channel == channel]
                await self._take_channel(conn, channel, group, ledger, now)
            await responses.save(conn, ledger.drain())

    async def _take_channel(
        self,
        conn: AsyncConnection,
        channel: str,
        group: Sequence[Inbound],
        ledger: BatchLedger,
        now: datetime,
    ) -> None:
        people = await responses.load(conn, channel, {inbound.address for inbound in group}, now)
        shown = await mailbox.cards_in_flight(conn, _unconfirmed(people, group))
        wrote: set[str] = set()
        turns: dict[str, Turned] = {}
        for inbound in group:
            person = people.get(inbound.address)
            form = await self._desk.form_for(conn, person, inbound)
            ledger.receive(_entry(inbound, now))
            if person is not None and form is not None:
                try:
                    turned = self._interviewer.take_turn(
                        person,
                        form,
                        inbound,
                        now,
                        is_second_text=inbound.address in wrote,
                        shown_since=shown.get((person.contact_point.id, _visit(person))),
                        earlier=turns.get(inbound.address),
                    )
                except Exception:
                    log.exception("update %d is dead (case %s)", inbound.update_id, _case(person))
                    ledger.receive(_entry(inbound, now, is_dead=True))
                    ledger.queue([self._desk.apology(inbound, now)])
                    continue
                people[inbound.address] = turned.person
                turns[inbound.address] = turned
                ledger.record(turned, inbound)
            else:
                await responses.save(conn, ledger.drain())
                messages = await self._desk.serve(conn, person, inbound, now)
                now_known = await responses.load(conn, channel, [inbound.address], now)
                ledger.send(messages, inbound, now_known.get(inbound.address) or _departed(person))
                people.pop(inbound.address, None)
                people |= now_known
            if inbound.kind is InboundKind.TEXT:
                wrote.add(inbound.address)


async def _fresh(conn: AsyncConnection, batch: Sequence[Inbound]) -> list[Inbound]:
    """Leave out what was taken before, and twins within the batch."""
    seen: set[tuple[str, int]] = set()
    for channel in {inbound.channel for inbound in batch}:
        numbers = [inbound.update_id for inbound in batch if inbound.channel == channel]
        seen |= {(channel, number) for number in await mailbox.seen(conn, channel, numbers)}
    unique = {(inbound.channel, inbound.update_id): inbound for inbound in batch}
    return [inbound for key, inbound in unique.items() if key not in seen]


def _entry(inbound: Inbound, now: datetime, *, is_dead: bool = False) -> InboxEntry:
    payload = None
    if is_dead:
        payload = asdict(inbound) | {"sent_at": inbound.sent_at.isoformat(), "kind": inbound.kind.value}
    status = "dead" if is_dead else "done"
    return InboxEntry(inbound.channel, inbound.update_id, inbound.address, now, status, payload)


def _departed(person: Person | None) -> Person | None:
    """Whoever was erased in this turn: the reply still bears the chat's number, so that no trace of it is kept."""
    return None if person is None else Person(contact_point=person.contact_point)


def _unconfirmed(people: Mapping[str, Person], group: Sequence[Inbound]) -> list[int]:
    """Chats that wrote words while the platform has not confirmed their live card: perhaps it was on its way."""
    wrote = {inbound.address for inbound in group if inbound.kind is InboundKind.TEXT}
    return [
        person.contact_point.id
        for address, person in people.items()
        if address in wrote and person.response is not None and not _is_confirmed(person)
    ]


def _is_confirmed(person: Person) -> bool:
    chat, response = person.contact_point, person.response
    live = (chat.card_response_id, chat.card_visit)
    return response is not None and live == (response.id, response.visit)


def _visit(person: Person) -> int:
    return person.response.visit if person.response else 0


def _case(person: Person) -> int | None:
    return person.case.id if person.case else None
