"""Whom a draft asks, read from the archive: what can be ticked, whom a name finds, the head count."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.conversation.turns import Turn
from bot.office.composing_cards import Asked, Found, Pick
from bot.office.draft import Draft
from storage import frame, instruments
from storage.frame import People, Post
from storage.records import OfficialRecord
from storage.scope import Scope
from storage.wave_people import asked_by_pilots

FOUND_AT_MOST: Final = 8


@dataclass(frozen=True, slots=True)
class Audience:
    """Reads for one turn, as of a day, within the scope of whoever composes."""

    turn: Turn
    today: date
    scope: Scope

    async def whole(self) -> tuple[int, int, int]:
        """Return how many could be asked, in how many units, and how many of them have a chat."""
        posts = await frame.list_posts(self.turn.conn, self.today, scope=self.scope)
        total, linked = _head_counts(posts)
        return total, len({post.unit_id for post in posts}), linked

    async def asked(self, draft: Draft) -> Asked:
        """Return whom a draft asks, in words and counted."""
        conn, scope = self.turn.conn, self.scope
        piloted = await self._piloted(draft)
        head_count, linked = _head_counts(
            await frame.list_posts(
                conn,
                self.today,
                draft.unit_codes,
                draft.titles,
                people=_people(draft, piloted),
                scope=scope,
            )
        )
        names: dict[str, str] = {}
        if draft.unit_codes:
            names = {unit.code: unit.name for unit in await frame.list_units(conn, self.today, scope=scope)}
        people = await frame.officials_by_id(conn, {*draft.pilot, *draft.excluded}, scope=scope)
        return Asked(
            [names.get(code, code) for code in draft.unit_codes],
            [self.turn.titles.label(title) for title in draft.titles],
            head_count,
            linked,
            [people[each].full_name for each in draft.pilot if each in people],
            [people[each].full_name for each in draft.excluded if each in people],
            len(piloted),
        )

    async def head_count(self, draft: Draft) -> int:
        """Count whom the units and titles ticked so far ask; nobody while nothing is ticked."""
        if not draft.unit_codes and not draft.titles:
            return 0
        return await frame.count_officials(
            self.turn.conn,
            self.today,
            draft.unit_codes,
            draft.titles,
            people=_people(draft, await self._piloted(draft)),
            scope=self.scope,
        )

    async def picks(self, draft: Draft) -> list[Pick]:
        """Return what can be ticked: units with somebody in or below them, or the titles that somebody has.

        Their counts are of those whom the other list leaves.
        """
        conn, is_units = self.turn.conn, draft.choosing == "units"
        unit_codes, chosen_titles = ((), draft.titles) if is_units else (draft.unit_codes, ())
        posts = await frame.list_posts(conn, self.today, unit_codes, chosen_titles, scope=self.scope)
        counts: Counter[str] = Counter()
        if is_units:
            units = await frame.list_units(conn, self.today, scope=self.scope)
            by_id = {unit.id: unit for unit in units}
            for post in posts:
                above = by_id.get(post.unit_id)
                while above is not None:
                    counts[above.code] += post.count
                    above = by_id.get(above.parent_id or 0)
            labelled, held = [(unit.code, unit.name) for unit in units], draft.unit_codes
        else:
            for post in posts:
                counts[post.title] += post.count
            labelled, held = list(self.turn.titles.labels.items()), draft.titles
        return [Pick(code, name, counts[code]) for code, name in labelled if counts[code] or code in held]

    async def found(self, draft: Draft) -> Found:
        """Return whom the words looked for last find, those in office, and whom the draft has picked."""
        conn, scope = self.turn.conn, self.scope
        count, found = 0, list[OfficialRecord]()
        if draft.finding:
            count, found = await frame.search_officials(conn, draft.finding, FOUND_AT_MOST, scope=scope)
        held = await frame.officials_by_id(conn, draft.picked, scope=scope)
        shown = [each for each in found if each.left_on is None]
        others = [held[each] for each in draft.picked if each in held and held[each] not in shown]
        return Found(count, shown, others)

    async def knows(self, official_id: int) -> bool:
        """Say whether an official is in office and within the scope."""
        known = await frame.officials_by_id(self.turn.conn, [official_id], scope=self.scope)
        return any(each.left_on is None for each in known.values())

    async def _piloted(self, draft: Draft) -> frozenset[int]:
        """Return the officials whom a pilot of the draft's form asked."""
        form = await instruments.find(self.turn.conn, draft.form)
        if form is None:
            return frozenset()
        return await asked_by_pilots(self.turn.conn, form.form_id, scope=self.scope)


def _people(draft: Draft, piloted: frozenset[int]) -> People:
    """Return whom a draft names one by one."""
    if draft.pilot:
        return People(only=frozenset(draft.pilot))
    excluded = frozenset(draft.excluded)
    return People(excluded=excluded if draft.asks_again else excluded | piloted)


def _head_counts(posts: Sequence[Post]) -> tuple[int, int]:
    """Return how many officials hold these posts, and how many of them have a chat."""
    return sum(post.count for post in posts), sum(post.linked_count for post in posts)
