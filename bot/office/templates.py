"""Files to begin with: the empty list, the workbook of standards, the built-in form as a workbook."""

from datetime import date, datetime

from bot.office.beside import worker
from bot.office.made import Made, document, who_asked
from bot.office.material import load_standards
from bot.office.rights import Right
from bot.office.titles import TitlesNow
from bot.settings import Settings
from bot.texts import say
from bot.texts.rules import TEXTS
from storage import frame
from storage.database import Database
from storage.office import JobRecord
from surveys.titles import Titles


class Templates:
    """Makes them for whoever may take in what is of all units."""

    def __init__(self, database: Database, settings: Settings, titles: TitlesNow) -> None:
        self._database = database
        self._settings = settings
        self._titles_now = titles

    async def make(self, job: JobRecord, now: datetime) -> Made:
        """Make the file that was asked for."""
        day = now.astimezone(self._settings.zone).date()
        async with self._database.read() as conn:
            asked = await who_asked(conn, job, Right.ROSTER, now, self._settings.zone)
            if isinstance(asked, Made):
                return asked
            if not asked.scope.is_everything:
                return Made((), asked.losses, {})
            units = sorted({unit.name for unit in await frame.list_units(conn, day, scope=asked.scope)})
        titles, settings = self._titles_now(), self._settings
        async with worker() as carry:
            match str(job.parameters["what"]):
                case "r":
                    content = await carry(rules_template, settings.own_standards(), titles, day)
                    name, caption = f"mau-tieu-chuan-{day:%Y%m%d}.xlsx", say(TEXTS.rules_caption)
                case "l":
                    content = await carry(list_template, titles, units, day, settings.office_name)
                    name, caption = f"mau-danh-sach-{day:%Y%m%d}.xlsx", say(TEXTS.list_caption)
                case _:
                    content, title, version = await carry(form_template)
                    name = f"mau-phieu-{version}.xlsx"
                    caption = say(TEXTS.form_caption, title=title, version=version)
        return Made([document(name, content, caption, 0)], asked.losses, {Right.ROSTER: asked.scope})


def rules_template(own: str, titles: Titles, day: date) -> bytes:
    """Make the workbook of standards to fill in, for a worker process."""
    from surveys.reporting.standards_template import standards_template  # noqa: PLC0415 - libraries of workbooks

    return standards_template(load_standards(own, titles), day)


def list_template(titles: Titles, units: list[str], day: date, office: str) -> bytes:
    """Make the empty list, for a worker process."""
    from surveys.reporting.roster_template import roster_template  # noqa: PLC0415 - libraries of workbooks

    return roster_template(titles, units, day, office)


def form_template() -> tuple[bytes, str, str]:
    """Make a workbook of the built-in form, for a worker process; returns its title and version, too."""
    from surveys.content import built_in_forms  # noqa: PLC0415 - libraries of workbooks
    from surveys.reporting.form_workbook import form_workbook  # noqa: PLC0415
    from surveys.xlsform import read_form  # noqa: PLC0415

    name, content = built_in_forms()[0]
    form = read_form(content, name)
    assert not isinstance(form, list), form  # the tests keep the built-in forms clean
    return form_workbook(content, name), form.title, form.version
