"""Play a form in the terminal: the same cards and the same typed replies as in the chat. Nothing is stored."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.conversation.cards import asks_for_more, done_card, question_card, stopped_card
from bot.conversation.remarks import stored_lines
from bot.conversation.review_cards import review_card
from bot.messages import Outbound
from bot.texts import moment_text, say
from bot.texts.cli import TEXTS as CLI
from bot.texts.interview import TEXTS
from bot.texts.rejections import word_rejection
from surveys import interview as engine
from surveys.interview import AnswerStored, Event, Interview, Rejected, Reopened, Status
from surveys.questionnaire import Questionnaire

Read = Callable[[], str | None]
"""Returns the next line that was typed; ``None`` when there is no more."""

Show = Callable[[Outbound], None]

NOBODY: Final = 0
"""A preview has no response: its cards carry this number."""


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
    step = engine.begin(form, dict(facts or {}), now.astimezone(zone).date(), seed)
    show(card_of(step.interview, "", now, zone))
    while step.interview.status is not Status.COMPLETED and (text := read()) is not None:
        if step.interview.status is Status.STOPPED:
            step = engine.resume(step.interview)
        elif asks_for_more(engine.view(step.interview), text):
            show(card_of(step.interview, "", now, zone, is_open=True))
            continue
        else:
            step = engine.reply(step.interview, text)
        show(card_of(step.interview, lead_of(step.interview, step.events), now, zone))
    return step.interview


def card_of(
    interview: Interview, lead: str, now: datetime, zone: ZoneInfo, *, is_open: bool = False
) -> Outbound:
    """Draw the card of wherever the interview stands, as the chat would."""
    view, visit = engine.view(interview), interview.visit
    if view.place == "review":
        return review_card(view, NOBODY, visit, is_amendment=False, lead=lead)
    if view.place == "done":
        count = len(engine.counted_answers(interview))
        return done_card(NOBODY, visit, CLI.preview_name, count, closes_at=moment_text(now, zone), lead=lead)
    if view.place == "stopped":
        progress = engine.screen_progress(interview)
        return stopped_card(NOBODY, visit, progress, closes_at=moment_text(now, zone), lead=lead)
    return question_card(view, interview.form, NOBODY, visit, lead, is_open=is_open)


def lead_of(interview: Interview, events: Sequence[Event]) -> str:
    """Say what was stored, or why a reply was not."""
    lines = stored_lines(interview, [event.item for event in events if isinstance(event, AnswerStored)])
    for event in events:
        if isinstance(event, Rejected):
            lines.append(word_rejection(event))
        elif isinstance(event, Reopened):
            lines.append(say(TEXTS.reopened, count=len(event.screens)))
    return "\n".join(lines)
