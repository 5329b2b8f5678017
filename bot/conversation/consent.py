"""The gate before any question: the notice, and what the person decided. Proof is kept, whatever they decide."""

from typing import Final

from bot.conversation.turns import Turn
from bot.messages import Button, InboundKind, Outbound, OutboundKind
from bot.texts import say
from bot.texts.consent import PAPER, SAYING_AGREED, SAYING_REFUSED, TELEPHONE, TEXTS, ConsentNotice
from storage import frame
from storage.records import ConsentRecord
from storage.responses import Person
from surveys.replies import fold, read_assent

GIVE: Final = "c.yes"
REFUSE: Final = "c.no"
ASK: Final = "c.ask"
READ: Final = "c.read"
_AGREE: Final = "dong y"
"""A yes without these words is no consent."""


def is_given(person: Person, notice: ConsentNotice) -> bool:
    """Whether the person's newest decision is a yes to exactly this text."""
    consent = person.consent
    return consent is not None and consent.action == "given" and consent.text_sha256 == notice.sha256


def is_refused(person: Person) -> bool:
    """Whether the person's newest decision is a no."""
    return person.consent is not None and person.consent.action in ("refused", "withdrawn")


def show_notice(turn: Turn, person: Person, notice: ConsentNotice, lead: str = "") -> list[Outbound]:
    """The notice with its three buttons; none is chosen by default."""
    parts = [lead, _say_why_again(turn, person), notice.text]
    rows = (_button(TEXTS.agree, GIVE), _button(TEXTS.refuse, REFUSE), _button(TEXTS.ask, ASK))
    return [turn.notice("\n\n".join(part for part in parts if part), *rows)]


def reconsiders(turn: Turn) -> bool:
    """Whether somebody who refused types that they want to read the notice again, or that they agree now."""
    return turn.says(TEXTS.reconsider_button, TEXTS.agree)


def _button(label: str, data: str) -> tuple[Button, ...]:
    return (Button(label, data, typed=label.lower()),)


def _say_why_again(turn: Turn, person: Person) -> str:
    """Say why the notice is shown to somebody who has agreed before: it changed, or it is that of another channel."""
    if person.consent is None or person.consent.action != "given":
        return ""
    if person.consent.channel in (PAPER, TELEPHONE):
        return say(TEXTS.by_others)
    return say(TEXTS.changed if person.consent.channel == turn.inbound.channel else TEXTS.elsewhere)


def show_refusal(turn: Turn) -> list[Outbound]:
    """What somebody who refused hears: the door stays open, nobody pushes."""
    return [turn.notice(say(TEXTS.reconsider), (Button(TEXTS.reconsider_button, READ),))]


async def decide(turn: Turn, person: Person, notice: ConsentNotice) -> tuple[bool, list[Outbound]]:
    """Hear a decision. Returns whether consent was given now, and what to say otherwise."""
    data = turn.inbound.data if turn.inbound.kind is InboundKind.TAP else ""
    if data == GIVE or _says(turn, SAYING_AGREED):
        await _record(turn, person, notice, "given")
        return True, []
    if data == REFUSE or _says(turn, SAYING_REFUSED):
        await _record(turn, person, notice, "refused")
        return False, [turn.notice(say(TEXTS.refused))]
    if data == ASK or turn.says(TEXTS.ask):
        rows = (_button(TEXTS.agree, GIVE), _button(TEXTS.refuse, REFUSE))
        text = say(TEXTS.contact, contact=notice.contact)
        asked = Outbound(OutboundKind.NOTICE, text, buttons=rows)
        return False, [asked, *turn.acknowledgement()]
    if data == READ or not turn.words or turn.says(TEXTS.reconsider_button):
        return False, show_notice(turn, person, notice)
    return False, show_notice(turn, person, notice, say(TEXTS.ask_agree_or_refuse))


def _says(turn: Turn, phrases: tuple[str, ...]) -> bool:
    """Whether these words were typed, with words of yes or politeness before and after them at most."""
    typed = turn.inbound.text if turn.inbound.kind is InboundKind.TEXT else ""
    is_yes = phrases is SAYING_AGREED
    return turn.says(*phrases) or (
        (_AGREE in fold(typed) if is_yes else True) and read_assent(typed) is is_yes
    )


async def _record(turn: Turn, person: Person, notice: ConsentNotice, action: str) -> None:
    event = ConsentRecord(
        official_id=_official_id(person),
        action=action,
        version=notice.version,
        text_sha256=notice.sha256,
        channel=turn.inbound.channel,
        at=turn.now,
    )
    await frame.record_consents(turn.conn, [event])


def _official_id(person: Person) -> int:
    assert person.official is not None
    return person.official.id
