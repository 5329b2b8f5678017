"""The tables as SQLAlchemy Core sees them, and what the two databases spell differently."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Table, Update, bindparam, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel

from storage import tables

T = TypeVar("T")

CHUNK = 500
"""How many values an ``IN (…)`` carries at most: far below the limits of both databases."""


def table(model: type[SQLModel]) -> Table:
    """Return the Core table of a SQLModel class."""
    found: Table = SQLModel.metadata.tables[str(model.__tablename__)]
    return found


units = table(tables.Unit)
officials = table(tables.Official)
briefings = table(tables.Briefing)
briefing_people = table(tables.BriefingPerson)
briefing_rounds = table(tables.BriefingRound)
briefing_notes = table(tables.BriefingNote)
briefing_actions = table(tables.BriefingAction)
situation_banks = table(tables.SituationBank)
situation_cards = table(tables.SituationCard)
situation_subscriptions = table(tables.SituationSubscription)
situation_tallies = table(tables.SituationTally)
situation_tellings = table(tables.SituationTelling)
browsers = table(tables.Browser)
message_budgets = table(tables.MessageBudget)
seats = table(tables.AssignedSeat)
page_messages = table(tables.PageMessage)
link_codes = table(tables.LinkCode)
link_attempts = table(tables.LinkAttempt)
contact_points = table(tables.ContactPoint)
packed_responses = table(tables.PackedResponse)
series = table(tables.Series)
roster_decisions = table(tables.RosterDecision)
administrators = table(tables.Administrator)
grants = table(tables.Grant)
consent_events = table(tables.ConsentEvent)
data_requests = table(tables.DataRequest)
form_versions = table(tables.FormVersion)
waves = table(tables.Wave)
wave_people = table(tables.WavePerson)
cases = table(tables.Case)
responses = table(tables.Response)
answers = table(tables.Answer)
attachments = table(tables.Attachment)
form_media = table(tables.FormMedia)
answer_revisions = table(tables.AnswerRevision)
paradata = table(tables.Paradatum)
inbox = table(tables.InboxRow)
outbox = table(tables.OutboxRow)
owed_cards = table(tables.OwedCard)
contact_attempts = table(tables.ContactAttempt)
audit_log = table(tables.AuditEntry)
standards_versions = table(tables.StandardsVersion)
planning_inputs = table(tables.PlanningInput)
planned_posts = table(tables.PlannedPostRow)
learning = table(tables.LearningRow)
plans = table(tables.PlanRow)
plan_seats = table(tables.PlanSeat)
jobs = table(tables.Job)
uploads = table(tables.Upload)
house_facts = table(tables.HouseFact)
leases = table(tables.Lease)


def insert(conn: AsyncConnection, into: Table) -> "sqlite.Insert | postgresql.Insert":
    """Begin an INSERT that knows ON CONFLICT, in the dialect of the connection."""
    return insert_of(conn.dialect.name, into)


def insert_of(dialect: str, into: Table) -> "sqlite.Insert | postgresql.Insert":
    """Begin an INSERT that knows ON CONFLICT, in a dialect by name."""
    return postgresql.insert(into) if dialect == "postgresql" else sqlite.insert(into)


@cache
def insert_missing(dialect: str, into: Table, *key: str) -> "sqlite.Insert | postgresql.Insert":
    """Build, once, an INSERT that leaves a row of the same ``key`` columns as it is."""
    return insert_of(dialect, into).on_conflict_do_nothing(index_elements=list(key))


def chunked(values: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """Cut a sequence into pieces that fit into one ``IN (…)``."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


@cache
def update_by_id(target: Table, columns: tuple[str, ...]) -> Update:
    """Build, once, an UPDATE of ``columns`` for executemany over rows that carry ``b_id`` and ``b_<column>``.

    The prefix keeps the parameters apart from the names that SQLAlchemy reserves for SET.
    """
    return (
        update(target)
        .where(target.c.id == bindparam("b_id"))
        .values({name: bindparam(f"b_{name}", type_=target.c[name].type) for name in columns})
    )


async def apply_changes(
    conn: AsyncConnection, target: Table, changes: Sequence[tuple[int, Mapping[str, Any]]]
) -> None:
    """Write column changes by id; rows that change the same columns share one executemany."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row_id, values in changes:
        if values:
            row = {"b_id": row_id} | {f"b_{name}": value for name, value in values.items()}
            groups.setdefault(tuple(sorted(values)), []).append(row)
    for columns, rows in groups.items():
        await conn.execute(update_by_id(target, columns), rows)
