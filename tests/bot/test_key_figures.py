"""The figures above the files: nothing said of "most" or "nobody" that what is hidden or unknown could contradict."""

from collections.abc import Mapping
from datetime import date

from bot.office.key_figures import key_figures
from surveys.aggregation.table import (
    HIDDEN,
    Cell,
    Code,
    Column,
    Count,
    Kind,
    Measure,
    Share,
    Source,
    Table,
    everybody,
)
from surveys.reporting.wording import Lexicon

LEXICON = Lexicon(None, {})
RESULTS = ("dat", "chua_dat", "chua_du_du_lieu", "khong_ap_dung")


def told(table: Table) -> str:
    """What a phone shows of one table."""
    return key_figures([table], LEXICON, as_of=date(2026, 11, 22), number=1)


def reviewed(found: Mapping[str, int]) -> Table:
    """The review of 75 officials, as its results add up."""
    counts = {
        result: Count(found.get(result, 0), everybody("roster") | {("r", result)}) for result in RESULTS
    }
    n = Count(75, everybody("roster"))
    share = Share(counts["chua_dat"], n)
    keys = ("regime", "criterion", "n", *RESULTS, "chua_dat_share")
    columns = tuple(Column(key, Kind.COUNT) for key in keys)
    row: tuple[Cell, ...] = (
        Code("regime", "nd33_2023"),
        Code("criterion", "any"),
        n,
        *counts.values(),
        share,
    )
    return Table("review_summary", Source.ROSTER, columns, (row,))


def needed(hidden: int) -> Table:
    """Eight competencies by rank, the scores of the first so many hidden."""
    base = Count(60, everybody("wave:1"))
    rows = tuple(
        (Code("screen", f"c{place:02}"), HIDDEN if place <= hidden else Measure(9 - place, base))
        for place in range(1, 9)
    )
    return Table("needs", Source.ANSWERS, (Column("screen", Kind.CODE), Column("mwds", Kind.MEASURE)), rows)


def test_of_whom_nobody_could_be_judged_nobody_is_said_to_meet_the_standard() -> None:
    """No rule for any title, or no data of anybody: that is said, with what to do, and no "0 (0%)"."""
    for result, said in (("khong_ap_dung", "không nêu tiêu chuẩn"), ("chua_du_du_lieu", "chưa đủ dữ liệu")):
        text = told(reviewed({result: 75}))
        assert said in text
        assert "nạp tiêu chuẩn do tỉnh ban hành" in text
        assert "0 (0%)" not in text
    assert "0 (0%) trong 75 người" in told(reviewed({"dat": 70, "khong_ap_dung": 5}))


def test_the_highest_needs_are_qualified_where_higher_ones_are_hidden() -> None:
    """With the first six hidden, the seventh is the highest of those shown only, and keeps its rank."""
    assert "• Nhu cầu đào tạo, bồi dưỡng cao nhất: (1)" in told(needed(hidden=0))
    text = told(needed(hidden=6))
    assert "Trong những số liệu được nêu, nhu cầu đào tạo, bồi dưỡng cao nhất: (7)" in text
