"""What a round concluded: decisions, and actions with an owner and a day; entered by typing and by buttons.

Callback data: ``q.bf.k.<round>`` shows it; ``kd`` and ``ka`` ask for decisions and actions, ``kc`` sends, ``ks`` sends
them to everybody, ``kb`` and ``kw`` make the workbook and the document; ``q.bf.h.<round>.<note>`` drops a decision.
An action: ``q.bf.v.<action>`` shows it, ``o`` chooses its owner (``.<person>`` or ``.p<page>``), ``u`` its day
(``.<yyyymmdd>``), ``f`` and ``g`` say that it is done or not, ``z`` drops it, ``y`` sends the file of its owner.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from bot.callbacks import number_in
from bot.messages import Button
from bot.office.asking import work_card
from bot.office.briefing_passing_on import pass_on
from bot.office.briefing_talk import Talk, action_line, ask, name_of, owner_of, row, stop_asking
from bot.office.briefing_words import short
from bot.office.list_cards import fitting
from bot.office.menu import PAGE, Card, labelled, to_menu, turns
from bot.office.orders import note_order
from bot.office.presets import read_moment
from bot.texts import day_text, moment_text, say
from bot.texts.briefings import TEXTS
from storage import briefings
from storage.briefings import ActionRecord, RoundRecord
from surveys.problems import Problem

ORDERS: Final = frozenset({"k", "kd", "ka", "kb", "kc", "ks", "kw", "h", "v", "o", "u", "f", "g", "z", "y"})
BOOK, LETTER, EVIDENCE = "briefing.book", "briefing.letter", "briefing.file"
"""The kinds of the jobs that make the workbook of actions, the document, and send an owner's file."""
LONGEST: Final = 500
MOST: Final = 20
"""Letters of a line that is typed, and lines at once."""
WEEKS: Final = (1, 2, 3, 4)
SHOWN: Final = 16
"""Actions that have a button on a card."""


async def take(talk: Talk, order: str, rest: Sequence[str]) -> Card | None:
    """Carry out a tap; ``None`` if it makes no sense any more."""
    if order[0] in "kh":
        held = await briefings.find_round(talk.turn.conn, number_in(rest), scope=talk.scope)
        return None if held is None else await _of_round(talk, held, order, number_in(rest, 1))
    action = await briefings.find_action(talk.turn.conn, number_in(rest), scope=talk.scope)
    return None if action is None else await _of_action(talk, action, order, rest[1:])


async def take_text(talk: Talk, wanted: Mapping[str, Any]) -> Card | None:
    """Take decisions, actions or a day that were typed; ``None`` for another question."""
    if wanted["ask"] == "brief.due":
        action = await briefings.find_action(talk.turn.conn, int(wanted["action"]), scope=talk.scope)
        return None if action is None else await _take_due(talk, action)
    held = await briefings.find_round(talk.turn.conn, int(wanted.get("round", 0)), scope=talk.scope)
    if held is None or wanted["ask"] not in ("brief.decide", "brief.act"):
        return None
    return await _take_lines(talk, held, is_action=wanted["ask"] == "brief.act")


# --- a round ------------------------------------------------------------------------------------------


async def show(talk: Talk, held: RoundRecord, lead: str = "") -> Card:
    """Show what a round concluded, with what can be done."""
    conn, zone = talk.turn.conn, talk.calendar.zone
    decisions = await briefings.notes_of(conn, held.id, briefings.DECISION)
    actions = await briefings.actions_of_round(conn, held.id, scope=talk.scope)
    if held.concluded_at is None:
        state = say(TEXTS.state_open, button=TEXTS.send_button)
    else:
        state = say(TEXTS.state_sent, at=moment_text(held.concluded_at, zone))
    lines = [lead, ""] if lead else []
    lines.append(say(TEXTS.held, at=moment_text(held.at, zone), state=state))
    lines += ["", TEXTS.decisions] if decisions else []
    lines += [say(TEXTS.decision, number=n, text=short(each.text)) for n, each in enumerate(decisions, 1)]
    lines += ["", TEXTS.actions] if actions else []
    lines += [action_line(each, talk.turn.today) for each in actions]
    rows: list[tuple[Button, ...]] = [
        (Button(TEXTS.decide_button, f"q.bf.kd.{held.id}"), Button(TEXTS.act_button, f"q.bf.ka.{held.id}"))
    ]
    rows += [
        (labelled(say(TEXTS.action_button, text=short(each.text)), f"q.bf.v.{each.id}"),)
        for each in actions[-SHOWN:]
    ]
    if held.concluded_at is None:
        rows += [
            row(say(TEXTS.drop_decision_button, number=n), f"q.bf.h.{held.id}.{each.id}")
            for n, each in enumerate(decisions, 1)
        ][-PAGE:]
        rows.append((Button(TEXTS.send_button, f"q.bf.kc.{held.id}", style="primary"),))
    else:
        rows.append(row(TEXTS.to_all_button, f"q.bf.ks.{held.id}"))
    rows.append(row(TEXTS.book_button, f"q.bf.kb.{held.id}"))
    rows += [row(TEXTS.letter_button, f"q.bf.kw.{held.id}")] if decisions or actions else []
    card = Card(fitting(lines), (*rows, row(TEXTS.back, f"q.bf.s.{held.briefing_id}"), to_menu()))
    return replace(card, picks="file") if talk.turn.caps.picks_files else card


async def _of_round(talk: Talk, held: RoundRecord, order: str, note: int) -> Card | None:
    if held.at > talk.turn.now:
        return None
    about = {"round": held.id}
    match order:
        case "kd" | "ka":
            await ask(talk, "brief.decide" if order == "kd" else "brief.act", **about)
            text = TEXTS.ask_decision if order == "kd" else TEXTS.ask_action
            return Card(say(text), (row(TEXTS.back_round, f"q.bf.k.{held.id}"),))
        case "kb" | "kw" if not talk.turn.caps.files:
            return Card(say(TEXTS.elsewhere), (row(TEXTS.back_round, f"q.bf.k.{held.id}"),))
        case "kb":
            words = {"queued": say(TEXTS.book_queued), "waiting": say(TEXTS.book_waiting)}
            return await work_card(talk.turn, talk.person, BOOK, about, **words)
        case "kw":
            words = {"queued": say(TEXTS.letter_queued), "waiting": say(TEXTS.letter_waiting)}
            return await work_card(talk.turn, talk.person, LETTER, about, **words)
        case "kc":
            return await _send(talk, held)
        case "ks" if held.concluded_at is not None:
            return await show(talk, held, await pass_on(talk, held))
        case "h":
            await briefings.drop_note(talk.turn.conn, held.id, note)
            return await show(talk, held, TEXTS.dropped)
    return await show(talk, held)


async def _send(talk: Talk, held: RoundRecord) -> Card:
    """Let the owners be told; not before each action has one, and a day."""
    turn = talk.turn
    actions = await briefings.actions_of_round(turn.conn, held.id, scope=talk.scope)
    lacking = sum(each.person_id is None or each.due is None for each in actions)
    if lacking:
        return await show(talk, held, say(TEXTS.incomplete, count=lacking))
    decisions = await briefings.notes_of(turn.conn, held.id, briefings.DECISION)
    if not actions and not decisions:
        return await show(talk, held, say(TEXTS.nothing_to_send))
    if held.concluded_at is None and await briefings.change_round(turn.conn, held, concluded_at=turn.now):
        details = {"briefing": held.briefing_id, "count": len(actions), "decisions": len(decisions)}
        await note_order(turn.conn, talk.actor.name, "briefing.conclude", details, turn.now)
    sent = await briefings.find_round(turn.conn, held.id, scope=talk.scope)
    assert sent is not None
    return await show(talk, sent, say(TEXTS.sent))


async def _take_lines(talk: Talk, held: RoundRecord, *, is_action: bool) -> Card:
    """Note each line that was typed; what cannot be taken is asked for again, and nothing is noted."""
    turn = talk.turn
    lines = [" ".join(line.split()) for line in turn.inbound.text.splitlines() if line.strip()]
    back = row(TEXTS.back_round, f"q.bf.k.{held.id}")
    longest = max(map(len, lines), default=0)
    if longest > LONGEST:
        return Card(say(TEXTS.too_long, count=longest, most=LONGEST), (back,))
    if len(lines) > MOST:
        return Card(say(TEXTS.too_many, most=MOST), (back,))
    await stop_asking(talk)
    numbers = []
    for line in lines:
        if is_action:
            numbers.append(await briefings.add_action(turn.conn, held.id, line, turn.now))
        else:
            await briefings.add_note(turn.conn, held.id, briefings.DECISION, line, turn.now)
    what = "briefing.act" if is_action else "briefing.decide"
    details = {"briefing": held.briefing_id, "count": len(lines)}
    await note_order(turn.conn, talk.actor.name, what, details, turn.now)
    if len(numbers) == 1:
        action = await briefings.find_action(turn.conn, numbers[0], scope=talk.scope)
        assert action is not None
        return await _ask_owner(talk, action, 0)
    return await show(talk, held)


# --- an action ----------------------------------------------------------------------------------------


async def _of_action(talk: Talk, action: ActionRecord, order: str, rest: Sequence[str]) -> Card | None:
    turn = talk.turn
    match order:
        case "o":
            if rest and rest[0].isdecimal():
                return await _set_owner(talk, action, number_in(rest))
            return await _ask_owner(talk, action, number_in([rest[0][1:]]) if rest else 0)
        case "u":
            return await (_set_due(talk, action, _day(rest[0])) if rest else _ask_due(talk, action))
        case "f" | "g":
            done_at = turn.now if order == "f" else None
            if (action.done_at is None) == (done_at is not None):
                what = "briefing.done" if done_at else "briefing.reopen"
                return await _change(talk, action, what, done_at=done_at)
        case "y":
            if not turn.caps.files:
                return Card(say(TEXTS.elsewhere), (row(TEXTS.back_round, f"q.bf.v.{action.id}"),))
            words = {"queued": say(TEXTS.file_queued), "waiting": say(TEXTS.file_queued)}
            return await work_card(turn, talk.person, EVIDENCE, {"action": action.id}, **words)
        case "z":
            await briefings.drop_action(turn.conn, action.id)
            details = {"briefing": action.briefing_id, "count": 1}
            await note_order(turn.conn, talk.actor.name, "briefing.drop", details, turn.now)
            held = await briefings.find_round(turn.conn, action.round_id, scope=talk.scope)
            return None if held is None else await show(talk, held, TEXTS.dropped)
    return _show_action(talk, action)


def _show_action(talk: Talk, action: ActionRecord) -> Card:
    state = TEXTS.one_open
    if action.done_at is not None:
        report = say(TEXTS.one_report, report=short(action.report)) if action.report else ""
        file = say(TEXTS.one_file, name=action.evidence_name) if action.evidence_name else ""
        day = day_text(action.done_at.astimezone(talk.calendar.zone).date())
        state = say(TEXTS.one_done, day=day, report=report, file=file)
    due = TEXTS.no_due if action.due is None else day_text(action.due)
    text = say(TEXTS.one, text=action.text, owner=owner_of(action), due=due, state=state)
    rows: list[tuple[Button, ...]] = []
    if action.done_at is None:
        rows.append(
            (
                Button(TEXTS.owner_button, f"q.bf.o.{action.id}"),
                Button(TEXTS.due_button, f"q.bf.u.{action.id}"),
            )
        )
        rows.append(row(TEXTS.done_button, f"q.bf.f.{action.id}"))
        rows.append((Button(TEXTS.drop_button, f"q.bf.z.{action.id}", style="danger"),))
    else:
        rows += [row(TEXTS.file_button, f"q.bf.y.{action.id}")] if action.evidence_name else []
        rows.append(row(TEXTS.reopen_button, f"q.bf.g.{action.id}"))
    return Card(text, (*rows, row(TEXTS.back_round, f"q.bf.k.{action.round_id}")))


async def _change(talk: Talk, action: ActionRecord, what: str, **values: Any) -> Card:
    """Change an action and note it; somebody may have changed it meanwhile: then it is shown as it stands."""
    turn = talk.turn
    if await briefings.change_action(turn.conn, action, **values):
        details = {"briefing": action.briefing_id, "action": action.id}
        await note_order(turn.conn, talk.actor.name, what, details, turn.now)
    changed = await briefings.find_action(turn.conn, action.id, scope=talk.scope)
    assert changed is not None
    if changed.done_at is None and changed.due is None:
        return await _ask_due(talk, changed)
    return _show_action(talk, changed)


async def _ask_owner(talk: Talk, action: ActionRecord, page: int) -> Card:
    people = await briefings.people_of(talk.turn.conn, action.briefing_id, scope=talk.scope)
    back = row(TEXTS.back_round, f"q.bf.v.{action.id}")
    if not people:
        return Card(say(TEXTS.no_people), (back,))
    data = f"q.bf.o.{action.id}"
    rows: list[tuple[Button, ...]] = [
        (labelled(name_of(each), f"{data}.{each.id}"),) for each in people[page * PAGE : (page + 1) * PAGE]
    ]
    rows += turns(page, len(people), data, "p")
    return Card(say(TEXTS.ask_owner, text=action.text), (*rows, back))


async def _set_owner(talk: Talk, action: ActionRecord, person: int) -> Card | None:
    people = await briefings.people_of(talk.turn.conn, action.briefing_id, scope=talk.scope)
    if action.done_at is not None or person not in {each.id for each in people}:
        return None
    return await _change(talk, action, "briefing.owner", person_id=person, told_at=None, reminded="")


async def _ask_due(talk: Talk, action: ActionRecord, problem: str = "") -> Card:
    await ask(talk, "brief.due", action=action.id)
    rows = []
    for weeks in WEEKS:
        day = talk.turn.today + timedelta(weeks=weeks)
        if not talk.calendar.is_working_day(day):
            day = talk.calendar.working_day_from(day, -1)
        rows.append((Button(day_text(day), f"q.bf.u.{action.id}.{day:%Y%m%d}"),))
    text = "\n\n".join(part for part in (problem, say(TEXTS.ask_due, text=action.text)) if part)
    return Card(text, (*rows, row(TEXTS.back_round, f"q.bf.v.{action.id}")), picks="date")


async def _take_due(talk: Talk, action: ActionRecord) -> Card | None:
    text = talk.turn.inbound.text
    read = read_moment(text, talk.calendar, talk.turn.now, is_end=True)
    if isinstance(read, Problem):
        return await _ask_due(talk, action, say(TEXTS.bad_due, found=text.strip()[:40]))
    return await _set_due(talk, action, read.astimezone(talk.calendar.zone).date())


async def _set_due(talk: Talk, action: ActionRecord, day: date | None) -> Card | None:
    if day is None or action.done_at is not None:
        return None
    if day < talk.turn.today:
        return await _ask_due(talk, action, say(TEXTS.past_due))
    await stop_asking(talk)
    told_at = action.told_at if day == action.due else None
    return await _change(talk, action, "briefing.due", due=day, told_at=told_at, reminded="")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 8 else None
    except ValueError:
        return None
