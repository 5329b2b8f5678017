"""One cell of a workbook of the plan into a value, or a ``Misread``. Nothing is guessed."""

import calendar
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Final

from surveys.planning.book.words import money_factor, plan_words
from surveys.planning.courses import Fulfils
from surveys.roster import match
from surveys.roster.dates import read_date
from surveys.roster.misread import Misread
from surveys.spelling import fold, fold_words
from surveys.standards import CERTIFICATES, Criterion
from surveys.standards.book import book_words
from surveys.standards.book.cells import level_labels, plain
from surveys.standards.regimes import LEVELS
from surveys.workbooks import CellValue

YEARS: Final = (2000, 2100)
_LARGEST_SUM: Final = 10**13
_SEPARATORS: Final = re.compile(r"[;,\n]|\s\+\s")
_GROUPED: Final = re.compile(r"\d{1,3}(?:[. ]\d{3})+|\d{1,3}(?:,\d{3}){2,}")
_SUM: Final = re.compile(r"([\d.,\s]*\d)\s*(trieu|tr|nghin|ngan|k|ty|ti)?\s*(?:dong|d|vnd)?\.?")
_SCALES: Final = {
    "trieu": 10**6,
    "tr": 10**6,
    "nghin": 1000,
    "ngan": 1000,
    "k": 1000,
    "ty": 10**9,
    "ti": 10**9,
}
_COUNT: Final = re.compile(
    r"(\d+(?:[.,]\d+)?) ?(ngay|buoi|tuan|thang|tiet|nguoi|hoc vien|hv|cho|lop|khoa)?(?: hoc)?"
)
_LONG: Final = re.compile(r"\b(?:buoi|tuan|thang)\b")
_DAYS: Final = {"buoi": Fraction(1, 2), "tuan": Fraction(5), "thang": Fraction(22)}
_QUARTERS: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_QUARTER: Final = re.compile(r"(?:quy |q ?)?(iv|i{1,3}|[1-4])(?: (?:nam )?(?:\d{4}))?")


def read_number(value: CellValue, least: int, most: int, *, in_days: bool = False) -> int:
    """Read a whole number, "25 người"; of days also weeks and half days: "1 tuần" is 5. Raises ``Misread``."""
    text = plain(value)
    found = _COUNT.fullmatch(fold(text).rstrip("."))
    if found is None:
        raise _wrong_number(text, least, most)
    number = Fraction(found[1].replace(",", ".")) * (_DAYS.get(found[2] or "", Fraction(1)) if in_days else 1)
    whole = -(-number.numerator // number.denominator) if in_days else number
    if whole != int(whole) or not least <= whole <= most:
        raise _wrong_number(text, least, most)
    return int(whole)


def is_in_other_units(text: str) -> bool:
    """Say whether a length is given in anything but days."""
    return bool(_LONG.search(fold_words(text)))


def _wrong_number(text: str, least: int, most: int) -> Misread:
    return Misread("plan_number_wrong", found=text[:80], least=str(least), most=str(most))


def read_money(value: CellValue, heading: str) -> int:
    """Read an amount in đồng: "1.500.000", "1,5 triệu", or a number in what the heading names. Raises ``Misread``."""
    text = plain(value)
    found = _SUM.fullmatch(fold(text))
    if found is None:
        raise Misread("plan_money_wrong", found=text[:80])
    scale = _SCALES[found[2]] if found[2] else money_factor(heading)
    written = found[1].strip()
    if _GROUPED.fullmatch(written):
        number = Fraction(re.sub(r"[., ]", "", written))
    elif re.fullmatch(r"\d+(?:[.,]\d{1,6})?", written) and (scale > 1 or not re.search(r"[.,]", written)):
        number = Fraction(written.replace(",", "."))
    else:
        raise Misread("plan_money_wrong", found=text[:80])
    amount = number * scale
    if amount != int(amount) or amount > _LARGEST_SUM:
        raise Misread("plan_money_wrong", found=text[:80])
    return int(amount)


def read_choice(attribute: str, text: str) -> str:
    """Read one of the choices of an attribute. Raises ``Misread``."""
    words = plan_words()
    code = words.choose(attribute, text)
    if not code:
        raise Misread("plan_choice_unknown", found=text[:80], expected="; ".join(words.labels(attribute)))
    return code


def read_choices(attribute: str, text: str) -> tuple[str, ...]:
    """Read one choice or several, each once, in the order in which they are written. Raises ``Misread``."""
    words = plan_words()
    found = _several(text, lambda part: words.choose(attribute, part))
    if isinstance(found, str):
        raise Misread("plan_choice_unknown", found=found[:80], expected="; ".join(words.labels(attribute)))
    return found


def parts_of(text: str) -> tuple[str, ...]:
    """Return the parts of a list: "Đảng; Chính quyền"."""
    return tuple(part for each in _SEPARATORS.split(text) if (part := " ".join(each.split())))


def _several(text: str, look_up: Callable[[str], str]) -> tuple[str, ...] | str:
    """Return the codes of all parts of a text, the longest first ("Mặt trận, đoàn thể" is one); or what is none."""
    parts, found = parts_of(text), []
    while parts:
        for count in range(len(parts), 0, -1):
            code = look_up(" ".join(parts[:count]))
            if code:
                found.append(code)
                parts = parts[count:]
                break
        else:
            return parts[0]
    return tuple(dict.fromkeys(found))


def read_codes(text: str, labels: Mapping[str, str]) -> tuple[str, ...]:
    """Read codes, or the labels of them, one or several. Raises ``Misread``."""
    known = {fold_words(label): code for code, label in labels.items()}
    known |= {fold_words(code): code for code in labels}
    found = _several(text, lambda part: known.get(fold_words(part)) or known.get(_short_code(part), ""))
    if isinstance(found, str):
        expected = "; ".join(f"{each} ({label})" for each, label in labels.items())
        raise Misread("plan_choice_unknown", found=found[:80], expected=expected)
    return found


def _short_code(text: str) -> str:
    """Return "c05" of "C5"."""
    found = re.fullmatch(r"c ?(\d)", fold_words(text))
    return f"c0{found[1]}" if found else ""


def read_groups(text: str, labels: Mapping[str, str]) -> tuple[str, ...]:
    """Read groups of titles; all of them are none. Raises ``Misread``."""
    return () if plan_words().says("everyone", text) else read_codes(text, labels)


def read_yes(text: str) -> bool:
    """Read yes or no. Raises ``Misread``."""
    words = plan_words()
    if words.says("yes", text) or words.says("no", text):
        return words.says("yes", text)
    raise Misread(
        "plan_choice_unknown", found=text[:80], expected=f"{words.written('yes')}; {words.written('no')}"
    )


def read_quarters(text: str) -> tuple[int, ...]:
    """Read quarters: "Quý I", "I, II", "Q3/2027". Raises ``Misread``."""
    found = []
    for part in re.split(r"[;,&]|\bva\b", fold(text)):
        quarter = _QUARTER.fullmatch(fold_words(part))
        if quarter is None:
            raise Misread("plan_quarter_wrong", found=text[:80])
        found.append(_QUARTERS[quarter[1]])
    return tuple(sorted(set(found)))


def read_first(value: CellValue, *, has_1904_dates: bool) -> date:
    """Read a day, or the first of a month. Raises ``Misread``."""
    return read_date(value, YEARS, has_1904_dates=has_1904_dates).first_day


def read_last(value: CellValue, *, has_1904_dates: bool) -> date:
    """Read a day, or the last of a month or a year. Raises ``Misread``."""
    found = read_date(value, YEARS, has_1904_dates=has_1904_dates)
    month = found.month or 12
    return found.exact_day or date(found.year, month, calendar.monthrange(found.year, month)[1])


def read_fulfils(text: str) -> tuple[Fulfils, ...]:
    """Read what a course fulfils: "LLCT: Trung cấp; Tin học". Raises ``Misread``."""
    found = dict.fromkeys(_fulfils(part) for part in re.split(r"[;\n]", text) if fold_words(part))
    return tuple(found)


def _fulfils(part: str) -> Fulfils:
    programme = plan_words().choose("programme", part)
    said = Fulfils(Criterion.OTHER, programme) if programme else learned(part)
    if said is None:
        raise Misread("plan_fulfils_unknown", found=part.strip()[:80])
    return said


def learned(text: str) -> Fulfils | None:
    """Return what a degree, a level or a certificate fulfils: "Trung cấp LLCT", "LLCT: Trung cấp", "Tin học"."""
    head, _, tail = text.partition(":")
    named = book_words().attribute_of.get(fold_words(head), head.strip()) if tail else None
    if named in _IN_WORDS:
        level = "" if book_words().says("certificate", tail) else tail.strip()
        return Fulfils(Criterion(named), level)
    if named is not None:
        return _level(named, tail)
    found = [said for criterion in _READ_WHOLE if (said := _level(criterion, text)) is not None]
    if len(found) == 1:
        return found[0]
    if found:
        return None
    programme = plan_words().choose("programme", text)
    return Fulfils(Criterion.OTHER, programme) if programme else _begun(text)


_IN_WORDS: Final = (Criterion.MAJOR.value, Criterion.OTHER.value, *(each.value for each in CERTIFICATES))
_READ_WHOLE: Final = ("pol", "qlnn", "qual", *(each.value for each in CERTIFICATES))


def _level(attribute: str, text: str) -> Fulfils | None:
    """Return a level of a criterion, ``None`` if a text is none."""
    if attribute in CERTIFICATES:
        return Fulfils(Criterion(attribute)) if match("cert", text) == (attribute,) else None
    if attribute not in LEVELS:
        return None
    labels = level_labels(attribute)
    codes = [code for code in match(attribute, text) if code in labels]
    return Fulfils(Criterion(attribute), codes[0]) if len(codes) == 1 else None


def _begun(text: str) -> Fulfils | None:
    """Return the degree that a text begins with: "Đại học Luật"."""
    words = text.split()
    found = (_level("qual", " ".join(words[:count])) for count in range(min(len(words), 4), 1, -1))
    return next((each for each in found if each is not None), None)


def told_fulfils(fulfils: Fulfils) -> str:
    """Word what a course fulfils as the workbook would: "Lý luận chính trị: Trung cấp"."""
    criterion = fulfils.criterion
    if fulfils.level in plan_words().choices["programme"]:
        return plan_words().label("programme", fulfils.level)
    name = book_words().columns.get(criterion, criterion.value)
    labels = level_labels(criterion) if criterion in LEVELS else {}
    level = labels.get(fulfils.level, fulfils.level)
    return f"{name}: {level}" if level else name


def nearest(text: str, names: Iterable[str]) -> str:
    """Return the name that looks most like a text, a dash if none does."""
    from difflib import get_close_matches  # noqa: PLC0415 - only when something is wrong

    folded = {fold_words(name): name for name in names}
    close = get_close_matches(fold_words(text), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else "–"
