"""THE ENGINE: an interview and what somebody does → the interview afterwards and what happened. Pure.

It stores nothing, sends nothing and knows no clock: the day is a field of ``Interview``.

    state       Interview, Status, the events, Step
    evaluation  what is relevant, required, valid and offered, at one moment
    moves       from screen to screen: begin, back, jump, review, stop, resume
    answering   what changes an answer: choose, confirm, proceed, skip, attach
    typed       reply: a typed text is a command or an answer
    repeating   the question for one more instance of a repeat; an instance taken out
    submission  what would violate the form; submit; a change after completion
    view        everything that a card needs
    counting    progress, and the answers that count
"""

from surveys.interview.answering import attach, choose, confirm, proceed, skip, wanted
from surveys.interview.counting import (
    counted_answers,
    counted_answers_of,
    counted_calculations,
    counted_calculations_of,
    required_progress,
    screen_progress,
)
from surveys.interview.evaluation import FORM_ORDER, Evaluation
from surveys.interview.lists import positions_of
from surveys.interview.moves import back, begin, jump, jump_to_mark, jump_to_number, resume, review, stop
from surveys.interview.state import (
    DONE,
    REVIEW,
    AnswerStored,
    Event,
    InstanceRemoved,
    Interview,
    Reopened,
    Resumed,
    ScreenOpened,
    Status,
    Step,
    Stopped,
    Submitted,
    ValueKept,
)
from surveys.interview.submission import submit
from surveys.interview.typed import reply
from surveys.interview.view import (
    Line,
    Option,
    Prompt,
    SectionSummary,
    View,
    item_label,
    sections,
    value_label,
    view,
)
from surveys.replies import CODES, Rejected

__all__ = [
    "CODES",
    "DONE",
    "FORM_ORDER",
    "REVIEW",
    "AnswerStored",
    "Evaluation",
    "Event",
    "InstanceRemoved",
    "Interview",
    "Line",
    "Option",
    "Prompt",
    "Rejected",
    "Reopened",
    "Resumed",
    "ScreenOpened",
    "SectionSummary",
    "Status",
    "Step",
    "Stopped",
    "Submitted",
    "ValueKept",
    "View",
    "attach",
    "back",
    "begin",
    "choose",
    "confirm",
    "counted_answers",
    "counted_answers_of",
    "counted_calculations",
    "counted_calculations_of",
    "item_label",
    "jump",
    "jump_to_mark",
    "jump_to_number",
    "positions_of",
    "proceed",
    "reply",
    "required_progress",
    "resume",
    "review",
    "screen_progress",
    "sections",
    "skip",
    "stop",
    "submit",
    "value_label",
    "view",
    "wanted",
]
