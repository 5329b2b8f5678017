"""The head of a document (two columns without borders), its title, and its foot: recipients and signature."""

from itertools import combinations, pairwise
from typing import Final

from docx.document import Document
from docx.table import _Cell

from surveys.reporting.texts.report import LETTER
from surveys.reporting.word.elements import draw_rule, indent_body, set_paragraph, write_line
from surveys.reporting.word.frames import add_frame, next_line
from surveys.reporting.word.letterhead import Letterhead
from surveys.reporting.word.metrics import text_width
from surveys.reporting.word.profiles import DASHES, Profile, Style

_SIGNING_LINES: Final = 4
_SPARE: Final = 2.0  # mm: text is measured only nearly
_LONGEST_RULE: Final = 1 / 3  # of the text's width, below a subject of several lines


def number_line(profile: Profile, letterhead: Letterhead, kind: str) -> str:
    """Word the number: ``Số: 05/BC-UBND``; a single digit gets its 0, an empty one leaves room for the pen."""
    number = letterhead.number.strip()
    number = number.zfill(2) if number.isdigit() else number
    symbol = letterhead.symbol or LETTER.blank_symbol
    number = number or profile.number_blank
    return profile.number.format(number=number, kind=profile.kinds[kind], symbol=symbol)


def date_line(profile: Profile, letterhead: Letterhead) -> str:
    """Word place and date: a 0 before days under 10 and months 1 and 2, dots where they are not known."""
    day = letterhead.day
    return profile.place_date.format(
        place=letterhead.place or LETTER.blank_place,
        day=f"{day.day:02}" if day else LETTER.blank_day,
        month=(f"{day.month:02}" if day.month <= 2 else str(day.month)) if day else LETTER.blank_day,
        year=day.year if day else LETTER.blank_year,
    )


def _write_ruled(cell: _Cell, text: str, style: Style, *, rule: float, font: str, column: float) -> None:
    """Write a name in even lines and, below it, a rule of a part of the last line's length."""
    lines = _balanced(text, style, column)
    for line in lines:
        write_line(next_line(cell), line, style, font)
    if rule:
        draw_rule(next_line(cell), min(_width(lines[-1], style), column) * rule, column)


def _width(text: str, style: Style) -> float:
    return text_width(text.upper() if style.caps else text, style.size, bold=style.bold)


def _balanced(text: str, style: Style, column: float) -> list[str]:
    """Break a name into as few lines as fit, of lengths as even as can be: no word is left alone below."""
    words = text.split()
    for count in range(1, len(words)):
        breaks = ([0, *inner, len(words)] for inner in combinations(range(1, len(words)), count - 1))
        ways = [[" ".join(words[a:b]) for a, b in pairwise(each)] for each in breaks]
        best = min(ways, key=lambda way: max(_width(line, style) for line in way))
        if all(_width(line, style) <= column - _SPARE for line in best):
            return best
    return words or [text]


def write_head(document: Document, profile: Profile, letterhead: Letterhead, kind: str, width: float) -> None:
    """Write the head as wide as the text (``width`` mm): issuer and number left, emblem and date right."""
    left, right = (column * width / sum(profile.columns) for column in profile.columns)
    styles, font = profile.elements, profile.font
    table = add_frame(document, [left, right], rows=2)
    issuer, state = table.rows[0].cells
    parent = letterhead.parent or LETTER.blank_parent
    _write_ruled(issuer, parent, styles["parent"], rule=0, font=font, column=left)
    name = letterhead.issuer or LETTER.blank_issuer
    _write_ruled(issuer, name, styles["issuer"], rule=profile.issuer_rule, font=font, column=left)
    if profile.has_star:
        write_line(next_line(issuer), "*", styles["number"], font)
    _write_ruled(state, profile.emblem, styles["emblem"], rule=profile.emblem_rule, font=font, column=right)
    if profile.motto:
        _write_ruled(state, profile.motto, styles["motto"], rule=profile.motto_rule, font=font, column=right)
    number, day = table.rows[1].cells
    write_line(next_line(number), number_line(profile, letterhead, kind), styles["number"], font, before=4)
    write_line(next_line(day), date_line(profile, letterhead), styles["place_date"], font, before=4)


def write_title(document: Document, profile: Profile, type_: str, subject: str, width: float) -> None:
    """Write the type of document, its subject and the short line below."""
    styles, font = profile.elements, profile.font
    write_line(document.add_paragraph(), type_, styles["type"], font, before=18, keep=True)
    first = subject[:1].lower() if profile.subject_is_lower else subject[:1].upper()
    lines = (first + subject[1:]).split("\n")
    for line in lines:
        write_line(document.add_paragraph(), line, styles["subject"], font, keep=True)
    below = document.add_paragraph()
    if profile.subject_rule == DASHES:
        write_line(below, "-----", styles["subject"], font, after=12)
        return
    length = text_width(lines[-1], styles["subject"].size) * float(profile.subject_rule)
    draw_rule(below, min(length, width * _LONGEST_RULE), width)
    set_paragraph(document.add_paragraph(), styles["recipients"], after=6)


def write_ground(document: Document, profile: Profile, ground: str) -> None:
    """Write one line of the grounds, in italics."""
    line = document.add_paragraph()
    write_line(line, ground, profile.elements["ground"], profile.font, after=profile.spacing.after)
    indent_body(line, profile)


def write_foot(document: Document, profile: Profile, letterhead: Letterhead, width: float) -> None:
    """Write who receives it (left) and who signs (right), in one row that never breaks over pages."""
    styles, font = profile.elements, profile.font
    set_paragraph(document.add_paragraph(), styles["recipients"], keep=True)
    receive, sign = add_frame(document, [width / 2, width / 2]).rows[0].cells
    write_line(next_line(receive), profile.recipients_title, styles["recipients_title"], font)
    names = [*(letterhead.recipients or (LETTER.blank_recipient,)), letterhead.filing or profile.filing]
    for place, name in enumerate(names, 1):
        end = profile.recipient_last_end if place == len(names) else profile.recipient_end
        text = profile.recipient.format(text=name.strip("-;., "), end=end)
        write_line(next_line(receive), text, styles["recipients"], font)
    write_line(next_line(sign), letterhead.authority or LETTER.blank_authority, styles["authority"], font)
    write_line(next_line(sign), letterhead.position or LETTER.blank_position, styles["position"], font)
    for _ in range(_SIGNING_LINES):
        write_line(next_line(sign), "", styles["signer"], font)
    write_line(next_line(sign), letterhead.signer, styles["signer"], font)
