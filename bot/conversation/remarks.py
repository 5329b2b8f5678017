"""What a card says first: what was stored, why a reply was not accepted, what is to be looked at again. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from bot.texts import say
from bot.texts.interview import TEXTS
from bot.texts.rejections import word_rejection
from surveys import interview as engine
from surveys.interview import (
    AnswerStored,
    Event,
    InstanceRemoved,
    Interview,
    Rejected,
    Reopened,
    ScreenOpened,
    Submitted,
)
from surveys.interview.kinds import item_of

TRIES_BEFORE_WAY_ON: Final = 3
NAMED_AT_MOST: Final = 4  # answers of one turn that are acknowledged each by its question
QUOTED_AT_MOST: Final = 140  # characters of a question or an answer quoted back


def stored_line(interview: Interview, item: str) -> str:
    """The line that acknowledges an answer: the question and what was recorded."""
    label = clip(engine.item_label(interview, item)).rstrip(" :?.")
    return say(TEXTS.stored, label=label, value=clip(engine.value_label(interview, item)))


def stored_lines(interview: Interview, items: Iterable[str]) -> list[str]:
    """The acknowledgements of these items, as they stand now: none of what was left empty, of many the count."""
    stored = [item for item in items if interview.answers.get(item)]
    if len(stored) > NAMED_AT_MOST:
        return [say(TEXTS.stored_many, count=len(stored))]
    return [stored_line(interview, item) for item in stored]


def told_value(standing: Interview, item: str, value: str) -> str:
    """Word what is, or was, stored under a name; empty if the form has no such item."""
    name = item_of(item)
    if name not in standing.form.items:
        return ""
    told = replace(standing, answers={**standing.answers, name: value})
    worded = f"{engine.item_label(told, name)}: {engine.value_label(told, name)}"
    return worded if name == item else say(TEXTS.set_by_form, answer=worded)


def _say_spoiled(interview: Interview) -> list[str]:
    """Why the opened question is asked again although it was answered."""
    failures = [
        interview.evaluation.failure(prompt.item) for prompt in engine.view(interview).prompts if prompt.value
    ]
    return [
        say(TEXTS.spoiled, message=failure.parameters.get("message", "")).strip()
        for failure in failures
        if failure is not None
    ]


def said_of(event: Event) -> str:
    """Word what happened to a reply, alike in an interview and in a trial; ``''`` for what is worded elsewhere."""
    if isinstance(event, Rejected):
        return word_rejection(event)
    if isinstance(event, InstanceRemoved):
        return say(TEXTS.repeat_removed, heading=event.heading)
    return say(TEXTS.reopened, count=len(event.screens)) if isinstance(event, Reopened) else ""


def remarks_on(after: Interview, events: Sequence[Event]) -> list[str]:
    """What the next card says besides: why a reply was not accepted, what is to be looked at again."""
    lines = []
    for event in events:
        if said := said_of(event):
            lines.append(said)
        if isinstance(event, Rejected):
            if after.tries >= TRIES_BEFORE_WAY_ON and engine.view(after).place == "question":
                lines.append(say(TEXTS.way_on_skip if engine.view(after).can_skip else TEXTS.way_on))
        elif isinstance(event, Submitted) and event.amended:
            lines.append(say(TEXTS.amended))
        elif isinstance(event, ScreenOpened):
            lines += _say_spoiled(after)
    return lines


def toast_of(after: Interview, events: Sequence[Event]) -> str:
    """The short answer to a tap: what was recorded by it, if anything was."""
    stored = [event.item for event in events if isinstance(event, AnswerStored) and event.value]
    if len(stored) > NAMED_AT_MOST:
        return say(TEXTS.stored_many_short, count=len(stored))
    return say(TEXTS.stored_short, value=clip(engine.value_label(after, stored[0]))) if stored else ""


def clip(text: str, limit: int = QUOTED_AT_MOST) -> str:
    """The text, or its beginning and an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
