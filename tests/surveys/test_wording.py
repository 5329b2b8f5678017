"""The lexicon: codes in, Vietnamese out."""

from datetime import date
from fractions import Fraction

import pytest

from surveys.aggregation.table import (
    HIDDEN,
    Cell,
    Code,
    Column,
    Count,
    Kind,
    Measure,
    Note,
    Share,
    Source,
    Table,
    everybody,
)
from surveys.questionnaire import Choice, Item, ItemType, Questionnaire, Screen
from surveys.reporting.texts import TABLES
from surveys.reporting.wording import Lexicon

FORM = Questionnaire(
    form_id="f",
    version="1",
    title="",
    screens=(
        Screen(
            "c01",
            (Item("c01_i", ItemType.SELECT_ONE, "Mức độ quan trọng", choice_list="imp"),),
            label="C1. Tin học",
        ),
        Screen("d_len", (Item("d_len", ItemType.SELECT_ONE, "D4. Thời lượng", choice_list="len"),)),
    ),
    choice_lists={"len": (Choice("short", "Dưới 5 ngày"),), "imp": (Choice("5", "Rất quan trọng"),)},
)
LEXICON = Lexicon(FORM, {"09496": "Thị trấn Thứa"})
WHO = everybody("wave:1")


@pytest.mark.parametrize(
    ("vocabulary", "code", "label"),
    [
        ("qual", "dh", "Đại học"),
        ("title", "bt", "Bí thư Đảng ủy"),
        ("title_group", "mttq_doan_the", "Mặt trận, đoàn thể"),
        ("unit", "09496", "Thị trấn Thứa"),
        ("unit", "00000", "00000"),
        ("qual", "total", "Tổng số"),
        ("unit", "total", "Tổng số"),
        ("screen", "c01", "C1. Tin học"),
        ("screen", "d_len", "D4. Thời lượng"),
        ("item", "c01_i", "C1. Tin học – Mức độ quan trọng"),
        ("item:d_len", "short", "Dưới 5 ngày"),
        ("item:d_len", "unknown", "unknown"),
        ("item:gone", "x", "x"),
        ("screen", "gone", "gone"),
        ("item", "gone", "gone"),
        ("nowhere", "x", "x"),
    ],
)
def test_codes_are_worded_by_vocabulary_form_and_units(vocabulary: str, code: str, label: str) -> None:
    """A code that nobody knows stands as it is."""
    assert LEXICON.label(Code(vocabulary, code)) == label


def test_without_a_form_its_codes_stand_as_they_are() -> None:
    """The review needs no form."""
    assert Lexicon().label(Code("screen", "c01")) == "c01"
    assert Lexicon().label(Code("item:d_len", "short")) == "short"


@pytest.mark.parametrize(
    ("cell", "kind", "written"),
    [
        (Count(1234, WHO), Kind.COUNT, "1.234"),
        (Share(Count(33, WHO), Count(75, WHO)), Kind.SHARE, "44%"),
        (Share(Count(0, WHO), Count(0, WHO)), Kind.SHARE, "–"),
        (Measure(Fraction(26, 3), Count(6, WHO)), Kind.MEASURE, "8,67"),
        (Measure(None, Count(6, WHO)), Kind.MEASURE, "–"),
        (Measure(Code("qual", "dh"), Count(6, WHO)), Kind.MEASURE, "Đại học"),
        (Code("qual", "tc"), Kind.CODE, "Trung cấp"),
        ("Lê Thị Hòa", Kind.TEXT, "Lê Thị Hòa"),
        (date(2028, 8, 1), Kind.DATE, "01/8/2028"),
        (3, Kind.NUMBER, "3"),
        (HIDDEN, Kind.COUNT, "*"),
        (HIDDEN, Kind.CODE, "*"),
        (None, Kind.COUNT, "–"),
        (None, Kind.TEXT, ""),
        (None, Kind.CODE, ""),
    ],
)
def test_cells_are_written_by_their_kind(cell: Cell, kind: Kind, written: str) -> None:
    """As Word and the chat show them; hidden is a star, nothing a dash."""
    assert LEXICON.cell(cell, Column("x", kind)) == written


def test_a_year_is_no_amount() -> None:
    """A plain number counts nobody: 1963 is written without a dot, in every document."""
    assert LEXICON.cell(1963, Column("birth_year", Kind.NUMBER)) == "1963"


def test_notes_are_filled_with_worded_parameters() -> None:
    """Codes by their label, dates and fractions the Vietnamese way."""
    note = Note("hidden", {"threshold": 5})
    assert LEXICON.note(note) == "* Không hiện số liệu dưới 5 người và số liệu có thể suy ra từ đó."
    assert LEXICON._plain(Code("qual", "dh")) == "Đại học"
    assert LEXICON._plain(Fraction(389, 100)) == "3,89"
    assert LEXICON._plain(date(2026, 11, 22)) == "22/11/2026"
    assert LEXICON._plain(2500) == "2.500"


def test_what_no_text_names_is_a_mistake() -> None:
    """A table, heading or note without words raises instead of showing a code to an office."""
    table = Table("no_such_table", Source.ANSWERS, (Column("no_such_column", Kind.COUNT),), ())
    with pytest.raises(KeyError):
        LEXICON.title(table)
    with pytest.raises(KeyError):
        LEXICON.heading(table, table.columns[0])
    with pytest.raises(KeyError):
        LEXICON.note(Note("no_such_note"))


def test_headings_of_one_table_differ() -> None:
    """The share beside a count of the same label says that it is one; one that stands alone does not."""
    both = (Column("dh", Kind.COUNT, Code("qual", "dh")), Column("dh_share", Kind.SHARE, Code("qual", "dh")))
    table = Table("t", Source.ROSTER, both, ())
    assert LEXICON.headings(table) == ("Đại học", "Đại học (tỷ lệ)")
    assert LEXICON.headings(Table("t", Source.ROSTER, both[1:], ())) == ("Đại học",)


def test_every_text_of_a_table_is_whole() -> None:
    """No title, heading, note or label in any room is empty."""
    for texts in TABLES:
        assert all([*texts.titles.values(), *texts.columns.values(), *texts.notes.values()])
        assert all(label for labels in texts.labels.values() for label in labels.values())
