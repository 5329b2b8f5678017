"""THÔNG BÁO kết luận giao ban in Word, by the layouts that the report has."""

from collections.abc import Sequence
from typing import Final

from surveys.briefing.conclusions import Conclusions, Task
from surveys.reporting.numbers import date_text, number_text
from surveys.reporting.texts.briefing import LETTER as TEXTS
from surveys.reporting.word.blocks import Heading, Text
from surveys.reporting.word.grid import Box, Grid
from surveys.reporting.word.header import write_foot, write_head, write_title
from surveys.reporting.word.letterhead import Letterhead
from surveys.reporting.word.opening import (
    begin_section,
    close_document,
    number_pages,
    open_document,
    text_width_of,
)
from surveys.reporting.word.profiles import Profile
from surveys.reporting.word.setting import Typesetter
from surveys.reporting.word.tables import write_grid

_KIND: Final = "notice"


def conclusions_document(told: Conclusions, letterhead: Letterhead, profile: Profile) -> bytes:
    """Make the document. The same input gives the same bytes."""
    subject = TEXTS.subject.format(day=date_text(told.day))
    title = f"{TEXTS.type} {subject[:1].lower()}{subject[1:]}".replace("\n", " ")
    document = open_document(profile, title=title, office=told.office, day=told.made_on)
    width = text_width_of(profile, is_landscape=False)
    number_pages(begin_section(document, profile, is_landscape=False, is_first=True), profile)
    write_head(document, profile, letterhead, _KIND, width)
    write_title(document, profile, TEXTS.type, subject, width)
    setter = Typesetter(document, profile)
    said = {"day": date_text(told.day), "office": told.office or TEXTS.office}
    setter.set(Text(TEXTS.opening.format(**said, communes=told.communes or TEXTS.communes)))
    if told.decisions:
        setter.set(Heading(1, TEXTS.decisions))
        for number, text in enumerate(told.decisions, 1):
            setter.set(Text(f"{number}. {text.rstrip('.')}."))
    parts = (
        (TEXTS.actions, TEXTS.actions_lead, told.tasks),
        (TEXTS.earlier, TEXTS.earlier_lead, told.earlier),
    )
    for heading, lead, tasks in parts:
        if tasks:
            setter.set(Heading(1, heading))
            setter.set(Text(lead.format(count=number_text(len(tasks))), keeps=True))
            write_grid(document, _grid(tasks), profile, caption=TEXTS.caption, width=width)
    if told.following is not None:
        setter.set(Text(TEXTS.following.format(day=date_text(told.following))))
    setter.write_paragraph(TEXTS.ending + profile.ending, keeps=True)
    write_foot(document, profile, letterhead, width)
    return close_document(document, told.made_on)


def _grid(tasks: Sequence[Task]) -> Grid:
    rows = tuple(
        (
            Box(number_text(number), "center"),
            Box(task.text),
            Box(task.owner or TEXTS.none),
            Box(TEXTS.none if task.due is None else date_text(task.due), "center"),
        )
        for number, task in enumerate(tasks, 1)
    )
    return Grid((tuple(Box(heading) for heading in TEXTS.columns),), rows, (False, True, True, False))
