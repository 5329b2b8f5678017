"""The questionnaire on paper, for who answers by pen: a copy for each person, with what that person is asked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import fieldwork
from bot.conversation.beginning import roster_facts
from bot.office.orders import OrderRefused, find_wave, note_order, unknown_units
from bot.texts.consent import PAPER, OfficeDetails, fill_notice
from storage import cases, frame, instruments
from storage.records import OfficialRecord
from storage.scope import EVERYTHING, Scope
from storage.standings import CaseStanding
from surveys.paper import sheet_for
from surveys.problems import Problem
from surveys.questionnaire import Questionnaire
from surveys.spelling import spell
from surveys.titles import Titles


@dataclass(frozen=True, slots=True)
class Printing:
    """What every copy needs of the office; ``profile`` is the layout by its key."""

    details: OfficeDetails
    titles: Titles
    zone: ZoneInfo
    profile: str = "nd30"


@dataclass(frozen=True, slots=True)
class Pile:
    """What is printed: a copy of ``form`` for each of ``people``, as of ``today``. It crosses to a worker."""

    form: Questionnaire
    people: tuple[OfficialRecord, ...]
    printing: Printing
    today: date


async def paper_forms(
    conn: AsyncConnection,
    number: int,
    printing: Printing,
    now: datetime,
    *,
    actor: str,
    only: Collection[str] = (),
    units: Collection[str] = (),
    scope: Scope = EVERYTHING,
) -> tuple[int, bytes]:
    """Note the order and return how many people get a copy, with the Word document; empty bytes if nobody does.

    Raises as ``gather_copies``.
    """
    pile = await gather_copies(conn, number, printing, now, only=only, units=units, scope=scope)
    if not pile.people:
        return 0, b""
    await note_order(conn, actor, "wave.paper", {"wave": number, "count": len(pile.people)}, now)
    return len(pile.people), print_copies(pile)


async def gather_copies(
    conn: AsyncConnection,
    number: int,
    printing: Printing,
    now: datetime,
    *,
    only: Collection[str] = (),
    units: Collection[str] = (),
    scope: Scope = EVERYTHING,
) -> Pile:
    """Return who gets a copy, and of which form.

    A copy is for whoever of an open wave may still be asked: of ``units`` with what is below them, or ``only`` these
    roster keys; of everybody of ``scope`` without either. Raises ``OrderRefused`` if the wave is not open, for a key or
    a unit that nobody has, and while the notice has blanks.
    """
    wave = await find_wave(conn, number, scope=scope)
    today = now.astimezone(printing.zone).date()
    problems = [] if wave.state == "open" else [Problem("wave_not_open", parameters={"found": str(number)})]
    if blanks := printing.details.missing():
        problems.append(Problem("blanks", parameters={"names": ", ".join(blanks)}))
    if units:
        problems += unknown_units(units, await frame.list_units(conn, today, scope=scope))
    standings = await cases.case_facts(conn, wave.id, scope=scope)
    held = {spell(each.roster_key) for each in standings}
    problems += [
        Problem("unknown_official", parameters={"found": key}) for key in only if spell(key) not in held
    ]
    if problems:
        raise OrderRefused(*problems)
    within = await frame.subtree_codes(conn, units, today) if units else None
    wanted = {spell(key) for key in only}
    chosen = tuple(
        person
        for person in await _still_asked(conn, standings, scope)
        if (within is None or person.unit_code in within)
        and (not wanted or spell(person.roster_key) in wanted)
    )
    return Pile(await instruments.form_of(conn, wave), chosen, printing, today)


async def _still_asked(
    conn: AsyncConnection, standings: Sequence[CaseStanding], scope: Scope
) -> list[OfficialRecord]:
    """Return whoever may still be asked, unit by unit."""
    numbers = [each.official_id or 0 for each in standings if fieldwork.is_wanted(each)]
    found = await frame.officials_by_id(conn, numbers, scope=scope)
    return sorted(found.values(), key=lambda person: (person.unit_code, person.unit_id, person.id))


def print_copies(pile: Pile) -> bytes:
    """Make the Word document."""
    from surveys.reporting.word.paper import Copy, paper_document  # noqa: PLC0415 - a running bot never needs Word
    from surveys.reporting.word.profiles import PROFILES  # noqa: PLC0415

    printing, today = pile.printing, pile.today
    copies = [
        Copy(
            roster_key=person.roster_key,
            full_name=person.full_name,
            title=printing.titles.label(person.title),
            unit=person.unit_name,
            sheet=sheet_for(pile.form, roster_facts(person, today, printing.titles), today),
        )
        for person in pile.people
    ]
    notice = fill_notice(printing.details, PAPER).text.replace("**", "")
    office, profile = printing.details.office_name, PROFILES[printing.profile]
    return paper_document(copies, office=office, notice=notice, profile=profile, day=today)
