"""What the chat shows of one person of the list, as pure functions.

Callback data: ``q.E.<order>[.<number>[.<attribute>[.<value>]]]``. The number is the official's for ``o`` (open), ``e``
(change an attribute), ``g`` (leaves), ``b`` (is back); that of what was handed in for ``f`` (ask for an attribute),
``v`` (its value, empty to empty it), ``t`` (the card), ``k`` (check), ``d`` (somebody else than who was found). ``s``
searches, ``n`` begins a new person. An attribute is its place in ``ATTRIBUTES``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.callbacks import to36
from bot.messages import Button
from bot.office.list_cards import drop, take_in
from bot.office.menu import PAGE, Card, labelled, to_menu, turns
from bot.texts import day_text, say
from bot.texts.people import QUESTIONS, TEXTS, WHAT
from bot.texts.uploads import UPLOADS
from storage.records import OfficialRecord, UnitRecord
from storage.uploads import UploadRecord
from surveys.reporting.numbers import number_text
from surveys.titles import Titles

if TYPE_CHECKING:
    from storage.frame import ImportedOfficial, ImportSummary
    from surveys.roster.values import RosterRow

NAMES: Final = tuple(WHAT)
"""The attributes in the order of ``surveys.roster.one_person.ATTRIBUTES``, which knows the libraries of workbooks."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A person as held (``None``: somebody new) and as they are to be, in the titles of the office."""

    before: "RosterRow | None"
    after: "RosterRow"
    titles: Titles


def finding(words: str, count: int, people: Sequence[OfficialRecord], titles: Titles) -> Card:
    """Show whom a search found."""
    if not people:
        return Card(say(TEXTS.found_none, words=words), (to_menu(),))
    lines = [say(TEXTS.found, words=words, count=number_text(count))]
    lines += [say(TEXTS.found_more, shown=len(people))] if count > len(people) else []
    rows = [(labelled(_label(each, titles), f"q.E.o.{to36(each.id)}"),) for each in people]
    return Card("\n".join(lines), (*rows, to_menu()))


def _label(each: OfficialRecord, titles: Titles) -> str:
    template = TEXTS.found_button if each.left_on is None else TEXTS.found_left_button
    return say(template, name=each.full_name, title=titles.label(each.title), unit=each.unit_name)


def person(held: OfficialRecord, row: "RosterRow", titles: Titles) -> Card:
    """Show what is held of somebody, with a button for whatever can be changed."""
    number = to36(held.id)
    lines = [say(TEXTS.card, name=held.full_name, key=held.roster_key)]
    if held.left_on is not None:
        lines.append(say(TEXTS.left_on, day=day_text(held.left_on)))
    lines += _values(row, titles)
    if held.left_on is not None:
        order = (Button(TEXTS.rejoin_button, f"q.E.b.{number}"),)
        return Card("\n".join(lines), (order, _others(), to_menu()))
    lines += ["", say(TEXTS.choose_what)]
    leaves = (
        Button(TEXTS.code_button, f"q.i.o.{number}"),
        Button(TEXTS.leave_button, f"q.E.g.{number}", style="danger"),
    )
    return Card("\n".join(lines), (*_attributes(f"q.E.e.{number}"), leaves, _others(), to_menu()))


def _values(row: "RosterRow", titles: Titles) -> list[str]:
    told = {name: value_text(row, name, titles) for name in NAMES if name != "full_name"}
    return [say(TEXTS.line, what=WHAT[name], value=value) for name, value in told.items() if value]


def _attributes(data: str) -> list[tuple[Button, ...]]:
    buttons = [Button(WHAT[name], f"{data}.{place}") for place, name in enumerate(NAMES)]
    return [tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2)]


def _others() -> tuple[Button, ...]:
    return (Button(TEXTS.other_button, "q.E.s"),)


def draft(upload: UploadRecord, draft_: Draft) -> Card:
    """Show somebody with what is to change, and buttons to change more."""
    before, after, titles = draft_.before, draft_.after, draft_.titles
    head = say(TEXTS.card, name=before.full_name, key=before.roster_key) if before else say(TEXTS.card_new)
    lines = [head, *(_differences(draft_) if before else _values(after, titles)), "", say(TEXTS.choose_what)]
    if not before and after.full_name:
        lines.insert(1, say(TEXTS.line, what=WHAT["full_name"], value=after.full_name))
    number = to36(upload.id)
    check = (Button(TEXTS.check_button, f"q.E.k.{number}", style="primary"),)
    return Card("\n".join(lines), (check, *_attributes(f"q.E.f.{number}"), drop(upload)))


def _differences(draft_: Draft) -> list[str]:
    if draft_.before is None:
        return []
    lines = []
    for name in NAMES:
        before, after = (value_text(row, name, draft_.titles) for row in (draft_.before, draft_.after))
        if before != after:
            told = {"before": before or TEXTS.nothing, "after": after or TEXTS.nothing}
            lines.append(say(TEXTS.changed_line, what=WHAT[name], **told))
    return lines


# --- asking -----------------------------------------------------------------------------------------


def ask(
    upload: UploadRecord,
    draft_: Draft,
    attribute: str,
    choices: Iterable[tuple[str, str]],
    *,
    lead: str = "",
    is_needed: bool,
) -> Card:
    """Ask for an attribute: ``choices`` are values with their labels."""
    data = f"q.E.v.{to36(upload.id)}.{NAMES.index(attribute)}"
    who = draft_.after.full_name or TEXTS.card_new.strip("*")
    question = say(TEXTS.ask, who=who, question=say(QUESTIONS[attribute]))
    rows = [(labelled(label, f"{data}.{value}"),) for value, label in choices]
    if not is_needed:
        rows.append((Button(TEXTS.empty_button if draft_.before else TEXTS.later_button, f"{data}."),))
    if draft_.before or draft_.after.title:
        rows.append((Button(TEXTS.edit_button, f"q.E.t.{to36(upload.id)}"),))
    return Card("\n\n".join(part for part in (lead, question) if part), (*rows, drop(upload)))


def unit_rows(
    upload: UploadRecord, units: Sequence[UnitRecord], page: int
) -> tuple[list[tuple[str, str]], list[tuple[Button, ...]]]:
    """Return a page of units to choose from, and the row that turns it."""
    data = f"q.E.f.{to36(upload.id)}.{NAMES.index('unit')}"
    chosen = [(to36(unit.id), unit.name) for unit in units[page * PAGE : (page + 1) * PAGE]]
    return chosen, turns(page, len(units), data)


# --- what comes of it -------------------------------------------------------------------------------


def dry_run(
    upload: UploadRecord, draft_: Draft, summary: "ImportSummary", token: str, *, is_again: bool
) -> Card:
    """Say in a sentence what would change, and ask whether it is taken in."""
    row = draft_.after
    told = {"name": row.full_name, "key": row.roster_key, "unit": row.unit_name}
    told |= {"title": value_text(row, "title", draft_.titles)}
    lines = [say(UPLOADS[upload.kind].again)] if is_again else []
    edit = (Button(TEXTS.edit_button, f"q.E.t.{to36(upload.id)}"),)
    if summary.left:
        lines.append(say(TEXTS.to_leave, **told, day=day_text(upload.as_of)))
        return Card("\n".join(lines), (take_in(upload, token), drop(upload)))
    if summary.added:
        lines += [say(TEXTS.added, **told), *_values(row, draft_.titles)]
    elif summary.changed:
        lines += [say(TEXTS.to_change, **told), *_changes(draft_, summary.changed[0])]
    else:
        return Card(say(TEXTS.unchanged, **told), (edit, drop(upload)))
    return Card("\n".join(lines), (take_in(upload, token), edit, drop(upload)))


def _changes(draft_: Draft, changed: "ImportedOfficial") -> list[str]:
    lines = [say(TEXTS.to_rejoin)] if "left_on" in changed.fields else []
    lines += _differences(draft_)
    return [*(f"• {line}" for line in lines), *([say(TEXTS.moves)] if "unit_id" in changed.fields else [])]


def refused(upload: UploadRecord, reasons: Sequence[str]) -> Card:
    """Say why somebody cannot be taken in as they were described."""
    edit = (Button(TEXTS.edit_button, f"q.E.t.{to36(upload.id)}"),)
    return Card("\n".join(reasons), (edit, drop(upload)))


def known(upload: UploadRecord, reason: str, people: Mapping[int, str]) -> Card:
    """Ask whether somebody new is one of those held: ``people`` by number, with what their button says."""
    rows = [(labelled(label, f"q.E.o.{to36(number)}"),) for number, label in people.items()]
    more = [(Button(TEXTS.different_button, f"q.E.d.{to36(upload.id)}"),)] if people else []
    return Card(reason, (*rows, *more, drop(upload)))


def value_text(row: "RosterRow", attribute: str, titles: Titles) -> str:
    """Word what a row says of an attribute; empty if nothing."""
    from surveys.roster.vocabularies import VOCABULARIES  # noqa: PLC0415 - a running bot seldom needs it

    if attribute == "birth":
        return day_text(row.birth_date) if row.birth_date else str(row.birth_year or "")
    if attribute == "title_since":
        return day_text(row.title_since) if row.title_since else ""
    if attribute == "title":
        others = "; ".join(map(titles.label, row.concurrent_titles.split()))
        title = titles.label(row.title)
        return say(TEXTS.concurrent, title=title, others=others) if others else title
    if attribute == "unit":
        return row.unit_name
    value = str(getattr(row, attribute))
    if attribute == "phone":
        return f"0{value[3:]}" if value.startswith("+84") else value
    labels = VOCABULARIES.get(attribute, titles.field_labels if attribute == "field_of_work" else {})
    if attribute == "cert":
        return ", ".join(labels.get(code, code) for code in value.split())
    return labels.get(value, value)
