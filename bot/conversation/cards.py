"""How an interview looks in the chat: a view becomes one card. Pure.

Every choice is numbered in the text, so that a channel without buttons loses nothing; buttons carry
the label when all labels are short, else only the number.
"""

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from bot.conversation.card_parts import (
    LABEL_LIMIT,
    USUAL,
    CardPress,
    answer_line,
    as_card,
    in_rows,
    jumps,
    short,
)
from bot.conversation.entry_rows import entry_instruction, entry_rows
from bot.conversation.long_lists import page_rows, searching
from bot.messages import Button, Caps, Outbound
from bot.texts import say
from bot.texts.either import clip
from bot.texts.interview import TEXTS
from surveys.interview import Option, Prompt, View, positions_of
from surveys.interview.kinds import SENT
from surveys.questionnaire import ItemType, Questionnaire
from surveys.replies import fold

LABELS_AT_MOST: Final = 8  # buttons with labels that still fit one screen
GROWING: Final = (ItemType.SELECT_MULTIPLE, ItemType.RANK)
"""What is answered tap by tap, and finished by “Xong”."""
LIKERT: Final = "likert"
SIDE_BY_SIDE: Final = " · "


def question_card(
    view: View,
    form: Questionnaire,
    response_id: int,
    visit: int,
    lead: str = "",
    *,
    is_open: bool = False,
    opened: int = -1,
    caps: Caps = USUAL,
) -> Outbound:
    """The card of an open question or note. ``lead`` says first what was stored or why a reply was not.

    ``opened``: of a time the hour that was tapped, so that its minutes are offered.

    A long list stands folded behind what the roster knows, unless ``is_open``; so do the numbers of a list's lines.
    Where buttons hold whole choices, all of them are shown there, and the text does not repeat them.
    """
    is_whole = caps.whole_choices and len(view.prompts) == 1
    press = CardPress(response_id, visit)
    if view.place == "list":
        return _list_card(view, form, press, visit, lead, is_open=is_open)
    if not is_open and not is_whole and is_folded(view):
        return _folded_card(view, press, visit, lead)
    lines = [lead, _place(view), *_body(view, is_whole=is_whole), *_instructions(view, caps)]
    buttons = [*_answer_rows(view, form, press, opened, is_whole=is_whole), *_way_rows(view, press)]
    if caps.whole_choices and view.section and view.place == "question":
        buttons.append((press.move(TEXTS.button_part, "part"),))
    return replace(as_card(lines, buttons, visit), picks=_picks(view, caps))


def _picks(view: View, caps: Caps) -> str:
    """Return what is picked beside a card that asks one thing: a day, a time of it, a file, a place."""
    kind = view.prompts[0].item.type if len(view.prompts) == 1 else None
    if kind in (ItemType.DATE, ItemType.TIME, ItemType.DATETIME):
        return str(kind) if caps.picks_dates else ""
    if kind not in SENT or not caps.picks_files or kind not in caps.carries:
        return ""
    return "document" if kind is ItemType.FILE else str(kind)


def is_folded(view: View) -> bool:
    """Whether a question's long list is drawn only when it is asked for: the roster knows the answer."""
    if len(view.prompts) != 1 or view.prompts[0].value or not view.prompts[0].roster_label:
        return False
    offered = max(len(view.prompts[0].options), len(view.prompts[0].whole))
    return offered > LABELS_AT_MOST and not view.prompts[0].is_listed


def asks_for_more(view: View, text: str) -> bool:
    """Whether a typed text asks for what is folded: "chọn lại" for the choices, "sửa" for the numbers of the lines."""
    typed = fold(text).strip(" .!")
    if view.place == "list":
        return typed in map(fold, (TEXTS.button_correct_line, *TEXTS.wrong_words))
    return is_folded(view) and typed == fold(TEXTS.button_open)


def asked_guidance(view: View, index: int | None = None, text: str = "") -> str:
    """Return the guidance of a question: of the one at an index, or of the open ones if a typed text asks for it."""
    if index is None and fold(text).strip(" .!?") != fold(TEXTS.typed_guidance):
        return ""
    prompts = (prompt for prompt in view.prompts if prompt.guidance and index in (None, prompt.index))
    return "\n".join(say(TEXTS.guidance, text=prompt.guidance) for prompt in prompts)


def asked_section(view: View, text: str) -> int | None:
    """Return the place of the section whose answers a typed text asks to see before submitting ("phần 2")."""
    wanted = fold(text).strip(" .!")
    named = (fold(say(TEXTS.typed_section, number=number + 1)) for number in range(len(view.sections)))
    return next((place for place, name in enumerate(named) if name == wanted), None)


def _list_card(
    view: View, form: Questionnaire, press: CardPress, visit: int, lead: str, *, is_open: bool
) -> Outbound:
    """The card of what the roster knows: all of it is right, or a line is to be corrected."""
    named = [replace(line, label=TEXTS.list_labels.get(line.attribute, line.label)) for line in view.lines]
    known = "\n".join([TEXTS.list_head, *(answer_line(line, TEXTS.none_known) for line in named)])
    example = f"{TEXTS.button_correct_line.lower()} {view.lines[-1].number}"
    lines = [lead, view.section, view.label, known]
    lines.append(say(TEXTS.list_open_help) if is_open else say(TEXTS.list_help, example=example))
    correct = press.move(TEXTS.button_all_correct, "confirm", style="primary")
    numbers = in_rows(jumps(view.lines, form, press))
    rows = (
        [*numbers, (correct,)] if is_open else [(correct,), (press.move(TEXTS.button_correct_line, "open"),)]
    )
    return as_card(lines, [*rows, _way(view, press)], visit)


def _folded_card(view: View, press: CardPress, visit: int, lead: str) -> Outbound:
    """The card of a question that the roster answers: right, or choose anew."""
    prompt = view.prompts[0]
    asked = "\n".join(part for part in (f"**{prompt.label}**", prompt.hint, _standing(prompt)) if part)
    optional = [TEXTS.optional] if view.can_skip else []
    lines = [lead, _place(view), *_heading(view), asked, " ".join([TEXTS.confirm_or_open, *optional])]
    correct = say(TEXTS.button_correct, value=clip(prompt.roster_label, LABEL_LIMIT))
    rows = [(press.move(correct, "confirm", style="primary"),), (press.move(TEXTS.button_open, "open"),)]
    return as_card(lines, [*rows, *_way_rows(view, press)], visit)


def done_card(
    response_id: int, visit: int, name: str, answer_count: int, *, closes_at: str, lead: str = ""
) -> Outbound:
    """The thank-you: what was saved and until when (as text) it may be corrected."""
    press = CardPress(response_id, visit)
    text = say(TEXTS.done, name=name, count=answer_count, closes_at=closes_at)
    return as_card([lead, text], [(press.move(TEXTS.button_correct_answers, "review"),)], visit)


def stopped_card(
    response_id: int, visit: int, progress: tuple[int, int], *, closes_at: str, lead: str = ""
) -> Outbound:
    """The pause: what is kept (questions answered, of all), and one tap to go on."""
    press = CardPress(response_id, visit)
    answered, total = progress
    text = say(TEXTS.stopped, answered=answered, total=total, closes_at=closes_at)
    return as_card([lead, text], [(press.move(TEXTS.button_resume, "resume", style="primary"),)], visit)


def _place(view: View) -> str:
    if view.place == "note":
        return view.section
    if view.is_total_certain:
        template = TEXTS.place if view.section else TEXTS.place_plain
        return say(template, section=view.section, number=view.number, total=view.total)
    template = TEXTS.place_on_the_way if view.section else TEXTS.place_on_the_way_plain
    return say(template, section=view.section, number=view.number, percent=view.percent)


def _body(view: View, *, is_whole: bool) -> list[str]:
    lines = _heading(view)
    for prompt in view.prompts:
        label, choices = f"**{prompt.label}**", "" if is_whole else _choices(prompt)
        lines.append("\n".join(part for part in (label, prompt.hint, choices, _standing(prompt)) if part))
    return lines


def _heading(view: View) -> list[str]:
    """What stands above the questions: the group and its notes; a question alone is no heading of itself."""
    is_itself = len(view.prompts) == 1 and view.label == view.prompts[0].label.rstrip()
    if not view.label or is_itself:
        return []
    return [view.label if view.place == "note" else f"**{view.label}**"]


def _choices(prompt: Prompt) -> str:
    """Every choice with its number: one under the other, the steps of a scale side by side."""
    is_scale = LIKERT in prompt.item.appearance.split()
    return (SIDE_BY_SIDE if is_scale else "\n").join(map(_choice_line, prompt.options))


def _choice_line(option: Option) -> str:
    if option.place:
        return _numbered(option) + say(TEXTS.ranked, place=option.place)
    return _numbered(option) + (" ✔" if option.selected else "")


def _numbered(option: Option) -> str:
    return _with_number(option.label, option.number)


@lru_cache(maxsize=4096)
def _with_number(label: str, number: int) -> str:
    """The label with its number, not said twice where the label itself begins with it ("3 – Trung bình", "3")."""
    if label == str(number):
        return label
    said = re.match(rf"{number}(?:[.)]|\s+[–-])\s+", label)
    return f"{number}. {label[said.end() :] if said else label}"


def _standing(prompt: Prompt) -> str:
    """Say what is recorded, or what the roster knows."""
    if prompt.value:
        return "" if prompt.options else say(TEXTS.current, value=clip(prompt.value_label, 300))
    template = TEXTS.default_says if prompt.is_default else TEXTS.roster_says
    return say(template, value=prompt.roster_label) if prompt.roster_label else ""


def _instructions(view: View, caps: Caps) -> list[str]:
    if view.place == "note" or not view.prompts:
        return []
    optional = [TEXTS.optional] if view.can_skip else []
    if len(view.prompts) > 1:
        if any(prompt.item.type is not ItemType.SELECT_ONE for prompt in view.prompts):
            return [TEXTS.each_in_turn, *optional]
        example = " ".join(str(len(prompt.options) - i) for i, prompt in enumerate(view.prompts))
        return [say(TEXTS.rate_all, count=len(view.prompts), example=example), *optional]
    prompt = view.prompts[0]
    said = (
        ""
        if prompt.item.type in SENT and prompt.item.type not in caps.carries
        else _instruction(prompt, caps)
    )
    return [" ".join([said, *optional]).strip()]


def _instruction(prompt: Prompt, caps: Caps) -> str:
    is_multiple = prompt.item.type is ItemType.SELECT_MULTIPLE
    if not prompt.value and prompt.roster_label:
        if is_multiple:
            return TEXTS.confirm_or_choose
        return TEXTS.confirm_or_correct if prompt.options else TEXTS.confirm_or_type
    if prompt.whole:
        return searching(prompt)
    if is_multiple and prompt.max_selected:
        return say(TEXTS.choose_up_to, limit=prompt.max_selected)
    if prompt.item.type is ItemType.RANK:
        return say(TEXTS.put_in_order, example=" ".join(str(n) for n in range(len(prompt.options), 0, -1)))
    choosing = {ItemType.SELECT_ONE: TEXTS.choose_one, ItemType.SELECT_MULTIPLE: TEXTS.choose_many}
    return choosing.get(prompt.item.type) or entry_instruction(prompt, caps)


def _answer_rows(
    view: View, form: Questionnaire, press: CardPress, opened: int, *, is_whole: bool
) -> list[tuple[Button, ...]]:
    rows: list[tuple[Button, ...]] = []
    for prompt in view.prompts:
        if not prompt.value and prompt.roster_label:
            label = say(TEXTS.button_correct, value=clip(prompt.roster_label, LABEL_LIMIT))
            rows.append((press.move(label, "confirm", style="primary"),))
        entries = entry_rows(prompt, press, opened)
        if len(view.prompts) > 1 and (prompt.options or entries):
            rows.append((press.move(f"▼ {short(prompt.label)}", "legend", prompt.index),))
        rows += _choice_rows(prompt, form, press, is_scale=len(view.prompts) > 1, is_whole=is_whole)
        rows += [*entries, *page_rows(prompt, press)]
    return rows


def _choice_rows(
    prompt: Prompt, form: Questionnaire, press: CardPress, *, is_scale: bool, is_whole: bool
) -> list[tuple[Button, ...]]:
    if not prompt.options:
        return []
    is_short = is_whole or (
        not is_scale
        and len(prompt.options) <= LABELS_AT_MOST
        and all(len(option.label) <= LABEL_LIMIT for option in prompt.options)
    )
    positions = positions_of(form, prompt.item.choice_list)
    buttons = [
        _choice_button(prompt, option, positions[option.name], press, is_short=is_short)
        for option in prompt.options
    ]
    return [(button,) for button in buttons] if is_short else in_rows(buttons)


def _choice_button(
    prompt: Prompt, option: Option, position: int, press: CardPress, *, is_short: bool
) -> Button:
    label = _numbered(option) if is_short else str(option.number)
    is_toggle = prompt.item.type is not ItemType.SELECT_ONE
    on = not (is_toggle and option.selected)
    if option.place:
        ranked = say(TEXTS.button_ranked, place=option.place, label=label)
        return press.answer(ranked, prompt.index, position, on=on)
    mark = "✔ " if option.selected else ""
    return press.answer(mark + label, prompt.index, position, on=on)


def _way_rows(view: View, press: CardPress) -> list[tuple[Button, ...]]:
    rows = [
        (_guidance_button(prompt, press, is_alone=len(view.prompts) == 1),)
        for prompt in view.prompts
        if prompt.guidance
    ]
    multiple = [prompt for prompt in view.prompts if prompt.item.type in GROWING]
    chosen = [prompt for prompt in multiple if prompt.value]
    if view.can_proceed and (chosen or not (multiple and view.can_skip)):
        rows.append((press.move(_proceed_label(view), "next", style="primary"),))
    return [*rows, _way(view, press, can_skip=view.can_skip and not chosen)]


def _guidance_button(prompt: Prompt, press: CardPress, *, is_alone: bool) -> Button:
    label = TEXTS.button_guidance if is_alone else f"{TEXTS.button_guidance}: {short(prompt.label)}"
    return press.move(label, "guide", prompt.index, typed=TEXTS.typed_guidance)


def _way(view: View, press: CardPress, *, can_skip: bool = False) -> tuple[Button, ...]:
    back = [press.move(TEXTS.button_back, "back")] if view.can_go_back else []
    skip = [press.move(TEXTS.button_skip, "skip")] if can_skip else []
    return (*back, *skip, press.move(TEXTS.button_stop, "stop"))


def _proceed_label(view: View) -> str:
    prompt = view.prompts[0] if len(view.prompts) == 1 else None
    if prompt is None or prompt.item.type not in GROWING:
        return TEXTS.button_next
    count = sum(option.selected for option in prompt.options)
    if prompt.max_selected:
        return say(TEXTS.button_done_count, count=count, limit=prompt.max_selected)
    return TEXTS.button_done
