"""A questionnaire on paper: whose, the notice, what the roster says, every question with numbered choices."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Final

from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Mm

from surveys.expressions import Node, selection_limit
from surveys.paper import Block, Question, Sheet
from surveys.paper.sheet import mark_of
from surveys.questionnaire import ItemType
from surveys.repeats import is_first_instance
from surveys.replies import show_decimal
from surveys.reporting.texts.paper import PAPER
from surveys.reporting.word.elements import set_paragraph, write_line
from surveys.reporting.word.grid import Box, Grid, add_grid
from surveys.reporting.word.opening import (
    begin_section,
    close_document,
    number_pages,
    open_document,
    text_width_of,
)
from surveys.reporting.word.paper.conditions import word_condition
from surveys.reporting.word.profiles import Profile, Style
from surveys.scales import USUAL

LISTED_AT_MOST: Final = 20
"""A longer choice list (communes, titles) is not printed: its answer is written by hand."""
SCALE_AT_MOST: Final = 7
_OWN_NUMBER: Final = re.compile(r"(\d+) [–-] ")  # "1 – Rất yếu"
_TITLE: Final = Style(14, bold=True, align="center")
_HEADING: Final = Style(13, bold=True)
_QUESTION: Final = Style(12, bold=True)
_TEXT: Final = Style(12)
_NOTICE: Final = Style(10, align="both")
_REMARK: Final = Style(11, italic=True)
_WRITTEN_LINES: Final = {ItemType.TEXT: 2}
"""Dotted lines to write on; one for anything shorter than a text."""
_WRITTEN: Final = {
    ItemType.RANK: PAPER.ranked,
    ItemType.TIME: PAPER.time,
    ItemType.DATETIME: PAPER.moment,
    ItemType.IMAGE: PAPER.image,
    ItemType.FILE: PAPER.file,
    ItemType.AUDIO: PAPER.audio,
    ItemType.VIDEO: PAPER.video,
    ItemType.GEOPOINT: PAPER.geopoint,
}
_ROOM: Final = "\N{NO-BREAK SPACE}"
"""Beside a number that is to be circled."""
_INDENT: Final = 6.0  # mm


@dataclass(frozen=True, slots=True)
class Copy:
    """One person's copy: who it is for, and what is asked."""

    roster_key: str
    full_name: str
    title: str
    unit: str
    sheet: Sheet


def paper_document(copies: Sequence[Copy], *, office: str, notice: str, profile: Profile, day: date) -> bytes:
    """Make the document; ``notice`` is the text that is consented to. The same input gives the same bytes."""
    document = open_document(profile, title=PAPER.type, office=office, day=day)
    for place, copy in enumerate(copies):
        section = begin_section(document, profile, is_landscape=False, is_first=place == 0)
        number_pages(section, profile)
        _Writer(document, profile).write(copy, office, notice)
    return close_document(document, day)


class _Writer:
    """Writes one copy at the end of a document."""

    def __init__(self, document: Document, profile: Profile) -> None:
        self._document = document
        self._profile = profile
        self._width = text_width_of(profile, is_landscape=False)

    def write(self, copy: Copy, office: str, notice: str) -> None:
        """Write everything that one person gets."""
        sheet = copy.sheet
        self._line(office.upper(), Style(12, bold=True, align="center"))
        self._line(PAPER.type.upper(), _TITLE, before=6)
        self._line(sheet.form.title, replace(_TITLE, size=13), after=6)
        self._line(PAPER.person.format(name=copy.full_name, title=copy.title, unit=copy.unit), _TEXT)
        self._line(PAPER.key.format(key=copy.roster_key), _REMARK, after=4)
        for line in filter(None, notice.splitlines()):
            self._line(line, _NOTICE)
        self._line(PAPER.consent, _QUESTION, before=4, keep=True)
        self._choices((PAPER.agree, PAPER.refuse), keeps=True)
        self._line(PAPER.signed, _TEXT, before=4, after=26)
        self._line(PAPER.how, _REMARK, after=4)
        self._known(sheet)
        self._blocks(sheet)
        self._line(PAPER.end, _TEXT, before=8)
        self._line(PAPER.entered, _REMARK, before=4)

    def _known(self, sheet: Sheet) -> None:
        if not sheet.known:
            return
        self._line(PAPER.known, _HEADING, before=6, after=3, keep=True)
        heads = tuple(Box(head, align="center", is_bold=True) for head in PAPER.known_heads)
        rows = tuple(
            (
                Box(
                    _named(sheet.evaluation.render(line.item.label), line.number)
                    + (" *" if line.decides else "")
                ),
                Box(line.shown or PAPER.nothing),
                Box(""),
            )
            for line in sheet.known
        )
        add_grid(self._document, Grid((heads,), rows, (True, True, True)), self._profile, self._width)
        if any(line.decides for line in sheet.known):
            self._line(PAPER.decides, _REMARK, before=2)

    def _blocks(self, sheet: Sheet) -> None:
        section = ""
        for shape, group in groupby(sheet.blocks, key=lambda block: (block.section, _scales(block))):
            blocks = list(group)
            if shape[0] != section:
                section = shape[0]
                label = sheet.evaluation.render(sheet.form.sections.get(section, ""))
                self._line(label, _HEADING, before=8, after=3, keep=True)
                if is_first_instance(section):
                    self._line(PAPER.repeated, _REMARK, keep=True)
            if shape[1] and len(blocks) > 1:
                self._matrix(blocks, sheet)
            else:
                for block in blocks:
                    self._block(block, sheet)

    def _matrix(self, blocks: Sequence[Block], sheet: Sheet) -> None:
        """Write screens that put the same scales to different things as one table."""
        questions = blocks[0].questions
        self._line(PAPER.matrix, _REMARK, keep=True)
        scales = [sheet.evaluation.render(question.item.label) for question in questions]
        for question, scale in zip(questions, scales, strict=True):
            choices = "; ".join(
                f"{place} = {label}" for place, label in enumerate(_plain(question.options), 1)
            )
            self._line(PAPER.scale.format(label=scale, choices=choices), _REMARK, keep=True)
        numbers = [
            Box(f"{_ROOM}{n}{_ROOM}", "center") for each in questions for n in range(1, len(each.options) + 1)
        ]
        heads = (
            Box(scale, "center", is_bold=True, span=len(question.options))
            for question, scale in zip(questions, scales, strict=True)
        )
        titles = (Box(PAPER.row, align="center", is_bold=True), *heads)
        rows = tuple((Box(self._row(block, sheet)), *numbers) for block in blocks)
        flexible = (True, *(False for _ in numbers))
        add_grid(self._document, Grid((titles,), rows, flexible), self._profile, self._width)

    def _row(self, block: Block, sheet: Sheet) -> str:
        label = _named(sheet.evaluation.render(block.label), block.number)
        return f"{label} ({self._only_if(block.condition, sheet)})" if block.condition is not None else label

    def _block(self, block: Block, sheet: Sheet) -> None:
        if block.label:
            self._line(
                _named(sheet.evaluation.render(block.label), block.number), _QUESTION, before=5, keep=True
            )
        if block.condition is not None:
            self._line(self._only_if(block.condition, sheet), _REMARK, keep=True)
        for note in block.notes:
            self._line(sheet.evaluation.render(note), _TEXT, keep=True)
        for question in block.questions:
            label = question.item.label if block.label else _named(question.item.label, block.number)
            self._question(question, sheet.evaluation.render(label), sheet)

    def _question(self, question: Question, label: str, sheet: Sheet) -> None:
        item = question.item
        self._line(" ".join([label, *_asides(question)]), _QUESTION, before=4, keep=True)
        if question.condition is not None:
            self._line(self._only_if(question.condition, sheet), _REMARK, keep=True)
        for remark in (item.hint, item.guidance, item.constraint_message if not question.options else ""):
            if remark:
                self._line(sheet.evaluation.render(remark), _REMARK, keep=True)
        if question.options and len(question.options) <= LISTED_AT_MOST:
            self._choices(question.options, keeps=item.type is ItemType.RANK)
        if item.type is ItemType.ACKNOWLEDGE:
            self._choices((PAPER.acknowledged,))
        elif not question.options or len(question.options) > LISTED_AT_MOST or item.type is ItemType.RANK:
            for _ in range(_WRITTEN_LINES.get(item.type, 1)):
                self._dotted()

    def _choices(self, options: Iterable[str], *, keeps: bool = False) -> None:
        labels = _plain(options)
        for number, label in enumerate(labels, 1):
            is_kept = keeps or number < len(labels)
            self._line(f"{number}.  {label}", _TEXT, indent=_INDENT, keep=is_kept)

    def _dotted(self) -> None:
        paragraph = set_paragraph(self._document.add_paragraph(), _TEXT, before=8)
        paragraph.paragraph_format.tab_stops.add_tab_stop(
            Mm(self._width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
        )
        paragraph.add_run().add_tab()

    def _only_if(self, condition: Node, sheet: Sheet) -> str:
        return PAPER.only_if.format(condition=word_condition(condition, sheet))

    def _line(
        self,
        text: str,
        style: Style,
        *,
        before: float = 0,
        after: float = 0,
        indent: float = 0,
        keep: bool = False,
    ) -> None:
        paragraph = self._document.add_paragraph()
        write_line(paragraph, text, style, self._profile.font, before=before, after=after, keep=keep)
        paragraph.paragraph_format.left_indent = Mm(indent)


def _scales(block: Block) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the scales that a labelled screen puts its label to; empty if it asks anything else."""
    are_scales = all(
        question.item.type is ItemType.SELECT_ONE
        and question.condition is None
        and "likert" in question.item.appearance.split()
        and len(question.options) <= SCALE_AT_MOST
        for question in block.questions
    )
    if not block.label or block.notes or not are_scales:
        return ()
    return tuple((question.item.label, question.options) for question in block.questions)


def _plain(options: Iterable[str]) -> list[str]:
    """Return choices without numbers of their own, where these are the numbers that they have on paper anyway."""
    labels = list(options)
    found = [_OWN_NUMBER.match(label) for label in labels]
    if all(match is not None and int(match[1]) == place for place, match in enumerate(found, 1)):
        return [label[match.end() :] for label, match in zip(labels, found, strict=True) if match]
    return labels


def _named(label: str, number: int) -> str:
    """Return a label that can be referred to: with its own mark, or with the number before it."""
    return label if mark_of(label) else f"{number}. {label}"


def _asides(question: Question) -> list[str]:
    item, asides = question.item, []
    if item.type is ItemType.SELECT_MULTIPLE:
        limit = selection_limit(item.constraint)
        asides.append(PAPER.at_most.format(count=limit) if limit else PAPER.several)
    asides += [_WRITTEN[item.type]] if item.type in _WRITTEN else []
    if item.type is ItemType.RANGE:
        numbers = (show_decimal(number) for number in item.scale or USUAL)
        asides.append(
            PAPER.scale_of_numbers.format(**dict(zip(("first", "last", "step"), numbers, strict=False)))
        )
    if item.required is None and PAPER.optional_already not in item.label:
        asides.append(PAPER.optional)
    return asides
