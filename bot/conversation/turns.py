"""What the desks share: one thing somebody did, with everything needed to answer it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Button, Caps, Inbound, InboundKind, Outbound, OutboundKind
from bot.office.draft import entering, own_step, proposal_offered
from storage.responses import Change, Person
from surveys.replies import fold, squeeze
from surveys.titles import Titles, built_in_titles


@dataclass(frozen=True, slots=True)
class Turn:
    """One inbound of a known or unknown person, inside the batch's transaction.

    ``titles`` are the office's, ``caps`` what the channel can do. ``is_second_text``: the same batch held a
    text of theirs before, so this one was written before that was answered.
    """

    conn: AsyncConnection
    inbound: Inbound
    now: datetime
    zone: ZoneInfo
    titles: Titles = field(default_factory=built_in_titles)
    caps: Caps = field(default_factory=Caps)
    is_second_text: bool = False

    @property
    def today(self) -> date:
        """The local date."""
        return self.now.astimezone(self.zone).date()

    @property
    def command(self) -> str:
        """The command without its slash ("start"), in small letters; empty for anything else."""
        text = squeeze(self.inbound.text)
        if self.inbound.kind is not InboundKind.TEXT or not text.startswith("/"):
            return ""
        return text[1:].split(maxsplit=1)[0].split("@")[0].casefold() if len(text) > 1 else ""

    @property
    def argument(self) -> str:
        """What follows the command."""
        parts = squeeze(self.inbound.text).split(maxsplit=1)
        return parts[1].strip() if len(parts) > 1 else ""

    @property
    def words(self) -> str:
        """The typed words without accents, case and spare spaces, to compare with; empty unless typed."""
        return fold(self.inbound.text).strip(" .!?,") if self.inbound.kind is InboundKind.TEXT else ""

    def says(self, *phrases: str) -> bool:
        """Whether exactly one of these phrases was typed, accents, case and words of politeness aside."""
        polite = self.words.removesuffix(" a").removeprefix("da ").strip(" ,")
        return bool({self.words, polite} & {fold(phrase) for phrase in phrases})

    def notice(
        self, text: str, *rows: tuple[Button, ...], keyboard: str = "", protected: bool = False
    ) -> Outbound:
        """A reply of its own; after a tap it takes the place of the tapped message and acknowledges the tap."""
        if self.inbound.kind is InboundKind.TAP and not keyboard and not protected:
            return Outbound(
                OutboundKind.CARD,
                text,
                buttons=rows,
                edit_ref=self.inbound.card_ref,
                tap_id=self.inbound.tap_id,
            )
        return Outbound(OutboundKind.NOTICE, text, buttons=rows, keyboard=keyboard, protected=protected)

    def acknowledgement(self) -> list[Outbound]:
        """Stop the tapped button's spinner, when the answer itself is a message of its own."""
        if self.inbound.kind is not InboundKind.TAP:
            return []
        return [Outbound(OutboundKind.TOAST, tap_id=self.inbound.tap_id)]


def no_longer_entering(person: Person) -> list[Change]:
    """Return what is written when somebody turns to something else who enters answers, or was asked of a briefing."""
    chat = person.contact_point
    is_over = any(read(chat.office_step) is not None for read in (entering, own_step, proposal_offered))
    return [Change(chat.id, {"office_step": ""})] if is_over else []


def known(person: Person | None) -> Person | None:
    """The person if their chat is tied to an official."""
    return person if person is not None and person.official is not None else None
