"""``khaosat db``: make the tables, or bring them to this program's version."""

from typing import TYPE_CHECKING

import typer

from bot.cli.actor import this_actor
from bot.cli.edge import run_async
from bot.cli.printing import print_done, print_line
from bot.texts import say
from bot.texts.cli import TEXTS

if TYPE_CHECKING:
    from bot.cli.house import House

app = typer.Typer(help="Cơ sở dữ liệu.", no_args_is_help=True)


@app.callback()
def database() -> None:
    """Cơ sở dữ liệu."""


@app.command()
def upgrade() -> None:
    """Tạo hoặc nâng cấp cơ sở dữ liệu, và công bố mẫu phiếu có sẵn."""

    async def work() -> None:
        from bot.cli.house import opened
        from bot.office.orders import publish_built_in_forms

        async with opened(needs_current=False) as house:
            await house.database.upgrade()
            async with house.database.begin() as conn:
                published = await publish_built_in_forms(conn, this_actor(), house.now)
            print_done(say(TEXTS.upgraded, version=await house.database.version()))
            await _pack_what_is_not(house)
        for form, is_new in published:
            template = TEXTS.published if is_new else TEXTS.published_before
            print_line(say(template, form_id=form.form_id, version=form.version, title=form.title))

    run_async(work)


async def _pack_what_is_not(house: "House") -> None:
    """Make the projections again that an older version did not keep, each wave in a transaction of its own."""
    from bot.forms import FormShelf
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
