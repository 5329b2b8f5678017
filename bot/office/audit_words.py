"""Entries of the audit log as sentences. Pure: names are given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from string import Formatter
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.texts import day_text, moment_text, say
from bot.texts.audit import ACTIONS, TEXTS
from bot.texts.office import TEXTS as OFFICE
from bot.texts.places import place_of
from bot.texts.requests import TEXTS as REQUESTS
from storage import audit
from storage.office import AuditRecord
from storage.scope import Scope

NOTHING: Final = "–"


@dataclass(frozen=True, slots=True)
class Names:
    """Who is meant: administrators by number, people by roster key and number. Who is missing may not be named."""

    actors: Mapping[int, str]
    people: Mapping[str | int, str]

    def actor(self, actor: str) -> str:
        """Name whoever acted."""
        if actor.isdecimal():
            return self.actors.get(int(actor)) or say(OFFICE.nameless, number=actor)
        return TEXTS.others.get(actor.split(":", maxsplit=1)[0], TEXTS.somebody)

    def person(self, details: Mapping[str, Any]) -> str:
        """Name whom an entry is about."""
        key = details.get("roster_key") or details.get("official") or 0
        return self.people.get(key, TEXTS.somebody)


async def names_for(conn: AsyncConnection, entries: Sequence[AuditRecord], *, scope: Scope) -> Names:
    """Return the names that entries need, as far as a scope lets them be told."""
    numbers = {int(each.actor) for each in entries if each.actor.isdecimal()}
    numbers |= {int(each.details["administrator"]) for each in entries if each.details.get("administrator")}
    keys = {str(each.details["roster_key"]) for each in entries if each.details.get("roster_key")}
    ids = {int(each.details["official"]) for each in entries if each.details.get("official")}
    return Names(
        await audit.names_of_actors(conn, numbers, scope=scope),
        await audit.names_of_people(conn, keys, ids, scope=scope),
    )


def in_words(entry: AuditRecord, names: Names, zone: ZoneInfo) -> tuple[str, str, str]:
    """Return when, who and what."""
    return moment_text(entry.at, zone), names.actor(entry.actor), _what(entry, names)


def _what(entry: AuditRecord, names: Names) -> str:
    template = ACTIONS.get(entry.action, TEXTS.unknown)
    given = dict(entry.details)
    given |= {"person": names.person(given), "mode": place_of(str(given.get("mode", "")))}
    given["role"] = OFFICE.roles.get(str(given.get("role", "")), NOTHING)
    given["kind"] = REQUESTS.kinds.get(str(given.get("kind", "")), NOTHING)
    given["day"] = day_text(date.fromisoformat(given["day"])) if given.get("day") else NOTHING
    given["administrator"] = names.actor(str(given.get("administrator", "")))
    needed = {field for _, field, _, _ in Formatter().parse(template) if field}
    return say(template, **{name: given.get(name, NOTHING) for name in needed})
