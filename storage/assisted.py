"""What is entered for a person who answers on paper or by telephone: whose case it is, what they said themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.chat_holds import hold_chats
from storage.closings import CLOSES
from storage.frame.officials import officials_by_id
from storage.frame.rights import consent_chain
from storage.records import (
    CaseRecord,
    ConsentRecord,
    OfficialRecord,
    ResponseRecord,
    WaveRecord,
    columns_of,
    split,
    wave_record,
)
from storage.responses import answers_of
from storage.scope import Scope
from storage.sql import answer_revisions, cases, contact_points, paradata, responses, waves
from storage.tables.columns import ASSISTED


@dataclass(frozen=True, slots=True)
class AssistedCase:
    """A case of an open wave for which answers may be entered, if its person did not answer or decide themselves.

    ``consents`` are those given since consent last ended and since the wave opened: each form on paper is signed.
    """

    wave: WaveRecord
    case: CaseRecord
    official: OfficialRecord
    response: ResponseRecord | None
    answers: Mapping[str, str]
    has_own_answers: bool
    has_said_no: bool
    consents: tuple[ConsentRecord, ...]

    @property
    def is_open_to_entry(self) -> bool:
        """Whether nothing that the person said or did themselves stands against it."""
        return not (self.has_own_answers or self.has_said_no)

    def agreed_by(self, mode: str) -> bool:
        """Whether the person consented in this mode."""
        return any(each.channel == mode for each in self.consents)

    @property
    def mode(self) -> str:
        """The mode of the newest consent that was given to whoever enters; empty if there is none."""
        given = [each.channel for each in self.consents if each.channel in ASSISTED]
        return given[-1] if given else ""


async def find_case(
    conn: AsyncConnection,
    now: datetime,
    *,
    scope: Scope,
    case_id: int | None = None,
    response_id: int | None = None,
) -> AssistedCase | None:
    """Return a case by its number or that of its response, held until the transaction ends.

    ``None`` if its wave is not open, its official has left, or it is beyond the scope.
    """
    which = responses.c.id == response_id if case_id is None else cases.c.id == case_id
    found = (await conn.execute(_cases(which, now, scope))).first()
    if found is None:
        return None
    official_id = CaseRecord(*split(found, CaseRecord, ResponseRecord)[0]).official_id or 0
    official = (await officials_by_id(conn, [official_id], scope=scope)).get(official_id)
    if official is None or official.left_on is not None:
        return None
    chats = select(contact_points.c.id).where(contact_points.c.official_id == official_id)
    await hold_chats(conn, (), list((await conn.execute(chats)).scalars()))
    held = (await conn.execute(_cases(which, now, scope).with_for_update(of=cases))).first()
    if held is None:
        return None
    return await _read(conn, held, official)


async def case_of(conn: AsyncConnection, wave_id: int, official_id: int, *, scope: Scope) -> int | None:
    """Return the case of an official in a wave; ``None`` if there is none within the scope."""
    query = select(cases.c.id).where(
        cases.c.wave_id == wave_id, cases.c.official_id == official_id, scope.case()
    )
    found: int | None = await conn.scalar(query)
    return found


def _cases(which: ColumnElement[bool], now: datetime, scope: Scope) -> Select[tuple[object, ...]]:
    is_open = (waves.c.state == "open") & (waves.c.opens_at <= now) & (CLOSES > now)  # noqa: SIM300 - a column, no constant
    return (
        select(*columns_of(CaseRecord, cases), *columns_of(ResponseRecord, responses))
        .select_from(cases)
        .join(waves, waves.c.id == cases.c.wave_id)
        .outerjoin(responses, responses.c.case_id == cases.c.id)
        .where(which, is_open, scope.case())
    )


async def _read(conn: AsyncConnection, row: object, official: OfficialRecord) -> AssistedCase:
    own, begun = split(row, CaseRecord, ResponseRecord)  # type: ignore[arg-type]
    case = CaseRecord(*own)
    response = ResponseRecord(*begun) if begun[0] is not None else None
    wave = wave_record((await conn.execute(select(waves).where(waves.c.id == case.wave_id))).mappings().one())
    chain = await consent_chain(conn, official.id)
    ended = max((place for place, each in enumerate(chain, 1) if each.action != "given"), default=0)
    return AssistedCase(
        wave=replace(wave, closes_at=case.closes_at or wave.closes_at),
        case=case,
        official=official,
        response=response,
        answers=(await answers_of(conn, [response.id]))[response.id] if response else {},
        has_own_answers=response is not None and await _has_own_answers(conn, response.id),
        has_said_no=bool(case.refused_at or case.withdrawn_at or (ended and ended == len(chain))),
        consents=tuple(each for each in chain[ended:] if each.at >= (wave.opened_at or wave.opens_at)),
    )


async def is_entered(conn: AsyncConnection, response_id: int) -> bool:
    """Say whether somebody else entered answers of a response, and its person gave none."""
    return await _has_answers(conn, response_id, _by_others()) and not await _has_own_answers(
        conn, response_id
    )


def _by_others() -> ColumnElement[bool]:
    return answer_revisions.c.channel.in_(ASSISTED)


async def _has_own_answers(conn: AsyncConnection, response_id: int) -> bool:
    """Say whether the person gave an answer, or sent what was entered for them: then it is theirs."""
    if await _has_answers(conn, response_id, ~_by_others()):
        return True
    sent = exists().where(
        paradata.c.response_id == response_id,
        paradata.c.event.in_(("submitted", "amended")),
        paradata.c.channel.not_in(ASSISTED),
    )
    return bool(await conn.scalar(select(sent)))


async def _has_answers(conn: AsyncConnection, response_id: int, how: ColumnElement[bool]) -> bool:
    """Say whether any value was ever given so; what was only seen or left empty is none."""
    given = exists().where(answer_revisions.c.response_id == response_id, answer_revisions.c.value != "", how)
    return bool(await conn.scalar(select(given)))
