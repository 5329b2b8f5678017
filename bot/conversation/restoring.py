"""A stored response becomes an interview again. Pure."""

from datetime import datetime
from zoneinfo import ZoneInfo

from storage.responses import Person
from surveys.interview import Interview, Status
from surveys.questionnaire import ItemType, Questionnaire


def restore(
    person: Person,
    form: Questionnaire,
    now: datetime,
    zone: ZoneInfo,
    lacking: frozenset[ItemType] = frozenset(),
) -> Interview:
    """Make the stored response into an interview. The person must have one.

    ``lacking``: the types of questions that their channel does not carry.
    """
    response = person.response
    assert response is not None
    return Interview(
        form=form.in_language(response.language),
        answers=person.answers,
        screen=response.screen,
        visit=response.visit,
        status=Status(response.status),
        tries=response.tries,
        today=now.astimezone(zone).date(),
        facts=response.facts,
        seed=response.seed,
        was_completed=response.completed_at is not None,
        moment=now.astimezone(zone),
        lacking=lacking,
    )
