"""Play a form, in the terminal or in an administrator's own chat: the cards of an interview. Nothing is stored."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.callbacks import AnswerTap, decode
from bot.conversation.card_parts import CARD_LIMIT, USUAL
from bot.conversation.cards import asked_guidance, asked_section, asks_for_more
from bot.conversation.inner_values import asks_for_values, values_text
from bot.conversation.languages import language_card, language_name, tapped_language, typed_language
from bot.conversation.long_lists import asked_page
from bot.conversation.remarks import said_of, stored_lines
from bot.conversation.review_cards import section_card
from bot.conversation.standing import USUALLY, Showing, standing_card
from bot.conversation.taps import choose, move
from bot.messages import Caps, Outbound, OutboundKind
from bot.texts import moment_text, say
from bot.texts.cli import TEXTS as CLI
from bot.texts.either import clip
from bot.texts.interview import TEXTS
from bot.texts.languages import TEXTS as LANGUAGES
from surveys import interview as engine
from surveys.interview import (
    AnswerStored,
    Event,
    Interview,
    Status,
    Step,
)
from surveys.interview.kinds import SENT
from surveys.questionnaire import Questionnaire

Read = Callable[[], str | None]
"""Returns the next line that was typed; ``None`` when there is no more."""

Show = Callable[[Outbound], None]

NOBODY: Final = 0
"""A preview has no response: its cards carry this number."""

NOT_SENT: Final = frozenset(SENT)
"""Nothing is sent in a preview: questions that want a file or a place may be left empty."""
TYPED: Final = "t"
TAPPED: Final = "b"
"""How something that was said begins: typed, or a button with its data."""


def play(
    form: Questionnaire,
    read: Read,
    show: Show,
    *,
    now: datetime,
    zone: ZoneInfo,
    seed: int = 0,
    facts: Mapping[str, str] | None = None,
) -> Interview:
    """Ask every question until the form is submitted or there is nothing more to read.

    ``facts`` is what a roster would know, by attribute. Returns where the interview stands at the end.
    """
    moment = now.astimezone(zone)
    begun = engine.begin(form, dict(facts or {}), moment.date(), seed, moment=moment).interview
    begun = begun.with_changes(lacking=NOT_SENT)
    played = Played(begun)
    show(card_of(played, now, zone))
    while played.interview.status is not Status.COMPLETED and (text := read()) is not None:
        played = _type(played.interview, text, USUAL)
        show(card_of(played, now, zone))
    return played.interview


@dataclass(frozen=True, slots=True)
class Played:
    """Where an interview stands after something was said. ``has_moved``: it is to be said again when it is replayed.

    ``card``: what is shown instead of the open question, ``showing``: what more is shown of it.
    """

    interview: Interview
    lead: str = ""
    has_moved: bool = False
    card: Outbound | None = None
    showing: Showing = USUALLY


def replayed(
    form: Questionnaire,
    said: Sequence[str],
    act: str = "",
    *,
    facts: Mapping[str, str],
    moment: datetime,
    caps: Caps = USUAL,
) -> Played:
    """Play what was said from the beginning, then one thing more: ``TYPED`` and a text, or ``TAPPED`` and a button.

    ``moment`` is the local one.
    """
    begun = engine.begin(form, dict(facts), moment.date(), NOBODY, moment=moment)
    interview = begun.interview.with_changes(lacking=NOT_SENT)
    for each in said:
        interview = _act(interview, each, caps).interview
    return _act(interview, act, caps) if act else Played(interview)


def _act(interview: Interview, act: str, caps: Caps) -> Played:
    text = act[1:]
    return _type(interview, text, caps) if act[0] == TYPED else _tap(interview, text, caps)


def _type(interview: Interview, text: str, caps: Caps) -> Played:
    view = engine.view(interview)
    if (language := typed_language(interview, text)) is not None:
        return _speak(interview, language)
    if asks_for_values(text):
        return Played(interview, card=Outbound(OutboundKind.CARD, clip(values_text(interview), CARD_LIMIT)))
    if interview.status is Status.STOPPED:
        return _stepped(engine.resume(interview))
    if asks_for_more(view, text):
        return Played(interview, showing=Showing(is_open=True))
    if guidance := asked_guidance(view, text=text):
        return Played(interview, guidance)
    if (page := asked_page(view, text)) is not None:
        return Played(interview, showing=Showing(page=page))
    if (section := asked_section(view, text)) is not None:
        return _section(interview, section, caps)
    return _stepped(engine.reply(interview, text))


def _tap(interview: Interview, data: str, caps: Caps) -> Played:
    tap = decode(data)
    if tap is None or tap.visit != interview.visit:
        return Played(interview, say(TEXTS.stale_tap))
    verb, argument = ("", 0) if isinstance(tap, AnswerTap) else (tap.verb, tap.argument)
    if (language := tapped_language(interview.form, verb, argument)) is not None:
        return _speak(interview, language)
    if isinstance(tap, AnswerTap):
        return _stepped(choose(interview, tap))
    match tap.verb:
        case "section":
            return _section(interview, tap.argument, caps)
        case "part":
            screen = engine.view(interview).screen
            around = (
                place
                for place, section in enumerate(engine.sections(interview))
                if any(line.screen == screen for line in section.lines)
            )
            return _section(interview, next(around, -1), caps, returns=True)
        case "open":
            return Played(
                interview, showing=Showing(is_open=engine.view(interview).place in ("question", "list"))
            )
        case "hour":
            return Played(interview, showing=Showing(is_open=True, opened=tap.argument))
        case "guide":
            return Played(interview, asked_guidance(engine.view(interview), tap.argument))
        case "page":
            return Played(interview, showing=Showing(page=tap.argument))
        case "legend":
            labels = {prompt.index: prompt.label for prompt in engine.view(interview).prompts}
            return Played(interview, labels.get(tap.argument, ""))
        case "here":
            return Played(interview)
    return _stepped(move(interview, tap))


def _speak(interview: Interview, language: str) -> Played:
    """Ask in another language, or offer the languages."""
    if not language:
        return Played(interview, card=language_card(interview.form, NOBODY, interview.visit))
    spoken = interview.with_changes(form=interview.form.in_language(language))
    return Played(spoken, say(LANGUAGES.chosen, language=language_name(language)), has_moved=True)


def _section(interview: Interview, place: int, caps: Caps, *, returns: bool = False) -> Played:
    sections = engine.sections(interview) if returns else engine.view(interview).sections
    if not 0 <= place < len(sections):
        return Played(interview)
    form, visit = interview.form, interview.visit
    card = section_card(sections[place], form, NOBODY, visit, caps=caps, returns=returns)
    return Played(interview, card=card)


def _stepped(step: Step) -> Played:
    lead = lead_of(step.interview, step.events)
    return Played(step.interview, lead, has_moved=True, showing=Showing(events=step.events))


def card_of(played: Played, now: datetime, zone: ZoneInfo) -> Outbound:
    """Draw the card of wherever the interview stands, as the chat would."""
    return played.card or standing_card(
        played.interview,
        NOBODY,
        played.lead,
        played.showing,
        name=CLI.preview_name,
        closes_at=moment_text(now, zone),
    )


def lead_of(interview: Interview, events: Sequence[Event]) -> str:
    """Say what was stored, or why a reply was not."""
    stored = dict.fromkeys(event.item for event in events if isinstance(event, AnswerStored))
    return "\n".join([*stored_lines(interview, stored), *filter(None, map(said_of, events))])
