"""The files of a plan, made in a worker process: document, workbook, lists of classes, picture, calendar."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.office.plans.wording import PlanText, facts_of
from surveys.reporting.word.letterhead import Letterhead
from surveys.roster import Official


@dataclass(frozen=True)
class FilesOrder:
    """What the files are made from. ``people`` are those whom their reader may see."""

    text: PlanText
    people: Mapping[int, Official] = field(repr=False)
    letterhead: Letterhead
    profile: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class PlanFiles:
    """The files as bytes. ``workbook`` and ``lists`` name persons: they are restricted."""

    document: bytes
    workbook: bytes
    lists: bytes
    picture: bytes | None
    calendar: bytes


def make_files(order: FilesOrder) -> PlanFiles:
    """Make every file of a plan."""
    from surveys.reporting.charts.classes_over_year import classes_over_year  # noqa: PLC0415 - heavy, and rare
    from surveys.reporting.planning.calendar import plan_calendar  # noqa: PLC0415
    from surveys.reporting.planning.class_lists import class_lists  # noqa: PLC0415
    from surveys.reporting.planning.document import plan_document  # noqa: PLC0415
    from surveys.reporting.planning.workbook import plan_workbook  # noqa: PLC0415
    from surveys.reporting.word.profiles import PROFILES  # noqa: PLC0415

    facts, profile = facts_of(order.text), PROFILES[order.profile]
    picture = classes_over_year(facts)
    return PlanFiles(
        plan_document(facts, order.letterhead, profile, picture),
        plan_workbook(facts, order.people),
        class_lists(facts, order.people, order.letterhead, profile),
        picture,
        plan_calendar(facts, order.written_at),
    )
