"""What people type: read as they mean it, or asked back; never guessed, never an exception."""

import unicodedata
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.replies import (
    CODES,
    CommandKind,
    Rejected,
    fold,
    match_choice,
    read_choice,
    read_choices,
    read_command,
    read_date,
    read_decimal,
    read_integer,
    read_text,
    split_ratings,
)
from tests.surveys.reply_labels import (
    ALL_LISTS,
    BARRIERS,
    CERTIFICATES,
    CONSENTS,
    IMPORTANCES,
    LENGTHS,
    LEVELS,
    QUALIFICATIONS,
    TIMES,
    TITLES,
)

LABELS = st.lists(
    st.text(max_size=12) | st.sampled_from([x for y in ALL_LISTS for x in y]), min_size=1, max_size=8
)
LISTS = st.sampled_from(ALL_LISTS)
TEXTS = st.text(max_size=60) | st.text("0123456789 ,.;-/–vàa13\n", max_size=20)


def code(outcome: object) -> str:
    """Return the code of a rejection, or ``''``."""
    return outcome.code if isinstance(outcome, Rejected) else ""


def candidates(outcome: object) -> list[int]:
    """Return the numbers that an ambiguous reply is asked back with."""
    assert isinstance(outcome, Rejected)
    assert outcome.code == "ambiguous"
    return [int(line.split(".")[0]) for line in outcome.parameters["candidates"].split("\n")]


# --- one choice -------------------------------------------------------------------------------------


@given(LISTS, st.data())
def test_a_number_gives_the_choice_that_is_shown_with_it(labels: Sequence[str], data: st.DataObject) -> None:
    """The number k of n real choices always gives the k-th, however it is written."""
    number = data.draw(st.integers(1, len(labels)))
    form = data.draw(
        st.sampled_from(["{}", " {} ", "{}.", "{})", "số {}", "so {}", "chọn {}", "Chọn số {}.", "({})"])
    )
    assert read_choice(form.format(number), labels) == number - 1


@given(LISTS, st.data())
def test_every_label_gives_its_choice(labels: Sequence[str], data: st.DataObject) -> None:
    """A whole label gives its choice in any case, in NFD, without accents, with spaces and a full stop."""
    index = data.draw(st.integers(0, len(labels) - 1))
    label = labels[index]
    spellings = [
        label,
        label.upper(),
        unicodedata.normalize("NFD", label),
        fold(label),
        f"  {label} .",
        f"{label} ạ",
    ]
    assert read_choice(data.draw(st.sampled_from(spellings)), labels) == index


@given(LABELS, st.data())
def test_any_label_gives_its_choice_or_is_asked_back(labels: list[str], data: st.DataObject) -> None:
    """Whatever the labels are: a label typed never gives another choice."""
    index = data.draw(st.integers(0, len(labels) - 1))
    label = labels[index]
    for spelling in (label, fold(label)):
        outcome = read_choice(spelling, labels)
        if isinstance(outcome, int):
            assert outcome == index or labels[outcome].strip() == label.strip() or spelling != label
        elif spelling == label and label.strip() and outcome.code == "ambiguous":
            assert index + 1 in candidates(outcome)


@given(LABELS, TEXTS)
def test_any_text_is_read_or_refused_with_a_known_code(labels: list[str], text: str) -> None:
    """No text raises, and every refusal has a code that the bot can word."""
    for outcome in (
        read_choice(text, labels),
        read_choices(text, labels),
        read_text(text),
        read_integer(text),
        read_decimal(text),
        read_date(text),
        split_ratings(text, 2),
    ):
        assert not isinstance(outcome, Rejected) or outcome.code in CODES
    read_command(text)


@pytest.mark.parametrize(
    ("text", "labels", "numbers"),
    [
        ("1 tuần", LENGTHS, [1, 3]),
        ("5 ngày", LENGTHS, [3, 5]),
        ("tuần", LENGTHS, [3, 4]),
        ("quý", TIMES, [1, 2, 3, 4]),
        ("bí thư", TITLES, [1, 2, 7]),
        ("chủ tịch", TITLES, [3, 4, 5, 6]),
        ("chủ tịch ubnd xã", TITLES, []),
        ("đồng ý", CONSENTS, [1, 2]),
        ("dong y", CONSENTS, [1, 2]),
        ("học", QUALIFICATIONS, [5, 6]),
        ("cấp", QUALIFICATIONS, [2, 3]),
        ("Dại học", QUALIFICATIONS, [5, 6]),
        ("1. Cao đẳng", QUALIFICATIONS, [1, 4]),
        ("không", BARRIERS, [1, 5]),
    ],
)
def test_what_could_mean_two_things_is_asked_back(
    text: str, labels: tuple[str, ...], numbers: list[int]
) -> None:
    """Two possible choices are listed with the numbers that they are shown with."""
    outcome = read_choice(text, labels)
    assert (candidates(outcome) == numbers) if numbers else (code(outcome) == "not_a_choice")


@pytest.mark.parametrize(
    ("text", "labels", "index"),
    [
        ("Quý I", TIMES, 0),
        ("quy i", TIMES, 0),
        ("quý ii", TIMES, 1),
        ("2-3 ngày", LENGTHS, 1),
        ("trên", LENGTHS, 4),
        ("dai hoc", QUALIFICATIONS, 4),
        ("sau dai hoc", QUALIFICATIONS, 5),
        ("trung c", QUALIFICATIONS, 2),
        ("sơ cấp", QUALIFICATIONS, 1),
        ("5. Đại học", QUALIFICATIONS, 4),
        ("không đồng ý", CONSENTS, 1),
        ("Yếu", LEVELS, 1),
        ("quan trọng", IMPORTANCES, 3),
        ("rất quan trọng", IMPORTANCES, 4),
        ("３", LEVELS, 2),
        ("3 – trung bình", LEVELS, 2),
        ("buổi tối nhé", TIMES, 6),
        ("van phong", TITLES, 7),
    ],
)
def test_an_unmistakable_text_gives_its_choice(text: str, labels: tuple[str, ...], index: int) -> None:
    """A whole label, a unique beginning or a unique part is enough, with or without accents."""
    assert read_choice(text, labels) == index


def test_a_refusal_is_never_read_as_what_it_refuses() -> None:
    """A typed "không đồng ý" is not "đồng ý", and a part after a "không" or "phó" is asked back."""
    assert code(read_choice("không đồng ý", ["Đồng ý", "Khác"])) == "not_a_choice"
    assert candidates(read_choice("đồng ý", ["Không đồng ý", "Khác"])) == [1]
    assert candidates(read_choice("chủ tịch", ["Phó Chủ tịch", "Bí thư"])) == [1]
    assert read_choice("nông dân", ["Chủ tịch Hội Nông dân", "Bí thư"]) == 0


@pytest.mark.parametrize(
    "text", [" " * 5000, "1 " * 2500, "a" * 5000, ", " * 2500, "và " * 1700, "1-" * 2500]
)
def test_a_very_long_text_is_no_choice(text: str) -> None:
    """Five thousand characters are refused at once, whatever they are."""
    assert isinstance(read_choice(text, BARRIERS), Rejected)
    assert isinstance(read_choices(text, BARRIERS), Rejected)
    parts = split_ratings(text, 2)
    assert isinstance(parts, Rejected) or len(parts) <= 2


def test_a_roman_number_is_no_unfinished_word() -> None:
    """A typed "Quý I" is asked back if only quarters II and III, or only quarter II, are offered."""
    assert candidates(read_choice("Quý I", ["Quý II", "Quý III"])) == [1, 2]
    assert candidates(read_choice("Quý I", ["Quý II", "Buổi tối"])) == [1]


def test_both_habits_of_tone_marks_are_the_same() -> None:
    """Hòa and Hoà, Thúy and Thuý give the same choice; Hoa without a mark gives both."""
    labels = ["Xã Hòa Bình", "Xã Thúy Sơn", "Xã Hoa Lư"]
    assert read_choice("xã hoà bình", labels) == 0
    assert read_choice("Thuý Sơn", labels) == 1
    assert candidates(read_choice("xã hoa", labels)) == [1, 3]


def test_accents_decide_between_labels_that_differ_only_in_them() -> None:
    """Typed with accents the label is exact; typed without them both are possible."""
    labels = ["Xã Lâm Thao", "Xã Lam Thảo"]
    assert read_choice("Xã Lâm Thao", labels) == 0
    assert candidates(read_choice("xa lam thao", labels)) == [1, 2]


def test_a_number_that_another_label_carries_is_asked_back() -> None:
    """On a scale from 0 the typed 1 may be the first choice or the label 1; "số 1" is the number shown."""
    scale = ["0 – Không", "1 – Ít", "2 – Nhiều"]
    assert candidates(read_choice("1", scale)) == [1, 2]
    assert read_choice("số 1", scale) == 0
    assert code(read_choice("9", scale)) == "no_such_number"


def test_the_number_zero_and_numbers_beyond_are_no_choices() -> None:
    """Only the numbers shown count; what was typed and how many there are is said."""
    outcome = read_choice("9", LEVELS)
    assert isinstance(outcome, Rejected)
    assert (outcome.code, outcome.parameters) == ("no_such_number", {"number": "9", "count": "5"})
    assert code(read_choice("0", LEVELS)) == "no_such_number"
    assert code(read_choice("", LEVELS)) == "empty"


# --- several choices --------------------------------------------------------------------------------


@given(LISTS, st.data())
def test_any_set_of_numbers_gives_that_set(labels: Sequence[str], data: st.DataObject) -> None:
    """Numbers may be separated by commas, spaces, semicolons, "và", in any order and more than once."""
    numbers = data.draw(st.lists(st.integers(1, len(labels)), min_size=1, max_size=6))
    separator = data.draw(st.sampled_from([",", ", ", " ", ";", " và ", " va ", "\n", " + ", ","]))
    outcome = read_choices(separator.join(map(str, numbers)), labels)
    assert outcome == tuple(sorted({number - 1 for number in numbers}))


@given(LISTS, st.data())
def test_any_set_of_labels_gives_that_set(labels: Sequence[str], data: st.DataObject) -> None:
    """Labels separated by commas are found although labels contain commas themselves."""
    indices = data.draw(st.sets(st.integers(0, len(labels) - 1), min_size=1, max_size=4))
    chosen = [labels[index] for index in indices]
    text = data.draw(st.sampled_from([", ", "; ", " và ", "\n"])).join(chosen)
    assert read_choices(text, labels) == tuple(sorted(indices))
    assert read_choices(fold_each(text), labels) == tuple(sorted(indices))


def fold_each(text: str) -> str:
    """Take the accents off and leave separators alone."""
    plain = unicodedata.normalize("NFD", text)
    return (
        "".join(letter for letter in plain if not unicodedata.combining(letter))
        .replace("đ", "d")
        .replace("Đ", "D")
    )


@pytest.mark.parametrize(
    ("text", "labels", "indices"),
    [
        ("1,3", TIMES, (0, 2)),
        ("1 và 3", TIMES, (0, 2)),
        ("1. 3.", TIMES, (0, 2)),
        ("1.3", TIMES, (0, 2)),
        ("1-2", TIMES, (0, 1)),
        ("số 1, số 3", TIMES, (0, 2)),
        ("quý I và II", TIMES, (0, 1)),
        ("thứ bảy, chủ nhật", TIMES, (5,)),
        ("buổi tối, thứ bảy, chủ nhật", TIMES, (5, 6)),
        ("2, quý 4", ("Quý 1", "Quý 2", "Quý 3", "Quý 4"), (1, 3)),
        ("han che tin hoc, ngoai ngu", BARRIERS, (2,)),
        ("tin hoc, ngoai ngu", CERTIFICATES, (0, 1)),
        ("tuổi cao, khác", BARRIERS, (1, 5)),
        ("13", tuple(f"Xã {k}" for k in range(20, 40)), (12,)),
    ],
)
def test_several_choices_are_read_from_one_line(
    text: str, labels: tuple[str, ...], indices: tuple[int, ...]
) -> None:
    """Numbers, labels and beginnings may be mixed."""
    assert read_choices(text, labels) == indices


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13", "no_such_number"),
        ("1,9", "no_such_number"),
        ("1-3", "ambiguous_range"),
        ("1, quý", "ambiguous"),
        ("1, phở", "not_a_choice"),
        ("tất cả", "not_a_choice"),
        (" , ", "empty"),
    ],
)
def test_an_unclear_selection_is_refused_whole(text: str, expected: str) -> None:
    """13 is not 1 and 3, 1-3 may be two or three choices, and one unclear piece spoils the line."""
    assert code(read_choices(text, TIMES)) == expected


# --- ratings ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["5 2", "5,2", "5-2", "5/2", "5 và 2", "5;2", " 5  2 ", "5. 2.", "5.2"])
def test_two_ratings_are_read_from_one_line(text: str) -> None:
    """Two numbers with anything between them are two ratings."""
    parts = split_ratings(text, 2)
    assert not isinstance(parts, Rejected)
    assert [read_choice(part, LEVELS) for part in parts] == [4, 1]


def test_two_ratings_may_be_words_or_one_only() -> None:
    """Words are split at commas, one rating stays alone, three are too many, 52 is never split."""
    assert split_ratings("quan trọng, yếu", 2) == ("quan trọng", "yếu")
    assert split_ratings("5", 2) == ("5",)
    assert split_ratings("52", 2) == ("52",)
    assert code(split_ratings("5 2 3", 2)) == "too_many_values"
    assert code(split_ratings("5 2", 3)) == "too_few_values"


# --- numbers, dates, text ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1975", "1975"),
        (" 1975. ", "1975"),
        ("1.975", "1975"),
        ("năm 1975", "1975"),
        ("sinh năm 1975", "1975"),
        ("１９７５", "1975"),
        ("-3", "-3"),
        ("−3", "-3"),
        ("007", "7"),
        ("hai", "2"),
        ("năm", "5"),
    ],
)
def test_whole_numbers_are_read(text: str, value: str) -> None:
    """Dots are thousands in a whole number, and small numbers may be words."""
    assert read_integer(text) == value


@pytest.mark.parametrize(
    "text", ["1,5", "1,975", "2 5", "không", "3 lớp", "mười hai", "1e5", "0x10", "½", "²", "٣"]
)
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    """Fractions, two numbers and other signs are not turned into some number."""
    assert code(read_integer(text)) == "not_integer"


def test_a_unit_is_understood_only_if_the_question_asks_for_it() -> None:
    """A typed "3 lớp" answers "Số lớp…", "10 tháng" does not answer "Số năm…"."""
    assert read_integer("3 lớp", "B7. Số lớp bồi dưỡng đã dự") == "3"
    assert read_integer("10 nam", "A6. Số năm giữ chức danh") == "10"
    assert code(read_integer("10 tháng", "A6. Số năm giữ chức danh")) == "not_integer"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2,5", "2.5"),
        ("2.5", "2.5"),
        ("3,0", "3"),
        ("1.975,5", "1975.5"),
        ("1,975.5", "1975.5"),
        ("0.125", "0.125"),
        ("1.234.567", "1234567"),
        ("-0", "0"),
        (",5", "0.5"),
    ],
)
def test_decimals_take_comma_or_dot(text: str, value: str) -> None:
    """Both signs are accepted where only one reading is possible."""
    assert read_decimal(text) == value


def test_a_decimal_that_could_be_a_thousand_is_asked_back() -> None:
    """1.975 may be 1975 or 1,975: both readings are given, the second in a form that is accepted."""
    outcome = read_decimal("1.975")
    assert isinstance(outcome, Rejected)
    assert outcome.parameters == {"typed": "1.975", "whole": "1975", "fraction": "1,9750"}
    assert read_decimal("1,9750") == "1.975"
    assert code(read_decimal("1.2.3")) == "not_decimal"


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_any_number_of_up_to_fifteen_digits_is_kept_exactly(number: int) -> None:
    """What was typed is what is stored."""
    assert read_integer(str(number)) == str(number)
    assert read_decimal(str(number)) == str(number)
    assert code(read_integer("9" * 16)) == "number_too_large"


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_a_day_is_read_in_every_usual_spelling(day: date) -> None:
    """Day before month, with strokes, dots, dashes or words; and ISO."""
    d, m, y = day.day, day.month, day.year
    spellings = [
        f"{d}/{m}/{y}",
        f"{d:02}-{m:02}-{y}",
        f"{d}.{m}.{y}",
        f"{d} {m} {y}",
        f"{d} / {m} / {y}",
        f"{d} tháng {m} năm {y}",
        f"ngày {d} tháng {m} năm {y}",
        f"Ngay {d} thang {m} nam {y}",
        f"{y}-{m:02}-{d:02}",
    ]
    assert {read_date(spelling) for spelling in spellings} == {day.isoformat()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31/2/2020", "impossible_date"),
        ("2/13/1975", "impossible_date"),
        ("2/9/0175", "impossible_date"),
        ("2/9/75", "two_digit_year"),
        ("2/9", "incomplete_date"),
        ("tháng 9 năm 1975", "incomplete_date"),
        ("1975", "incomplete_date"),
        ("hôm qua", "not_date"),
        ("02091975", "not_date"),
        ("2/9-1975", "not_date"),
    ],
)
def test_what_is_no_day_is_refused_with_its_reason(text: str, expected: str) -> None:
    """The reason says what would help: the year, four digits, an existing day."""
    assert code(read_date(text)) == expected


def test_a_year_is_a_day_only_where_the_form_asks_for_years() -> None:
    """XLSForm's appearances year and month-year store the first day."""
    assert read_date("1975", "year") == "1975-01-01"
    assert read_date("9/1975", "month-year") == "1975-09-01"
    assert read_date("tháng 9 năm 1975", "month-year") == "1975-09-01"


@given(st.text())
def test_a_free_answer_is_clean(text: str) -> None:
    """What is stored is NFC, can be encoded, has no control characters, and cleaning is idempotent."""
    outcome = read_text(text)
    if isinstance(outcome, str):
        assert outcome == unicodedata.normalize("NFC", outcome)
        assert not any(
            unicodedata.category(letter) in ("Cc", "Cs") for letter in outcome if letter not in "\n\t"
        )
        assert read_text(outcome) == outcome
        outcome.encode()


def test_a_free_answer_has_an_end() -> None:
    """An empty or overlong text is refused with its reason."""
    assert code(read_text(" \u200b\n")) == "empty"
    assert code(read_text("a" * 5000)) == "too_long"
    assert read_text("Dòng một\r\nDòng hai\x00") == "Dòng một\nDòng hai"


# --- commands ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "target"),
    [
        ("quay lại", CommandKind.BACK, ""),
        ("Quay lai.", CommandKind.BACK, ""),
        ("bỏ qua", CommandKind.SKIP, ""),
        ("BO QUA", CommandKind.SKIP, ""),
        ("dừng", CommandKind.STOP, ""),
        ("tam dung", CommandKind.STOP, ""),
        ("tiếp", CommandKind.PROCEED, ""),
        ("tiep tuc", CommandKind.PROCEED, ""),
        ("xong", CommandKind.PROCEED, ""),
        ("sửa 3", CommandKind.CORRECT, "3"),
        ("Sửa dòng 3", CommandKind.CORRECT, "3"),
        ("sua muc so 12", CommandKind.CORRECT, "12"),
        ("sua cau 3", CommandKind.CORRECT, "3"),
        ("sửa câu số 12", CommandKind.CORRECT, "12"),
        ("sửa A5", CommandKind.CORRECT, "a5"),
        ("gửi", CommandKind.SUBMIT, ""),
        ("nộp phiếu ạ", CommandKind.SUBMIT, ""),
        ("xem lai", CommandKind.REVIEW, ""),
        ("đúng", CommandKind.CONFIRM, ""),
        ("đúng rồi", CommandKind.CONFIRM, ""),
        ("giữ nguyên", CommandKind.CONFIRM, ""),
    ],
)
def test_a_command_is_known_with_and_without_accents(text: str, kind: CommandKind, target: str) -> None:
    """Typed on any keyboard, in any case."""
    command = read_command(text)
    assert command is not None
    assert (command.kinds, command.target) == ((kind,), target)


def test_an_unaccented_dung_may_be_two_commands() -> None:
    """A typed "dung" is dừng or đúng: whoever knows the screen decides or asks back."""
    command = read_command("dung")
    assert command is not None
    assert set(command.kinds) == {CommandKind.STOP, CommandKind.CONFIRM}


@pytest.mark.parametrize(
    "text", ["tôi muốn dừng", "sữa 3", "sửa đường", "đừng", "gửi thư", "không", "khác", "", "3"]
)
def test_a_sentence_is_no_command(text: str) -> None:
    """Only whole texts are commands, and a wrong accent makes another word."""
    assert read_command(text) is None


def test_a_match_says_whether_it_is_exact() -> None:
    """A whole label or number is exact, a beginning is not."""
    assert match_choice("Khác", BARRIERS).is_exact
    assert match_choice("6", BARRIERS).is_exact
    assert not match_choice("tuổi", BARRIERS).is_exact


@pytest.mark.parametrize(
    "typed", ["1963\u200b", "\u200e1963", "1963\ufeff", "1963 ạ", "1963 nhé.", "1\u00ad963"]
)
def test_invisible_signs_and_courtesy_do_not_spoil_a_number(typed: str) -> None:
    """What copying brings along and the "ạ" of a courteous reply are no part of the number."""
    assert read_integer(typed) == "1963"


def test_courtesy_does_not_spoil_ratings_and_dates() -> None:
    """“5 2 ạ” on a screen of two ratings is 5 and 2; a day may end so, too. “ạ” alone is nothing."""
    assert split_ratings("5 2 ạ", 2) == ("5", "2")
    assert read_date("2/9/1975 ạ") == "1975-09-02"
    assert isinstance(read_integer("ạ"), Rejected)


def test_a_part_of_a_combination_is_asked_back() -> None:
    """Who types "trực tiếp" may not mean what combines it with something else."""
    found = read_choice("trực tiếp", ["Tập trung", "Kết hợp trực tiếp – trực tuyến"])
    assert isinstance(found, Rejected)
    assert found.code == "ambiguous"
