"""``khaosat roster``: take the roster in, show what is held."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.cli.actor import everything, this_actor
from bot.cli.endings import run_async
from bot.cli.failures import InputWrong
from bot.cli.files import check_target, read_file, write_file
from bot.cli.printing import print_done, print_json, print_line, print_table
from bot.cli.refusing import HandedIn, MarkedOut
from bot.texts import say
from bot.texts.cli import TEXTS
from bot.texts.lists import COLUMN_NAMES
from surveys.reporting.numbers import number_text

if TYPE_CHECKING:
    from bot.office.lists import Frame, ReadList
    from storage.frame import ImportedOfficial, ImportSummary
    from surveys.roster import Roster
    from surveys.roster.recognising import Decisions
    from surveys.titles import Titles

YEARS: Final = range(1945, 2100)
"""The years in which a roster may be right."""

app = typer.Typer(help="Danh sách cán bộ: nạp và xem.", no_args_is_help=True)


def read_clean_roster(
    file: HandedIn, against: "Frame", *, titles: "Titles", titles_out: Path | None = None, province: str = ""
) -> "Roster":
    """Read a roster against what is held on its day; raises ``InputWrong`` with what is wrong.

    ``province`` is that of the office. ``titles_out``: where a file with the unknown titles, if any, is written.
    """
    from bot.office.lists import read_list
    from bot.texts.roster import TITLES_HEADING
    from surveys.roster.handing_back import titles_to_fill_in

    roster = read_list(file.content, file.path.name, against, titles, province)
    if isinstance(roster, list):
        more = []
        text = titles_to_fill_in(roster, titles, against.as_of, TITLES_HEADING) if titles_out else ""
        if titles_out is not None and text:
            write_file(titles_out, text.encode())
            more.append(say(TEXTS.titles_written, path=titles_out))
        raise file.refused(
            say(TEXTS.roster_wrong, path=file.path, count=number_text(len(roster))), roster, *more
        )
    return roster


def read_decisions(
    same: "Sequence[str]", different: "Sequence[str]", *, same_all: bool = False, different_all: bool = False
) -> "Decisions":
    """Read who is whom: ``MÃMỚI=MÃCŨ``, and keys of people who are new; raises ``InputWrong``."""
    from surveys.roster.recognising import Decisions

    pairs: dict[str, str] = {}
    for pair in same:
        new, sign, old = (part.strip() for part in pair.partition("="))
        if not (new and sign and old) or new in pairs or old in pairs.values():
            raise InputWrong(say(TEXTS.bad_same, found=pair))
        pairs[new] = old
    return Decisions(pairs, frozenset(key.strip() for key in different), same_all, different_all)


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
def import_roster(  # noqa: PLR0917 - typer reads options from the signature
    file: Annotated[
        Path, typer.Argument(metavar="TỆP", readable=False, help="Danh sách .xlsx, .xls, .ods hoặc .csv.")
    ],
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="NGÀY", help="Danh sách đúng vào ngày nào; mặc định hôm nay.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Chạy thử: cho biết sẽ thêm, thay đổi, rời ai; không lưu.")
    ] = False,
    titles_out: Annotated[
        Path | None,
        typer.Option(
            "--titles-out",
            metavar="TỆP",
            readable=False,
            help="Ghi chức danh chưa biết ra tệp .yaml để điền.",
        ),
    ] = None,
    keyed_out: Annotated[
        Path | None,
        typer.Option(
            "--keyed-out", metavar="TỆP", readable=False, help="Ghi lại danh sách kèm cột Mã ra tệp .xlsx."
        ),
    ] = None,
    marked_out: MarkedOut = None,
    same: Annotated[
        list[str] | None, typer.Option("--same", metavar="MÃMỚI=MÃCŨ", help="Hai mã là một người.")
    ] = None,
    different: Annotated[
        list[str] | None, typer.Option("--different", metavar="MÃMỚI", help="Người này là người mới.")
    ] = None,
    same_all: Annotated[
        bool, typer.Option("--same-all", help="Mọi người được hỏi mà chỉ có một khả năng là người đang có.")
    ] = False,
    different_all: Annotated[
        bool, typer.Option("--different-all", help="Mọi người khác được hỏi là người mới.")
    ] = False,
) -> None:
    """Nạp danh sách cán bộ; tệp còn chỗ sai thì không lưu gì và nêu mọi chỗ."""
    day = read_day(as_of) if as_of else None
    handed_in = HandedIn(file, read_file(file), "roster", marked_out)
    handed_in.check()
    decided = read_decisions(same or (), different or (), same_all=same_all, different_all=different_all)
    handed_in.check_out(titles_out, ".yaml")
    handed_in.check_out(keyed_out, ".xlsx")

    async def work() -> None:
        from bot.cli.house import opened, own_titles
        from bot.office.lists import frame_on
        from bot.office.orders import note_order
        from storage import frame
        from surveys.roster.handing_back import with_keys

        async with opened() as house:
            as_of_day = day or house.today
            async with house.database.read() as conn:
                against = await frame_on(conn, as_of_day, everything())
            # A long file is read before the write lock is taken: officials go on answering meanwhile.
            roster = read_clean_roster(
                handed_in,
                against,
                titles=own_titles(house),
                titles_out=titles_out,
                province=house.settings.province,
            )
            async with house.database.begin() as conn:
                against = await frame_on(conn, as_of_day, everything())
                read = _recognised(handed_in, roster, against, own_titles(house), decided)
                summary = await frame.import_roster(conn, read.roster, as_of_day, house.now, dry_run=dry_run)
                if not dry_run:
                    details = {
                        "file": file.name,
                        "as_of": as_of_day.isoformat(),
                        "added": len(summary.added),
                        "changed": len(summary.changed),
                        "left": len(summary.left),
                    }
                    await note_order(conn, this_actor(), "roster.import", details, house.now)
        if keyed_out is not None:
            write_file(keyed_out, with_keys(handed_in.content, file.name, read.roster.rows))
        show_understood(read)
        if summary.held_as_of is not None and as_of_day < summary.held_as_of:
            days = {"as_of": as_of_day, "held": summary.held_as_of}
            print_line(
                say(TEXTS.roster_older, **{name: f"{day:%d/%m/%Y}" for name, day in days.items()}), "yellow"
            )
        show_summary(summary, dry_run=dry_run)

    run_async(work)


def _recognised(
    file: HandedIn, roster: "Roster", against: "Frame", titles: "Titles", decided: "Decisions"
) -> "ReadList":
    """Give people the key under which they are held; raises ``InputWrong`` where it is unclear who somebody is."""
    from bot.office.lists import ReadList, recognised

    read = recognised(roster, against, titles, decided)
    if not isinstance(read, ReadList):
        problems = read.problems
        head = say(TEXTS.roster_wrong, path=file.path, count=number_text(len(problems)))
        is_common = sum(each.code == "same_person" for each in problems) > 1
        raise file.refused(head, problems, *([say(TEXTS.same_all)] if is_common else []))
    return read


def show_understood(read: "ReadList") -> None:
    """Print how much was read, then what was understood rather than read, by what it is about."""
    print_line(read.counts, "bold")
    for heading, lines in read.understood:
        print_line(f"{heading}:", "bold")
        for line in lines:
            print_line(f"  {line}", "yellow")


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


@app.command()
def template(
    out: Annotated[Path, typer.Option("--out", metavar="TỆP", readable=False, help="Tệp .xlsx sẽ ghi.")],
) -> None:
    """Ghi mẫu danh sách trống: mỗi cột có hướng dẫn, ô chọn từ danh mục."""
    check_target(out, (".xlsx",))

    async def work() -> None:
        from bot.cli.house import opened, own_titles
        from storage import frame
        from surveys.reporting.roster_template import roster_template

        async with opened() as house:
            async with house.database.read() as conn:
                units = await frame.list_units(conn, house.today, scope=everything())
            names = sorted({unit.name for unit in units})
            office = house.settings.office_name
            write_file(out, roster_template(own_titles(house), names, house.today, office))
        print_done(say(TEXTS.template_written, path=out))

    run_async(work)


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
            units = await frame.list_units(conn, house.today, scope=everything())
            officials = await frame.list_officials(conn, house.today, scope=everything())
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
