"""What the turns of a batch decided, as values: written by ``responses.save``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage import mailbox
from storage.records import ConsentRecord


@dataclass(frozen=True, slots=True)
class AnswerWrite:
    """One answer given or changed: the answer becomes ``value`` and a revision is kept.

    ``is_gone``: nothing stands there any more, as if it had never been asked; the revision says ``''``.
    """

    response_id: int
    item: str
    value: str
    revised_at: datetime
    channel: str = ""
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class ParadatumWrite:
    """Something that happened in an interview."""

    response_id: int
    event: str
    at: datetime
    screen: str = ""
    item: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class ResponseWrite:
    """Where a response stands after a turn.

    ``answered_count`` counts the stored answers that are not empty. ``packed`` is the whole response as
    ``surveys.projection`` packs it: it goes into the projection of ``wave_id`` in the same transaction.
    """

    id: int
    status: str
    screen: str
    visit: int
    tries: int
    updated_at: datetime
    completed_at: datetime | None
    required_answered: int
    required_total: int
    answered_count: int
    wave_id: int
    packed: bytes
    language: str = ""


@dataclass(frozen=True, slots=True)
class FileWrite:
    """A file that somebody sent as an answer: its bytes are fetched beside the turn."""

    response_id: int
    item: str
    kind: str
    channel: str
    address: str
    ref: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """New values of some columns of one row (a contact point, a case)."""

    id: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NewResponse:
    """A response that begins. ``facts`` is what the roster knew, ``packed`` its projection without answers."""

    case_id: int
    screen: str
    seed: int
    facts: Mapping[str, str]
    started_at: datetime
    packed: bytes


@dataclass(frozen=True, slots=True)
class TurnWrites:
    """Everything that the turns of one batch decided. Order within a list is kept.

    ``with_files``: the responses in which an answer that is a file was given, changed or taken back.
    """

    answers: Sequence[AnswerWrite] = ()
    paradata: Sequence[ParadatumWrite] = ()
    responses: Sequence[ResponseWrite] = ()
    contact_points: Sequence[Change] = ()
    cases: Sequence[Change] = ()
    consents: Sequence[ConsentRecord] = ()
    inbox: Sequence[mailbox.InboxEntry] = ()
    files: Sequence[FileWrite] = ()
    with_files: Sequence[int] = ()
