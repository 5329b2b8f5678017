"""Progress cards that live: brought up to date where they stand, while somebody looks at them.

Which card lives stands in a fact of the house, one a chat. It ends with the next thing done in the menu, after some
hours, with the wave, and with the right to see it.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.envelopes import Reply, to_row
from bot.messages import Outbound, OutboundKind
from bot.office.actor import Actor
from bot.office.menu import Card
from bot.office.progress_card import Showing
from bot.office.rights import Right
from bot.office.standing import wave_lines
from bot.office.titles import TitlesNow
from storage import administrators, mailbox, office
from storage.administrators import AdministratorRecord
from storage.database import Database
from storage.office import HouseFactRecord
from surveys.field_period import Calendar

LASTS: Final = timedelta(hours=8)
"""So long a card lives."""
EVERY: Final = 60
"""Seconds between two looks: one edit a minute disturbs nobody, and no platform minds it."""
LARGE: Final = 5000
"""Of a wave of more people a card is brought up to date every ten minutes: counting takes longer."""
_KEY: Final = "live:"


@dataclass(frozen=True, slots=True)
class Watched:
    """A card that lives: in which chat, of which wave, by what it counts, which message, until when."""

    chat: int
    wave: int
    by: str
    ref: str
    until: datetime
    seen: str = ""
    has_files: bool = True
    is_large: bool = False

    def encode(self) -> str:
        """Return what stands in the fact."""
        return json.dumps(asdict(self) | {"until": self.until.isoformat()})


def read(fact: HouseFactRecord) -> Watched:
    """Read a fact back."""
    raw = json.loads(fact.value)
    return Watched(**(raw | {"until": datetime.fromisoformat(raw["until"])}))


async def watch(conn: AsyncConnection, watched: Watched, card: Card, now: datetime) -> None:
    """Let a card live that was just drawn, in place of another one of the chat."""
    noted = replace(watched, seen=_figures(card))
    await office.set_fact(conn, f"{_KEY}{watched.chat}", noted.encode(), now)


async def unwatch(conn: AsyncConnection, chat: int, ref: str = "") -> None:
    """Let the card of a chat live no longer; if ``ref`` names a message, only if the card is that one."""
    fact = await office.get_fact(conn, f"{_KEY}{chat}")
    if fact is not None and ref in ("", read(fact).ref):
        await office.forget_fact(conn, fact.key)


def _figures(card: Card) -> str:
    """Return a short mark of what a card counts: all but the moment of counting."""
    counted = card.text.rpartition("\n\n")[0]
    return hashlib.sha256(counted.encode()).hexdigest()[:16]


class LiveCards:
    """Brings cards up to date; a card of which nothing has changed is left alone."""

    def __init__(
        self, database: Database, calendar: Calendar, titles: TitlesNow, wake: Callable[[], None]
    ) -> None:
        self._database = database
        self._calendar = calendar
        self._titles = titles
        self._wake = wake

    async def refresh(self, now: datetime) -> None:
        """Look at every card that lives."""
        async with self._database.read() as conn:
            found = [read(fact) for fact in await office.list_facts(conn, _KEY)]
        for watched in found:
            if watched.is_large and now.minute % 10:
                continue
            async with self._database.read() as conn:
                known = await administrators.administrator_of_chat(conn, watched.chat, now)
                card = await self._draw(conn, known, watched, now) if known else None
            if card is None:
                async with self._database.begin() as conn:
                    await unwatch(conn, watched.chat)
            elif known is not None and (_figures(card) != watched.seen or now >= watched.until):
                await self._edit(known, watched, card, now)

    async def _draw(
        self, conn: AsyncConnection, known: AdministratorRecord, watched: Watched, now: datetime
    ) -> Card | None:
        """Draw a card anew; ``None`` if its reader may not see it any more."""
        actor = Actor.of_administrator(known, now, self._calendar.zone)
        if not actor.may(Right.PROGRESS):
            return None
        lines = await wave_lines(conn, scope=actor.units(Right.PROGRESS))
        wave = next((each for each in lines if each.number == watched.wave), None)
        if wave is None:
            return None
        until = watched.until if now < watched.until and wave.state == "open" else None
        showing = Showing(now, self._calendar, self._titles())
        return await showing.card(conn, actor, wave, watched.by, until=until, has_files=watched.has_files)

    async def _edit(self, known: AdministratorRecord, watched: Watched, card: Card, now: datetime) -> None:
        message = Outbound(
            OutboundKind.CARD, card.text, buttons=card.rows, edit_ref=watched.ref, edits_only=True
        )
        reply = Reply(known.channel, known.address, message, contact_point_id=known.contact_point_id)
        async with self._database.begin() as conn:
            fact = await office.get_fact(conn, f"{_KEY}{watched.chat}")
            if fact is None or read(fact) != watched:
                return  # its reader went on meanwhile
            row = replace(to_row(reply, now), not_after=now + timedelta(seconds=EVERY))
            await mailbox.queue(conn, [row])
            if now >= watched.until:
                await unwatch(conn, watched.chat)
            else:
                await watch(conn, watched, card, now)
        self._wake()
