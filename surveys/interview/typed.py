"""A typed text: a command or an answer to the open screen. What could be both is asked back."""

from collections.abc import Callable, Mapping
from typing import Final

from surveys.interview.answering import answer, confirm, confirmable, proceed, skip
from surveys.interview.confirming import is_list
from surveys.interview.evaluation import Evaluation
from surveys.interview.kinds import SELECTS, read_plain
from surveys.interview.moves import (
    back,
    jump_to_mark,
    jump_to_number,
    next_screen,
    no_question,
    open_screen_of,
    resume,
    review,
    stop,
)
from surveys.interview.repeating import gate_of, read_gate
from surveys.interview.rostered import in_form_order
from surveys.interview.searching import add_found, is_long, labels_of, matched
from surveys.interview.state import DONE, REVIEW, Interview, Status, Step, reject
from surveys.interview.submission import open_screen, submit
from surveys.questionnaire import Item, ItemType, Screen
from surveys.replies import (
    Command,
    CommandKind,
    Match,
    Rejected,
    fold,
    list_choices,
    quote,
    read_assent,
    read_choice,
    read_choices,
    read_command,
    read_long_choice,
    read_ranking,
    split_ratings,
)

_MOVES: Final[Mapping[CommandKind, Callable[[Interview], Step]]] = {
    CommandKind.BACK: back,
    CommandKind.SKIP: skip,
    CommandKind.STOP: stop,
    CommandKind.PROCEED: proceed,
    CommandKind.CONFIRM: confirm,
    CommandKind.REVIEW: review,
    CommandKind.SUBMIT: submit,
}
_READ: Final = frozenset({"roi", "da doc", "doc roi", "da ro", "bat dau"})
"""What people answer to a note besides yes (folded)."""

_DIGITS: Final = 3  # of the number of a line

_SPLIT_TYPES: Final = (ItemType.SELECT_ONE, ItemType.INTEGER, ItemType.RANGE)
"""Several of these on one screen may be answered in one line."""


def reply(interview: Interview, text: str) -> Step:
    """Take a typed text: an answer, or a command such as "quay lại", "bỏ qua", "sửa 3", "gửi"."""
    command = read_command(text)
    if interview.status is Status.STOPPED:
        return _reply_paused(interview, command)
    if interview.screen == DONE:
        return _reply_done(interview, command)
    if interview.screen == REVIEW:
        return _obey(interview, command) if command else reject(interview, Rejected("review_open"))
    if missing := no_question(interview):
        return missing
    screen = open_screen_of(interview)
    assert screen is not None
    if is_list(interview, screen):
        return _reply_to_list(interview, command, text)
    if not interview.evaluation.questions(screen):
        return _reply_to_note(interview, command, text)
    if (gate := gate_of(interview, screen)) and (said := read_gate(interview, gate, text)) is not None:
        return answer(interview, {gate.name: said})
    if command is not None and (step := _weigh(interview, screen, command, text)):
        return step
    if command is None and _agrees(interview, screen, text):
        return confirm(interview)
    return _answer(interview, screen, text)


def _agrees(interview: Interview, screen: Screen, text: str) -> bool:
    """Whether a text says yes to what the roster knows, and names no choice."""
    if not read_assent(text) or not confirmable(interview, screen):
        return False
    return not any(match.candidates for _, match in _matches(interview.evaluation, screen, text))


def _reply_paused(interview: Interview, command: Command | None) -> Step:
    kinds = command.kinds if command else ()
    if kinds == (CommandKind.PROCEED,):
        return resume(interview)
    if command and kinds[0] in (CommandKind.CORRECT, CommandKind.REVIEW):
        return _obey(interview, command)
    return reject(interview, Rejected("stopped"))


def _reply_done(interview: Interview, command: Command | None) -> Step:
    if command and command.kinds[0] in (CommandKind.CORRECT, CommandKind.REVIEW, CommandKind.BACK):
        return _obey(interview, command)
    return reject(interview, Rejected("no_open_question"))


def _reply_to_note(interview: Interview, command: Command | None, text: str) -> Step:
    if command is not None and command.kinds != (CommandKind.CONFIRM,):
        return _obey(interview, command)
    if command is not None or fold(text) in _READ or read_assent(text):
        return proceed(interview)
    return reject(interview, Rejected("nothing_asked"))


def _reply_to_list(interview: Interview, command: Command | None, text: str) -> Step:
    """Take "đúng", and the number of a line as a wish to correct it; else say what may be said."""
    if command is not None:
        is_unsure = len(command.kinds) > 1 and CommandKind.CONFIRM in command.kinds
        unsure = Rejected("ambiguous_confirmation", parameters={"typed": quote(text)})
        return reject(interview, unsure) if is_unsure else _obey(interview, command)
    typed = fold(text).strip(" .!")
    if read_assent(text):
        return confirm(interview)
    is_number = typed.isascii() and typed.isdecimal() and len(typed) <= _DIGITS
    return jump_to_number(interview, int(typed)) if is_number else reject(interview, Rejected("confirm_list"))


def _obey(interview: Interview, command: Command) -> Step:
    kind = command.kinds[0]
    if kind is not CommandKind.CORRECT:
        return _MOVES[kind](interview)
    if command.target.isdecimal():
        return jump_to_number(interview, int(command.target))
    return jump_to_mark(interview, command.target)


def _weigh(interview: Interview, screen: Screen, command: Command, text: str) -> Step | None:
    """Obey a command unless the text answers the question; ``None`` means that it is an answer."""
    matches = _matches(interview.evaluation, screen, text)
    if any(match.is_exact for _, match in matches):
        return None
    for item, match in matches:
        if match.sure:
            candidates = list_choices(match.sure, labels_of(interview.evaluation, item))
            parameters = {"typed": quote(text), "candidates": candidates}
            return reject(interview, Rejected("ambiguous_command", item.name, parameters))
    can_confirm = bool(confirmable(interview, screen))
    if len(command.kinds) > 1 and can_confirm:
        return reject(interview, Rejected("ambiguous_confirmation", parameters={"typed": quote(text)}))
    if command.kinds == (CommandKind.CONFIRM,) and not can_confirm:
        return None
    return _obey(interview, command)


def _matches(evaluation: Evaluation, screen: Screen, text: str) -> list[tuple[Item, Match]]:
    return [
        (item, matched(evaluation, item, text))
        for item in evaluation.questions(screen)
        if item.type in SELECTS
    ]


# --- answers ----------------------------------------------------------------------------------------


def _answer(interview: Interview, screen: Screen, text: str) -> Step:
    evaluation = interview.evaluation
    questions = evaluation.questions(screen)
    if len(questions) == 1:
        return _answer_one(interview, questions[0], text)
    missing = [item for item in questions if evaluation.is_item_pending(item)]
    is_worded = any(
        map(str.isalpha, text)
    )  # “2-3 ngày” is one length; a number alone goes where one is missing
    named = [item for item in questions if is_worded and _is_whole_label(evaluation, item, text)]
    if len(named) == 1:
        return _answer_one(interview, named[0], text)
    if not all(item.type in _SPLIT_TYPES for item in questions):
        return _answer_first(interview, questions, missing, text)
    return _answer_line(interview, questions, missing, text)


def _answer_one(interview: Interview, item: Item, text: str) -> Step:
    if item.type is ItemType.SELECT_MULTIPLE and is_long(interview.evaluation, item):
        return add_found(interview, item, text)
    value = read_value(interview.evaluation, item, text)
    return reject(interview, value) if isinstance(value, Rejected) else answer(interview, {item.name: value})


def _answer_first(interview: Interview, questions: tuple[Item, ...], missing: list[Item], text: str) -> Step:
    """Give the whole text to the first item that misses an answer, or to the only one for which it is one."""
    read = {item.name: read_value(interview.evaluation, item, text) for item in missing or questions}
    values = {name: value for name, value in read.items() if isinstance(value, str)}
    if missing and missing[0].name in values:
        return answer(interview, {missing[0].name: values[missing[0].name]})
    if len(values) == 1:
        return answer(interview, values)
    unclear = [value for value in read.values() if isinstance(value, Rejected) and value.code == "ambiguous"]
    if len(unclear) == 1:
        return reject(interview, unclear[0])
    if missing:
        return _answer_one(interview, missing[0], text)
    parameters = {"expected": str(len(questions)), "found": "1"}
    return reject(interview, Rejected("too_few_values", questions[0].name, parameters))


def _answer_line(interview: Interview, questions: tuple[Item, ...], missing: list[Item], text: str) -> Step:
    """Take "5 2" as an answer to each item, "5" as one to the first that misses it."""
    if missing and _is_whole_label(interview.evaluation, missing[0], text):
        return _answer_one(interview, missing[0], text)
    parts = split_ratings(text, len(questions))
    if isinstance(parts, Rejected):
        return reject(interview, parts)
    if len(parts) < len(questions):
        if glued := _glued(interview.evaluation, questions, text):
            return reject(interview, glued)
        return _answer_first(interview, questions, missing, text)
    values = {}
    for item, part in zip(questions, parts, strict=True):
        value = read_value(interview.evaluation, item, part)
        if isinstance(value, Rejected):
            return reject(interview, value)
        values[item.name] = value
    step = answer(interview, values)
    was_whole = not missing and step.interview.screen == interview.screen
    is_taken = not any(isinstance(event, Rejected) for event in step.events)
    return open_screen(step, next_screen(step.interview)) if was_whole and is_taken else step


def _is_whole_label(evaluation: Evaluation, item: Item, text: str) -> bool:
    if item.type not in SELECTS:
        return False
    match = matched(evaluation, item, text)
    return match.is_exact and match.only is not None


def _glued(evaluation: Evaluation, questions: tuple[Item, ...], text: str) -> Rejected | None:
    """Ask for a space in “52” on a screen of two ratings up to 5: it might be a slip of the finger."""
    digits = text.strip()
    if len(digits) != len(questions) or not (digits.isascii() and digits.isdecimal()):
        return None
    if isinstance(read_value(evaluation, questions[0], digits), str):
        return None
    each = [read_value(evaluation, item, digit) for item, digit in zip(questions, digits, strict=True)]
    if any(isinstance(value, Rejected) for value in each):
        return None
    return Rejected("separate_numbers", questions[0].name, {"example": " ".join(digits)})


def read_value(evaluation: Evaluation, item: Item, text: str) -> str | Rejected:
    """Read a typed text as a value of an item; whether the value is valid is not looked at."""
    found = _read(evaluation, item, text)
    return Rejected(found.code, item.name, found.parameters) if isinstance(found, Rejected) else found


def _read(evaluation: Evaluation, item: Item, text: str) -> str | Rejected:
    match item.type:
        case ItemType.SELECT_ONE:
            read = read_long_choice if is_long(evaluation, item) else read_choice
            index = read(text, labels_of(evaluation, item))
            return index if isinstance(index, Rejected) else evaluation.options(item)[index].name
        case ItemType.SELECT_MULTIPLE:
            indices = read_choices(text, labels_of(evaluation, item))
            if isinstance(indices, Rejected):
                return indices
            return in_form_order(evaluation, item, [evaluation.options(item)[i].name for i in indices])
        case ItemType.RANK:
            order = read_ranking(text, labels_of(evaluation, item))
            if isinstance(order, Rejected):
                return order
            return " ".join(evaluation.options(item)[place].name for place in order)
        case _:
            return read_plain(item, text)
