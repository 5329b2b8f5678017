"""``khaosat standards``: the office's own rules in a workbook, each import a version that reviews name."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.actor import everything, this_actor
from bot.cli.endings import run_async
from bot.cli.failures import InputWrong
from bot.cli.files import check_target, read_file, write_file
from bot.cli.printing import moment_json, print_done, print_json, print_line, print_table
from bot.cli.refusing import HandedIn, MarkedOut
from bot.cli.reports import read_day
from bot.texts import day_text, moment_text, say
from bot.texts.standards_book import TEXTS
from surveys.reporting.numbers import number_text

if TYPE_CHECKING:
    from bot.cli.house import House
    from storage.standards import VersionRecord
    from surveys.standards import OfficeRule
    from surveys.standards.book import StandardsBook

app = typer.Typer(help="Tiêu chuẩn chức danh của cơ quan: mẫu biểu, kiểm tra, nạp.", no_args_is_help=True)

BookFile = Annotated[
    Path, typer.Argument(metavar="TỆP", readable=False, help="Biểu tiêu chuẩn .xlsx, .xls, .ods hoặc .csv.")
]
Number = Annotated[int, typer.Argument(metavar="SỐ", help="Số của bản trong khaosat standards list.")]
AsJson = Annotated[bool, typer.Option("--json", help="Chỉ in JSON.")]


@app.command()
def template(
    out: Annotated[Path, typer.Option("--out", metavar="TỆP", readable=False, help="Tệp .xlsx sẽ ghi.")],
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="NGÀY", help="Chức danh của ngày nào; mặc định hôm nay.")
    ] = "",
) -> None:
    """Ghi mẫu biểu tiêu chuẩn: mỗi chức danh một dòng, có danh mục để chọn và hướng dẫn."""
    day = read_day(as_of) if as_of else None
    check_target(out, (".xlsx",))

    async def work() -> None:
        from bot.cli.house import opened
        from bot.cli.reports import own_standards
        from surveys.reporting.standards_template import standards_template

        async with opened() as house:
            standards = own_standards(house)
            write_file(out, standards_template(standards, day or house.today))
        count = len(standards.titles.on(day or house.today))
        print_done(say(TEXTS.template_written, path=out, count=count))

    run_async(work)


@app.command()
def check(file: BookFile, marked_out: MarkedOut = None) -> None:
    """Kiểm tra một biểu tiêu chuẩn và nêu mọi chỗ cần sửa; không lưu gì."""
    handed_in = HandedIn(file, read_file(file), "standards_book", marked_out)
    handed_in.check()

    async def work() -> None:
        from bot.cli.house import opened

        async with opened() as house:
            book = await _read_clean(house, handed_in)
        _tell(book)
        print_done(say(TEXTS.good if book.rules else TEXTS.good_but_open, count=len(book.rules)))

    run_async(work)


@app.command("import")
def import_standards(
    file: BookFile,
    as_of: Annotated[
        str,
        typer.Option(
            "--as-of",
            metavar="NGÀY",
            help="Dùng bản này để rà soát từ ngày nào; mặc định: ngày sớm nhất ở cột “Từ ngày”.",
        ),
    ] = "",
    marked_out: MarkedOut = None,
) -> None:
    """Nạp biểu tiêu chuẩn thành một bản mới; biểu còn chỗ sai thì không lưu gì và nêu mọi chỗ."""
    day = read_day(as_of) if as_of else None
    handed_in = HandedIn(file, read_file(file), "standards_book", marked_out)
    handed_in.check()

    async def work() -> None:
        from bot.cli.house import opened
        from storage import standards as versions

        async with opened() as house:
            book = await _read_clean(house, handed_in)
            first = day or book.first_day
            if first is None:
                _tell(book)
                raise InputWrong(say(TEXTS.nothing_confirmed))
            async with house.database.begin() as conn:
                number, is_new = await versions.import_version(
                    conn,
                    handed_in.content,
                    file.name,
                    book.rules,
                    as_of=first,
                    actor=this_actor(),
                    now=house.now,
                )
        _tell(book)
        said = TEXTS.imported if is_new else TEXTS.imported_before
        print_done(say(said, number=number, count=len(book.rules), as_of=day_text(first)))

    run_async(work)


@app.command("list")
def list_versions(as_json: AsJson = False) -> None:
    """Liệt kê các bản tiêu chuẩn đã nạp, bản mới nhất trước."""

    async def work() -> None:
        from bot.cli.house import opened
        from storage import standards as versions

        async with opened() as house, house.database.read() as conn:
            found = await versions.list_versions(conn)
            used = await versions.version_on(conn, house.today)
        used_number = used.id if used else None
        if as_json:
            print_json([_as_json(each, house, used_number) for each in found])
        elif not found:
            print_line(say(TEXTS.none))
        else:
            rows = [
                (
                    each.id,
                    moment_text(each.imported_at, house.settings.zone),
                    day_text(each.as_of),
                    len(each.version(house.settings.zone).rules),
                    each.filename,
                    each.sha256[:12],
                    _state(each, used_number),
                )
                for each in found
            ]
            print_table(TEXTS.list_columns, rows)

    run_async(work)


def _as_json(each: "VersionRecord", house: "House", used: int | None) -> dict[str, object]:
    zone = house.settings.zone
    return {
        "version": each.id,
        "imported_at": moment_json(each.imported_at, zone),
        "actor": each.actor,
        "as_of": each.as_of.isoformat(),
        "file": each.filename,
        "sha256": each.sha256,
        "rules": len(each.version(zone).rules),
        "withdrawn_at": moment_json(each.withdrawn_at, zone) if each.withdrawn_at else None,
        "in_use": each.id == used,
    }


def _state(each: "VersionRecord", used: int | None) -> str:
    if each.is_withdrawn:
        return TEXTS.state_withdrawn
    return TEXTS.state_used if each.id == used else TEXTS.state_older


@app.command()
def show(
    number: Number,
    as_json: AsJson = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="TỆP", readable=False, help="Ghi lại đúng tệp đã nạp vào đây."),
    ] = None,
) -> None:
    """Cho xem các tiêu chuẩn của một bản như phần mềm đã hiểu; với --out, lấy lại tệp đã nạp."""
    if out is not None:
        check_target(out)

    async def work() -> None:
        from bot.cli.house import opened, own_titles
        from bot.office.rules import rule_row
        from storage import standards as versions

        async with opened() as house, house.database.read() as conn:
            titles = own_titles(house)
            found = await versions.list_versions(conn)
            chosen = next((each for each in found if each.id == number), None)
            content = await versions.file_of(conn, number)
            if chosen is None or content is None:
                raise InputWrong(say(TEXTS.unknown, number=number))
            rules = chosen.version(house.settings.zone).rules
        if out is not None:
            write_file(out, content)
            print_done(say(TEXTS.file_written, path=out, number=number))
        elif as_json:
            print_json([_rule_json(each) for each in rules])
        else:
            print_table(TEXTS.show_columns, [rule_row(each, titles) for each in rules])

    run_async(work)


def _rule_json(rule: "OfficeRule") -> dict[str, object]:
    from surveys.standards.book import demands_by_column

    return {
        "title": rule.title,
        "regime": rule.regime,
        "units": None if rule.units is None else sorted(rule.units),
        "from": rule.starts_on.isoformat(),
        "to": rule.ends_on.isoformat() if rule.ends_on else None,
        "demands": demands_by_column(rule),
        "basis": rule.basis,
        "clause": rule.clause,
        "cell": rule.place,
    }


@app.command()
def withdraw(number: Number) -> None:
    """Thôi dùng một bản: bản trước nó được dùng lại; bản đã thôi vẫn còn trong danh sách và nhật ký."""

    async def work() -> None:
        from bot.cli.house import opened
        from storage import standards as versions

        async with opened() as house, house.database.begin() as conn:
            if not await versions.withdraw_version(conn, number, this_actor(), house.now):
                raise InputWrong(say(TEXTS.unknown, number=number))
            used = await versions.version_on(conn, house.today)
        now_used = say(TEXTS.used_now, number=used.id) if used else say(TEXTS.none_used)
        print_done(f"{say(TEXTS.withdrawn, number=number)} {now_used}")

    run_async(work)


async def _read_clean(house: "House", file: HandedIn) -> "StandardsBook":
    """Read a workbook; raises ``InputWrong`` with everything that is wrong in it."""
    from bot.cli.reports import own_standards
    from storage import frame
    from surveys.roster import RosterUnit
    from surveys.standards.book import read_standards_book

    standards = own_standards(house)
    async with house.database.read() as conn:
        units = [
            RosterUnit(each.code, each.name)
            for each in await frame.list_units(conn, house.today, scope=everything())
        ]
    found = read_standards_book(file.content, file.path.name, standards, day=house.today, units=units)
    if isinstance(found, list):
        raise file.refused(say(TEXTS.wrong, path=file.path, count=number_text(len(found))), found)
    return found


def _tell(book: "StandardsBook") -> None:
    from bot.texts.problems import word_problem

    for note in book.notes:
        print_line(word_problem(note, "standards_book"), "yellow")
