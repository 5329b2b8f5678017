"""Two titles of one person: the stricter of each criterion, and whose it is."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import docx
import openpyxl

from surveys.aggregation.hiding import hide
from surveys.aggregation.material import Material
from surveys.aggregation.persons import persons_tables
from surveys.aggregation.quality import quality_tables
from surveys.aggregation.review import review_tables
from surveys.aggregation.reviews import Review
from surveys.aggregation.table import Code, Count
from surveys.reporting.report_workbook import report_workbook
from surveys.reporting.word.facts import ReportFacts
from surveys.reporting.word.letterhead import Letterhead
from surveys.reporting.word.profiles import PROFILES
from surveys.reporting.word.restricted import restricted_document
from surveys.reporting.wording import Lexicon
from surveys.standards import Criterion, Finding, Result, Standards, judge, review
from tests.surveys.standards_books import with_book
from tests.surveys.standards_people import built_in, chair, finding_on, sample, verdict_on

TODAY = date(2026, 11, 27)
SECRETARY = {"title": "bt", "concurrent_titles": "ct_hdnd"}


def findings(standards: Standards, criterion: Criterion, **changed: Any) -> list[Finding]:
    """What is said on a criterion in 2026 of somebody who is secretary and chairs the council."""
    (verdict,) = review(standards, [chair(**{**SECRETARY, **changed})], TODAY)
    return [each for each in verdict.findings if each.criterion is criterion]


def test_the_stricter_of_each_criterion_counts_and_says_whose_it_is() -> None:
    """The secretary needs cao cấp, the chairman a higher degree: both are asked of who is both."""
    standards = with_book(
        {"title": "Bí thư Đảng ủy", "qual": "Đại học", "pol": "Cao cấp"},
        {"title": "Chủ tịch HĐND", "qual": "Sau đại học", "pol": "Trung cấp"},
    )
    (qual,) = findings(standards, Criterion.QUAL, qual="dh")
    (pol,) = findings(standards, Criterion.POL, pol="tc")
    assert (qual.result, qual.demanded, qual.title) == (Result.NOT_MET, "sdh", "ct_hdnd")
    assert (pol.result, pol.demanded, pol.title) == (Result.NOT_MET, "cc", "bt")


def test_equal_demands_are_those_of_the_main_title() -> None:
    """What both ask is told once."""
    standards = with_book(
        {"title": "Bí thư Đảng ủy", "qual": "Đại học", "months_left": "60"},
        {"title": "Chủ tịch HĐND", "qual": "Đại học", "months_left": "60"},
    )
    (qual,) = findings(standards, Criterion.QUAL, qual="tc")
    (age,) = findings(standards, Criterion.AGE, title_since=date(2026, 2, 10))
    assert (qual.title, age.title) == ("bt", "bt")


def test_since_when_a_concurrent_title_is_held_nobody_knows() -> None:
    """An appointment to it is not judged by the day of the main one; the main title's own age is."""
    standards = with_book(
        {"title": "Bí thư Đảng ủy", "months_left": "60"}, {"title": "Chủ tịch HĐND", "months_left": "120"}
    )
    main, further = findings(standards, Criterion.AGE, title_since=date(2026, 2, 10))
    assert (main.title, main.result) == ("bt", Result.MET)
    assert (further.title, further.result, further.reason) == (
        "ct_hdnd",
        Result.NOT_KNOWN,
        "concurrent_since_missing",
    )


def test_a_second_title_without_a_rule_leaves_it_open() -> None:
    """Who meets the main title's standard is not yet known to meet both."""
    standards = with_book({"title": "Bí thư Đảng ủy", "qual": "Đại học"})
    main, further = findings(standards, Criterion.QUAL)
    assert (main.title, main.result) == ("bt", Result.MET)
    assert (further.title, further.result, further.reason) == ("ct_hdnd", Result.NOT_KNOWN, "rule_missing")


def test_a_seat_in_a_committee_adds_nothing_without_a_rule() -> None:
    """Nearly everybody has one: without a rule of its own it changes no finding."""
    standards = with_book({"title": "Bí thư Đảng ủy", "qual": "Đại học"})
    alone = review(standards, [chair(title="bt")], TODAY)[0].findings
    seated = review(standards, [chair(title="bt", concurrent_titles="uv_btv")], TODAY)[0].findings
    assert alone == seated
    assert {each.title for each in seated} == {""}


def test_what_another_law_rules_adds_nothing() -> None:
    """Military law on a second title leaves the main title's demands as they are."""
    alone = verdict_on(chair(qual="tc")).findings
    both = verdict_on(chair(qual="tc", concurrent_titles="qs")).findings
    assert alone == both


def test_two_titles_of_the_decree() -> None:
    """A secretary who chairs the committee: one demand a criterion, of the main title where both ask the same."""
    verdict = verdict_on(chair(title="bt", concurrent_titles="ct_ubnd", qual="tc"))
    qual = finding_on(Criterion.QUAL, verdict)
    assert (qual.result, qual.title, qual.clause) == (Result.NOT_MET, "bt", "Đ8 k1")
    assert [each.criterion for each in verdict.findings] == list(Criterion)


def test_the_restricted_list_names_the_title() -> None:
    """A column says whose standard it is; without anybody who holds two there is no such column."""
    standards = with_book(
        {"title": "Bí thư Đảng ủy", "pol": "Cao cấp"}, {"title": "Chủ tịch HĐND", "qual": "Sau đại học"}
    )
    people = (chair(**SECRETARY),)
    tables = persons_tables(_material(standards, people))
    below = tables[0]
    keys = [column.key for column in below.columns]
    told = {(row[keys.index("criterion")], row[keys.index("of_title")]) for row in below.rows}
    assert told == {
        (Code("criterion", "pol"), Code("title", "bt")),
        (Code("criterion", "qual"), Code("title", "ct_hdnd")),
    }
    plain = persons_tables(_material(built_in(), sample()[:5]))[0]
    assert "of_title" not in [column.key for column in plain.columns]


def test_the_documents_name_the_title() -> None:
    """The restricted list in Word and the workbook with names: a column of its own, the titles in words."""
    standards = with_book(
        {"title": "Bí thư Đảng ủy", "pol": "Cao cấp"}, {"title": "Chủ tịch HĐND", "qual": "Sau đại học"}
    )
    tables = persons_tables(_material(standards, (chair(**SECRETARY),)))
    made = restricted_document(tables, Lexicon(), ReportFacts(TODAY), Letterhead(), PROFILES["nd30"])
    cells = [
        [cell.text for cell in row.cells]
        for table in docx.Document(BytesIO(made)).tables
        for row in table.rows
    ]
    assert any("Theo chức danh" in row for row in cells)
    told = [cell for row in cells for cell in row if "Bí thư Đảng ủy" in cell and "Chủ tịch HĐND" in cell]
    assert told
    book = report_workbook(tables, Lexicon(), title="x", as_of=TODAY, is_restricted=True)
    words = [
        value
        for sheet in openpyxl.load_workbook(BytesIO(book))
        for row in sheet.iter_rows(values_only=True)
        for value in row
    ]
    assert "Theo chức danh" in words
    assert "Chủ tịch HĐND" in words


def test_judged_together_is_judged_alone() -> None:
    """Those with the same titles share findings; others with the same main title do not."""
    standards = with_book(
        {"title": "Bí thư Đảng ủy", "pol": "Cao cấp"}, {"title": "Chủ tịch HĐND", "qual": "Sau đại học"}
    )
    people = [chair(title="bt"), chair(**SECRETARY), chair(title="bt", qual="sdh"), chair(**SECRETARY)]
    together = review(standards, people, TODAY)
    assert list(together) == [review(standards, [each], TODAY)[0] for each in people]


def test_the_tables_count_new_criteria_only_where_they_are_asked() -> None:
    """State management and certificates have rows in a review that asks for them, and what adds up still does."""
    rows = {"qual": "Đại học", "qlnn": "Chuyên viên chính", "tin": "Có"}
    standards = with_book({"title": "Chủ tịch UBND", **rows}, {"title": "Bí thư Đảng ủy", "qual": "Đại học"})
    people = tuple(
        replace(each, concurrent_titles="ct_ubnd") if each.title == "bt" else each for each in sample()
    )
    material = _material(standards, people)
    summary = next(table for table in review_tables(material) if table.key == "review_summary")
    told = {row[1].code: row for row in summary.rows if isinstance(row[1], Code)}
    assert {"qlnn", "tin"} <= set(told)
    assert not {"nn", "qpan"} & set(told)
    for row in told.values():
        n, *parts = (cell.value for cell in row[2:7] if isinstance(cell, Count))
        assert n == sum(parts) == 75
    hidden = hide(tuple(review_tables(material)) + tuple(quality_tables(material)))
    assert {table.key for table in hidden} >= {"review_summary", "review_title"}
    old = _material(built_in(), sample())
    summary = next(table for table in review_tables(old) if table.key == "review_summary")
    assert not {"qlnn", "tin", "nn", "qpan"} & {
        row[1].code for row in summary.rows if isinstance(row[1], Code)
    }


def _material(standards: Standards, people: tuple[Any, ...]) -> Material:
    regime = "luat80_2025" if standards.version else "nd33_2023"
    counted = Review.of(judge(standards, people, TODAY, regime), keeps_verdicts=True)
    return Material(TODAY, {}, people, reviews={regime: counted})
