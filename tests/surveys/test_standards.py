"""The standards as dated data and the review: who falls short of what, and what nobody can know."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.roster import CERT, EDU, GENDER, POL, QLNN, QUAL, Official
from surveys.standards import Criterion, Result, Verdict, review
from surveys.titles import built_in_titles
from tests.surveys.standards_people import (
    AS_OF,
    built_in,
    chair,
    finding_on,
    sample,
    standards_of,
    verdict_on,
)

TITLES = built_in_titles().labels

REGIMES = ("qd04_2004", "nd112_2011", "tt13_2019", "nd33_2023", "luat80_2025")
ON_SCALE = (Criterion.EDU, Criterion.QUAL, Criterion.POL)


def below(verdicts: tuple[Verdict, ...], *criteria: Criterion) -> int:
    """How many fall short in at least one of the criteria."""
    return sum(any(each.criterion in criteria for each in verdict.shortfalls) for verdict in verdicts)


# --- the sample roster ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("regime", "qual", "pol", "either"), [("qd04_2004", 2, 8, 9), ("nd33_2023", 42, 8, 45)]
)
def test_the_sample_roster_falls_short_as_the_article_says(
    regime: str, qual: int, pol: int, either: int
) -> None:
    """2 of 75 below qualification in 2004 and 42 under NĐ 33; 8 below trung cấp lý luận under both."""
    found = review(built_in(), sample(), AS_OF, regime)
    assert len(found) == 75
    assert below(found, Criterion.QUAL) == qual
    assert below(found, Criterion.POL) == pol
    lacking = below(found, Criterion.QUAL, Criterion.POL)
    assert lacking == either
    assert max(qual, pol) <= lacking <= qual + pol  # what the marginals alone allow (Fréchet)


def test_a_title_without_a_rule_is_no_shortfall_of_anybody() -> None:
    """Where nothing is loaded for a title nothing is invented: it cannot be judged, and says so."""
    for verdict in review(built_in(), sample(), date(2026, 11, 22)):
        assert verdict.regime == "luat80_2025"
        assert {each.result for each in verdict.findings} == {Result.NOT_KNOWN}
        assert {each.reason for each in verdict.findings} == {"rule_missing"}
        assert all(each.is_unverified for each in verdict.findings)


# --- which regime -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "title", "regime"),
    [
        (date(2004, 2, 14), "bt", None),
        (date(2004, 2, 15), "bt", "qd04_2004"),
        (date(2023, 7, 31), "doan", "qd04_2004"),
        (date(2011, 1, 1), "vptk", None),
        (date(2019, 12, 24), "vptk", "nd112_2011"),
        (date(2019, 12, 25), "vptk", "tt13_2019"),
        (date(2023, 8, 1), "vptk", "nd33_2023"),
        (date(2025, 6, 30), "bt", "nd33_2023"),
        (date(2025, 7, 1), "bt", "luat80_2025"),
        (date(2040, 1, 1), "qs", "luat80_2025"),
    ],
)
def test_the_day_and_the_body_decide_which_regime_rules(day: date, title: str, regime: str | None) -> None:
    """Cadres and civil servants had different rules until NĐ 33, and each rule has its days."""
    found = built_in().in_force(day, title)
    assert (found.id if found else None) == regime


def test_a_day_before_any_rule_gives_no_shortfall() -> None:
    """Without a regime in force nothing can be judged."""
    (verdict,) = review(built_in(), [chair(qual="none")], date(2003, 1, 1))
    assert verdict.regime == ""
    assert {(each.result, each.reason) for each in verdict.findings} == {(Result.NOT_KNOWN, "no_regime")}


def test_a_regime_of_another_body_does_not_apply() -> None:
    """A rule on civil servants says nothing of a chairman."""
    found = verdict_on(chair(qual="none"), "nd112_2011")
    assert {(each.result, each.reason) for each in found.findings} == {(Result.NOT_APPLICABLE, "other_body")}


def test_an_unknown_regime_is_refused() -> None:
    """Asking for a regime that is not there is a mistake, not an empty review."""
    with pytest.raises(KeyError, match="nd34"):
        review(built_in(), sample(), AS_OF, "nd34")
    assert built_in().regime("nd34") is None


# --- single criteria --------------------------------------------------------------------------------


def test_a_shortfall_cites_its_rule_and_its_deadline() -> None:
    """Basis, clause, what is held and demanded, the reservation, and until when it must be met."""
    found = finding_on(Criterion.QUAL, verdict_on(chair(qual="tc")))
    assert (found.result, found.held, found.demanded) == (Result.NOT_MET, "tc", "dh")
    assert found.basis.startswith("Nghị định 33/2023/NĐ-CP")
    assert (found.clause, found.deadline, found.reason) == ("Đ8 k3", date(2028, 8, 1), "luat_khac")
    assert not found.is_unverified


def test_what_is_met_has_no_deadline() -> None:
    """The transition is for those who fall short."""
    assert all(each.deadline is None for each in verdict_on(chair()).findings)


def test_nobody_grows_younger_by_a_deadline() -> None:
    """Who is too old, or retires too soon, is given no day by which to mend it."""
    old = finding_on(Criterion.AGE, verdict_on(chair(birth_date=date(1964, 1, 1), birth_year=1964)))
    assert (old.result, old.deadline) == (Result.NOT_MET, None)


def test_rules_known_only_by_hearsay_are_marked() -> None:
    """Marked by title, and where only the qualification was compared, all but that."""
    front = verdict_on(chair(title="mttq", qual="tc", pol="sc"))
    assert not finding_on(Criterion.QUAL, front).is_unverified
    assert finding_on(Criterion.POL, front).is_unverified
    assert finding_on(Criterion.QUAL, verdict_on(chair(title="bt"), "qd04_2004")).is_unverified
    assert not finding_on(Criterion.QUAL, verdict_on(chair(title="ct_hdnd"), "qd04_2004")).is_unverified


def test_what_is_not_demanded_does_not_apply() -> None:
    """A veterans' chairman needed no qualification in 2004, a civil servant no political level in 2023."""
    veteran = finding_on(Criterion.QUAL, verdict_on(chair(title="ccb", qual="none"), "qd04_2004"))
    clerk = finding_on(Criterion.POL, verdict_on(chair(title="vptk", pol="none")))
    for found in (veteran, clerk):
        assert (found.result, found.reason, found.demanded) == (Result.NOT_APPLICABLE, "not_demanded", "")


def test_a_military_title_is_ruled_elsewhere() -> None:
    """Of the military commander nothing is demanded here: military law does."""
    found = verdict_on(chair(title="qs", qual="none"))
    assert {(each.result, each.reason) for each in found.findings} == {
        (Result.NOT_APPLICABLE, "phap_luat_quan_su")
    }


def test_a_level_outside_the_scale_is_not_known() -> None:
    """General education “other” has no place on the scale."""
    found = finding_on(Criterion.EDU, verdict_on(chair(edu="khac")))
    assert (found.result, found.reason) == (Result.NOT_KNOWN, "not_on_scale")


def test_the_civil_status_officer_follows_another_law() -> None:
    """Luật Hộ tịch: trung cấp is enough, in law; its own basis stands instead of the decree's clause."""
    officer = verdict_on(chair(title="tpht", qual="tc", major="Luật kinh tế"))
    qual, major = finding_on(Criterion.QUAL, officer), finding_on(Criterion.MAJOR, officer)
    assert (qual.result, qual.basis, qual.clause) == (Result.MET, "Luật Hộ tịch 2014, Đ72", "")
    assert major.result is Result.MET
    assert finding_on(Criterion.EDU, officer).clause == "Đ10 k2"


@pytest.mark.parametrize("major", ["Kế toán", "Luyện kim", "Thú y"])
def test_whether_a_field_fits_is_for_people_to_judge(major: str) -> None:
    """No field of study is ever “not met”: only a person may say so."""
    for title in ("tpht", "vptk"):
        found = finding_on(Criterion.MAJOR, verdict_on(chair(title=title, major=major)))
        assert (found.result, found.reason) == (Result.NOT_KNOWN, "needs_judgement")


def test_courses_are_judged_only_from_what_the_roster_records() -> None:
    """State management and computer skills are on record, other courses are not."""
    cadre = {
        each.demanded: (each.result, each.reason)
        for each in verdict_on(chair(title="bt", qlnn="none"), "qd04_2004").findings
        if each.criterion is Criterion.OTHER
    }
    assert cadre == {
        "bd_xay_dung_dang": (Result.NOT_KNOWN, "not_on_record"),
        "bd_qlnn": (Result.NOT_MET, ""),
        "bd_kinh_te": (Result.NOT_KNOWN, "not_on_record"),
    }
    skills = {
        cert: finding_on(Criterion.OTHER, verdict_on(chair(title="vptk", cert=cert), "nd112_2011")).result
        for cert in ("nn tin", "qpan", "none", "")
    }
    assert skills == {
        "nn tin": Result.MET,
        "qpan": Result.NOT_MET,
        "none": Result.NOT_MET,
        "": Result.NOT_KNOWN,
    }


# --- age --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "men", "women"),
    [
        (2014, (60, 0), (55, 0)),
        (2020, (60, 0), (55, 0)),
        (2021, (60, 3), (55, 4)),
        (2025, (61, 3), (56, 8)),
        (2026, (61, 6), (57, 0)),
        (2027, (61, 9), (57, 4)),
        (2028, (62, 0), (57, 8)),
        (2034, (62, 0), (59, 8)),
        (2035, (62, 0), (60, 0)),
        (2050, (62, 0), (60, 0)),
    ],
)
def test_the_retirement_age_follows_the_table(
    year: int, men: tuple[int, int], women: tuple[int, int]
) -> None:
    """NĐ 135/2020: three months a year for men to 62 in 2028, four for women to 60 in 2035."""
    table = built_in().retirement
    assert table.age_in(year, "nam") == men[0] * 12 + men[1]
    assert table.age_in(year, "nu") == women[0] * 12 + women[1]


@pytest.mark.parametrize(
    ("born", "gender", "month"),
    [
        (date(1960, 12, 1), "nam", date(2020, 12, 1)),
        (date(1961, 1, 1), "nam", date(2021, 4, 1)),
        (date(1961, 10, 1), "nam", date(2022, 4, 1)),
        (date(1964, 9, 1), "nam", date(2025, 12, 1)),
        (date(1966, 4, 1), "nam", date(2028, 4, 1)),
        (date(1966, 1, 1), "nu", date(2021, 5, 1)),
        (date(1969, 8, 1), "nu", date(2026, 8, 1)),
        (date(1975, 5, 1), "nu", date(2035, 5, 1)),
    ],
)
def test_the_age_that_counts_is_that_of_the_year_in_which_it_is_reached(
    born: date, gender: str, month: date
) -> None:
    """Whoever reaches the old age only after the year's end has the next year's age to reach."""
    assert built_in().retirement.month_of(born, gender) == month


@settings(max_examples=60)
@given(st.dates(date(1940, 1, 1), date(1999, 12, 31)), st.sampled_from(["nam", "nu"]))
def test_nobody_retires_before_the_age_of_the_year(born: date, gender: str) -> None:
    """In the month of retirement the age of that year is reached exactly; a younger person never retires first."""
    table = built_in().retirement
    month = table.month_of(born, gender)
    reached = (month.year - born.year) * 12 + month.month - born.month
    assert reached == table.age_in(month.year, gender)
    younger = born.replace(day=1, month=born.month % 12 + 1, year=born.year + born.month // 12)
    assert table.month_of(younger, gender) >= month


@pytest.mark.parametrize(
    ("since", "result", "held"),
    [
        (date(2024, 2, 10), Result.MET, "60m"),
        (date(2024, 3, 10), Result.NOT_MET, "59m"),
    ],
)
def test_sixty_months_are_counted_to_the_month(since: date, result: Result, held: str) -> None:
    """Born in February 1967 a man works to February 2029: an appointment in March 2024 is a month late."""
    verdict = verdict_on(chair(birth_date=date(1967, 2, 8), birth_year=1967, title_since=since))
    found = finding_on(Criterion.AGE, verdict)
    assert (found.result, found.held, found.demanded) == (result, held, ">=60m")
    assert found.reason == "appointment_assumed"


def test_a_birth_year_alone_is_every_month_of_it() -> None:
    """What holds for every possible month is judged; what does not is not known."""
    limits = {
        year: finding_on(
            Criterion.AGE,
            verdict_on(chair(birth_date=None, birth_year=year, title_since=date(2024, 2, 10))),
        )
        for year in (1966, 1967, 1968)
    }
    assert [each.result for each in limits.values()] == [Result.NOT_MET, Result.NOT_KNOWN, Result.MET]
    assert limits[1966].held == "<=58m"
    assert limits[1967].reason == "date_imprecise"
    assert limits[1968].held == ">=71m"


@pytest.mark.parametrize(
    ("changed", "result", "reason"),
    [
        ({"birth_date": None, "birth_year": None}, Result.NOT_KNOWN, "birth_missing"),
        ({"title_since": None}, Result.NOT_KNOWN, "appointment_missing"),
        ({"title_since": date(2023, 7, 31)}, Result.NOT_APPLICABLE, "appointed_before"),
        ({"title_since": date(2025, 7, 2)}, Result.NOT_APPLICABLE, "appointed_after"),
        ({"title_since": date(2023, 1, 1)}, Result.NOT_KNOWN, "date_imprecise"),  # 2023, no more is known
        ({"gender": "", "birth_date": date(1969, 6, 15)}, Result.NOT_KNOWN, "gender_missing"),
        ({"gender": "na", "birth_date": date(1980, 6, 15)}, Result.MET, "appointment_assumed"),
        ({"title": "mttq"}, Result.NOT_APPLICABLE, "by_charter"),
    ],
)
def test_an_age_is_judged_only_where_the_record_allows(
    changed: dict[str, Any], result: Result, reason: str
) -> None:
    """Dates that are missing or too coarse make it unknown; an appointment of another time is not judged."""
    found = finding_on(Criterion.AGE, verdict_on(chair(**changed)))
    assert (found.result, found.reason) == (result, reason)


def test_the_youth_secretary_may_hold_office_until_35() -> None:
    """An age of holding office is that reached in the year of the review, whenever the appointment was."""
    found = {
        year: finding_on(
            Criterion.AGE, verdict_on(chair(title="doan", birth_date=None, birth_year=year, title_since=None))
        )
        for year in (1989, 1990)
    }
    assert [(each.result, each.held, each.demanded) for each in found.values()] == [
        (Result.NOT_MET, "36y", "<=35y"),
        (Result.MET, "35y", "<=35y"),
    ]
    assert found[1989].basis == "QĐ 289-QĐ/TW 2010"


def test_the_2004_age_limits_differ_by_gender() -> None:
    """A Front chairman at most 60, a chairwoman at most 55 when first appointed."""
    limits = {
        gender: finding_on(
            Criterion.AGE,
            verdict_on(
                chair(title="mttq", gender=gender, birth_date=date(1953, 3, 3), title_since=date(2010, 5, 5)),
                "qd04_2004",
            ),
        ).result
        for gender in ("nam", "nu", "")
    }
    assert limits == {"nam": Result.MET, "nu": Result.NOT_MET, "": Result.NOT_KNOWN}


# --- laws -------------------------------------------------------------------------------------------

OFFICIALS = st.builds(
    Official,
    roster_key=st.just("1"),
    full_name=st.just("Nguyễn Văn An"),
    title=st.sampled_from([*TITLES, "khac"]),
    unit_code=st.just("09496"),
    unit_name=st.just("Thị trấn Thứa"),
    birth_year=st.none() | st.integers(1945, 2006),
    birth_date=st.none() | st.dates(date(1945, 1, 1), date(2006, 12, 31)),
    gender=st.sampled_from(["", *GENDER]),
    title_since=st.none() | st.dates(date(1995, 1, 1), date(2026, 1, 1)),
    edu=st.sampled_from(["", *EDU]),
    qual=st.sampled_from(["", *QUAL]),
    major=st.sampled_from(["", "Luật", "Thú y"]),
    pol=st.sampled_from(["", *POL]),
    qlnn=st.sampled_from(["", *QLNN]),
    cert=st.sampled_from(["", *CERT, "tin nn"]),
)
DEPENDS_ON = {
    Criterion.EDU: ("edu",),
    Criterion.QUAL: ("qual",),
    Criterion.POL: ("pol",),
    Criterion.MAJOR: ("major",),
    Criterion.OTHER: ("qlnn", "cert"),
}


@settings(max_examples=80)
@given(OFFICIALS, st.sampled_from(REGIMES), st.dates(date(2004, 1, 1), date(2026, 1, 1)))
def test_every_criterion_has_a_finding_and_missing_is_never_a_shortfall(
    official: Official, regime: str, as_of: date
) -> None:
    """Take away what is on record: no criterion that rests on it is “chưa đạt” any more."""
    verdict = verdict_on(official, regime, as_of)
    assert {each.criterion for each in verdict.findings} == set(Criterion)
    for criterion, attributes in DEPENDS_ON.items():
        nothing: dict[str, Any] = dict.fromkeys(attributes, "")
        bare = replace(official, **nothing)
        results = Counter(
            each.result for each in verdict_on(bare, regime, as_of).findings if each.criterion is criterion
        )
        assert Result.NOT_MET not in results
    undated = replace(official, birth_year=None, birth_date=None)
    assert finding_on(Criterion.AGE, verdict_on(undated, regime, as_of)).result is not Result.NOT_MET


@settings(max_examples=40)
@given(
    st.lists(OFFICIALS, min_size=2, max_size=30),
    st.sampled_from(REGIMES),
    st.dates(date(2004, 1, 1), date(2026, 1, 1)),
)
def test_judged_together_is_judged_alone(people: list[Official], regime: str, as_of: date) -> None:
    """Who shares a finding with others has it all the same: near the limits of dates, too."""
    firsts = [each.title_since and each.title_since.replace(day=1) for each in people]
    people += [replace(each, title_since=first) for each, first in zip(people, firsts, strict=True)]
    people += [replace(each, gender="nam") for each in people]
    together = review(built_in(), people, as_of, regime)
    assert list(together) == [review(built_in(), [each], as_of, regime)[0] for each in people]


@settings(max_examples=80)
@given(OFFICIALS, st.sampled_from(REGIMES), st.sampled_from(ON_SCALE), st.data())
def test_a_higher_level_never_makes_a_shortfall(
    official: Official, regime: str, criterion: Criterion, choices: st.DataObject
) -> None:
    """Whoever meets a standard meets it with a higher level too."""
    scale = built_in().scales[criterion]
    low, high = sorted(choices.draw(st.tuples(*[st.sampled_from(range(len(scale)))] * 2)))
    before, after = (
        finding_on(
            criterion,
            verdict_on(replace(official, **{criterion.value: scale[place]}), regime, date(2024, 6, 1)),
        ).result
        for place in (low, high)
    )
    assert before is not Result.MET or after is Result.MET
    assert (before is Result.NOT_APPLICABLE) == (after is Result.NOT_APPLICABLE)


@settings(max_examples=50)
@given(OFFICIALS, st.sampled_from(["tc", "cd", "dh", "sdh"]))
def test_a_local_decision_never_turns_a_shortfall_into_met(official: Official, demanded: str) -> None:
    """Overrides may raise: with one, nobody meets what they did not meet before."""
    raised = standards_of(
        "overrides: [{regime: qd04_2004, units: all, titles: [bt, ct_ubnd], criterion: qual, "
        f"demanded: {demanded}, basis: QĐ tỉnh, clause: Đ1, effective: {{from: 2010-01-01}}}}]"
    )
    before = finding_on(Criterion.QUAL, verdict_on(official, "qd04_2004", AS_OF))
    after = finding_on(Criterion.QUAL, verdict_on(official, "qd04_2004", AS_OF, raised))
    assert after.result is not Result.MET or before.result is Result.MET
