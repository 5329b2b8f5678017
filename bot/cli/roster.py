"""``khaosat roster``: take the roster in, show what is held."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.cli.actor import this_actor
from bot.cli.endings import run_async
from bot.cli.failures import InputWrong
from bot.cli.files import read_file
from bot.cli.printing import print_done, print_json, print_line, print_table
from bot.texts import say
from bot.texts.cli import TEXTS

if TYPE_CHECKING:
    from storage.frame import ImportedOfficial, ImportSummary
    from storage.records import UnitRecord
    from surveys.roster import Roster
    from surveys.titles import Titles

YEARS: Final = range(1945, 2100)
"""The years in which a roster may be right."""

app = typer.Typer(help="Danh sách cán bộ: nạp và xem.", no_args_is_help=True)


def read_clean_roster(
    path: Path, content: bytes, as_of: date, units: "Sequence[UnitRecord]", titles: "Titles"
) -> "Roster":
    """Read a roster as of a day, with the units already held; raises ``InputWrong`` with every problem at once."""
    from bot.texts.problems import word_problem
    from surveys.roster import RosterUnit, read_roster

    known = [RosterUnit(unit.code, unit.name) for unit in units]
    roster = read_roster(content, path.name, as_of=as_of, known_units=known, titles=titles)
    if isinstance(roster, list):
        head = say(TEXTS.roster_wrong, path=path, count=len(roster))
        raise InputWrong(head, *(word_problem(each, "roster") for each in roster))
    return roster


def read_day(text: str) -> date:
    """Read a day such as 2026-12-15; raises ``InputWrong``, also for a year that can only be a slip."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise InputWrong(say(TEXTS.bad_day, found=text)) from error
    if day.year not in YEARS:
        raise InputWrong(say(TEXTS.bad_day, found=text))
    return day


@app.command("import")
def import_roster(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Danh sách .xlsx hoặc .csv.")],
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="NGÀY", help="Danh sách đúng vào ngày nào; mặc định hôm nay.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Chạy thử: cho biết sẽ thêm, thay đổi, rời ai; không lưu.")
    ] = False,
) -> None:
    """Nạp danh sách cán bộ; tệp còn chỗ sai thì không lưu gì và nêu mọi chỗ."""
    day = read_day(as_of) if as_of else None
    content = read_file(file)

    async def work() -> None:
        from bot.cli.house import opened, own_titles
        from bot.office.orders import note_order
        from bot.texts.problems import word_problem
        from storage import frame

        async with opened() as house:
            as_of_day = day or house.today
            async with house.database.read() as conn:
                units = await frame.list_units(conn, as_of_day)
            # A long file is read before the write lock is taken: officials go on answering meanwhile.
            roster = read_clean_roster(file, content, as_of_day, units, own_titles(house))
            async with house.database.begin() as conn:
                summary = await frame.import_roster(conn, roster, as_of_day, house.now, dry_run=dry_run)
                if not dry_run:
                    details = {
                        "file": file.name,
                        "as_of": as_of_day.isoformat(),
                        "added": len(summary.added),
                        "changed": len(summary.changed),
                        "left": len(summary.left),
                    }
                    await note_order(conn, this_actor(), "roster.import", details, house.now)
        for note in roster.notes:
            print_line(word_problem(note, "roster"), "yellow")
        if summary.held_as_of is not None and as_of_day < summary.held_as_of:
            days = {"as_of": as_of_day, "held": summary.held_as_of}
            print_line(
                say(TEXTS.roster_older, **{name: f"{day:%d/%m/%Y}" for name, day in days.items()}), "yellow"
            )
        show_summary(summary, dry_run=dry_run)

    run_async(work)


def show_summary(summary: "ImportSummary", *, dry_run: bool) -> None:
    """Print who was added, changed and left."""
    rows = [
        *_rows(TEXTS.roster_added, summary.added if dry_run else ()),
        *_rows(TEXTS.roster_changed, summary.changed),
        *_rows(TEXTS.roster_left, summary.left),
    ]
    if rows:
        print_table(("Việc", "Mã", "Họ và tên", "Cột thay đổi"), rows)
    if summary.units_added:
        print_line(say(TEXTS.roster_new_units, units=", ".join(summary.units_added)))
    if summary.units_closed:
        print_line(say(TEXTS.roster_ended_units, units=", ".join(summary.units_closed)))
    template = TEXTS.roster_dry if dry_run else TEXTS.roster_done
    counts = {name: len(getattr(summary, name)) for name in ("added", "changed", "unchanged", "left")}
    print_done(say(template, **counts))


def _rows(event: str, people: "Sequence[ImportedOfficial]") -> list[tuple[str, str, str, str]]:
    return [
        (event, one.roster_key, one.full_name, ", ".join(COLUMN_NAMES.get(name, name) for name in one.fields))
        for one in people
    ]


COLUMN_NAMES = {
    "full_name": "họ và tên",
    "title": "chức danh",
    "unit_id": "đơn vị",
    "birth_year": "năm sinh",
    "birth_date": "ngày sinh",
    "gender": "giới tính",
    "title_since": "ngày giữ chức danh",
    "edu": "trình độ văn hóa",
    "qual": "trình độ chuyên môn",
    "major": "chuyên ngành",
    "pol": "lý luận chính trị",
    "qlnn": "quản lý nhà nước",
    "cert": "chứng chỉ",
    "phone": "điện thoại",
    "note": "ghi chú",
    "concurrent_titles": "chức danh kiêm nhiệm",
    "field_of_work": "lĩnh vực công tác",
    "left_on": "trở lại danh sách",
}


@app.command()
def show(
    as_json: Annotated[bool, typer.Option("--json", help="Chỉ in JSON.")] = False,
    people: Annotated[bool, typer.Option("--people", help="Liệt kê từng người.")] = False,
) -> None:
    """Cho xem các đơn vị và số người; với --people, từng người."""

    async def work() -> None:
        from bot.cli.house import opened, own_titles
        from storage import frame

        async with opened() as house, house.database.read() as conn:
            titles = own_titles(house)
            units = await frame.list_units(conn, house.today)
            officials = await frame.list_officials(conn, house.today)
            chats = await frame.contact_points_of(conn, [official.id for official in officials])
        if as_json:
            print_json(
                {
                    "units": [{"code": u.code, "name": u.name} for u in units],
                    "officials": [
                        {
                            "roster_key": o.roster_key,
                            "full_name": o.full_name,
                            "title": o.title,
                            "unit": o.unit_code,
                            "linked": o.id in chats,
                        }
                        for o in officials
                    ],
                }
            )
            return
        if not officials:
            print_line(say(TEXTS.roster_empty))
            return
        if people:
            rows = [
                (o.roster_key, o.full_name, titles.label(o.title), o.unit_name, _mark(o.id in chats))
                for o in officials
            ]
            print_table(("Mã", "Họ và tên", "Chức danh", "Đơn vị", "Kết nối"), rows)
        else:
            counts = {
                unit.id: (
                    sum(o.unit_id == unit.id for o in officials),
                    sum(o.unit_id == unit.id and o.id in chats for o in officials),
                )
                for unit in units
            }
            unit_rows = [(unit.code, unit.name, *counts[unit.id]) for unit in units]
            print_table(("Mã", "Đơn vị", "Số người", "Đã kết nối"), unit_rows)
        staffed = len({official.unit_id for official in officials})
        print_done(say(TEXTS.roster_total, officials=len(officials), units=staffed, linked=len(chats)))

    run_async(work)


def _mark(is_linked: bool) -> str:
    return "✔" if is_linked else ""
