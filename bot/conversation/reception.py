"""The door: a batch of messages in, one transaction, everything that follows from it stored. Then it is acknowledged.

A turn of an interview is pure and cheap: all of a batch are written with one executemany per table. Every
other turn (a code, consent, a right over one's data, an administrator's order) reads and writes for itself
in the same transaction. A turn that raises is kept as dead and the others go on.

Where several processes share the work, a chat's turns are taken one at a time, and the next one not before the card
of the last has arrived, whoever sends it (for two seconds at most).

Those whom the office knows go first: strangers of the same batch wait for a transaction of their own.

What comes from outside the update itself (a lock, the disk, the connection) never makes it dead: the batch is not
acknowledged and comes again.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation.desk import Desk
from bot.conversation.floods import part_floods
from bot.conversation.interviewer import Interviewer, Turned
from bot.conversation.ledger import BatchLedger
from bot.conversation.offers import noting, offered_by, taken_up
from bot.conversation.phones import follow
from bot.conversation.turns import no_longer_entering
from bot.dispatcher import Dispatcher
from bot.messages import Inbound, InboundKind
from bot.process.outside import is_from_outside
from storage import mailbox, responses
from storage.database import Database
from storage.mailbox import InboxEntry
from storage.responses import Person

log = logging.getLogger(__name__)

Now = Callable[[], datetime]

CARD_LOOKS: Final = 40
"""So often, 0.05 s apart, it is looked whether another process's card has arrived."""


class Reception:
    """Takes batches. What they are answered goes to the dispatcher after each commit."""

    def __init__(
        self,
        database: Database,
        desk: Desk,
        interviewer: Interviewer,
        now: Now,
        dispatcher: Dispatcher,
    ) -> None:
        self._database = database
        self._desk = desk
        self._interviewer = interviewer
        self._now = now
        self._dispatcher = dispatcher

    async def hear(self, batch: Sequence[Inbound]) -> None:
        """Take a batch; return once it is committed. Raises if nothing could be stored."""
        ordered: Sequence[Inbound] = sorted(batch, key=lambda inbound: inbound.update_id)
        writers = {_chat(each) for each in ordered if each.kind is InboundKind.TEXT}
        await self._dispatcher.cards_settled(writers)
        strangers = await self._take_all(ordered, leave_strangers=True)
        if strangers:
            await self._take_all(strangers)

    async def _take_all(
        self, ordered: Sequence[Inbound], *, leave_strangers: bool = False
    ) -> Sequence[Inbound]:
        """Take messages, those of a chat that waits for another process's card when it has arrived.

        Returns those of strangers that were left for another transaction.
        """
        left: list[Inbound] = []
        for look in range(CARD_LOOKS + 1):
            is_patient = look < CARD_LOOKS
            ordered, strangers = await self._take_safely(
                ordered, is_patient=is_patient, leave_strangers=leave_strangers
            )
            left += strangers
            if not ordered:
                break
            await self._dispatcher.breathe()
        return left

    async def _take_safely(
        self, ordered: Sequence[Inbound], *, is_patient: bool, leave_strangers: bool
    ) -> tuple[Sequence[Inbound], Sequence[Inbound]]:
        try:
            return await self._take(ordered, is_patient=is_patient, leave_strangers=leave_strangers)
        except Exception as error:
            if is_from_outside(error):
                raise
            log.exception("a batch of %d could not be written as one: taking it turn by turn", len(ordered))
            for inbound in ordered:
                await self._take_alone(inbound)
        return (), ()

    async def _take_alone(self, inbound: Inbound) -> None:
        try:
            await self._take([inbound], is_patient=False)
        except Exception as error:
            if is_from_outside(error):
                raise
            log.exception("update %d is dead", inbound.update_id)
            await self._bury(inbound, self._now())

    async def _bury(self, inbound: Inbound, now: datetime) -> None:
        """Keep a dead update for an engineer, and say sorry."""
        sorry = [self._desk.apology(inbound)]
        async with self._database.begin() as conn:
            await mailbox.mark_received(conn, [_entry(inbound, now, is_dead=True)])
            await self._dispatcher.keep(conn, sorry, now)
        self._dispatcher.deliver(sorry)

    async def _take(
        self, batch: Sequence[Inbound], *, is_patient: bool, leave_strangers: bool = False
    ) -> tuple[Sequence[Inbound], Sequence[Inbound]]:
        """Take these in one transaction.

        Returns what has to wait for a card of another process (nothing unless ``is_patient``), and what was left of
        strangers for another transaction.
        """
        now = self._now()
        ledger = BatchLedger()
        left: list[Inbound] = []
        async with self._dispatcher.recording({_chat(inbound) for inbound in batch}) as conn:
            fresh = await _fresh(conn, batch)
            chats = {_chat(inbound) for inbound in fresh} if is_patient else set()
            busy = await self._dispatcher.busy_elsewhere(conn, chats)
            waiting = [inbound for inbound in fresh if _chat(inbound) in busy]
            fresh = [inbound for inbound in fresh if _chat(inbound) not in busy]
            is_other = False
            for channel in dict.fromkeys(inbound.channel for inbound in fresh):
                group = [inbound for inbound in fresh if inbound.channel == channel]
                people = await responses.load(conn, channel, {inbound.address for inbound in group}, now)
                known = [inbound for inbound in group if _is_known(people.get(inbound.address))]
                if leave_strangers and known:
                    left += [inbound for inbound in group if not _is_known(people.get(inbound.address))]
                    group = known
                is_other |= await self._take_channel(conn, people, group, ledger, now)
                await responses.save(
                    conn, ledger.drain()
                )  # the next channel may have other chats of the same
            await self._dispatcher.keep(conn, ledger.replies, now)
        self._dispatcher.deliver(ledger.replies)
        if is_other:
            self._dispatcher.wake()  # an order may have queued something
        return waiting, left

    async def _take_channel(
        self,
        conn: AsyncConnection,
        people: dict[str, Person],
        group: Sequence[Inbound],
        ledger: BatchLedger,
        now: datetime,
    ) -> bool:
        """Take the turns of one channel; say whether any was not a plain turn of an interview."""
        is_other = False
        wrote: set[str] = set()
        turns: dict[str, Turned] = {}
        answered, noted = part_floods(group)
        for inbound in noted:
            ledger.receive(_entry(inbound, now))
        for heard in answered:
            person = people.get(heard.address)
            inbound = heard if heard.address in wrote else taken_up(person, heard, now)
            form = await self._desk.form_for(conn, person, inbound, now)
            ledger.receive(_entry(inbound, now))
            if person is not None and form is not None:
                try:
                    turned = self._interviewer.take_turn(
                        person,
                        form,
                        inbound,
                        now,
                        is_second_text=inbound.address in wrote,
                        earlier=turns.get(inbound.address),
                    )
                except Exception:
                    log.exception("update %d is dead (case %s)", inbound.update_id, _case(person))
                    ledger.receive(_entry(inbound, now, is_dead=True))
                    ledger.replies.append(self._desk.apology(inbound))
                    continue
                asked, changes = noting(turned.person, "")
                turned = replace(turned, person=asked)
                turns[inbound.address] = turned
                ledger.record(turned)
                ledger.change([*changes, *no_longer_entering(person)])
                ledger.send(turned.messages, inbound, turned.person)
                people[inbound.address] = turned.person
                if turned.person.other_chats:
                    followed = await follow(
                        conn,
                        inbound,
                        now,
                        before=person,
                        after=turned.person,
                        messages=turned.messages,
                        caps=self._desk.caps,
                    )
                    people[inbound.address] = followed.person or turned.person
                    ledger.replies += followed.replies
            elif person is None and (greeting := self._desk.greet(conn, inbound, now)) is not None:
                ledger.send(greeting, inbound, None)
            else:
                is_other = True
                await responses.save(conn, ledger.drain())
                messages = await self._desk.serve(
                    conn, person, inbound, now, is_second_text=inbound.address in wrote
                )
                # What somebody with a role does may be about others of this batch.
                chats = {inbound.address, *(people if person is not None and person.role else ())}
                now_known = await responses.load(conn, inbound.channel, chats, now)
                after = now_known.pop(inbound.address, None)
                people.update(now_known)
                ledger.send(messages, inbound, after or _departed(person))
                people.pop(inbound.address, None)
                followed = await follow(
                    conn, inbound, now, before=person, after=after, messages=messages, caps=self._desk.caps
                )
                ledger.replies += followed.replies
                if followed.person is not None:
                    offering, changes = noting(followed.person, offered_by(messages, now))
                    ledger.change(changes)
                    people[inbound.address] = offering
            if inbound.kind is InboundKind.TEXT:
                wrote.add(inbound.address)
        return is_other


async def _fresh(conn: AsyncConnection, batch: Sequence[Inbound]) -> list[Inbound]:
    """Leave out what was taken before, and twins within the batch."""
    seen: set[tuple[str, int]] = set()
    for channel in {inbound.channel for inbound in batch}:
        numbers = [inbound.update_id for inbound in batch if inbound.channel == channel]
        seen |= {(channel, number) for number in await mailbox.seen(conn, channel, numbers)}
    unique = {(inbound.channel, inbound.update_id): inbound for inbound in batch}
    return [inbound for key, inbound in unique.items() if key not in seen]


def _chat(inbound: Inbound) -> tuple[str, str]:
    return inbound.channel, inbound.address


def _entry(inbound: Inbound, now: datetime, *, is_dead: bool = False) -> InboxEntry:
    payload = None
    if is_dead:
        payload = asdict(inbound) | {"sent_at": inbound.sent_at.isoformat(), "kind": inbound.kind.value}
    status = "dead" if is_dead else "done"
    return InboxEntry(inbound.channel, inbound.update_id, inbound.address, now, status, payload)


def _is_known(person: Person | None) -> bool:
    """Whether a chat is an official's, an administrator's, or of one who is just asked whether it is them."""
    return person is not None and bool(person.official or person.pending_official or person.role)


def _departed(person: Person | None) -> Person | None:
    """Whoever was erased in this turn: the reply still bears the chat's number, so that no trace of it is kept."""
    return None if person is None else Person(contact_point=person.contact_point)


def _case(person: Person) -> int | None:
    return person.case.id if person.case else None
