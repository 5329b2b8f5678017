"""The report's sentences: real figures, Vietnamese numbers, plain words for nothing, for ties, for what is hidden."""

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
from surveys.reporting.word.annexes import plan_annexes, references_of
from surveys.reporting.word.blocks import Dashed, Figure, Ground, Heading, Text
from surveys.reporting.word.facts import ReportFacts
from surveys.reporting.word.lookup import Figures
from surveys.reporting.word.phrases import Value, amount, leading, listed, lowered, unnumbered, years
from surveys.reporting.word.profiles import PROFILES
from surveys.reporting.word.references import ranges
from surveys.reporting.word.sentences import tell_report
from surveys.reporting.word.sentences.courses import propose
from surveys.reporting.word.story import Story
from surveys.reporting.wording import Lexicon
from tests.surveys.report_sample import FACTS, lexicon, public_tables, published_tables, trend_tables

WAVE = everybody("wave:1")
KEPT = (
    "rank",
    "rds_rank",
    "mwds_rank",
    "priority",
    "ipa",
    "lf",
    "disagreement",
)  # findings, and the order itself


def story(tables: Sequence[Table], facts: ReportFacts = FACTS, words: Lexicon | None = None) -> Story:
    """The sentences' material, without references to annexes."""
    return Story(Figures(tables, words or lexicon()), facts)


def told(tables: Sequence[Table], facts: ReportFacts = FACTS) -> list[str]:
    """Every line of a report made from tables."""
    return [block.text for block in tell_report(story(tables, facts)) if not isinstance(block, Figure)]


def line(tables: Sequence[Table], beginning: str, facts: ReportFacts = FACTS) -> str:
    """The one line that begins like this."""
    found = [each for each in told(tables, facts) if each.startswith(beginning)]
    assert len(found) == 1, found
    return found[0]


def count(value: int) -> Count:
    """So many people."""
    return Count(value, WAVE)


def choices(key: str, rows: dict[str, int | None], base: int = 60) -> Table:
    """A table of choices: how many made each (``None``: hidden), of ``base``."""
    item = key.removeprefix("demand_") if key.startswith("demand_") else "e_bar"
    item = "d_why" if key == "reasons" else item
    cells: list[tuple[Cell, ...]] = [
        (Code(f"item:{item}", code), HIDDEN, HIDDEN)
        if number is None
        else (Code(f"item:{item}", code), count(number), Share(count(number), count(base)))
        for code, number in rows.items()
    ]
    columns = (Column("choice", Kind.CODE), Column("count", Kind.COUNT), Column("share", Kind.SHARE))
    return Table(key, Source.ANSWERS, columns, tuple(cells), base=count(base))


def test_the_articles_figures_stand_in_the_report_to_the_digit() -> None:
    """75; 33 (44%), 1 (1.3%), 39 (52%), 2 (2.7%); 1 (1.3%), 66 (88%), 8 (10.7%): from the sample roster."""
    tables = published_tables()
    assert "danh sách quản lý có 75 đồng chí" in line(tables, "Tính đến ngày")
    assert line(tables, "Về trình độ chuyên môn") == (
        "Về trình độ chuyên môn: đại học có 33 đồng chí (44%); cao đẳng có 1 đồng chí (1,3%); "
        "trung cấp có 39 đồng chí (52%); sơ cấp (nghề) có 2 đồng chí (2,7%)."
    )
    political = line(tables, "Về lý luận chính trị")
    for said in ("có 1 đồng chí (1,3%)", "có 66 đồng chí (88%)", "sơ cấp có 8 đồng chí (10,7%)"):
        assert said in political


def test_small_cells_of_an_unpublished_roster_are_named_without_a_number() -> None:
    """The same sentence with small cells hidden says which levels are silent, and gives none of their numbers."""
    said = line(public_tables(), "Về trình độ chuyên môn")
    assert "không nêu số liệu" in said
    assert "có 1 đồng chí" not in said
    assert "có 2 đồng chí" not in said


def test_a_hidden_size_of_the_body_is_not_an_empty_roster() -> None:
    """Where even the total had to be hidden, nobody is told that the roster was not loaded."""
    total = next(table for table in public_tables() if table.key == "quality_total")
    said = told([replace(total, base=None)])
    assert "Số lượng, cơ cấu: không nêu số liệu, vì từ đó suy ra được số nhỏ." in said
    assert not any("chưa được nạp" in each for each in said)
    assert any("chưa được nạp" in each for each in told([replace(total, rows=())]))


def test_nobody_is_judged_of_whom_nothing_is_known() -> None:
    """Rules that are not loaded for any title: no sentence that nobody is below the standard."""
    table = next(each for each in published_tables() if each.key == "review_summary")
    keys = [column.key for column in table.columns]
    nobody = {"n": count(75), "chua_dat": count(0), "dat": count(0)}
    named: dict[str, Cell] = {"regime": Code("regime", "nd33_2023"), "criterion": Code("criterion", "any")}
    for unknown, why in ((75, "vì chưa đủ dữ liệu"), (0, "không nêu tiêu chuẩn cho các chức danh")):
        rest = {"chua_du_du_lieu": count(unknown), "khong_ap_dung": count(75 - unknown)}
        row = tuple((named | nobody | rest).get(key) for key in keys)
        said = line([replace(table, rows=(row,))], "Theo Nghị định 33/2023")
        assert "chưa kết luận được đồng chí nào đạt hay chưa đạt" in said
        assert why in said
        assert "nạp tiêu chuẩn do tỉnh ban hành" in said
        assert "không có đồng chí nào chưa đạt" not in said


def test_the_review_is_told_by_regime() -> None:
    """2 of 75 below qualification in 2004, 42 under NĐ 33/2023; the deadline; what is to be checked."""
    tables = published_tables()
    assert "trình độ chuyên môn 42 đồng chí (56%)" in line(tables, "Theo Nghị định 33/2023")
    assert "trình độ chuyên môn 2 đồng chí (2,7%)" in line(tables, "Để so sánh, theo Quyết định 04/2004")
    assert line(tables, "Thời hạn đạt chuẩn").endswith("ngày 01/8/2028.")
    assert "cần xác minh" in line(tables, "Riêng Quyết định 04/2004")


def test_response_is_told_as_n_of_n() -> None:
    """62 of 75, with the share of the whole audience."""
    assert line(published_tables(), "Kết quả:") == "Kết quả: 62/75 đồng chí hoàn thành phiếu, đạt 82,7%."


def test_without_a_wave_only_the_roster_is_told() -> None:
    """A review has sections I, II and proposals from the standards; nothing of answers."""
    facts = replace(FACTS, wave_number=None)
    tables = [table for table in published_tables() if table.source is Source.ROSTER]
    headings = [b.text for b in tell_report(story(tables, facts)) if isinstance(b, Heading) and b.level == 1]
    assert len(headings) == 3
    assert not any("khảo sát nhằm" in each.lower() for each in told(tables, facts))


def test_without_any_table_each_section_says_that_figures_are_missing() -> None:
    """No roster, no fieldwork, no answers: seven plain sentences, no empty section, no error."""
    lines = told(())
    for beginning in (
        "Chưa có số liệu về tình hình trả lời",
        "Chưa có số liệu về đội ngũ",
        "Chưa có kết quả đối chiếu",
        "Chưa có đủ câu trả lời để xác định nhu cầu",
        "Chưa có câu trả lời về nội dung",
        "Chưa có câu trả lời về khó khăn",
        "Số liệu hiện có chưa đủ để đề xuất",
    ):
        assert sum(each.startswith(beginning) for each in lines) == 1, beginning


def test_an_open_wave_is_provisional() -> None:
    """While a wave is open its figures are called provisional, with the day."""
    facts = replace(FACTS, is_closed=False)
    assert "số liệu tạm thời đến ngày 22/11/2026" in line(
        published_tables(), "Đợt khảo sát chưa kết thúc", facts
    )
    assert "Đề xuất dưới đây dựa trên số liệu tạm thời" in " ".join(told(published_tables(), facts))


@pytest.mark.parametrize(
    ("number", "share", "words"),
    [
        (0, Fraction(0), "không có đồng chí nào"),
        (1, Fraction(1, 75), "1 đồng chí (1,3%)"),
        (33, Fraction(33, 75), "33 đồng chí (44%)"),
        (8, Fraction(8, 75), "8 đồng chí (10,7%)"),
        (9, Fraction(9, 400), "9 đồng chí (2,3%)"),
        (1234, None, "1.234 đồng chí"),
    ],
)
def test_numbers_of_people_are_written_as_vietnamese_documents_do(
    number: int, share: Fraction | None, words: str
) -> None:
    """Comma, dot, half rounded up, no ",0", and nobody in words."""
    assert amount(number, share) == words


def test_lists_end_with_and() -> None:
    """One, two and three things."""
    assert [listed(x) for x in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a và b", "a, b và c"]


def test_labels_lose_their_question_numbers_and_abbreviations_keep_their_capitals() -> None:
    """A question's number goes, and its kind; THPT stays THPT."""
    assert unnumbered("C5. Tin học, chuyển đổi số") == "Tin học, chuyển đổi số"
    assert unnumbered("C13. TÌNH HUỐNG. Bão đổ bộ. Làm gì?") == "Bão đổ bộ. Làm gì?"
    assert [lowered("THPT"), lowered("Đại học")] == ["THPT", "đại học"]


def test_table_numbers_are_drawn_together() -> None:
    """1, 3–5."""
    assert [ranges([4]), ranges([1, 3, 4, 5]), ranges([1, 2])] == ["4", "1, 3–5", "1–2"]


values = st.lists(st.builds(Value, st.just("x"), st.one_of(st.none(), st.integers(0, 9))), max_size=12)


@given(values, st.integers(1, 5))
def test_the_leading_values_are_the_greatest_and_ties_stay_together(found: list[Value], most: int) -> None:
    """None left out is as great as one told; none told is zero or hidden."""
    told_values = leading(found, most)
    counts = [value.count for value in told_values]
    assert all(counts)
    rest = list(found)
    for value in told_values:
        rest.remove(value)
    others = [value.count or 0 for value in rest]
    if others and counts:
        assert max(others) < min(each for each in counts if each)


def test_choices_tied_are_all_told() -> None:
    """Three forms chosen by as many: none is preferred, in the sentence and in the proposal."""
    table = choices("demand_d_form", {"tt": 12, "online": 12, "mix": 12, "obs": 12, "ojt": 3})
    said = line([table], "Về hình thức")
    assert said.count("12 đồng chí (20%)") == 4
    assert "3 đồng chí" not in said


def test_who_has_most_is_qualified_where_something_is_hidden() -> None:
    """A hidden number may be the greatest: the sentence says that it speaks of what is shown."""
    whole = choices("demand_d_topic", {"c05": 12, "c06": 3})
    partial = choices("demand_d_topic", {"c05": 12, "c06": None})
    assert line([whole], "Về nội dung, nhiều nhất là 12 đồng chí")
    assert line([partial], "Trong những số liệu được nêu, về nội dung, nhiều nhất là 12 đồng chí")


def test_choices_that_nobody_made_and_choices_that_are_hidden_are_told_apart() -> None:
    """Nothing chosen yet; too few to tell."""
    nobody = choices("demand_d_form", {"tt": 0, "online": 0})
    hidden = choices("demand_d_form", {"tt": None, "online": 0})
    assert line([nobody], "Hình thức") == "Hình thức: chưa có lựa chọn nào."
    assert line([hidden], "Hình thức") == "Hình thức: không nêu (nhỏ hoặc có thể suy ra số nhỏ)."


@pytest.mark.parametrize(
    ("degree", "words"),
    [
        (9, "Học chủ yếu để có thêm bằng cấp (biểu hiện “chạy theo bằng cấp”): 9 đồng chí (15%)."),
        (0, "Không có đồng chí nào nêu lý do chính là để có thêm bằng cấp (“chạy theo bằng cấp”)."),
        (None, "Số người học chủ yếu để có thêm bằng cấp (“chạy theo bằng cấp”): không nêu số liệu."),
    ],
)
def test_chasing_degrees_is_a_figure(degree: int | None, words: str) -> None:
    """The article's phrase as a number, as nobody, or as a number that is not told."""
    assert words in told([choices("reasons", {"work": 40, "degree": degree})])


def needs_table(rows: Sequence[tuple[str, float | None, int, int | None]], key: str = "needs") -> Table:
    """Competencies with MWDS (``None``: hidden), rank and priority."""
    columns = (
        Column("screen", Kind.CODE),
        *(Column(name, Kind.MEASURE) for name in ("mwds", "rank", "priority")),
    )
    cells = tuple(
        (
            Code("screen", screen),
            *(
                (HIDDEN, HIDDEN, HIDDEN)
                if score is None
                else (Measure(score, count(30)), Measure(rank, count(30)), Measure(priority, count(30)))
            ),
        )
        for screen, score, rank, priority in rows
    )
    return Table(key, Source.ANSWERS, columns, cells, base=count(30))


def mapped_needs(hidden: int) -> Table:
    """Eight competencies with their place in the two maps, none of them to concentrate on; the first hidden."""
    columns = (Column("screen", Kind.CODE), *(Column(key, Kind.MEASURE) for key in MAPPED))
    rows = []
    for place in range(1, 9):
        found = (9 - place, place, None, Code("ipa", "B"), Code("lf", "HL"), 1, 12)
        cells = (HIDDEN if place <= hidden else Measure(each, count(30)) for each in found)
        rows.append((Code("screen", f"c{place:02}"), *cells))
    return Table("needs", Source.ANSWERS, columns, tuple(rows), base=count(30))


MAPPED = ("mwds", "rank", "priority", "ipa", "lf", "mwds_low", "mwds_high")


def test_an_age_band_counts_years() -> None:
    """The word for years follows the number, not the whole label."""
    assert years("Từ 30 trở xuống") == "Từ 30 tuổi trở xuống"
    assert (years("31–40"), years("Trên 55"), years("Không rõ")) == ("31–40 tuổi", "Trên 55 tuổi", "Không rõ")


def test_what_comes_first_is_qualified_where_others_are_hidden() -> None:
    """With ranks hidden nothing is called the most needed of all, none the only one; ranks are named as they are."""
    said = told([mapped_needs(hidden=6)])
    for beginning in ("xếp theo điểm", "theo ma trận quan trọng", "MWDS và ma trận"):
        assert any(each.startswith(f"Trong những số liệu được nêu, {beginning}") for each in said), beginning
    assert any("Khoảng tin cậy của thứ 7 và thứ 8 giao nhau" in each for each in said)
    whole = told([mapped_needs(hidden=0)])
    for beginning in ("Xếp theo điểm", "Theo ma trận quan trọng", "MWDS và ma trận"):
        assert any(each.startswith(beginning) for each in whole), beginning


def test_a_group_with_hidden_needs_is_not_said_to_need_nothing() -> None:
    """What is shown shows no gap, the rest is hidden: the sentence says of what it holds."""
    table = needs_table([("c05", -1, 2, None), ("c06", None, 1, None)], "needs_group")
    said = told([mapped_needs(0), replace(table, subject=Code("title_group", "dang"))])
    assert any("không có năng lực nào" in each and "chỉ xét những số liệu được nêu" in each for each in said)


def test_a_course_is_for_every_group_that_has_it_among_its_priorities() -> None:
    """A priority of the Party's group and of the government's: for both, though it leads in one; else who needs it."""
    overall = needs_table([("c09", 9, 1, 1), ("c06", 8, 2, 1)])
    party = needs_table(
        [("c01", 9, 1, None), ("c02", 8, 2, None), ("c03", 7, 3, None), ("c09", 6, 4, 1)], "needs_group"
    )
    state = needs_table([("c09", 9, 1, 1), ("c06", 3, 2, None)], "needs_group")
    groups = [
        replace(table, subject=Code("title_group", group))
        for table, group in ((party, "dang"), (state, "chinh_quyen"))
    ]
    first, second = propose(story([overall, *groups]))
    assert (first.code, len(first.groups)) == ("c09", 2)
    assert (second.code, len(second.groups)) == ("c06", 1)


def test_needs_are_told_in_their_order_and_only_where_there_is_a_gap() -> None:
    """A level above importance is no need; hidden rows are not told."""
    table = needs_table(
        [("c05", 8.667, 1, 1), ("c06", -0.4, 3, None), ("c08", 5.639, 2, 2), ("c01", None, 4, None)]
    )
    lines = told([table])
    ranked = [each for each in lines if re.match(r"\(\d\) “", each) and "MWDS" in each]
    assert [each[:3] for each in ranked] == ["(1)", "(2)"]
    assert "MWDS 8,67" in ranked[0]
    assert "Ở 1 năng lực, mức hiện có bằng hoặc cao hơn mức quan trọng" in " ".join(lines)


def test_methods_that_disagree_are_told_beside_each_other() -> None:
    """What each method says of a competency, and why they differ."""
    columns = (
        Column("screen", Kind.CODE),
        *(Column(name, Kind.MEASURE) for name in ("mwds_rank", "rds_rank", "ipa", "lf", "disagreement")),
    )
    findings: tuple[int | Code, ...] = (
        2,
        1,
        Code("quadrant", "B"),
        Code("locus", "HH"),
        Code("disagreement", "keep_or_train"),
    )
    row: tuple[Cell, ...] = (Code("screen", "c08"), *(Measure(each, count(30)) for each in findings))
    table = Table("needs_methods", Source.ANSWERS, columns, (row,))
    lines = told([needs_table([("c08", 5.6, 1, 1)]), table])
    said = next(each for each in lines if "thứ 2 theo MWDS" in each)
    assert "thứ 1 theo RDS, IPA: giữ vững" in said
    assert not any("kết quả thống nhất" in each for each in lines)
    agreeing = told([needs_table([("c08", 5.6, 1, 1)])])
    assert any("kết quả thống nhất" in each for each in agreeing)


def test_only_what_is_shown_is_proposed_by_priority_then_by_choice() -> None:
    """Priority 1 before 2, then topics that many chose; a hidden need is no proposal."""
    needs = needs_table([("c01", 9, 1, 2), ("c05", 8, 2, 1), ("c06", None, 3, 1), ("c08", 7, 4, None)])
    topics = choices("demand_d_topic", {"tinhhuong": 20, "c05": None, "c12": 0})
    proposals = propose(story([needs, topics]))
    assert [each.code for each in proposals] == ["c05", "c01", "tinhhuong"]
    assert proposals[0].demand is not None
    assert proposals[0].demand.count is None
    uncovered = [each for each in told([needs, topics]) if "chưa xác định được nhu cầu riêng" in each]
    assert len(uncovered) == 5  # no title group's own needs are known


def test_sentences_lean_on_the_tables_of_the_annexes() -> None:
    """What stands in brackets (Biểu 3, Phụ lục I) names tables that exist."""
    annexes = plan_annexes(published_tables(), lexicon(), PROFILES["nd30"])
    references = references_of(annexes)
    made = Story(Figures(published_tables(), lexicon()), FACTS, references)
    text = " ".join(block.text for block in tell_report(made) if not isinstance(block, Figure))
    highest = max(each.number for annex in annexes for each in annex.tables)
    numbers = [
        int(n) for found in re.findall(r"Biểu\s([\d–, ]+), Phụ", text) for n in re.findall(r"\d+", found)
    ]
    assert len(numbers) > 15
    assert max(numbers) <= highest


def test_a_wave_is_told_against_the_one_before() -> None:
    """Rates and the needs that changed most, with the n of both; nothing without a wave before."""
    lines = told(trend_tables())
    rate = next(each for each in lines if "(đợt trước" in each and "MWDS" not in each)
    assert "không đổi; 75 người, đợt trước 75 người)" in rate
    changed = [each for each in lines if each.startswith("Điểm MWDS của") and "đợt trước" in each]
    assert len(changed) == 3
    assert all("tăng" in each or "giảm" in each for each in changed)
    assert not any("đợt trước" in each for each in told(published_tables()))


def test_every_sentence_ends_and_has_no_gap() -> None:
    """A full stop, a semicolon before the next line of a list, a colon before a list; no braces, no double blanks."""
    for tables in (published_tables(), public_tables(), trend_tables(), ()):
        for block in tell_report(story(tables)):
            if isinstance(block, Text | Dashed | Ground):
                assert block.text[-1] in ".;:", block.text
                assert not re.search(r"[{}]|  |\.\.|;\.|None|hidden", block.text), block.text


def numbered(
    tables: Sequence[Table], chance: random.Random, hides: float
) -> tuple[list[Table], set[str], set[str]]:
    """Give each figure a number of its own and hide some; return the tables, the hidden numbers, the shown ones."""
    hidden: set[str] = set()
    shown: set[str] = set()
    next_count, next_share = 2000, 0
    changed = []
    for table in tables:
        rows = []
        for row in table.rows:
            cells: list[Cell] = []
            for cell, column in zip(row, table.columns, strict=True):
                new: Cell = cell
                text = ""
                if isinstance(cell, Count):
                    next_count += 1
                    new, text = Count(next_count, cell.of), f"{next_count:,}".replace(",", ".")
                elif isinstance(cell, Share):
                    next_share += 1
                    new = Share(Count(next_share, cell.part.of), Count(1000, cell.base.of))
                    text = f"{next_share / 10:.1f}".replace(".", ",").removesuffix(",0") + "%"
                elif isinstance(cell, Measure) and column.key not in KEPT:
                    next_count += 1
                    new, text = Measure(next_count, cell.base), f"{next_count:,}".replace(",", ".")
                if text and chance.random() < hides:
                    new = HIDDEN
                    hidden.add(text)
                elif text:
                    shown.add(text)
                cells.append(new)
            rows.append(tuple(cells))
        changed.append(replace(table, rows=tuple(rows)))
    return changed, hidden, shown


TOLD = (
    "review",
    "limited",
    "needs",
    "demand",
    "reasons",
    "situations",
    "confidence",
    "barriers",
    "quality_total",
)


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.sampled_from([0.1, 0.5, 0.9]))
def test_no_hidden_figure_is_ever_told(seed: int, hides: float) -> None:
    """Whatever cells of whatever tables are hidden: none of their numbers stands in any sentence."""
    tables = [table for table in published_tables() if table.key.startswith(TOLD)]
    changed, hidden, shown = numbered(tables, random.Random(seed), hides)
    text = " ".join(told(changed, replace(FACTS, as_of=date(1999, 1, 1))))
    numbers = set(re.findall(r"\d[\d.]*(?:,\d+)?%?", text))
    stripped = {re.sub(r",0+$", "", number).rstrip(".") for number in numbers}
    assert (numbers | stripped) & (hidden - shown) == set()
    assert hides > 0.5 or (numbers | stripped) & shown
