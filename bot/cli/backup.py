"""``khaosat backup`` and ``khaosat restore``."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.cli.endings import run_async
from bot.cli.failures import CommandError, InputWrong, OrderFailed
from bot.cli.printing import print_done, print_line
from bot.texts import say
from bot.texts.database import TEXTS

if TYPE_CHECKING:
    from bot.cli.house import House
    from storage.backup import BackupError
    from storage.database import Database

PASSPHRASE: Final = "KHAOSAT_BACKUP_PASSPHRASE"  # noqa: S105 - the name of the setting
MEGABYTE: Final = 1_000_000


def backup(
    path: Annotated[Path, typer.Argument(metavar="TỆP", readable=False, help="Ghi bản sao lưu vào đây.")],
    encrypt: Annotated[
        bool, typer.Option("--encrypt", help=f"Mã hóa bằng mật khẩu (hỏi, hoặc lấy từ {PASSPHRASE}).")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Thay tệp đã có.")] = False,
) -> None:
    """Sao lưu toàn bộ, cả khi trợ lý đang chạy."""
    from bot.cli.files import check_target

    check_target(path)
    if path.exists() and not force:
        raise InputWrong(say(TEXTS.backup_exists, path=path))

    async def work() -> None:
        from bot.cli.house import check_current, opened
        from storage.backup import BackupError, write_backup
        from storage.database import DatabaseBehind, head

        async with opened(needs_current=False) as house:
            version = await house.database.version()
            if version is None:
                raise DatabaseBehind(None, head())
            if not house.database.is_sqlite:
                await check_current(house.database)
            elif path.exists() and path.samefile(house.database.url.database or ""):
                raise InputWrong(say(TEXTS.backup_is_database, path=path))
            passphrase = _ask_twice() if encrypt else ""
            try:
                size = await write_backup(house.database, path, passphrase=passphrase, replace=force)
            except BackupError as error:
                raise _not_written(error, path) from error
        template = TEXTS.backup_done_encrypted if encrypt else TEXTS.backup_done
        print_done(say(template, path=path, size=f"{size / MEGABYTE:.1f}".replace(".", ",")))

    run_async(work)


def restore(
    path: Annotated[
        Path, typer.Argument(metavar="TỆP", readable=False, help="Bản sao lưu, mã hóa hoặc không.")
    ],
    force: Annotated[
        bool, typer.Option("--force", help="Thay toàn bộ cơ sở dữ liệu đang dùng (hỏi lại trước).")
    ] = False,
) -> None:
    """Khôi phục từ bản sao lưu vào cơ sở dữ liệu trống; dừng trợ lý trước."""
    from bot.cli.files import check_source

    check_source(path)

    async def work() -> None:
        from bot.cli.house import opened
        from storage.backup import BackupError, install, is_encrypted, opened_backup
        from storage.copying import NotEmpty
        from storage.database import DatabaseAhead

        async with opened(needs_current=False) as house:
            place = house.database.address.place
            if force:
                typer.confirm(say(TEXTS.confirm_replace, place=place), abort=True, err=True)
            passphrase = _given() or _ask(TEXTS.key_question) if is_encrypted(path) else ""
            try:
                async with opened_backup(path, house.database, passphrase) as copy:
                    counts = await _make_ready(house, copy)
                    await install(copy, house.database, house.now, replace=force)
            except BackupError as error:
                raise _not_read(error, path) from error
            except NotEmpty as error:
                raise OrderFailed(say(TEXTS.not_empty)) from error
            except DatabaseAhead as error:
                if await _is_newer(house.database):
                    raise
                words = {"path": path, "version": error.version, "head": error.head}
                raise OrderFailed(say(TEXTS.backup_newer, **words)) from error
        print_done(say(TEXTS.restored, path=path, place=place))
        if any(counts):
            print_line(say(TEXTS.restored_held, unknown=counts[0], dropped=counts[1]))

    run_async(work)


async def _make_ready(house: "House", copy: "Database") -> tuple[int, int]:
    """Bring the working copy to the present: this program's forms, and nothing to send that may have left already."""
    from bot.cli.database import pack_what_is_not
    from bot.cli.house import House, own_titles, working_calendar
    from bot.fieldwork import Fieldwork, assume_contacted
    from bot.office.briefing_restored import assume_sent
    from bot.office.details import office_details
    from bot.office.orders import publish_built_in_forms
    from storage.backup import settle

    calendar, details = working_calendar(house), office_details(house.settings)
    await pack_what_is_not(House(house.settings, copy, house.now))
    async with copy.begin() as conn:
        await publish_built_in_forms(conn, "cli", house.now)
        unknown, dropped = await settle(conn, house.now)
    titles = own_titles(house)
    ticks = Fieldwork(
        copy,
        calendar,
        titles=lambda: titles,
        consent_is_complete=lambda: not details.missing(),
        wake=lambda: None,
    )
    await ticks.open_waves(house.now)
    async with copy.begin() as conn:
        unknown += await assume_contacted(conn, calendar, house.now)
        unknown += await assume_sent(conn, calendar, house.now)
    unknown += await ticks.send_situations(house.now, is_sent=False)
    return unknown, dropped


async def _is_newer(database: "Database") -> bool:
    """Say whether it is the configured database itself that a newer program made."""
    from storage.database import DatabaseAhead, DatabaseBehind

    try:
        await database.require_current()
    except DatabaseBehind:
        return False
    except DatabaseAhead:
        return True
    return False


def _not_written(error: "BackupError", path: Path) -> CommandError:
    if error.code == "exists":
        return InputWrong(say(TEXTS.backup_exists, path=path))
    if error.code == "too_big":
        return OrderFailed(say(TEXTS.too_big, limit=error.limit // MEGABYTE))
    return OrderFailed(say(TEXTS.backup_damaged))


def _not_read(error: "BackupError", path: Path) -> CommandError:
    templates = {
        "unrelated": TEXTS.unrelated,
        "damaged": TEXTS.damaged,
        "passphrase": TEXTS.key_wrong,
        "too_big": TEXTS.too_big,
    }
    return InputWrong(say(templates[error.code], path=path, limit=error.limit // MEGABYTE))


def _given() -> str:
    return os.environ.get(PASSPHRASE, "")


def _ask_twice() -> str:
    """Return the passphrase of the environment, or one that was typed twice alike. Raises ``InputWrong``."""
    given = _given()
    if given:
        return given
    typed = _ask(TEXTS.key_question)
    if typed != _ask(TEXTS.key_again):
        raise InputWrong(say(TEXTS.key_differs))
    return typed


def _ask(question: str) -> str:
    if not sys.stdin.isatty():
        raise InputWrong(say(TEXTS.key_missing))
    typed = str(typer.prompt(question, hide_input=True, default="", show_default=False, err=True))
    if not typed:
        raise InputWrong(say(TEXTS.key_empty))
    return typed
