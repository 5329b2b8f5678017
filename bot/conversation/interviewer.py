"""One turn of an interview: what somebody did becomes rows to write and a card to send. Pure; ``now`` is given.

The engine (``surveys.interview``) knows neither chats nor rows. Here it meets both: the stored response is
made into an interview, the reply is given to it, and its events become answers, paradata and the next card.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.callbacks import AnswerTap, decode
from bot.conversation.ahead import LIVE, FindPicture, ahead_of, deliver, no_picture
from bot.conversation.card_parts import USUAL
from bot.conversation.cards import asked_guidance, asked_section, asks_for_more
from bot.conversation.languages import (
    is_unchosen,
    language_card,
    language_name,
    tapped_language,
    typed_language,
)
from bot.conversation.lateness import is_late
from bot.conversation.long_lists import PAGE, asked_page
from bot.conversation.paradata import answers_of, paradata_of
from bot.conversation.phones import comes_from_elsewhere, say_continued
from bot.conversation.remarks import clip, remarks_on, stored_lines, toast_of, told_value
from bot.conversation.restoring import restore
from bot.conversation.review_cards import answers_text, section_card
from bot.conversation.sent import SENDING, lacking, missing_here, take
from bot.conversation.standing import USUALLY, Showing, standing_card
from bot.conversation.taps import choose, move, standing_answer
from bot.messages import Caps, Inbound, InboundKind, Outbound, OutboundKind
from bot.texts import moment_text, say
from bot.texts.interview import TEXTS
from bot.texts.languages import TEXTS as LANGUAGES
from storage.records import ResponseRecord, WaveRecord
from storage.responses import AnswerWrite, FileWrite, ParadatumWrite, Person, ResponseWrite
from surveys import interview as engine
from surveys.attachments import FILES
from surveys.interview import (
    AnswerStored,
    Interview,
    SectionSummary,
    Status,
    Step,
    Submitted,
)
from surveys.projection import Layout, answered_count_of, pack, standing_of
from surveys.questionnaire import Questionnaire

NO_PECULIARITY: Final[Mapping[str, Caps]] = {}
CARD_DATA: Final = LIVE
TOAST_LIMIT: Final = 190  # Telegram shows 200
_KNOWN_TO_BOTH: Final = tuple(name for name in ResponseRecord.__slots__ if name in ResponseWrite.__slots__)


@dataclass(frozen=True, slots=True)
class Turned:
    """What one turn decided: the person afterwards, the rows to write, the messages to send in order.

    ``stored`` are the items whose answers the newest card acknowledges, ``remarks`` what else it says first.
    ``files`` are to be fetched; ``has_file``: an answer that is a file was given, changed or taken back.
    """

    person: Person
    answers: tuple[AnswerWrite, ...] = ()
    paradata: tuple[ParadatumWrite, ...] = ()
    response: ResponseWrite | None = None
    messages: tuple[Outbound, ...] = ()
    stored: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    files: tuple[FileWrite, ...] = ()
    has_file: bool = False


@dataclass(frozen=True, slots=True)
class _Hearing:
    """One turn as it begins: who, where their interview stands, what they did, what the batch stored before."""

    person: Person
    before: Interview
    inbound: Inbound
    now: datetime
    earlier: Turned | None = None

    @property
    def stored_before(self) -> tuple[str, ...]:
        return self.earlier.stored if self.earlier else ()

    @property
    def remarks_before(self) -> tuple[str, ...]:
        return self.earlier.remarks if self.earlier else ()


class Interviewer:
    """Takes turns. Holds no state: ``zone`` and what the channels can do only."""

    def __init__(
        self, zone: ZoneInfo, caps: Mapping[str, Caps] = NO_PECULIARITY, picture: FindPicture = no_picture
    ) -> None:
        self._zone = zone
        self._caps = caps
        self._picture = picture

    def take_turn(
        self,
        person: Person,
        form: Questionnaire,
        inbound: Inbound,
        now: datetime,
        *,
        is_second_text: bool = False,
        earlier: Turned | None = None,
    ) -> Turned:
        """Let a person who is being interviewed tap or say something.

        ``is_second_text``: the same batch already held a text of theirs. ``earlier``: the turn of theirs before in
        the same batch; only the last card goes out, so it says what that one said too.
        """
        before = self._restore(person, form, now)
        hearing = _Hearing(person, before, inbound, now, earlier)
        if inbound.kind is InboundKind.TAP:
            return self._take_tap(hearing)
        if inbound.kind in SENDING:
            return self._take_sent(hearing)
        if inbound.kind is not InboundKind.TEXT:
            lead = TEXTS.edited if inbound.kind is InboundKind.EDITED else TEXTS.not_text
            return self._redraw(hearing, say(lead))
        if is_second_text:
            return self._redraw(hearing, say(TEXTS.second_text))
        if is_late(person, before, inbound):
            came = say_continued(engine.view(before)) if comes_from_elsewhere(person) else ""
            return self._redraw(hearing, came or say(TEXTS.stale_text))
        if (language := typed_language(before, inbound.text)) is not None:
            return self._speak(hearing, language)
        if asks_for_more(engine.view(before), inbound.text):
            return self._show(hearing, Showing(is_open=True))
        if guidance := asked_guidance(engine.view(before), text=inbound.text):
            return self._redraw(hearing, guidance)
        if (page := asked_page(engine.view(before), inbound.text)) is not None:
            return self._show(hearing, Showing(page=page))
        if (section := asked_section(engine.view(before), inbound.text)) is not None:
            return self._show_section(hearing, section)
        return self._finish(hearing, engine.reply(before, inbound.text))

    def _take_sent(self, hearing: _Hearing) -> Turned:
        """Take a file or a place; the bytes of a file are fetched beside the turn, and heard of then."""
        person, before, inbound = hearing.person, hearing.before, hearing.inbound
        if inbound.kind is not InboundKind.FETCHED and is_late(person, before, inbound):
            return self._redraw(hearing, say(TEXTS.stale_text))
        found = take(before, inbound, _response(person).id, self._caps_of(person), hearing.now)
        if isinstance(found, Step):
            return self._finish(hearing, found)
        if isinstance(found, FileWrite):
            return Turned(person, files=(found,), stored=hearing.stored_before)
        return self._redraw(hearing, found)

    def list_answers(self, person: Person, form: Questionnaire, now: datetime) -> str:
        """All answers as people read them, section by section; empty if nothing is answered."""
        standing = replace(self._restore(person, form, now), status=Status.IN_PROGRESS, screen=engine.REVIEW)
        return answers_text(engine.view(standing).sections)

    def label_answer(self, person: Person, form: Questionnaire, now: datetime, item: str, value: str) -> str:
        """Word one value of an item, as it stands or stood; empty if the form has no such item."""
        return told_value(self._restore(person, form, now), item, value)

    def draw(self, person: Person, form: Questionnaire, now: datetime, lead: str = "") -> Outbound:
        """The card of wherever the interview stands."""
        return self._card(person, self._restore(person, form, now), lead)

    def resume(
        self, person: Person, form: Questionnaire, inbound: Inbound, now: datetime, lead: str = ""
    ) -> Turned:
        """Continue at the open question, as after /start or a reminder's button; the card says ``lead`` first."""
        before = self._restore(person, form, now)
        step = engine.resume(before) if before.status is Status.STOPPED else Step(before, ())
        return self._finish(_Hearing(person, before, inbound, now), step, lead, is_anew=True)

    def review(self, person: Person, form: Questionnaire, inbound: Inbound, now: datetime) -> Turned:
        """Open the review, as after /sua."""
        before = self._restore(person, form, now)
        return self._finish(_Hearing(person, before, inbound, now), engine.review(before))

    # --- taps -------------------------------------------------------------------------------------

    def _take_tap(self, hearing: _Hearing) -> Turned:
        before, tap = hearing.before, decode(hearing.inbound.data)
        if tap is None or tap.response != _response(hearing.person).id:
            return self._redraw(hearing, "", toast=say(TEXTS.not_yours))
        if tap.visit != before.visit:
            return self._redraw(hearing, "", toast=say(TEXTS.stale_tap))
        verb, argument = ("", 0) if isinstance(tap, AnswerTap) else (tap.verb, tap.argument)
        if (language := tapped_language(before.form, verb, argument)) is not None:
            return self._speak(hearing, language)
        if isinstance(tap, AnswerTap):
            return self._finish(hearing, choose(before, tap), toast=standing_answer(before, tap))
        if tap.verb == "section":
            return self._show_section(hearing, tap.argument)
        if tap.verb == "part":
            return self._show_part(hearing)
        if tap.verb == "here":
            return self._redraw(hearing, "")
        if tap.verb in ("open", "hour"):
            opened = tap.argument if tap.verb == "hour" else -1
            return self._show(hearing, Showing(is_open=True, opened=opened))
        if tap.verb == "guide":
            return self._redraw(hearing, asked_guidance(engine.view(before), tap.argument))
        if tap.verb == PAGE:
            return self._show(hearing, Showing(page=tap.argument))
        if tap.verb == "legend":
            return self._show_legend(hearing, tap.argument)
        return self._finish(hearing, move(before, tap))

    def _speak(self, hearing: _Hearing, language: str) -> Turned:
        """Ask the open question in another language, or offer the languages: no answer changes."""
        before = hearing.before
        if not language:
            typed = hearing.inbound.kind is InboundKind.TEXT and is_unchosen(before.form)
            lead = say(LANGUAGES.not_one) if typed else ""
            card = language_card(before.form, _response(hearing.person).id, before.visit, lead)
            return Turned(hearing.person, messages=_deliver(card, hearing), stored=hearing.stored_before)
        response = replace(_response(hearing.person), language=language)
        after = before.with_changes(form=before.form.in_language(language), tries=0)
        chosen = say(LANGUAGES.chosen, language=language_name(language))
        return self._finish(
            replace(hearing, person=replace(hearing.person, response=response)), Step(after), chosen
        )

    def _show_section(self, hearing: _Hearing, index: int) -> Turned:
        before = hearing.before
        sections = engine.view(before).sections
        if index >= len(sections):
            return self._redraw(hearing, "")
        section = sections[index]
        return self._show_answers(hearing, section, returns=False)

    def _show_part(self, hearing: _Hearing) -> Turned:
        """Draw the whole section of the open question."""
        screen = engine.view(hearing.before).screen
        around = (
            section
            for section in engine.sections(hearing.before)
            if any(line.screen == screen for line in section.lines)
        )
        section = next(around, None)
        if section is None:
            return self._redraw(hearing, "")
        return self._show_answers(hearing, section, returns=True)

    def _show_answers(self, hearing: _Hearing, section: SectionSummary, *, returns: bool) -> Turned:
        before, caps = hearing.before, self._caps_of(hearing.person)
        card = section_card(
            section, before.form, _response(hearing.person).id, before.visit, caps=caps, returns=returns
        )
        return Turned(hearing.person, messages=_deliver(card, hearing), stored=hearing.stored_before)

    def _show(self, hearing: _Hearing, showing: Showing) -> Turned:
        """Draw the open question, or the open list, with more of it."""
        if engine.view(hearing.before).place not in ("question", "list"):
            return self._redraw(hearing, "")
        card = self._card(hearing.person, hearing.before, "", showing)
        return Turned(hearing.person, messages=_deliver(card, hearing), stored=hearing.stored_before)

    def _show_legend(self, hearing: _Hearing, index: int) -> Turned:
        prompts = {prompt.index: prompt for prompt in engine.view(hearing.before).prompts}
        label = prompts[index].label if index in prompts else ""
        toast = Outbound(
            OutboundKind.TOAST, tap_id=hearing.inbound.tap_id, text=say(TEXTS.legend, label=label)
        )
        return Turned(hearing.person, messages=(toast,), stored=hearing.stored_before)

    # --- the end of a turn ------------------------------------------------------------------------

    def _redraw(self, hearing: _Hearing, lead: str, toast: str = "") -> Turned:
        lines = stored_lines(hearing.before, hearing.stored_before)
        remarks = tuple(dict.fromkeys((*hearing.remarks_before, lead)))
        card = self._card(hearing.person, hearing.before, _joined(*lines, *remarks))
        return Turned(
            hearing.person,
            messages=_deliver(card, hearing, toast),
            stored=hearing.stored_before,
            remarks=remarks,
        )

    def _finish(
        self, hearing: _Hearing, step: Step, lead: str = "", toast: str = "", *, is_anew: bool = False
    ) -> Turned:
        """Draw the card after a step, with what goes ahead of it; ``toast`` answers a tap that changed nothing."""
        after, now, channel = step.interview, hearing.now, hearing.inbound.channel
        response = _response(hearing.person)
        is_done = any(isinstance(event, Submitted) for event in step.events)
        answered, total = engine.required_progress(after)
        count = answered_count_of(after)
        standing = standing_of(after.status, count, answered, total)
        write = ResponseWrite(
            id=response.id,
            status=after.status.value,
            screen=after.screen,
            visit=after.visit,
            tries=after.tries,
            updated_at=now,
            completed_at=response.completed_at or (now if is_done else None),
            required_answered=answered,
            required_total=total,
            answered_count=count,
            wave_id=_wave(hearing.person).id,
            packed=pack(Layout.of(after.form), after.evaluation, standing),
            language=response.language,
        )
        now_person = replace(hearing.person, answers=after.answers, response=_changed(response, write))
        stored = [event for event in step.events if isinstance(event, AnswerStored)]
        items = dict.fromkeys((*hearing.stored_before, *(event.item for event in stored)))
        remarks = tuple(remarks_on(after, step.events))
        about = hearing.inbound, self._caps_of(hearing.person), self._picture
        ahead = ahead_of(None if is_anew else hearing.before, after, *about)
        told = _joined(lead, *stored_lines(after, items), *remarks)
        card = self._card(now_person, after, told, Showing(events=step.events))
        return Turned(
            person=now_person,
            answers=answers_of(response.id, step.events, now, channel),
            paradata=tuple(paradata_of(response.id, hearing.before, step.events, now, channel)),
            response=write,
            messages=_deliver(card, hearing, toast_of(after, step.events) if step.events else toast, ahead),
            stored=tuple(items),
            remarks=remarks,
            has_file=any(after.form.items[event.item].type in FILES for event in stored),
        )

    def _card(self, person: Person, interview: Interview, lead: str, showing: Showing = USUALLY) -> Outbound:
        response, wave, official = _response(person), _wave(person), person.official
        assert official is not None
        caps = self._caps_of(person)
        return standing_card(
            interview,
            response.id,
            _joined(lead, missing_here(interview, caps, self._caps)),
            showing,
            name=official.full_name,
            closes_at=moment_text(wave.closes_at, self._zone),
            caps=caps,
        )

    def _restore(self, person: Person, form: Questionnaire, now: datetime) -> Interview:
        return restore(person, form, now, self._zone, lacking(self._caps_of(person)))

    def _caps_of(self, person: Person) -> Caps:
        return self._caps.get(person.contact_point.channel, USUAL)


def _joined(*lines: str) -> str:
    return "\n".join(line for line in lines if line)


def _response(person: Person) -> ResponseRecord:
    assert person.response is not None
    return person.response


def _wave(person: Person) -> WaveRecord:
    assert person.wave is not None
    return person.wave


def _changed(response: ResponseRecord, write: ResponseWrite) -> ResponseRecord:
    return replace(response, **{name: getattr(write, name) for name in _KNOWN_TO_BOTH})


def _deliver(
    card: Outbound, hearing: _Hearing, toast: str = "", ahead: Sequence[Outbound] = ()
) -> tuple[Outbound, ...]:
    live = hearing.person.contact_point.card_ref
    return deliver(card, hearing.inbound, live, clip(toast, TOAST_LIMIT), ahead)
