"""What is handed to people: paper forms, and codes with their slips. Made in a worker process, sent to who asked."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Outbound, OutboundKind
from bot.office.actor import Actor
from bot.office.beside import worker
from bot.office.codes import Slips, draw_slips, handing_out, keep_slips
from bot.office.details import office_details
from bot.office.made import Made, document, who_asked
from bot.office.orders import OrderRefused
from bot.office.paper import Printing, gather_copies, print_copies
from bot.office.rights import Right
from bot.office.titles import TitlesNow
from bot.settings import Settings
from bot.texts import day_text, say
from bot.texts.codes import TEXTS as CODES
from bot.texts.office import TEXTS
from storage import frame
from storage.database import Database
from storage.office import JobRecord
from surveys.reporting.codes_workbook import codes_workbook
from surveys.titles import Titles


class Handouts:
    """Makes them. ``channels``: by which people come, the easiest first."""

    def __init__(
        self, database: Database, settings: Settings, titles: TitlesNow, channels: Sequence[str]
    ) -> None:
        self._database = database
        self._settings = settings
        self._zone = settings.zone
        self._titles_now = titles
        self._channels = channels

    @property
    def _titles(self) -> Titles:
        """The titles as they are now."""
        return self._titles_now()

    async def paper(self, job: JobRecord, now: datetime) -> Made:
        """Print the questionnaire for everybody whose name the actor may see and who may still be asked."""
        settings, number = self._settings, int(job.parameters["wave"])
        printing = Printing(office_details(settings), self._titles, self._zone, settings.report_profile)
        async with self._database.read() as conn:
            asked = await who_asked(conn, job, Right.NAMES, now, self._zone)
            if isinstance(asked, Made):
                return asked
            pile = await gather_copies(conn, number, printing, now, scope=asked.scope)
        if not pile.people:
            nobody = Outbound(OutboundKind.NOTICE, say(TEXTS.paper_nobody, number=number))
            return Made([nobody], asked.losses, {Right.NAMES: asked.scope})
        async with worker() as carry:
            content = await carry(print_copies, pile)
        name = f"phieu-giay-dot-{number}-{now.astimezone(self._zone):%Y%m%d}.docx"
        caption = say(TEXTS.paper_caption, number=number, count=len(pile.people))
        return Made([document(name, content, caption, number)], asked.losses, {Right.NAMES: asked.scope})

    async def codes(self, job: JobRecord, now: datetime) -> Made:
        """Draw codes and make their workbook; they can be used from the moment at which it is queued."""
        settings, renew = self._settings, bool(job.parameters["renew"])
        only = [key] if (key := job.parameters.get("only")) else []
        async with self._database.begin() as conn:
            asked = await who_asked(conn, job, Right.CODES, now, self._zone)
            if isinstance(asked, Made):
                return asked
            office_ = await handing_out(
                conn,
                settings.office_name,
                self._channels,
                self._titles,
                self._zone,
                expires_at=now + settings.code_lifetime,
            )
            units = await frame.list_units(conn, now.astimezone(self._zone).date(), scope=asked.scope)
            unit_id = job.parameters["unit"]
            wanted = [unit.code for unit in units if unit.id == unit_id]
            if unit_id is not None and not wanted:
                # The unit ended, or is theirs no more. No unit would mean everybody.
                gone = Outbound(OutboundKind.NOTICE, say(TEXTS.codes_gone))
                return Made([gone], asked.losses, {Right.CODES: asked.scope})
            try:
                slips = await draw_slips(
                    conn, office_, now, renew=renew, only=only, unit_codes=wanted, scope=asked.scope
                )
            except OrderRefused:  # they have left since, or are theirs no more
                gone = Outbound(OutboundKind.NOTICE, say(TEXTS.codes_gone))
                return Made([gone], asked.losses, {Right.CODES: asked.scope})
        if not office_.ways or not slips.codes:
            text = say(TEXTS.codes_nobody if office_.ways else TEXTS.codes_no_way)
            return Made([Outbound(OutboundKind.NOTICE, text)], asked.losses, {Right.CODES: asked.scope})
        async with worker() as carry:
            content = await carry(codes_workbook, slips.units, slips.ways)

        async def keep(conn: AsyncConnection, actor: Actor) -> bool:
            if not only and not await frame.are_needed(conn, slips.codes, now, renew=renew):
                return False
            await keep_slips(conn, slips, office_, now, actor=actor.name, renew=renew, only=only)
            return True

        expires_at = day_text(office_.expires_at.astimezone(self._zone).date())
        caption = say(TEXTS.codes_caption, count=len(slips.codes), expires_at=expires_at)
        name = f"ma-{now.astimezone(self._zone):%Y%m%d-%H%M}.xlsx"
        messages = [document(name, content, caption, 0), *(_to_pass_on(slips) if only else ())]
        return Made(messages, asked.losses, {Right.CODES: asked.scope}, keep)


def _to_pass_on(slips: Slips) -> list[Outbound]:
    """Return the text for the one person of these slips, as a message that can be passed on."""
    ((_, (row,)),) = slips.units
    said = say(CODES.forward, name=row.full_name)
    return [Outbound(OutboundKind.NOTICE, said), Outbound(OutboundKind.NOTICE, row.message)]
