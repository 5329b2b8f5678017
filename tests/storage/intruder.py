"""Somebody who has the whole database in hand and wants to know whose answers stand in it."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlmodel import SQLModel

from bot.conversation.beginning import roster_facts
from storage.database import Database
from storage.frame import list_officials
from storage.instruments import form_of
from storage.records import OfficialRecord, wave_record
from surveys.interview import Evaluation
from surveys.questionnaire import Questionnaire
from surveys.titles import built_in_titles

Row = Mapping[str, Any]

NEAR: Final = timedelta(minutes=2)
DAY: Final = date(2026, 11, 23)


@dataclass
class Intruder:
    """Every row of every table, the form of the only wave, and the roster."""

    tables: Mapping[str, Sequence[Row]]
    form: Questionnaire
    officials: Mapping[int, OfficialRecord]

    @classmethod
    async def breaks_in(cls, database: Database) -> "Intruder":
        """Read everything there is."""
        async with database.read() as conn:
            tables = {
                each.name: [dict(row) for row in (await conn.execute(select(each))).mappings()]
                for each in SQLModel.metadata.sorted_tables
            }
            form = await form_of(conn, wave_record(tables["waves"][0]))
            officials = {each.id: each for each in await list_officials(conn, DAY)}
        return cls(tables, form, officials)

    # --- what hangs on a case, and what on an official ------------------------------------------------

    @property
    def cases(self) -> Sequence[Row]:
        """The cases of the wave."""
        return self.tables["cases"]

    def responses(self) -> dict[int, Row]:
        """Return the responses by case."""
        return {row["case_id"]: row for row in self.tables["responses"]}

    def answers(self) -> dict[int, dict[str, str]]:
        """Return the answers by response."""
        found: dict[int, dict[str, str]] = defaultdict(dict)
        for row in self.tables["answers"]:
            found[row["response_id"]][row["item"]] = row["value"]
        return found

    def answered(self) -> list[int]:
        """Return the cases of which answers are stored."""
        own = self.answers()
        return [case for case, row in self.responses().items() if own.get(row["id"])]

    def _rows_of_cases(self) -> Iterator[tuple[int, Row]]:
        """Give every row with the case on which it hangs."""
        case_of = {row["id"]: case for case, row in self.responses().items()}
        for rows in self.tables.values():
            for row in rows:
                case = row.get("case_id") or case_of.get(
                    row.get("response_id") or row.get("card_response_id")
                )
                if case is not None:
                    yield case, row
        yield from ((row["id"], row) for row in self.cases)

    def _rows_of_officials(self) -> Iterator[tuple[int, Row]]:
        """Give every row with the official on whom it hangs, directly or by their chat."""
        chats = {row["id"]: row["official_id"] for row in self.tables["contact_points"]}
        addresses = {row["address"]: row["official_id"] for row in self.tables["contact_points"]}
        for rows in self.tables.values():
            for row in rows:
                official = (
                    row.get("official_id")
                    or chats.get(row.get("contact_point_id"))
                    or addresses.get(row.get("address"))
                )
                official = official or (row.get("details") or {}).get("official")
                if official is not None:
                    yield official, row

    # --- ways to know --------------------------------------------------------------------------------

    def by_reference(self) -> dict[int, int]:
        """Match where one and the same row names a case and an official: directly, by chat, by roster key."""
        keys = {official.roster_key: official.id for official in self.officials.values()}
        by_row = {id(row): official for official, row in self._rows_of_officials()}
        found = {case: by_row[id(row)] for case, row in self._rows_of_cases() if id(row) in by_row}
        return found | {row["id"]: keys[row["roster_key"]] for row in self.cases if row["roster_key"] in keys}

    def by_moments(self) -> dict[int, int]:
        """Match a case with the only official of whom something happened within two minutes of it."""
        happened = sorted(
            (moment, official) for official, row in self._rows_of_officials() for moment in _moments(row)
        )
        near: dict[int, Counter[int]] = defaultdict(Counter)
        for case, row in self._rows_of_cases():
            for moment in _moments(row):
                around = {who for at, who in happened if abs(at - moment) <= NEAR}
                if len(around) == 1:
                    near[case][around.pop()] += 1
        return {case: counts.most_common(1)[0][0] for case, counts in near.items()}

    def claims(self) -> Iterator[datetime]:
        """Give every moment of the archive at which a chat became an official's."""
        for rows, names in (
            ("audit_log", ["at"]),
            ("link_codes", ["used_at"]),
            ("contact_points", ["created_at", "linked_at", "used_at"]),
        ):
            for row in self.tables[rows]:
                if rows != "audit_log" or row["action"] in ("code.claimed", "phone.matched"):
                    yield from (row[name] for name in names if row[name] is not None)

    def by_order(self) -> list[dict[int, int]]:
        """Match by order: numbers of cases, responses and seeds with the roster's order and that of consent."""
        roster = sorted(self.officials.values(), key=lambda each: (each.unit_code, each.roster_key))
        officials = [each.id for each in roster]
        begun = self.responses()
        consented = [row["official_id"] for row in self.tables["consent_events"] if row["action"] == "given"]
        answering = [official for official in officials if official in set(consented)]
        by_number = sorted(begun, key=lambda case: begun[case]["id"])
        by_seed = sorted(begun, key=lambda case: begun[case]["seed"])
        return [
            dict(zip(sorted(row["id"] for row in self.cases), officials, strict=False)),
            dict(zip(sorted(begun), answering, strict=False)),
            dict(zip(by_number, consented, strict=False)),
            dict(zip(by_number, answering, strict=False)),
            dict(zip(by_seed, answering, strict=False)),
        ]

    def by_words(self) -> dict[int, int]:
        """Match a case whose rows hold the key of an official."""
        keys = {official.roster_key: official.id for official in self.officials.values()}
        case_of = {row["id"]: case for case, row in self.responses().items()}
        return {
            case_of[row["response_id"]]: keys[word]
            for rows in (self.tables["answers"], self.tables["answer_revisions"])
            for row in rows
            for word in row["value"].split()
            if word in keys
        }

    def candidates(self) -> dict[int, set[int]]:
        """Return for each case the officials to whom all fits that it says and that was asked."""
        last = {row["official_id"]: row["action"] for row in self.tables["consent_events"]}
        answered, begun, own = set(self.answered()), self.responses(), self.answers()
        units = {row["id"]: row["code"] for row in self.tables["units"]}
        facts = {each.id: roster_facts(each, DAY, built_in_titles()) for each in self.officials.values()}
        found = {}
        for case in self.cases:
            fitting = {
                who for who in self.officials if (last.get(who) == "given") == (case["id"] in answered)
            }
            if case["outcome"] == "refused":
                fitting = {who for who in fitting if last.get(who) == "refused"}
            told = {"title": case["title"], "unit": units.get(case["unit_id"], "").replace("missing", "")}
            given: dict[str, str] = {}
            if case["id"] in answered:
                response = begun[case["id"]]
                given = own[response["id"]]
                told |= response["facts"] | self._confirmed(given)
            for name, value in sorted(told.items()):
                fitting = _narrowed(
                    fitting, {who for who in fitting if facts[who].get(name, "") == value}, value
                )
            found[case["id"]] = {who for who in fitting if self._may_be_asked(given, facts[who])}
        return found

    def _confirmed(self, given: Mapping[str, str]) -> dict[str, str]:
        """Return what somebody answered of what the roster holds too."""
        return {
            self.form.items[item].roster: value
            for item, value in given.items()
            if self.form.items[item].roster and value
        }

    def _may_be_asked(self, given: Mapping[str, str], facts: Mapping[str, str]) -> bool:
        """Say whether all that was answered is asked of somebody like this."""
        theirs = {item.name: facts[item.roster] for item in self.form.questions() if facts.get(item.roster)}
        evaluation = Evaluation(self.form, dict(given) | theirs, DAY)
        return all(
            evaluation.is_relevant(self.form.items[item])
            for item, value in given.items()
            if value and not self.form.items[item].roster
        )

    # --- the truth -----------------------------------------------------------------------------------

    def hits(self, guess: Mapping[int, int], truth: Mapping[int, int]) -> int:
        """Count how often a guess is right."""
        return sum(truth.get(case) == official for case, official in guess.items())

    def everything(self) -> str:
        """Return all rows as one text."""
        return json.dumps(self.tables, default=str, ensure_ascii=False)


def _narrowed(before: set[int], after: set[int], value: str) -> set[int]:
    """Keep those to whom it fits; if it fits nobody, the person answered otherwise than the roster."""
    return after if value and after else before


def _moments(row: Row) -> Iterator[datetime]:
    yield from (value for value in row.values() if isinstance(value, datetime))
