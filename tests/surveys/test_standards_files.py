"""Files of standards: everything that is wrong at once with its line, and local files that may only raise."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.texts.entries import ENTRY_SENTENCES
from bot.texts.forms import FORM_PROBLEMS
from bot.texts.problems import word_problem
from bot.texts.roster import ROSTER_PROBLEMS
from bot.texts.standards import STANDARDS_PROBLEMS
from surveys.content import read
from surveys.entries import ENTRY_PROBLEMS
from surveys.standards import (
    PROBLEM_PARAMETERS,
    Criterion,
    Result,
    Standards,
    Verdict,
    read_standards,
    review,
)
from tests.surveys.standards_people import (
    AS_OF,
    BUILT_IN,
    chair,
    finding_on,
    problems_of,
    sample,
    standards_of,
    verdict_on,
)

OVERRIDE = """
overrides:
- regime: {regime}
  units: {units}
  titles: {titles}
  criterion: {criterion}
  demanded: {demanded}
  basis: Quyết định 10/QĐ-UBND
  clause: Đ3
  effective: {{from: 2024-01-01, to: {to}}}
"""
MOUNTAINS = "mien_nui_vung_sau_bien_gioi_hai_dao_dtts_dbkk"


def override(
    *,
    regime: str = "nd33_2023",
    units: str = "all",
    titles: str = "all",
    criterion: str = "qual",
    demanded: str = "sdh",
    to: str = "null",
) -> str:
    """A local file with one override."""
    return OVERRIDE.format(
        regime=regime, units=units, titles=titles, criterion=criterion, demanded=demanded, to=to
    )


def codes(text: str, *more: str) -> list[str]:
    """The codes of what is wrong."""
    return [each.code for each in problems_of(text, *more)]


def changed(old: str, new: str) -> str:
    """The built-in standards with one place spoilt."""
    assert old in BUILT_IN
    return BUILT_IN.replace(old, new, 1)


# --- what is wrong ----------------------------------------------------------------------------------

QUAL = "qual: [none, sc, tc, cd, dh, sdh]"
RANGE = "effective: {from: 2012-12-15, to: 2019-12-24}"
BAD = {
    "entry_empty": "",
    "entry_too_large": "# " + "x" * 500_001,
    "entry_broken": BUILT_IN + "\n- {",
    "entry_alias": "scales: &a {}\nregimes: *a",
    "entry_too_deep": "a: " + "[" * 20 + "]" * 20,
    "entry_wrong_shape": changed(QUAL, "qual: {none: 1}"),
    "entry_unknown_key": changed("edu: thpt, qual: tc, pol: tc,", "edu: thpt, qaul: tc, pol: tc,"),
    "entry_key_twice": changed("edu: thpt, qual: tc, pol: tc,", "edu: thpt, edu: thcs, pol: tc,"),
    "entry_missing_key": changed('basis: "Quyết định 04/2004/QĐ-BNV ngày 16/01/2004"', "note: x"),
    "entry_unknown_value": changed("edu: thpt, qual: tc, pol: tc,", "edu: thpt, qual: trung cấp,"),
    "entry_not_a_number": changed("min: 120", "min: hai nhiệm kỳ"),
    "entry_not_a_day": changed("2004-02-15", "15/02/2004"),
    "entry_days_reversed": changed(RANGE, "effective: {from: 2019-12-24, to: 2012-12-15}"),
    "standards_unknown_title": changed("pbt:      {same_as: bt}", "pho:      {same_as: bt}"),
    "standards_unknown_parent": changed("pbt:      {same_as: bt}", "pbt:      {same_as: x}"),
    "standards_parent_cycle": changed("pbt:      {same_as: bt}", "pbt:      {same_as: pbt}"),
    "standards_regime_twice": changed("id: nd112_2011", "id: qd04_2004"),
    "standards_regimes_overlap": changed(RANGE, "effective: {from: 2012-12-15}"),
}
BAD_LOCAL = {
    "standards_regime_unknown": override(regime="nd33"),
    "standards_rule_twice": "regimes: [{id: nd33_2023, basis: QĐ tỉnh, titles: {bt: {qual: dh}}}]",
    "standards_region_unknown": "regions: {'09496': mien_nui}",
    "standards_lowered": override(demanded="tc", titles="[ct_ubnd]"),
    "standards_nothing_to_raise": override(regime="luat80_2025", titles="[bt]"),
    "standards_unknown_title": override(titles="[bi_thu]"),
    "entry_missing_key": "overrides: [{regime: nd33_2023, units: all, titles: all, demanded: dh}]",
}


@pytest.mark.parametrize("code", sorted(BAD))
def test_each_mistake_is_named_with_its_place(code: str) -> None:
    """Nothing of a file that is wrong is used; what is wrong is said, by line where there is one."""
    found = problems_of(BAD[code])
    assert code in [each.code for each in found]
    for each in found:
        assert each.place.cell.isdigit() or each.code in ("entry_empty", "entry_too_large")
        assert "Đề nghị" in word_problem(each, "standards")


@pytest.mark.parametrize("code", sorted(BAD_LOCAL))
def test_mistakes_of_local_files_name_the_file(code: str) -> None:
    """A second file's problems carry its number, so that nobody looks for them in the first."""
    found = problems_of(BUILT_IN, BAD_LOCAL[code])
    assert code in [each.code for each in found]
    assert {each.place.sheet for each in found} == {"2"}
    assert all(word_problem(each, "standards").startswith("Tệp thứ 2") for each in found)


def test_a_regime_may_forbid_local_standards() -> None:
    """``province_may_raise: false`` is obeyed."""
    closed = changed("province_may_raise: true", "province_may_raise: false")
    assert codes(closed, override()) == ["standards_may_not_raise"]


def test_all_mistakes_are_told_at_once() -> None:
    """Two slips in one file give two problems, each on its line."""
    text = changed("min: 120", "min: x").replace("2004-02-15", "2004-13-45", 1)
    found = {each.code: int(each.place.cell) for each in problems_of(text)}
    assert set(found) >= {"entry_not_a_number", "entry_not_a_day"}
    lines = text.splitlines()
    assert "min: x" in lines[found["entry_not_a_number"] - 1]
    assert "2004-13-45" in lines[found["entry_not_a_day"] - 1]


def test_every_problem_has_a_sentence_that_says_what_to_do() -> None:
    """With exactly the parameters that the problem brings, and no code that another file's problems use."""
    assert set(STANDARDS_PROBLEMS) == set(PROBLEM_PARAMETERS)
    assert set(ENTRY_SENTENCES) == set(ENTRY_PROBLEMS)
    assert not set(STANDARDS_PROBLEMS) & {*FORM_PROBLEMS, *ROSTER_PROBLEMS}
    parameters = {**PROBLEM_PARAMETERS, **ENTRY_PROBLEMS}
    for code, sentence in {**STANDARDS_PROBLEMS, **ENTRY_SENTENCES}.items():
        worded = sentence.format(**{name: f"<{name}>" for name in parameters[code]})
        assert all(f"<{name}>" in worded for name in parameters[code])
        assert "{" not in worded
        assert unicodedata.is_normalized("NFC", worded)
        assert "Đề nghị" in worded or "đề nghị" in worded


def test_every_problem_has_a_file_that_brings_it() -> None:
    """No sentence is left over."""
    assert {*PROBLEM_PARAMETERS, *ENTRY_PROBLEMS} == {*BAD, *BAD_LOCAL, "standards_may_not_raise"}


@settings(max_examples=30)
@given(st.integers(0, len(BUILT_IN) - 1), st.text(alphabet="{}[]:,- \n'\"&*x1", max_size=3))
def test_a_spoilt_file_is_read_or_refused(place: int, typed: str) -> None:
    """Whatever is typed into the file: standards that can be reviewed by, or problems that can be worded."""
    found = read_standards(BUILT_IN[:place] + typed + BUILT_IN[place + 1 :])
    if isinstance(found, Standards):
        assert len(review(found, sample()[:3], AS_OF, "")) == 3
    else:
        assert found
        assert all(word_problem(each, "standards") for each in found)


# --- what localities decide -------------------------------------------------------------------------


def qualification(verdict: Verdict) -> tuple[Result, str, str]:
    """The result on qualification, what is demanded, and why."""
    found = finding_on(Criterion.QUAL, verdict)
    return found.result, found.demanded, found.reason


def test_an_override_raises_for_its_units_titles_and_days() -> None:
    """A province asks chairmen of one unit for more; nobody else, and not before the decision's day."""
    raised = standards_of(override(units="['09496']", titles="[ct_ubnd]", to="2024-12-31"))
    asked = (Result.NOT_MET, "sdh", "raised")
    unchanged = (Result.MET, "dh", "")
    day = date(2024, 6, 1)
    assert qualification(verdict_on(chair(), as_of=day, standards=raised)) == asked
    assert qualification(verdict_on(chair(unit_code="09499"), as_of=day, standards=raised)) == unchanged
    assert qualification(verdict_on(chair(title="ct_hdnd"), as_of=day, standards=raised)) == unchanged
    for other in (date(2023, 12, 31), date(2025, 1, 1)):
        assert qualification(verdict_on(chair(), as_of=other, standards=raised)) == unchanged


def test_a_raised_demand_cites_the_decision() -> None:
    """Basis and clause are those of the local decision; the office has its text, so nothing is unverified."""
    found = finding_on(Criterion.QUAL, verdict_on(chair(), standards=standards_of(override())))
    assert (found.basis, found.clause) == ("Quyết định 10/QĐ-UBND", "Đ3")
    assert not found.is_unverified


def test_lowering_is_refused_with_the_clause() -> None:
    """The problem names the decision's clause and the standard that stands above it."""
    (found,) = problems_of(BUILT_IN, override(demanded="cd", titles="[ct_ubnd]"))
    assert found.code == "standards_lowered"
    assert found.parameters["clause"] == "Quyết định 10/QĐ-UBND, Đ3"
    assert found.parameters["standard"].startswith("dh (")
    assert "Đ8 k3" in found.parameters["standard"]


def test_the_same_level_is_no_lowering() -> None:
    """For all titles “đại học” raises the one that needs less and leaves the others as they are."""
    raised = standards_of(override(demanded="dh"))
    officer = chair(title="tpht", qual="tc")
    assert qualification(verdict_on(officer, standards=raised)) == (Result.NOT_MET, "dh", "raised")
    assert qualification(verdict_on(chair(), standards=raised)) == (Result.MET, "dh", "")


def test_the_delta_is_the_default_and_a_region_is_named() -> None:
    """Only in a unit whose region is named may a civil servant have less, and only where the decree says so."""
    local = standards_of(f"regions: {{'09496': {MOUNTAINS}}}")
    clerk = chair(title="vptk", qual="tc")
    inside, outside = verdict_on(clerk, standards=local), verdict_on(clerk)
    assert qualification(inside) == (Result.MET, "tc", "region")
    assert finding_on(Criterion.QUAL, inside).clause == "Đ10 k3"
    assert qualification(outside)[0] is Result.NOT_MET
    assert qualification(verdict_on(chair(qual="tc"), standards=local))[0] is Result.NOT_MET  # a cadre


def test_a_province_may_raise_within_a_region() -> None:
    """There its decision is measured by the region's standard, elsewhere by the regime's."""
    region = f"regions: {{'09496': {MOUNTAINS}}}"
    raised = standards_of(region + override(units="['09496']", titles="[vptk]", demanded="cd"))
    clerk = chair(title="vptk", qual="tc")
    assert qualification(verdict_on(clerk, standards=raised)) == (Result.NOT_MET, "cd", "raised")
    refused = override(units="['09496', '09499']", titles="[vptk]", demanded="cd")
    assert codes(BUILT_IN, region + refused) == ["standards_lowered"]


def test_ages_and_courses_may_be_raised_too() -> None:
    """More months before retirement, a lower age limit, one more course; the other way is refused."""
    since = date(2024, 2, 10)
    official = chair(birth_date=date(1967, 2, 8), title_since=since)
    stricter = standards_of(override(criterion="age", titles="[ct_ubnd]", demanded="72"))
    found = finding_on(Criterion.AGE, verdict_on(official, standards=stricter))
    assert (found.result, found.demanded) == (Result.NOT_MET, ">=72m")
    assert codes(BUILT_IN, override(criterion="age", titles="[ct_ubnd]", demanded="48")) == [
        "standards_lowered"
    ]
    assert codes(BUILT_IN, override(criterion="age", titles="[doan]", demanded="40")) == ["standards_lowered"]
    assert codes(BUILT_IN, override(criterion="age", titles="[mttq]", demanded="40")) == [
        "standards_nothing_to_raise"
    ]
    course = standards_of(override(criterion="other", titles="[ct_ubnd]", demanded="bd_qlnn"))
    lacking = finding_on(Criterion.OTHER, verdict_on(chair(qlnn="none"), standards=course))
    assert (lacking.result, lacking.demanded) == (Result.NOT_MET, "bd_qlnn")


def test_a_province_fills_in_what_the_law_leaves_open() -> None:
    """The law of 2025 has no titles here: a local file loads them, with its own basis and marks."""
    local = """
regimes:
- id: luat80_2025
  basis: Quy định 1459-QĐ/TU
  verified: {bt: corpus}
  titles:
    bt:  {age: first_term_60, edu: thpt, qual: dh, pol: cc, clause: Đ5}
    pbt: {same_as: bt}
"""
    standards = standards_of(local)
    day = date(2026, 11, 22)
    secretary = finding_on(Criterion.POL, verdict_on(chair(title="bt"), "", day, standards))
    deputy = finding_on(Criterion.POL, verdict_on(chair(title="pbt"), "", day, standards))
    assert (secretary.result, secretary.demanded) == (Result.NOT_MET, "cc")
    assert (secretary.basis, secretary.clause) == ("Quy định 1459-QĐ/TU", "Đ5")
    assert (secretary.is_unverified, deputy.is_unverified) == (False, True)
    assert finding_on(Criterion.POL, verdict_on(chair(), "", day, standards)).reason == "rule_missing"


def test_codes_stay_as_they_are_written() -> None:
    """A unit's code keeps its leading noughts though nobody put it in quotes."""
    local = standards_of(f"regions: {{00123: {MOUNTAINS}, 09496: [{MOUNTAINS}]}}")
    assert set(local.unit_regions) == {"00123", "09496"}


def test_the_example_for_offices_is_a_file_that_is_read() -> None:
    """What an office copies fills the law of 2025, raises one standard and moves no unit out of the delta."""
    local = standards_of(read("standards_local_example.yaml").decode("utf-8"))
    regime = local.regime("luat80_2025")
    assert regime is not None
    assert set(regime.rules) == {"bt", "pbt", "ct_ubnd"}
    assert regime.is_unverified
    assert local.unit_regions == {}
    clerk = verdict_on(chair(title="vptk", pol="sc"), as_of=date(2024, 6, 1), standards=local)
    found = finding_on(Criterion.POL, clerk)
    assert (found.result, found.demanded, found.clause) == (Result.NOT_MET, "tc", "Điều 2")
