"""``khaosat report``, ``khaosat review``, ``khaosat differences``: what the office sends, and what it decides first."""

import re
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from bot.cli.actor import everything, this_actor
from bot.cli.endings import run_async
from bot.cli.failures import InputWrong
from bot.cli.files import (
    check_folder,
    check_target,
    make_folder,
    write_file,
    write_files,
)
from bot.cli.printing import print_done, print_line
from bot.texts import day_text, say
from bot.texts.reports import PROFILES, STEPS, TEXTS

if TYPE_CHECKING:
    from bot.cli.house import House
    from bot.office.report import Report, Step
    from surveys.aggregation.material import Material
    from surveys.standards import Standards, Version

YEARS: Final = range(1990, 2101)
_VIETNAMESE: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")

AsOf = Annotated[
    str,
    typer.Option("--as-of", metavar="NGÀY", help="Rà soát vào ngày nào (22/11/2026); mặc định hôm nay."),
]
RegimeId = Annotated[
    str,
    typer.Option("--regime", metavar="MÃ", help="Bộ tiêu chuẩn; mặc định: đang có hiệu lực vào ngày đó."),
]


def report(
    wave: Annotated[int, typer.Option("--wave", metavar="SỐ", help="Số của đợt.")],
    out: Annotated[
        Path, typer.Option("--out", metavar="THƯ-MỤC", readable=False, help="Thư mục sẽ ghi các tệp.")
    ],
    *,
    profile: Annotated[
        str,
        typer.Option(
            "--profile", metavar="MÃ", help="Thể thức: nd30, hd05 hoặc hd36; mặc định theo cấu hình."
        ),
    ] = "",
    as_of: AsOf = "",
    regime: RegimeId = "",
    publish: Annotated[
        bool,
        typer.Option(
            "--publish-roster-statistics",
            help="Không ẩn số liệu nhỏ của danh sách cán bộ (câu trả lời vẫn được ẩn); ghi vào nhật ký.",
        ),
    ] = False,
    no_restricted: Annotated[
        bool, typer.Option("--no-restricted", help="Không lập danh sách có họ tên.")
    ] = False,
) -> None:
    """Lập báo cáo của một đợt: bao-cao.docx, bao-cao.xlsx, biểu đồ .png, danh-sach-han-che.docx."""
    if profile and profile not in PROFILES:
        raise InputWrong(say(TEXTS.cli_bad_profile, found=profile, known=", ".join(PROFILES)))
    day = read_day(as_of) if as_of else None
    check_folder(out)

    async def work() -> None:
        from bot.cli.house import opened

        async with opened() as house:
            wanted = _Wanted(
                wave,
                profile or house.settings.report_profile,
                day or house.today,
                regime,
                publishes_roster=publish,
                names_persons=not no_restricted,
            )
            standards = await standards_on(house, wanted.as_of)
            check_regime(standards, regime)
            if standards.version is not None:
                wanted = replace(wanted, standards=standards.version.number)
            made = await _make(house, wanted, standards.version)
            warning = await _warning(house, wanted)
            paths = _write(out, made)
        for path in paths:
            print_done(say(TEXTS.cli_written, path=path))
        if made.restricted is not None:
            print_line(say(TEXTS.cli_restricted_note), "yellow")
        if publish:
            print_line(say(TEXTS.cli_published), "yellow")
        if warning:
            print_line(warning, "yellow")
        if made.template is not None:
            print_line(say(TEXTS.cli_asks_for_rules), "yellow")
        print_line()
        print_line(made.figures.replace("**", ""))

    run_async(work)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A report as it was ordered: what stands in the audit log. ``standards``: the office's version, 0 without one."""

    wave: int
    profile: str
    as_of: date
    regime: str
    publishes_roster: bool
    names_persons: bool
    standards: int = 0

    def details(self) -> dict[str, Any]:
        """Return it as the audit log holds it."""
        told = asdict(self) | {"as_of": self.as_of.isoformat()}
        return told if self.standards else {key: value for key, value in told.items() if key != "standards"}


async def _make(house: "House", wanted: _Wanted, version: "Version | None") -> "Report":
    """Make a report that may be written: anew while somebody takes their answers back, as in the chat.

    The order is in the audit log before any file is on the disk.
    """
    from bot.cli.failures import OrderFailed
    from bot.cli.report_progress import shown_progress
    from bot.office.beside import carry_in_thread
    from bot.office.material import facts_of
    from bot.office.report import ReportOrder, make_report
    from bot.office.work import TRIES

    settings = house.settings
    with shown_progress() as told:

        async def tell(step: "Step", place: int, count: int) -> None:
            told(STEPS[step], place, count)

        for _ in range(TRIES):
            material, losses = await _gathered(house, wanted)
            order = ReportOrder(
                profile=wanted.profile,
                letterhead=settings.letterhead(),
                facts=facts_of(material, office=settings.office_name, grounds=settings.grounds),
                standards=settings.own_standards(),
                titles=material.titles,
                version=version,
                regime=wanted.regime,
                publishes_roster=wanted.publishes_roster,
                names_persons=wanted.names_persons,
            )
            made = await make_report(material, order, carry_in_thread, tell)
            if await _is_noted(house, wanted, losses):
                return made
    raise OrderFailed(say(TEXTS.cli_answers_changed, number=wanted.wave))


async def _is_noted(house: "House", wanted: _Wanted, losses: int) -> bool:
    """Enter the order into the audit log; False if somebody took their answers back since they were read."""
    from bot.office.report_orders import note_report
    from storage import erasure

    async with house.database.begin() as conn:
        if await erasure.losses(conn) != losses:
            return False
        await note_report(conn, this_actor(), wanted.details(), house.now)
    return True


async def _warning(house: "House", wanted: _Wanted) -> str:
    """Return a sentence if the wave was reported otherwise before."""
    from bot.office.report_orders import ReportOptions, warn_of_others

    options = ReportOptions(wanted.as_of, wanted.regime, wanted.publishes_roster, standards=wanted.standards)
    async with house.database.read() as conn:
        return await warn_of_others(conn, wanted.wave, options, house.settings.zone)


async def _gathered(house: "House", wanted: _Wanted) -> "tuple[Material, int]":
    """Read the material of a wave, and how many had taken their answers back by then.

    Raises ``InputWrong`` for what cannot be reported.
    """
    from bot.cli.failures import OrderFailed
    from bot.cli.house import own_titles
    from bot.cli.waves import refused
    from bot.office import orders
    from bot.office.material import gather
    from bot.office.report_desk import require_answers
    from storage import erasure
    from storage.projections import ProjectionError

    zone, titles = house.settings.zone, own_titles(house)
    async with house.database.read() as conn:
        try:
            losses = await erasure.losses(conn)
            found = await orders.find_wave(conn, wanted.wave, scope=everything())
            await require_answers(conn, wanted.wave, scope=everything())
            return await gather(
                conn, found, as_of=wanted.as_of, zone=zone, titles=titles, scope=everything()
            ), losses
        except orders.OrderRefused as error:
            raise refused(error) from error
        except ProjectionError as error:
            raise OrderFailed(say(TEXTS.cli_projection, number=error.wave_id)) from error


def _write(out: Path, made: "Report") -> list[Path]:
    """Write every file, all or none, readable by their owner only. Returns where.

    A picture of an earlier report that this one has not goes: it may show what is hidden now.
    """
    from surveys.reporting.charts import CHARTS

    make_folder(out)
    files = {"bao-cao.docx": made.word, "bao-cao.xlsx": made.workbook}
    files |= {f"{name.replace('_', '-')}.png": picture for name, picture in made.pictures.items()}
    written = [(out / name, content) for name, content in files.items()]
    if made.restricted is not None:
        written.append((out / "danh-sach-han-che.docx", made.restricted))
    write_files(written)
    for chart in CHARTS:
        if chart.name not in made.pictures:
            (out / f"{chart.name.replace('_', '-')}.png").unlink(missing_ok=True)
    return [path for path, _ in written]


def review(
    out: Annotated[
        Path, typer.Option("--out", metavar="TỆP", readable=False, help="Tệp .xlsx sẽ ghi (có họ tên).")
    ],
    as_of: AsOf = "",
    regime: RegimeId = "",
) -> None:
    """Rà soát danh sách cán bộ theo tiêu chuẩn vào một ngày: số liệu và danh sách, không cần đợt khảo sát."""
    day = read_day(as_of) if as_of else None
    check_target(out, (".xlsx",))

    async def work() -> None:
        from bot.cli.house import opened, own_titles
        from bot.cli.waves import refused
        from bot.office import orders
        from bot.office.material import facts_of, gather
        from bot.office.report import make_review
        from surveys.problems import Problem

        async with opened() as house:
            as_of_day, titles = day or house.today, own_titles(house)
            standards = await standards_on(house, as_of_day)
            check_regime(standards, regime)
            async with house.database.read() as conn:
                material = await gather(
                    conn, None, as_of=as_of_day, zone=house.settings.zone, titles=titles, scope=everything()
                )
            if not material.roster:
                raise refused(orders.OrderRefused(Problem("no_roster")))
            facts = facts_of(material, office=house.settings.office_name)
            made = make_review(material, facts, standards, regime)
            async with house.database.begin() as conn:
                details: dict[str, Any] = {"as_of": as_of_day.isoformat(), "regime": regime}
                if standards.version is not None:
                    details["standards"] = standards.version.number
                await orders.note_order(conn, this_actor(), "roster.review", details, house.now)
            write_file(out, made.workbook)
        count = len(material.roster)
        print_done(say(TEXTS.cli_reviewed, path=out, count=count, as_of=day_text(as_of_day)))
        print_line(say(TEXTS.cli_restricted_note), "yellow")
        if made.asks_for_rules:
            print_line(say(TEXTS.cli_asks_for_rules), "yellow")
        print_line()
        print_line(made.figures.replace("**", ""))

    run_async(work)


# --- what is handed in ------------------------------------------------------------------------------


def read_day(text: str) -> date:
    """Read a day such as 22/11/2026 or 2026-11-22; raises ``InputWrong``, also for a year that can only be a slip."""
    word = text.strip()
    match = _VIETNAMESE.fullmatch(word)
    try:
        day = date(int(match[3]), int(match[2]), int(match[1])) if match else date.fromisoformat(word)
    except ValueError as error:
        raise InputWrong(say(TEXTS.cli_bad_day, found=text)) from error
    if day.year not in YEARS:
        raise InputWrong(say(TEXTS.cli_bad_year, found=text, first=YEARS[0], last=YEARS[-1]))
    return day


async def standards_on(house: "House", day: date) -> "Standards":
    """Return the standards that a review of a day uses: the built-in ones, the office's file, its workbook.

    Raises ``InputWrong``.
    """
    from bot.office.material import version_on

    standards = own_standards(house)
    async with house.database.read() as conn:
        return replace(standards, version=await version_on(conn, day, house.settings.zone))


def own_standards(house: "House") -> "Standards":
    """Return the standards with the office's own file over them; raises ``InputWrong`` with everything wrong in it."""
    from bot.cli.house import own_titles
    from bot.office.material import StandardsWrong, load_standards
    from bot.settings import SettingsError
    from bot.texts.cli import TEXTS as CLI
    from bot.texts.problems import word_problem

    try:
        return load_standards(house.settings.own_standards(), own_titles(house))
    except SettingsError as error:
        raise InputWrong(say(CLI.bad_setting, reason=error)) from error
    except StandardsWrong as wrong:
        path = house.settings.standards_file
        head = say(TEXTS.cli_bad_standards, path=path, count=len(wrong.problems))
        raise InputWrong(head, *(word_problem(each, "standards") for each in wrong.problems)) from wrong


def check_regime(standards: "Standards", regime: str) -> None:
    """Raise ``InputWrong`` for a regime that nobody knows."""
    if regime and standards.regime(regime) is None:
        from bot.texts.problems import word_problem
        from surveys.problems import Problem

        known = ", ".join(each.id for each in standards.regimes)
        unknown = Problem("no_regime", parameters={"found": regime, "known": known})
        raise InputWrong(word_problem(unknown, "order"))
