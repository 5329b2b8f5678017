"""What an administrator changes of a draft: read back as it was written, and never planned into days gone by."""

from datetime import date

from bot.office.plans.changes import QUARTER, Change
from bot.office.plans.results import _raised
from bot.office.plans.year import LEAD, still_ahead
from surveys.planning import Course, CourseKind, Fulfils, Limits
from surveys.standards import Criterion


def test_a_change_is_read_back_whatever_the_code_of_the_course() -> None:
    """Codes are the office's own: any sign may stand in one."""
    change = Change(QUARTER, "LLCT|TC", 3)
    assert Change.read(change.write()) == change


def test_a_plan_that_is_made_again_later_begins_later() -> None:
    """The days gone by are told once, as they are now; those of another year stay as they are."""
    first, later = date(2026, 3, 2), date(2026, 6, 1)
    again = still_ahead(still_ahead(Limits(2026), first), later)
    (past,) = again.closed
    assert past.last == later + LEAD
    assert still_ahead(Limits(2027), later) == Limits(2027)


def test_two_certificates_of_one_course_are_one_change_of_the_roster() -> None:
    """The second one is not lost because the first has changed what was held."""
    fulfils = (Fulfils(Criterion.IT), Fulfils(Criterion.LANGUAGE))
    course = Course("TH-NN", "Tin học, ngoại ngữ", CourseKind.DIGITAL, 5, 40, fulfils=fulfils)
    assert _raised(course, {"cert": "none"}) == [("cert", "none", "tin nn")]
    assert _raised(course, {"cert": "tin nn"}) == []
