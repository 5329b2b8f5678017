"""What every house is filled with: a form, four officials, their codes."""

from datetime import date, datetime

from bot.office.orders import publish_built_in_forms
from storage import frame, instruments
from storage.database import Database
from storage.frame import IssuedCode
from storage.records import OfficialRecord
from tests.bot.small_form import small_form, small_roster


async def furnish(
    database: Database, now: datetime, codes_until: datetime, today: date, *, is_form_built_in: bool
) -> tuple[dict[str, OfficialRecord], dict[str, IssuedCode]]:
    """Publish the small form or the built-in ones and import the officials; returns them and their codes, by key."""
    async with database.begin() as conn:
        if is_form_built_in:
            await publish_built_in_forms(conn, "cli", now)
        else:
            await instruments.publish(conn, small_form(), now)
        await frame.import_roster(conn, small_roster(), date(2015, 1, 1), now)
        codes = await frame.issue_codes(conn, now, codes_until, today)
        people = await frame.list_officials(conn, today)
    return (
        {person.roster_key: person for person in people},
        {code.official.roster_key: code for code in codes},
    )
