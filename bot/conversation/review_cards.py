"""The cards that show many answers at once: the review, one section, the copy of all. Pure."""

from collections.abc import Sequence

from bot.conversation.card_parts import (
    USUAL,
    CardPress,
    answer_line,
    as_card,
    in_rows,
    jumps,
    line_button,
    short,
)
from bot.messages import Button, Caps, Outbound
from bot.texts import say
from bot.texts.interview import TEXTS
from surveys.interview import SectionSummary, View
from surveys.questionnaire import Questionnaire


def review_card(view: View, response_id: int, visit: int, *, is_amendment: bool, lead: str = "") -> Outbound:
    """The card before submitting: one button a section, and "send"."""
    press = CardPress(response_id, visit)
    lines = [lead, say(TEXTS.review_amend if is_amendment else TEXTS.review_head)]
    lines.append("\n".join(map(_section_line, view.sections)))
    lines.append(say(TEXTS.review_amend_help if is_amendment else TEXTS.review_help))
    rows: list[tuple[Button, ...]] = [
        (press.move(short(section.label), "section", i, typed=say(TEXTS.typed_section, number=i + 1)),)
        for i, section in enumerate(view.sections)
    ]
    if is_amendment:
        rows.append((press.move(TEXTS.button_done, "submit", style="primary", typed=""),))
    else:
        rows.append((press.move(TEXTS.button_submit, "submit", style="primary"),))
        rows.append((press.move(TEXTS.button_back, "back"), press.move(TEXTS.button_stop, "stop")))
    return as_card(lines, rows, visit)


def section_card(
    section: SectionSummary,
    form: Questionnaire,
    response_id: int,
    visit: int,
    *,
    caps: Caps = USUAL,
    returns: bool = False,
) -> Outbound:
    """The answers of one section, with a button a question. ``returns``: it leads back to the question that is open.

    Where buttons hold whole sentences, each question stands on its own button with its answer.
    """
    press = CardPress(response_id, visit)
    if returns:
        way = press.move(TEXTS.button_here, "here", style="primary")
    else:
        way = press.move(TEXTS.button_review, "review", typed=TEXTS.typed_review)
    if not caps.whole_choices:
        lines = [f"**{section.label}**", "\n".join(map(answer_line, section.lines)), say(TEXTS.section_help)]
        return as_card(lines, [*in_rows(jumps(section.lines, form, press)), (way,)], visit)
    state = say(TEXTS.section_state, answered=section.answered, total=section.total)
    rows = [(line_button(line, form, press),) for line in section.lines]
    return as_card([f"**{section.label}**", state], [*rows, (way,)], visit)


def _section_line(section: SectionSummary) -> str:
    first, last, missing = section.lines[0].number, section.lines[-1].number, section.total - section.answered
    return say(
        TEXTS.review_section,
        label=section.label,
        questions=str(first) if first == last else f"{first}–{last}",
        state=say(TEXTS.review_missing, count=missing) if missing else TEXTS.review_complete,
    )


def answers_text(sections: Sequence[SectionSummary]) -> str:
    """What was answered, section by section; unanswered questions are left out."""
    parts = []
    for section in sections:
        answered = [answer_line(line) for line in section.lines if line.value_label]
        if answered:
            parts.append("\n".join([f"**{section.label}**", *answered]))
    return "\n\n".join(parts)
