"""One person who is added, moved, corrected or leaves, as a kind of what is handed in: a list of one row, imported."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.office import person_cards
from bot.office.actor import HOUSE, Actor
from bot.office.list_work import imported, set_back, token_of
from bot.office.lists import Frame, frame_on
from bot.office.menu import message
from bot.office.people import PersonOrder, held_person, row_after, row_of
from bot.office.rights import Right
from bot.office.titles import TitlesNow
from bot.office.upload_work import Applied, Finding, Shown
from bot.texts import say
from bot.texts.people import TEXTS
from storage import frame
from storage.frame import undoing
from storage.records import OfficialRecord
from storage.uploads import UploadRecord
from surveys.titles import Titles

if TYPE_CHECKING:
    from surveys.roster import Official
    from surveys.roster.values import RosterRow


@dataclass(frozen=True, slots=True)
class Looked:
    """What a person is compared with: as held, the units that may be given to them, everybody else.

    ``within``: numbers of those held whom whoever asks may see, by key.
    """

    held: OfficialRecord | None
    units: Mapping[str, str]
    everybody: Frame
    within: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Planned:
    """A person as they are to be."""

    row: "RosterRow"
    order: PersonOrder
    held: OfficialRecord | None


class PersonKind:
    """One person of the units of whoever asks."""

    undo_action = "roster.person_undo"

    def __init__(self, titles: TitlesNow) -> None:
        self._titles_now = titles

    @property
    def _titles(self) -> Titles:
        """The titles as they are now."""
        return self._titles_now()

    async def look(self, conn: AsyncConnection, upload: UploadRecord, actor: Actor) -> Looked:
        """Return the person as held, and what else of the frame decides. Of people beyond only that they are there."""
        scope = actor.units(Right.ROSTER)
        units = await frame.list_units(conn, upload.as_of, scope=scope)
        held = await held_person(conn, PersonOrder.of(upload).official, scope=scope)
        within = await frame.list_officials(conn, upload.as_of, scope=scope)
        return Looked(
            held,
            {unit.code: unit.name for unit in units},
            await frame_on(conn, upload.as_of, HOUSE.units(Right.ROSTER)),
            {each.roster_key: each.id for each in within},
        )

    async def state(self, conn: AsyncConnection) -> str:
        """Return what stands for the frame."""
        return await undoing.state_of(conn)

    async def examine(self, upload: UploadRecord, content: bytes, looked: Looked, state: str) -> Finding:  # noqa: ARG002
        """Make the row of a list, unless something speaks against it."""
        order = PersonOrder.of(upload)
        if order.official and looked.held is None:
            return Finding(refusal=message(say(TEXTS.gone)))
        row = row_after(order, looked.held)
        if not order.leaves:
            if row.unit_code not in looked.units:
                reason = say(TEXTS.unit_beyond, unit=row.unit_name)
                return Finding(refusal=person_cards.refused(upload, [reason]), is_open=True)
            if looked.held is None and not order.is_other and (asked := _ask_known(upload, row, looked)):
                return asked
            if reason := _taken_phone(row, looked):
                return Finding(refusal=person_cards.refused(upload, [reason]), is_open=True)
        row = _with_own_key(row, looked) if looked.held is None else row
        token = token_of(state, repr(replace(row, unsaid=frozenset())), str(order.leaves))
        return Finding(token, Planned(row, order, looked.held))

    async def show(
        self,
        conn: AsyncConnection,
        upload: UploadRecord,
        finding: Finding,
        now: datetime,
        *,
        is_again: bool,
    ) -> Shown:
        """Say in a sentence what would change."""
        planned: Planned = finding.found
        summary = await self._import(conn, planned, upload, now, dry_run=True)
        before = row_of(planned.held) if planned.held else None
        draft = person_cards.Draft(before, planned.row, self._titles)
        card = person_cards.dry_run(upload, draft, summary, finding.token, is_again=is_again)
        return Shown(card, filename=planned.row.roster_key)

    async def apply(
        self,
        conn: AsyncConnection,
        upload: UploadRecord,
        finding: Finding,
        actor: Actor,  # noqa: ARG002
        now: datetime,
    ) -> Applied:
        """Import the row."""
        before = await undoing.read_frame(conn)
        summary = await self._import(conn, finding.found, upload, now)
        applied = await imported(conn, upload, before, summary, now, action=_done(summary))
        fields = sorted({name for each in summary.changed for name in each.fields})
        return replace(applied, details={"roster_key": finding.found.row.roster_key, "fields": fields})

    async def undo(
        self,
        conn: AsyncConnection,
        upload: UploadRecord,
        noted: Mapping[str, Any],
        actor: Actor,
        now: datetime,  # noqa: ARG002
    ) -> str:
        """Bring the frame back to how it stood, if the person is still of whoever asks."""
        scope = actor.units(Right.ROSTER)
        if await frame.official_by_key(conn, upload.filename, scope=scope) is None:
            return say(TEXTS.gone)
        return await set_back(conn, upload, noted)

    async def _import(
        self,
        conn: AsyncConnection,
        planned: Planned,
        upload: UploadRecord,
        now: datetime,
        *,
        dry_run: bool = False,
    ) -> frame.ImportSummary:
        from surveys.roster import Roster, RosterUnit  # noqa: PLC0415 - the libraries of workbooks

        row, is_leaving = planned.row, planned.order.leaves
        units = () if is_leaving else (RosterUnit(row.unit_code, row.unit_name),)
        roster = Roster(units, () if is_leaving else (row,))
        leaving = (row.roster_key,) if is_leaving else ()
        return await frame.import_roster(conn, roster, upload.as_of, now, dry_run=dry_run, leaving=leaving)


def _done(summary: frame.ImportSummary) -> str:
    """Return what the audit log says of it."""
    if summary.left:
        return "roster.left"
    return "roster.added" if summary.added else "roster.changed"


def _ask_known(upload: UploadRecord, row: "RosterRow", looked: Looked) -> Finding | None:
    """Ask whether somebody new is somebody held, as a list of one row would be asked about."""
    from surveys.roster.recognising import recognise  # noqa: PLC0415 - the libraries of workbooks

    everybody = looked.everybody
    people = {each.roster_key: each for each, _ in everybody.held}
    found = recognise([row], everybody.held, None, everybody.left)
    near = [people[key] for key in found.keys.values() if key in people]
    near += [each for asked in found.asked for each in asked.candidates]
    if not near:
        return None
    seen = {looked.within[each.roster_key]: each for each in near if each.roster_key in looked.within}
    if not seen:
        return Finding(refusal=person_cards.refused(upload, [say(TEXTS.known_beyond)]), is_open=True)
    told = "; ".join(_named(each) for each in seen.values())
    labels = {
        number: say(TEXTS.open_button, name=each.full_name, key=each.roster_key)
        for number, each in seen.items()
    }
    return Finding(refusal=person_cards.known(upload, say(TEXTS.known, people=told), labels), is_open=True)


def _named(each: "Official") -> str:
    return say(TEXTS.person, name=each.full_name, key=each.roster_key, unit=each.unit_name)


def _taken_phone(row: "RosterRow", looked: Looked) -> str:
    """Say whose a phone number is already, empty if nobody's."""
    for each, phone in looked.everybody.held:
        if row.phone and phone == row.phone and each.roster_key != row.roster_key:
            if each.roster_key not in looked.within:
                return say(TEXTS.phone_taken_beyond, phone=phone)
            return say(TEXTS.phone_taken, phone=phone, name=each.full_name, key=each.roster_key)
    return ""


def _with_own_key(row: "RosterRow", looked: Looked) -> "RosterRow":
    """Give somebody new a key that is nobody's."""
    everybody = looked.everybody
    taken = {each.roster_key for each, _ in (*everybody.held, *everybody.left)}
    keys = (row.roster_key, *(f"{row.roster_key}-{number}" for number in range(2, len(taken) + 3)))
    return replace(row, roster_key=next(key for key in keys if key not in taken))
