"""Where a message goes that is not a plain turn of an interview: strangers, consent, commands, reminders, orders.

``form_for`` says whether a message is a turn of an interview; ``serve`` answers all the others.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation import consent, identification, phones, putting_off, rights, situations
from bot.conversation.beginning import begin_response
from bot.conversation.copy_text import ToldAnswers
from bot.conversation.forms import FormShelf
from bot.conversation.helping import tell_help
from bot.conversation.interviewer import CARD_DATA, NO_PECULIARITY, Interviewer, Turned
from bot.conversation.ledger import BatchLedger, reply
from bot.conversation.own import offer_own, serve_own
from bot.conversation.restoring import restore
from bot.conversation.turns import Turn, known, no_longer_entering
from bot.envelopes import Reply
from bot.messages import UNGREETED, UNSAID, Caps, Inbound, InboundKind, Outbound, OutboundKind
from bot.office.draft import awaits_typing, own_step
from bot.texts import moment_text, say
from bot.texts.consent import TEXTS as CONSENT
from bot.texts.consent import ConsentNotice
from bot.texts.entering import TEXTS as ENTERING
from bot.texts.identity import TEXTS
from bot.texts.interview import TEXTS as INTERVIEW
from storage import assisted, cases, frame, identity, responses
from storage.responses import Person, TurnWrites
from surveys import interview as engine
from surveys.field_period import Calendar
from surveys.questionnaire import Questionnaire
from surveys.replies import squeeze
from surveys.titles import Titles


class Office(Protocol):
    """The administrators' desk."""

    async def serve(
        self,
        conn: AsyncConnection,
        person: Person,
        inbound: Inbound,
        now: datetime,
        caps: Caps,
        *,
        is_second_text: bool = False,
    ) -> list[Outbound]:
        """Answer an administrator on a channel that can do so much."""


class Desk:
    """Answers everything that is not a plain turn of an interview. Holds no state but parsed forms.

    ``caps`` are what each channel can do.
    """

    def __init__(
        self,
        *,
        zone: ZoneInfo,
        titles: Callable[[], Titles],
        calendar: Calendar,
        notice_for: Callable[[str], ConsentNotice | None],
        office: Office,
        interviewer: Interviewer,
        shelf: FormShelf,
        caps: Mapping[str, Caps] = NO_PECULIARITY,
        page_url: str = "",
    ) -> None:
        self._zone = zone
        self._titles_now = titles
        self._calendar = calendar
        self._notice_for = notice_for
        self._office = office
        self._interviewer = interviewer
        self._shelf = shelf
        self.caps = caps
        self._page_url = page_url

    @property
    def _titles(self) -> Titles:
        """The titles as they are now."""
        return self._titles_now()

    def _turn(
        self, conn: AsyncConnection, inbound: Inbound, now: datetime, *, is_second_text: bool = False
    ) -> Turn:
        caps = self.caps.get(inbound.channel, Caps())
        return Turn(conn, inbound, now, self._zone, self._titles, caps, is_second_text)

    def apology(self, inbound: Inbound) -> Reply:
        """What somebody hears whose turn failed."""
        tap = inbound.tap_id
        kind = OutboundKind.TOAST if tap else OutboundKind.NOTICE
        return reply(Outbound(kind, say(TEXTS.apology), tap_id=tap), inbound, None)

    def greet(self, conn: AsyncConnection, inbound: Inbound, now: datetime) -> list[Outbound] | None:
        """Answer somebody whose chat is nowhere stored without asking the database; ``None`` if it must be asked."""
        turn = self._turn(conn, inbound, now)
        if inbound.kind in UNGREETED or _says_who_it_is(turn):
            return None
        if not inbound.is_private:
            heard = self._greet_group(turn)
        elif inbound.kind is InboundKind.HIDDEN:
            heard = self._lead_elsewhere(turn)
        else:
            heard = _saying_what_is_read(turn, identification.ask_for_code(turn))
        return _acknowledged(turn, heard)

    def _lead_elsewhere(self, turn: Turn) -> list[Outbound]:
        """Tell whoever cannot write to bots here where else they can answer."""
        link = say(TEXTS.hidden_page, url=self._page_url) if self._page_url else say(TEXTS.hidden_ask)
        return [turn.notice(say(TEXTS.hidden) + " " + link)]

    def _greet_group(self, turn: Turn) -> list[Outbound]:
        return [turn.notice(say(TEXTS.groups))] if turn.command else []

    async def form_for(
        self, conn: AsyncConnection, person: Person | None, inbound: Inbound, now: datetime
    ) -> Questionnaire | None:
        """Return the form if this is a turn of an interview: the gate of consent stands open, a response exists.

        A code that can still be used is never an answer.
        """
        if person is None or not inbound.is_private or not self._is_interview(person, inbound):
            return None
        if inbound.kind is InboundKind.TEXT and await frame.is_live_code(conn, inbound.text, now):
            return None
        assert person.wave is not None
        return await self._shelf.form_of(conn, person.wave)

    def _is_interview(self, person: Person, inbound: Inbound) -> bool:
        chat = person.contact_point
        if person.response is None or person.official is None or person.wave is None:
            return False
        if chat.blocked_at is not None or chat.pending_official_id is not None:
            return False
        if not self._may_be_asked(person, inbound.channel):
            return False
        if inbound.kind is InboundKind.TAP:
            return inbound.data.startswith(CARD_DATA)
        if inbound.kind is InboundKind.TEXT:
            return not squeeze(inbound.text).startswith("/") and not _awaits_order(person)
        if inbound.file is not None and inbound.kind is not InboundKind.FETCHED:
            return (inbound.kind in UNSAID or not person.role) and own_step(chat.office_step) is None
        return inbound.kind in UNSAID

    def _may_be_asked(self, person: Person, channel: str) -> bool:
        notice, case = self._notice_for(channel), person.case
        if notice is None or case is None or case.withdrawn_at is not None:
            return False
        return consent.is_given(person, notice)

    async def serve(
        self,
        conn: AsyncConnection,
        person: Person | None,
        inbound: Inbound,
        now: datetime,
        *,
        is_second_text: bool = False,
    ) -> list[Outbound]:
        """Answer one message; writes what follows from it through ``conn``. A tap is always acknowledged."""
        turn = self._turn(conn, inbound, now, is_second_text=is_second_text)
        return _acknowledged(turn, await self._answer(turn, person))

    async def _answer(self, turn: Turn, person: Person | None) -> list[Outbound]:
        conn, inbound, now = turn.conn, turn.inbound, turn.now
        if not inbound.is_private:
            return self._greet_group(turn)
        if inbound.kind in (InboundKind.BLOCKED, InboundKind.UNBLOCKED):
            at = now if inbound.kind is InboundKind.BLOCKED else None
            await identity.set_blocked(conn, inbound.channel, inbound.address, at)
            return []
        if inbound.kind is InboundKind.HIDDEN:
            return self._lead_elsewhere(turn)
        if person is not None and person.contact_point.blocked_at is not None:
            await identity.set_blocked(conn, inbound.channel, inbound.address, None)
        if (own := await serve_own(turn, person)) is not None:
            return own
        if person is not None and person.role and self._is_order(person, turn):
            return await self._office.serve(
                conn, person, inbound, now, turn.caps, is_second_text=turn.is_second_text
            )
        if person is not None and (ended := no_longer_entering(person)):
            await responses.save(conn, TurnWrites(contact_points=ended))
        return _saying_what_is_read(turn, await self._identify(turn, person))

    def _is_order(self, person: Person, turn: Turn) -> bool:
        if turn.inbound.kind is InboundKind.TAP:
            return turn.inbound.data.startswith("q.")
        if turn.command:
            return turn.command == "quantri"
        if turn.inbound.kind is InboundKind.FILE:
            return True
        if turn.inbound.kind is not InboundKind.TEXT:
            return person.official is None
        return _awaits_order(person) or person.official is None

    async def _identify(self, turn: Turn, person: Person | None) -> list[Outbound]:
        """Find out who writes; then go on with them."""
        inbound = turn.inbound
        answer: list[Outbound] | None
        if turn.command == "trogiup" and person is not None and (known(person) or person.grants):
            return [turn.notice(await tell_help(turn, person, self._notice_for(inbound.channel)))]
        if turn.command == identification.LEAVE and person is not None:
            return await identification.leave(turn, person)
        if turn.command == "start" and turn.argument:
            answer = await identification.take_code(turn, person, turn.argument)
        elif inbound.kind is InboundKind.CONTACT:
            answer = await identification.take_contact(turn, person)
        elif person is not None and person.pending_official is not None:
            is_linked, messages = await identification.take_confirmation(turn, person)
            return await self._welcome(turn, TEXTS.linked) if is_linked else messages
        elif known(person) is None:
            if not _says_who_it_is(turn):
                return identification.ask_for_code(turn)
            answer = await identification.take_code(turn, person, inbound.text)
        elif inbound.kind is InboundKind.TEXT and await frame.is_live_code(turn.conn, inbound.text, turn.now):
            answer = await identification.take_code(turn, person, inbound.text)
        else:
            return await self._serve_known(turn, person)
        if answer is not None:
            return answer
        return await self._welcome(turn, TEXTS.welcome_back)

    async def _reload(self, turn: Turn) -> Person | None:
        people = await responses.load(turn.conn, turn.inbound.channel, [turn.inbound.address], turn.now)
        return people.get(turn.inbound.address)

    async def _welcome(self, turn: Turn, greeting: str) -> list[Outbound]:
        """Greet somebody whose chat is tied to an official, and go on at once if a wave is open."""
        person = await self._reload(turn)
        assert person is not None
        assert person.official is not None
        return await self.go_on(turn, person, say(greeting, name=person.official.full_name))

    async def _serve_known(self, turn: Turn, person: Person | None) -> list[Outbound]:
        assert person is not None
        inbound, data = turn.inbound, turn.inbound.data
        if (inbound.kind is InboundKind.TAP and data.startswith("d.")) or turn.command in rights.COMMANDS:
            return await rights.serve(
                turn, person, self._calendar, correct=self._sua, list_answers=self._list_answers
            )
        if (
            inbound.kind is InboundKind.TAP and data.startswith("r.")
        ) or turn.command in putting_off.COMMANDS:
            return await putting_off.answer_reminder(turn, person, self._calendar, self.go_on)
        notice = self._notice_for(inbound.channel)
        if (about := await situations.serve(turn, person, self._calendar, notice)) is not None:
            return about
        if turn.command and turn.command not in ("start", "tieptuc"):
            return [turn.notice(say(TEXTS.not_understood))]
        lead = ""
        is_decision = inbound.kind is InboundKind.TAP and data.startswith("c.")
        if (
            notice is not None
            and person.case is not None
            and not turn.command
            and not consent.is_given(person, notice)
            and (
                is_decision
                or (
                    inbound.kind is InboundKind.TEXT
                    and (not consent.is_refused(person) or consent.reconsiders(turn))
                )
            )
        ):
            is_now_given, messages = await consent.decide(turn, person, notice)
            if not is_now_given:
                return messages
            person = await self._reload(turn)
            assert person is not None
            lead = say(CONSENT.given)
        return await offer_own(turn, person) or await self.go_on(turn, person, lead)

    async def _list_answers(self, turn: Turn, person: Person) -> ToldAnswers:
        """The answers of the open wave as people read them; empty without any."""
        if person.wave is None or person.response is None:
            return ToldAnswers()
        form = await self._shelf.form_of(turn.conn, person.wave)
        interviewer = self._interviewer
        return ToldAnswers(
            interviewer.list_answers(person, form, turn.now),
            person.wave.id,
            engine.counted_answers(restore(person, form, turn.now, self._zone)),
            partial(interviewer.label_answer, person, form, turn.now),
        )

    async def _sua(self, turn: Turn, person: Person) -> list[Outbound]:
        """Open the answers for correction, if a wave is open."""
        if (
            person.response is None
            or person.wave is None
            or not self._may_be_asked(person, turn.inbound.channel)
        ):
            return await self.go_on(turn, person)
        form = await self._shelf.form_of(turn.conn, person.wave)
        return await self._write(turn, self._interviewer.review(person, form, turn.inbound, turn.now))

    async def go_on(self, turn: Turn, person: Person, lead: str = "") -> list[Outbound]:
        """Show whatever comes next for this person: the notice, the first question, the open one, or nothing."""
        notice = self._notice_for(turn.inbound.channel)
        if person.case is None or person.wave is None or notice is None:
            text = "\n".join(part for part in (lead, await self._say_nothing_open(turn, person)) if part)
            return [turn.notice(text)]
        if not consent.is_given(person, notice):
            if consent.is_refused(person) and not lead:
                return consent.show_refusal(turn)
            return consent.show_notice(turn, person, notice, lead)
        form = await self._shelf.form_of(turn.conn, person.wave)
        if person.response is None:
            person = await begin_response(turn, person, form)
        elif phones.comes_from_elsewhere(person):
            view = engine.view(restore(person, form, turn.now, self._zone))
            lead = "\n".join(part for part in (lead, phones.say_continued(view)) if part)
        elif person.contact_point.card_response_id != person.response.id and await assisted.is_entered(
            turn.conn, person.response.id
        ):
            lead = "\n".join(part for part in (lead, say(ENTERING.being_entered)) if part)
        return await self._write(turn, self._interviewer.resume(person, form, turn.inbound, turn.now, lead))

    async def _say_nothing_open(self, turn: Turn, person: Person) -> str:
        """Say that nothing is asked now; to whoever was asked before, when that ended and that this came late."""
        assert person.official is not None
        closed_at = await cases.last_closing(turn.conn, person.official.id, turn.now)
        if closed_at is None:
            return say(TEXTS.no_open_wave if turn.caps.writes_first else TEXTS.no_open_wave_here)
        inbound = turn.inbound
        is_answer = inbound.kind is InboundKind.TEXT and not turn.command
        is_answer = is_answer or (inbound.kind is InboundKind.TAP and inbound.data.startswith(CARD_DATA))
        late = say(INTERVIEW.too_late) + " " if is_answer else ""
        template = INTERVIEW.closed if turn.caps.writes_first else INTERVIEW.closed_here
        return late + say(template, closes_at=moment_text(closed_at, self._zone))

    async def _write(self, turn: Turn, turned: Turned) -> list[Outbound]:
        ledger = BatchLedger()
        ledger.record(turned)
        await responses.save(turn.conn, ledger.drain())
        return list(turned.messages)


def _says_who_it_is(turn: Turn) -> bool:
    """Whether a stranger shows something that may tell who they are: a code, a phone number."""
    inbound = turn.inbound
    if inbound.kind is not InboundKind.TEXT:
        return inbound.kind is InboundKind.CONTACT
    if turn.command:
        return turn.command == "start" and bool(turn.argument)
    return identification.looks_like_code(inbound.text)


def _acknowledged(turn: Turn, messages: list[Outbound]) -> list[Outbound]:
    """Add the answer to a tap that no message answers."""
    return messages if any(message.tap_id for message in messages) else [*messages, *turn.acknowledgement()]


def _saying_what_is_read(turn: Turn, messages: list[Outbound]) -> list[Outbound]:
    """Say first, to whoever sent a picture or the like, that it cannot be read."""
    if turn.inbound.kind not in UNSAID | {InboundKind.FILE} or not messages:
        return messages
    first = messages[0]
    return [replace(first, text=say(INTERVIEW.not_text) + "\n\n" + first.text), *messages[1:]]


def _awaits_order(person: Person) -> bool:
    """Whether somebody was asked to type something else: their next text is no answer of an interview."""
    step = person.contact_point.office_step
    return own_step(step) is not None or (bool(person.role) and awaits_typing(step))


GoOn = Callable[[Turn, Person], Awaitable[list[Outbound]]]
