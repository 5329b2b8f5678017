"""A person's answers entered by somebody else, screen by screen: from a signed paper form, or asked by telephone.

The interview is the person's own: the same engine and cards, stored as theirs under the mode "paper" or "telephone".
What the person answers or decides themselves is never written over.

Callback data: ``q.y.<wave>[.<page>|.s]`` lists who may be entered, or asks for a name;
``q.Y.<wave>.<case>[.<mode>[.1|.0]]`` asks for the mode, and notes consent (1) or, by telephone, a refusal (0);
``q.z.<mode>.<data>`` is a button of a card of the interview.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bot.callbacks import decode, from36, number_in, to36
from bot.conversation.beginning import begin_response
from bot.conversation.forms import FormShelf
from bot.conversation.interviewer import Interviewer, Turned
from bot.conversation.ledger import BatchLedger
from bot.conversation.restoring import restore
from bot.conversation.turns import Turn
from bot.messages import Button, Inbound
from bot.office import finding
from bot.office.actor import Actor
from bot.office.draft import EnteringStep, asked
from bot.office.menu import PAGE, Card, labelled, message, to_menu, turns
from bot.office.orders import note_order
from bot.office.rights import Right
from bot.texts import say
from bot.texts.consent import PAPER, TELEPHONE, ConsentNotice, OfficeDetails, fill_notice
from bot.texts.entering import TEXTS
from bot.texts.finding import TEXTS as FINDING
from bot.texts.places import place_of
from storage import assisted, desk, extracts, frame, responses
from storage.assisted import AssistedCase
from storage.closings import Time
from storage.records import ConsentRecord
from storage.responses import Person
from surveys import interview as engine
from surveys.interview import FORM_ORDER
from surveys.questionnaire import Questionnaire

MODES: Final = {"p": PAPER, "t": TELEPHONE}
LETTERS: Final = {mode: letter for letter, mode in MODES.items()}
AGREES, REFUSES = "1", "0"
BY_OFFICIAL: Final = "-"
SEARCH_HERE: Final = "s"
SEARCH: Final = "entry.search"
"""What may be typed: the name of whose answers are to be entered."""
SUBMITTED: Final = ("submitted", "amended")


@dataclass(frozen=True, slots=True)
class EntryDesk:
    """Takes what an actor enters for people of their units."""

    details: OfficeDetails
    shelf: FormShelf = field(default_factory=FormShelf)

    async def choose(
        self, turn: Turn, person: Person, actor: Actor, wave: int, arguments: Sequence[str]
    ) -> Card:
        """List a page of those who have not finished, with a button each, or ask for a name."""
        if SEARCH_HERE in arguments:
            return await finding.ask(turn, person, SEARCH, _back(wave), wave=wave)
        scope, page = actor.units(Right.ENTER), number_in(arguments)
        count, found = await extracts.unfinished(
            turn.conn, wave, page * PAGE, PAGE, time=Time(after=turn.now), scope=scope
        )
        if not count:
            return message(say(TEXTS.nobody, number=wave))
        rows: list[tuple[Button, ...]] = [
            (labelled(f"{each.full_name} – {each.unit_name}", f"q.Y.{wave}.{to36(each.case_id)}"),)
            for each in found
        ]
        rows += turns(page, count, f"q.y.{wave}")
        if count > PAGE:
            rows.append((Button(FINDING.button, f"q.y.{wave}.{SEARCH_HERE}"),))
        return Card(say(TEXTS.choose, number=wave), (*rows, to_menu()))

    async def begin(
        self, turn: Turn, person: Person, actor: Actor, wave: int, arguments: Sequence[str]
    ) -> Card:
        """Ask for the mode and for consent, then open the interview where it stands."""
        letter, agreed = (*arguments[1:3], "", "")[:2]
        found = await self._find_named(turn, actor, wave, arguments[0] if arguments else "")
        if found is None or found.wave.id != wave:
            return _refused(TEXTS.gone, wave)
        if not found.is_open_to_entry:
            return _refused(TEXTS.refused, wave)
        mode = MODES.get(letter, "") or found.mode
        if not mode:
            return _ask_mode(turn, found)
        if found.agreed_by(mode):
            return await self._open(turn, person, found, mode)
        if self.details.missing():
            return _refused(TEXTS.blanks, wave)
        notice = fill_notice(self.details, mode)
        if agreed == REFUSES and mode == TELEPHONE:
            await self._note_consent(turn, actor, found, mode, notice, action="refused")
            return _refused(TEXTS.noted_refusal, wave)
        if agreed != AGREES:
            return _ask_consent(turn, found, mode, notice)
        await self._note_consent(turn, actor, found, mode, notice)
        return await self._open(turn, person, found, mode)

    async def take_tap(self, turn: Turn, person: Person, actor: Actor, arguments: Sequence[str]) -> Card:
        """Answer a button of an interview's card."""
        mode, data = MODES.get(arguments[0] if arguments else "", ""), ".".join(arguments[1:])
        tap = decode(data)
        if not mode or tap is None:
            return message(say(TEXTS.gone))
        heard = replace(turn.inbound, data=data)
        return await self._take(turn, person, actor, response_id=tap.response, mode=mode, heard=heard)

    async def take_text(self, turn: Turn, person: Person, actor: Actor, step: EnteringStep) -> Card:
        """Answer what was typed to the card that stands open."""
        if not actor.may(Right.ENTER):
            return message(say(TEXTS.gone))
        return await self._take(
            turn,
            person,
            actor,
            response_id=step.response,
            mode=MODES[step.mode],
            heard=turn.inbound,
            seen=step.visit,
        )

    # --- one turn ---------------------------------------------------------------------------------

    async def _take(
        self,
        turn: Turn,
        person: Person,
        actor: Actor,
        *,
        response_id: int,
        mode: str,
        heard: Inbound,
        seen: int | None = None,
    ) -> Card:
        found = await self._find(turn, actor, response_id=response_id)
        if found is None or found.response is None:
            return message(say(TEXTS.gone))
        if not found.is_open_to_entry or not found.agreed_by(mode):
            return _refused(TEXTS.refused, found.wave.id)
        form = await self.shelf.form_of(turn.conn, found.wave)
        entered = _as_interviewed(person, found, seen)
        inbound = replace(heard, channel=mode)
        turned = _interviewer(turn).take_turn(
            entered, form, inbound, turn.now, is_second_text=turn.is_second_text
        )
        return await self._show(turn, person, found, mode, form=form, turned=turned, actor=actor)

    async def _open(self, turn: Turn, person: Person, found: AssistedCase, mode: str) -> Card:
        """Show the open question, beginning the response if there is none."""
        form = await self.shelf.form_of(turn.conn, found.wave)
        entered = _as_interviewed(person, found)
        inbound = replace(turn.inbound, channel=mode)
        if entered.response is None:
            begun = await begin_response(replace(turn, inbound=inbound), entered, form)
            found = replace(found, response=begun.response)
            entered = _as_interviewed(person, found)
        turned = _interviewer(turn).resume(entered, form, inbound, turn.now)
        return await self._show(turn, person, found, mode, form=form, turned=turned)

    async def _show(
        self,
        turn: Turn,
        person: Person,
        found: AssistedCase,
        mode: str,
        *,
        form: Questionnaire,
        turned: Turned,
        actor: Actor | None = None,
    ) -> Card:
        """Store a turn and draw its card for whoever enters."""
        ledger = BatchLedger()
        ledger.record(turned)
        await responses.save(turn.conn, ledger.drain())
        if actor is not None and any(each.event in SUBMITTED for each in turned.paradata):
            await _note(turn, actor, found, "entry.submit", mode)
        shown = turned.person.response
        assert shown is not None
        step = EnteringStep(shown.id, LETTERS[mode], shown.visit)
        before = await desk.read_step(turn.conn, person.contact_point.id)
        await desk.swap_step(turn.conn, person.contact_point.id, before, step.encode())
        return _framed(turn, found, mode, form=form, turned=turned)

    async def _find_named(self, turn: Turn, actor: Actor, wave: int, name: str) -> AssistedCase | None:
        """Return the case that a button names: by its number, or (behind a dash) by that of its official."""
        number = from36(name.removeprefix(BY_OFFICIAL))
        if number is None:
            return None
        if not name.startswith(BY_OFFICIAL):
            return await self._find(turn, actor, case_id=number)
        scope = actor.units(Right.ENTER)
        case_id = await assisted.case_of(turn.conn, wave, number, scope=scope)
        return None if case_id is None else await self._find(turn, actor, case_id=case_id)

    async def _find(
        self, turn: Turn, actor: Actor, *, case_id: int | None = None, response_id: int | None = None
    ) -> AssistedCase | None:
        if case_id is None and response_id is None:
            return None
        scope = actor.units(Right.ENTER)
        return await assisted.find_case(
            turn.conn, turn.now, scope=scope, case_id=case_id, response_id=response_id
        )

    async def _note_consent(
        self,
        turn: Turn,
        actor: Actor,
        found: AssistedCase,
        mode: str,
        notice: ConsentNotice,
        *,
        action: str = "given",
    ) -> None:
        event = ConsentRecord(found.official.id, action, notice.version, notice.sha256, mode, turn.now)
        await frame.record_consents(turn.conn, [event])
        await _note(turn, actor, found, "entry.begin" if action == "given" else "entry.refused", mode)


async def take_text(turn: Turn, _person: Person, actor: Actor, step: str) -> Card | None:
    """Look for somebody whose answers are to be entered, if a name was asked for; else ``None``."""
    awaited = asked(step)
    if awaited.get("ask") != SEARCH or not actor.may(Right.ENTER):
        return None
    wave, scope = int(awaited["wave"]), actor.units(Right.ENTER)
    return await finding.found(
        turn, scope, lambda each: f"q.Y.{wave}.{BY_OFFICIAL}{to36(each.id)}", _back(wave)
    )


async def _note(turn: Turn, actor: Actor, found: AssistedCase, action: str, mode: str) -> None:
    details = {"wave": found.wave.id, "roster_key": found.official.roster_key, "mode": mode}
    await note_order(turn.conn, actor.name, action, details, turn.now)


def _interviewer(turn: Turn) -> Interviewer:
    return Interviewer(turn.zone, {turn.inbound.channel: replace(turn.caps, carries=frozenset())})


def _as_interviewed(person: Person, found: AssistedCase, seen: int | None = None) -> Person:
    """Return the person of a case as if they sat in the chat of whoever enters, with the open question before them.

    ``seen`` is the visit that was shown there last. Choices stand in the form's order, whatever order the person sees
    on their own phone.
    """
    response = found.response
    chat = replace(
        person.contact_point,
        card_ref="",
        card_visit=seen if seen is not None else response.visit if response else 0,
        card_response_id=response.id if response else None,
        card_sent_at=None,
    )
    return Person(
        contact_point=chat,
        official=found.official,
        wave=found.wave,
        case=found.case,
        response=replace(response, seed=FORM_ORDER) if response else None,
        answers=found.answers,
    )


# --- cards ------------------------------------------------------------------------------------------


def _framed(turn: Turn, found: AssistedCase, mode: str, *, form: Questionnaire, turned: Turned) -> Card:
    """Return the interview's card with the name of its person above and a way out below."""
    shown = turned.messages[0]
    place = engine.view(restore(turned.person, form, turn.now, turn.zone)).place
    head = say(TEXTS.paper_head if mode == PAPER else TEXTS.telephone_head, person=_named(turn, found))
    text, toast = shown.text, shown.toast
    if not shown.buttons:  # a short answer to a tap: the card below stays as it is
        card = _interviewer(turn).draw(turned.person, form, turn.now)
        shown, text, toast = card, card.text, shown.text
    text = {"done": say(TEXTS.done, mode=place_of(mode)), "stopped": say(TEXTS.stopped)}.get(place, text)
    rows = [tuple(_wrapped(button, mode) for button in row) for row in shown.buttons]
    label = TEXTS.next_button if place in ("done", "stopped") else TEXTS.back_button
    out = (Button(label, f"q.y.{found.wave.id}"),)
    return Card(f"{head}\n\n{text}", (*rows, out, to_menu()), picks=shown.picks, toast=toast)


def _wrapped(button: Button, mode: str) -> Button:
    return replace(button, data=f"q.z.{LETTERS[mode]}.{button.data}") if button.data else button


def _named(turn: Turn, found: AssistedCase) -> str:
    official = found.official
    title = turn.titles.label(official.title)
    return say(TEXTS.person, name=official.full_name, title=title, unit=official.unit_name)


def _ask_mode(turn: Turn, found: AssistedCase) -> Card:
    data = f"q.Y.{found.wave.id}.{to36(found.case.id)}"
    rows = (
        (Button(TEXTS.paper_button, f"{data}.p"),),
        (Button(TEXTS.telephone_button, f"{data}.t"),),
        _back(found.wave.id),
    )
    return Card(say(TEXTS.ask_mode, person=_named(turn, found)), rows)


def _ask_consent(turn: Turn, found: AssistedCase, mode: str, notice: ConsentNotice) -> Card:
    template, yes = (
        (TEXTS.ask_paper, TEXTS.paper_yes) if mode == PAPER else (TEXTS.ask_telephone, TEXTS.telephone_yes)
    )
    text = say(template, person=_named(turn, found), notice=notice.text)
    data = f"q.Y.{found.wave.id}.{to36(found.case.id)}.{LETTERS[mode]}."
    rows = [(Button(yes, data + AGREES, style="primary"),)]
    rows += [(Button(TEXTS.telephone_no, data + REFUSES),)] if mode == TELEPHONE else []
    return Card(text, (*rows, _back(found.wave.id)))


def _refused(template: str, wave: int) -> Card:
    return Card(say(template), (_back(wave), to_menu()))


def _back(wave: int) -> tuple[Button, ...]:
    return (Button(TEXTS.back_button, f"q.y.{wave}"),)
