"""The files of a plan, made in a worker process: document, workbook, lists of classes, picture, calendar, result."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Attachment, Outbound, OutboundKind
from bot.office.actor import Actor
from bot.office.made import document
from bot.office.material import load_standards
from bot.office.plans.wording import PlanText, facts_of
from bot.settings import Settings
from bot.texts import say
from bot.texts.plans import TEXTS
from storage.office import record_order
from storage.planning import PlanRecord, SeatRecord
from storage.planning.seats import COMPLETED, DECLINED, MISSED
from surveys.planning import Catalogue, PlannedPost, Vacancy, from_json, people_of, vacancies_of
from surveys.reporting.word.letterhead import Letterhead
from surveys.roster import Official
from surveys.titles import Titles


@dataclass(frozen=True)
class FilesOrder:
    """What the files are made from. ``people`` are those whom their reader may see.

    ``planned``: who of them is planned for which title; ``standards``: the text of the office's own file.
    """

    text: PlanText
    people: Mapping[int, Official] = field(repr=False)
    letterhead: Letterhead
    profile: str
    written_at: datetime
    planned: tuple[PlannedPost, ...] = ()
    standards: str = ""


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
        plan_workbook(facts, order.people, _vacancies(order)),
        class_lists(facts, order.people, order.letterhead, profile),
        picture,
        plan_calendar(facts, order.written_at),
    )


def _vacancies(order: FilesOrder) -> tuple[Vacancy, ...]:
    """Return which posts fall vacant within five years of the day of the plan."""
    text = order.text
    people = people_of(order.people, text.titles)
    retirement = load_standards(order.standards, text.titles).retirement
    return vacancies_of(people, order.planned, retirement, text.record.as_of)


def files_to_send(made: PlanFiles, record: PlanRecord) -> list[Outbound]:
    """Return the files with what is said of each: what may be passed on first, then what names persons."""
    stem, told = f"ke-hoach-{record.year}-so-{record.id}", {"number": record.id, "year": record.year}
    messages = []
    if made.picture is not None:
        attachment = Attachment(f"{stem}.png", made.picture)
        messages.append(
            Outbound(OutboundKind.PHOTO, say(TEXTS.picture_caption, **told), attachment=attachment)
        )
    messages += [
        document(f"{stem}.docx", made.document, say(TEXTS.document_caption, **told), 0),
        document(f"{stem}.ics", made.calendar, say(TEXTS.calendar_caption, **told), 0),
        document(f"{stem}-han-che.xlsx", made.workbook, say(TEXTS.workbook_caption, **told), 0),
        document(
            f"danh-sach-lop-{record.year}-so-{record.id}-han-che.docx",
            made.lists,
            say(TEXTS.lists_caption),
            0,
        ),
    ]
    return messages


@dataclass(frozen=True)
class ResultsOrder:
    """What the report on a plan's result is made from.

    ``seats``: person, course, title, gender, whether completed, ethnicity.
    """

    catalogue: str
    seats: tuple[tuple[int, str, str, str, bool | None, str], ...]
    titles: Titles
    letterhead: Letterhead
    profile: str
    year: int
    day: date


def results_order(
    record: PlanRecord,
    seats: Sequence[SeatRecord],
    people: Mapping[int, Official],
    settings: Settings,
    *,
    titles: Titles,
    day: date,
) -> ResultsOrder:
    """Return what the report on a plan's result is made from."""
    known = {COMPLETED: True, MISSED: False, DECLINED: False}
    held = tuple(
        (
            each.official_id,
            each.course,
            each.title,
            people[each.official_id].gender if each.official_id in people else "",
            known.get(each.state),
            people[each.official_id].ethnicity if each.official_id in people else "",
        )
        for each in seats
    )
    letterhead = settings.letterhead()
    return ResultsOrder(record.catalogue, held, titles, letterhead, settings.report_profile, record.year, day)


@dataclass(frozen=True, slots=True)
class ResultFiles:
    """The report and its tables as bytes; neither names anybody or tells of a few people."""

    document: bytes
    workbook: bytes


def make_results(order: ResultsOrder) -> ResultFiles:
    """Make the report on what became of a plan."""
    from surveys.aggregation.hiding import hide  # noqa: PLC0415 - heavy, and rare
    from surveys.planning.results import Attended, result_tables  # noqa: PLC0415
    from surveys.reporting.planning.results_document import results_document  # noqa: PLC0415
    from surveys.reporting.report_workbook import report_workbook  # noqa: PLC0415
    from surveys.reporting.texts.training import TRAINING  # noqa: PLC0415
    from surveys.reporting.word.profiles import PROFILES  # noqa: PLC0415
    from surveys.reporting.wording import Lexicon  # noqa: PLC0415

    titles, profile = order.titles, PROFILES[order.profile]
    attended = [
        Attended(official, course, titles.group(title), gender, is_completed, ethnicity)
        for official, course, title, gender, is_completed, ethnicity in order.seats
    ]
    tables = hide(result_tables(attended, from_json(Catalogue, order.catalogue), order.year))
    lexicon = Lexicon(titles=titles)
    title = TRAINING.subject.format(year=order.year).replace("\n", " ")
    return ResultFiles(
        results_document(tables, lexicon, order.letterhead, profile, year=order.year, as_of=order.day),
        report_workbook(tables, lexicon, title=title, as_of=order.day, prepared_by=order.letterhead.issuer),
    )


def make_result_list(
    text: PlanText, people: Mapping[int, Official], known: Mapping[tuple[int, int], tuple[bool, str]]
) -> bytes:
    """Make the list in which results are entered. It names persons: it is restricted."""
    from surveys.reporting.planning.results_workbook import results_workbook  # noqa: PLC0415 - heavy, and rare

    return results_workbook(facts_of(text), people, known=known)


def noting(action: str, plan: int, now: datetime) -> Callable[[AsyncConnection, Actor], Awaitable[bool]]:
    """Return what enters into the audit log, with the files, that somebody took lists with names."""

    async def note(conn: AsyncConnection, actor: Actor) -> bool:
        await record_order(conn, now, actor.name, action, {"plan": plan})
        return True

    return note
