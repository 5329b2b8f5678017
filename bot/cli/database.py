"""``khaosat db``: make the tables, bring them to this program's version, move a survey to another database."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.actor import this_actor
from bot.cli.endings import run_async
from bot.cli.failures import InputWrong, OrderFailed
from bot.cli.house import check_current
from bot.cli.printing import print_done, print_line
from bot.texts import say
from bot.texts.cli import TEXTS
from bot.texts.database import TEXTS as DATABASE

if TYPE_CHECKING:
    from bot.cli.house import House
    from storage.database import Database

app = typer.Typer(help="Cơ sở dữ liệu.", no_args_is_help=True)


@app.callback()
def database() -> None:
    """Cơ sở dữ liệu."""


@app.command()
def upgrade() -> None:
    """Tạo hoặc nâng cấp cơ sở dữ liệu, và công bố mẫu phiếu có sẵn."""
    run_async(make_database)


async def make_database() -> None:
    """Make the tables or bring them to this program's version, and publish the built-in form."""
    from bot.cli.house import opened
    from bot.office.orders import publish_built_in_forms

    async with opened(needs_current=False) as house:
        await house.database.upgrade()
        async with house.database.begin() as conn:
            published = await publish_built_in_forms(conn, this_actor(), house.now)
        print_done(say(TEXTS.upgraded, version=await house.database.version()))
        await pack_what_is_not(house)
    for form, is_new in published:
        template = TEXTS.published if is_new else TEXTS.published_before
        print_line(say(template, form_id=form.form_id, version=form.version, title=form.title))


@app.command("copy")
def copy_database(
    source: Annotated[str, typer.Argument(metavar="TỪ", help="sqlite:///đường-dẫn hoặc postgresql://…")],
    target: Annotated[str, typer.Argument(metavar="ĐẾN", help="Cơ sở dữ liệu trống để chuyển đến.")],
) -> None:
    """Chuyển khảo sát sang cơ sở dữ liệu khác, SQLite hoặc PostgreSQL; dừng trợ lý trước.

    Mật khẩu nên để trong biến PGPASSWORD hoặc tệp ~/.pgpass, không ghi trên dòng lệnh.
    """

    async def work() -> None:
        from storage.copying import NotEmpty
        from storage.database import DatabaseBehind
        from storage.moving import move

        places = _open(source, "TỪ"), _open(target, "ĐẾN")
        old, new = places
        try:
            if old.address.place == new.address.place:
                raise InputWrong(say(DATABASE.move_same))
            await check_current(old)
            copied = await move(old, new, datetime.now(UTC), _print_table)
        except DatabaseBehind as error:
            raise OrderFailed(say(DATABASE.move_behind, place=old.address.place)) from error
        except NotEmpty as error:
            words = {"place": new.address.place, "table": error.table}
            raise OrderFailed(say(DATABASE.move_not_empty, **words)) from error
        finally:
            for database in places:
                await database.dispose()
        rows = sum(each.count for each in copied.values())
        print_done(say(DATABASE.move_done, rows=rows, tables=len(copied), place=new.address.place))

    run_async(work)


def _open(url: str, argument: str) -> "Database":
    from bot.cli.database_failures import bad_place
    from storage.database import Database
    from storage.urls import UrlError

    try:
        return Database(url)
    except UrlError as error:
        raise bad_place(argument, error) from error


def _print_table(name: str, count: int) -> None:
    if count:
        print_line(say(DATABASE.move_table, table=name, count=count))


async def pack_what_is_not(house: "House") -> None:
    """Make the projections again that an older version did not keep, each wave in a transaction of its own."""
    from bot.conversation.forms import FormShelf
    from storage import cases, projections
    from surveys.projection import Layout

    shelf = FormShelf()
    async with house.database.read() as conn:
        waves = await cases.list_waves(conn)
    for wave in waves:
        async with house.database.begin() as conn:
            form = await shelf.form_of(conn, wave)
            if await projections.is_whole(conn, wave.id, Layout.of(form)):
                continue
            count = await projections.rebuild(conn, wave.id, form, house.settings.zone)
        print_line(say(TEXTS.repacked, wave=wave.id, count=count))
