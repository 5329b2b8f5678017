"""What people of the parties do themselves, with a role or without: propose something, see and report their actions.

Callback data: ``b.p.<round>`` asks for a proposal, ``b.l`` lists one's own actions, ``b.f.<action>`` asks what came of
one, ``b.d.<action>`` notes that it is done without a word; ``b.y``
takes plain words for the proposal that they were asked to be. Typed: ``/denghi …``, ``/viec``, ``/xong <number> …``.
What is awaited stands in the chat's row as ``own|<what>|<number>``, until anything else is done.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.callbacks import number_in
from bot.conversation.turns import Turn
from bot.messages import Button, InboundKind, Outbound, OutboundKind
from bot.office.briefing_words import short
from bot.office.draft import offer_proposal, own_step, proposal_offered
from bot.office.menu import labelled
from bot.office.upload_desk import clean_name
from bot.texts import day_text, moment_text, say
from bot.texts.briefings import AGENDA, OWN
from storage import briefings, desk, office
from storage.briefings import ActionRecord, PersonRecord, RoundRecord
from storage.people import Person

COMMANDS: Final = frozenset({"denghi", "viec", "xong"})
LONGEST: Final = 500
"""Letters of a proposal, and of what is reported."""
FILE_LIMIT: Final = 5 * 1024 * 1024
"""Bytes of a file that an owner sends."""
MEGABYTE: Final = 1024 * 1024
PROPOSE, DONE = "propose", "done"
SENT: Final = (InboundKind.FILE, InboundKind.MEDIA)


async def serve(turn: Turn, person: Person) -> list[Outbound] | None:
    """Answer somebody who takes part in a briefing, about their own part; ``None`` if it is about something else."""
    inbound, step = turn.inbound, own_step(person.contact_point.office_step)
    is_tap = inbound.kind is InboundKind.TAP and inbound.data.startswith("b.")
    is_awaited = step is not None and inbound.kind in (InboundKind.TEXT, *SENT) and not turn.command
    if not is_tap and not is_awaited and turn.command not in COMMANDS:
        return None
    official_id = person.official.id if person.official is not None else None
    seats = await briefings.seats_of(turn.conn, official_id, person.administrator_id)
    if not seats:
        return None
    offered = proposal_offered(person.contact_point.office_step)
    if step is not None or offered is not None:
        await _await(turn, person, "")
    own = _Own(turn, person, seats)
    if is_tap:
        _, verb, *rest = [*inbound.data.split("."), ""]
        if verb == "y" and offered is not None:
            return [await own.propose(*offered)]
        return [await own.tapped(verb, number_in(rest))]
    if turn.command:
        return [await own.ordered(turn.command, turn.argument)]
    assert step is not None
    what, number = step
    if inbound.kind in SENT:
        return [await own.send_file(number)] if what == DONE else None
    text = inbound.text.strip()
    return [await (own.propose(number, text) if what == PROPOSE else own.report(number, text))]


async def offer(turn: Turn, person: Person) -> list[Outbound]:
    """Ask whoever writes plain words after an agenda whether they are a proposal; nothing before one."""
    text = " ".join(turn.inbound.text.split())
    is_plain = turn.inbound.kind is InboundKind.TEXT and not turn.command and 0 < len(text) <= LONGEST
    if not is_plain or person.case is not None or person.official is None:
        return []
    found = await _Own(turn, person, ()).round_ahead(0)
    if found is None or found[0].agenda_at is None:
        return []
    held = found[0]
    step = await desk.read_step(turn.conn, person.contact_point.id)
    await desk.swap_step(turn.conn, person.contact_point.id, step, offer_proposal(held.id, text))
    yes = Button(OWN.offer_button, "b.y", style="primary", typed=f"/denghi {text}", says="yes")
    at = moment_text(held.at, turn.zone)
    return [turn.notice(say(OWN.offer, at=at, text=short(text)), (yes,))]


async def _await(turn: Turn, person: Person, step: str) -> None:
    await desk.swap_step(turn.conn, person.contact_point.id, person.contact_point.office_step, step)


class _Own:
    """One act of somebody who takes part, by the seats that they have."""

    def __init__(self, turn: Turn, person: Person, seats: Sequence[PersonRecord]) -> None:
        self._turn = turn
        self._person = person
        self._seats = seats

    async def tapped(self, verb: str, number: int) -> Outbound:
        """Carry out a tap."""
        match verb:
            case "p" | "y":
                return await self._ask_proposal(number)
            case "f":
                return await self._ask_done(number)
            case "d":
                return await self.report(number, "")
            case _:
                return await self._list()

    async def ordered(self, command: str, argument: str) -> Outbound:
        """Carry out a command, perhaps with all that it needs."""
        if command == "denghi":
            return await (self.propose(0, argument) if argument else self._ask_proposal(0))
        if command == "xong" and argument:
            number, _, text = argument.partition(" ")
            return await self.report(
                int(number) if number.isdecimal() and len(number) < 10 else 0, text, number
            )
        return await self._list()

    # --- proposals ----------------------------------------------------------------------------------

    async def _ask_proposal(self, number: int) -> Outbound:
        found = await self.round_ahead(number)
        if found is None:
            return self._turn.notice(say(OWN.nothing_planned))
        held, _ = found
        await self._await_step(f"own|{PROPOSE}|{held.id}")
        return self._turn.notice(say(OWN.ask_proposal, at=self._moment(held.at)))

    async def propose(self, number: int, text: str) -> Outbound:
        """Note a proposal for a round that lies ahead; 0: the next one."""
        turn, found = self._turn, await self.round_ahead(number)
        if found is None:
            return turn.notice(say(OWN.nothing_planned))
        held, seat = found
        if len(text) > LONGEST or not text:
            await self._await_step(f"own|{PROPOSE}|{held.id}")
            return turn.notice(say(OWN.long_proposal, count=len(text), most=LONGEST))
        plain = " ".join(text.split())
        await briefings.add_note(turn.conn, held.id, briefings.PROPOSAL, plain, turn.now, person_id=seat.id)
        await self._note("briefing.propose", held.briefing_id)
        again = Button(AGENDA.propose_button, f"b.p.{held.id}", typed="/denghi")
        return turn.notice(say(OWN.proposed, at=self._moment(held.at), text=short(plain)), (again,))

    async def round_ahead(self, number: int) -> tuple[RoundRecord, PersonRecord] | None:
        """Return a round of one's briefings that lies ahead, the nearest unless one is named, with one's seat there."""
        ahead = []
        person = self._person
        official_id = person.official.id if person.official is not None else None
        for seat in await briefings.seats_of(
            self._turn.conn, official_id, person.administrator_id, only_now=True
        ):
            rounds = await briefings.rounds_of(self._turn.conn, seat.briefing_id)
            ahead += [(each, seat) for each in rounds if each.at > self._turn.now]
        named = [each for each in ahead if each[0].id == number]
        return min(named or ahead, key=lambda each: each[0].at, default=None)

    # --- actions ------------------------------------------------------------------------------------

    async def _list(self) -> Outbound:
        """List one's own open actions, each with a button."""
        actions = await self._actions()
        if not actions:
            return self._turn.notice(say(OWN.mine_none))
        lines, rows = [say(OWN.mine)], list[tuple[Button, ...]]()
        for each in actions:
            due = "–" if each.due is None else day_text(each.due)
            late = OWN.late if each.due is not None and each.due < self._turn.today else ""
            lines.append(say(OWN.mine_line, number=each.id, text=short(each.text), due=due, late=late))
            button = labelled(say(OWN.done_of_button, text=short(each.text)), f"b.f.{each.id}")
            rows.append((replace(button, typed=f"/xong {each.id}"),))
        return self._turn.notice("\n".join(lines), *rows)

    async def _ask_done(self, number: int) -> Outbound:
        turn, action = self._turn, await self._action(number)
        if action is None:
            return turn.notice(say(OWN.done_before))
        await self._await_step(f"own|{DONE}|{action.id}")
        limit = min(turn.caps.file_limit, FILE_LIMIT)
        template = OWN.ask_done if limit else OWN.ask_done_bare
        text = say(template, text=action.text, limit=limit // MEGABYTE)
        asked = turn.notice(text, (Button(OWN.nothing_more_button, f"b.d.{action.id}"),))
        return replace(asked, picks="file") if turn.caps.picks_files and limit else asked

    async def report(self, number: int, text: str, typed: str = "") -> Outbound:
        """Note that an action is done, with what its owner says of it."""
        turn, action = self._turn, await self._action(number)
        if action is None:
            return turn.notice(say(OWN.wrong_number, found=typed) if typed else say(OWN.done_before))
        report = " ".join(text.split())[:LONGEST]
        if not await briefings.change_action(turn.conn, action, done_at=turn.now, report=report):
            return turn.notice(say(OWN.done_before))
        await self._note("briefing.done", action.briefing_id)
        return turn.notice(say(OWN.done, text=action.text))

    async def send_file(self, number: int) -> Outbound:
        """Note that an action is done, with the file that shows it; its bytes are fetched beside the turn."""
        turn, action = self._turn, await self._action(number)
        file = turn.inbound.file
        assert file is not None
        if action is None:
            return turn.notice(say(OWN.done_before))
        name, limit = clean_name(file.name), min(turn.caps.file_limit, FILE_LIMIT)
        if file.size > limit:
            await self._await_step(f"own|{DONE}|{action.id}")
            return turn.notice(say(OWN.too_big, name=name, limit=limit // MEGABYTE))
        evidence = {
            "evidence_name": name,
            "evidence_channel": turn.inbound.channel,
            "evidence_address": turn.inbound.address,
            "evidence_ref": file.ref,
        }
        if not await briefings.change_action(turn.conn, action, done_at=turn.now, **evidence):
            return turn.notice(say(OWN.done_before))
        await self._note("briefing.done", action.briefing_id)
        return turn.notice(say(OWN.done_file, name=name, text=action.text))

    async def _actions(self) -> list[ActionRecord]:
        return await briefings.actions_owned(self._turn.conn, [seat.id for seat in self._seats])

    async def _action(self, number: int) -> ActionRecord | None:
        return next((each for each in await self._actions() if each.id == number), None)

    # --- what all of it needs -----------------------------------------------------------------------

    async def _await_step(self, step: str) -> None:
        held = await desk.read_step(self._turn.conn, self._person.contact_point.id)
        await desk.swap_step(self._turn.conn, self._person.contact_point.id, held, step)

    async def _note(self, action: str, briefing_id: int) -> None:
        details = {"briefing": briefing_id}
        await office.record_order(self._turn.conn, self._turn.now, "chat", action, details)

    def _moment(self, moment: datetime) -> str:
        return moment_text(moment, self._turn.zone)


def owner_message(
    action: ActionRecord, person: PersonRecord, held: RoundRecord, what: str, zone: ZoneInfo
) -> Outbound:
    """Return what the owner of an action is told: that it is theirs, that its day is near, that it is over."""
    assert action.due is not None
    told = {"name": person.full_name or "", "text": action.text, "due": day_text(action.due)}
    told |= {"at": moment_text(held.at, zone), "number": str(action.id)}
    template = {"told": OWN.told, "before": OWN.before, "after": OWN.after}[what]
    done = Button(OWN.done_button, f"b.f.{action.id}", style="primary", typed=f"/xong {action.id}")
    mine = Button(AGENDA.mine_button, "b.l", typed="/viec")
    return Outbound(OutboundKind.NOTICE, say(template, **told), buttons=((done,), (mine,)))
