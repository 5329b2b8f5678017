"""The files of briefings: the workbook of actions, THÔNG BÁO kết luận, what an owner sent; made beside the turn."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from bot.messages import Outbound, OutboundKind
from bot.office.beside import worker
from bot.office.briefing_conclusions import BOOK, EVIDENCE, LETTER
from bot.office.briefing_talk import name_of
from bot.office.made import Made, document, who_asked
from bot.office.orders import note_order
from bot.office.rights import Right
from bot.office.upload_desk import ACTIONS_NAME
from bot.settings import Settings
from bot.texts import moment_text, say
from bot.texts.briefings import TEXTS
from bot.texts.reports import PROFILES as PROFILE_NAMES
from storage import briefings
from storage.briefings import ActionRecord
from storage.database import Database
from storage.office import JobRecord
from surveys.briefing.conclusions import Conclusions, Task
from surveys.reporting.actions_workbook import ActionLine, actions_workbook
from surveys.reporting.word.letterhead import Letterhead


class BriefingFiles:
    """Makes them, within the units of whoever asked."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings
        self._zone = settings.zone

    @property
    def makers(self) -> Mapping[str, Callable[[JobRecord, datetime], Awaitable[Made]]]:
        """What makes each kind of job."""
        return {BOOK: self.book, LETTER: self.letter, EVIDENCE: self.evidence}

    async def book(self, job: JobRecord, now: datetime) -> Made:
        """Make the workbook of a round's actions."""
        async with self._database.read() as conn:
            asked = await who_asked(conn, job, Right.BRIEF, now, self._zone)
            if isinstance(asked, Made):
                return asked
            held = await briefings.find_round(conn, int(job.parameters["round"]), scope=asked.scope)
            if held is None:
                return Made((), asked.losses, {})
            actions = await briefings.actions_of_round(conn, held.id, scope=asked.scope)
            people = await briefings.people_of(conn, held.briefing_id, scope=asked.scope)
        names = {each.id: name_of(each) for each in people}
        lines = [
            ActionLine(
                each.id,
                each.text,
                names.get(each.person_id or 0, ""),
                each.due,
                each.done_at is not None,
                each.report,
            )
            for each in actions
        ]
        day = held.at.astimezone(self._zone).date()
        async with worker() as carry:
            content = await carry(actions_workbook, held.id, day, lines, sorted(names.values()))
        caption = say(TEXTS.book_caption, at=moment_text(held.at, self._zone))
        message = document(f"{ACTIONS_NAME}-{day:%Y%m%d}.xlsx", content, caption, 0)
        return Made([message], asked.losses, {Right.BRIEF: asked.scope})

    async def letter(self, job: JobRecord, now: datetime) -> Made:
        """Make the document that tells what a round concluded."""
        settings = self._settings
        async with self._database.begin() as conn:
            asked = await who_asked(conn, job, Right.BRIEF, now, self._zone)
            if isinstance(asked, Made):
                return asked
            held = await briefings.find_round(conn, int(job.parameters["round"]), scope=asked.scope)
            if held is None:
                return Made((), asked.losses, {})
            briefing = await briefings.find_briefing(conn, held.briefing_id, scope=asked.scope)
            decisions = await briefings.notes_of(conn, held.id, briefings.DECISION)
            own = await briefings.actions_of_round(conn, held.id, scope=asked.scope)
            still_open = await briefings.open_actions(conn, held.briefing_id, scope=asked.scope)
            rounds = await briefings.rounds_of(conn, held.briefing_id)
            await note_order(conn, asked.actor.name, "briefing.letter", {"briefing": held.briefing_id}, now)
        earlier_rounds = {each.id for each in rounds if each.number < held.number}
        following = min((each.at for each in rounds if each.number > held.number), default=None)
        told = Conclusions(
            held.at.astimezone(self._zone).date(),
            now.astimezone(self._zone).date(),
            settings.office_name,
            briefing.unit_name or "" if briefing else "",
            [each.text for each in decisions],
            [_task(each) for each in own],
            [_task(each) for each in still_open if each.round_id in earlier_rounds],
            None if following is None else following.astimezone(self._zone).date(),
        )
        async with worker() as carry:
            content = await carry(make_letter, told, settings.letterhead(), settings.report_profile)
        at = moment_text(held.at, self._zone)
        caption = say(TEXTS.letter_caption, at=at, profile=PROFILE_NAMES[settings.report_profile])
        message = document(f"thong-bao-giao-ban-{told.day:%Y%m%d}.docx", content, caption, 0)
        return Made([message], asked.losses, {Right.BRIEF: asked.scope})

    async def evidence(self, job: JobRecord, now: datetime) -> Made:
        """Send the file that the owner of an action sent."""
        async with self._database.read() as conn:
            asked = await who_asked(conn, job, Right.BRIEF, now, self._zone)
            if isinstance(asked, Made):
                return asked
            found = await briefings.evidence_of(conn, int(job.parameters["action"]), scope=asked.scope)
        if found is None:
            gone = Outbound(OutboundKind.NOTICE, say(TEXTS.file_gone))
            return Made([gone], asked.losses, {Right.BRIEF: asked.scope})
        name, content = found
        return Made([document(name, content, name, 0)], asked.losses, {Right.BRIEF: asked.scope})


def _task(action: ActionRecord) -> Task:
    owner = say(TEXTS.owner, name=action.owner, unit=action.owner_unit) if action.owner else ""
    return Task(action.text, owner, action.due)


def make_letter(told: Conclusions, letterhead: Letterhead, profile: str) -> bytes:
    """Make the document, for a worker process."""
    from surveys.reporting.word.briefing import conclusions_document  # noqa: PLC0415 - the libraries of documents
    from surveys.reporting.word.profiles import PROFILES  # noqa: PLC0415

    return conclusions_document(told, letterhead, PROFILES[profile])
