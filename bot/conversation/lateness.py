"""Whether somebody wrote before they could read the question that stands open, by the platform's own dates. Pure."""

from bot.messages import Inbound
from storage.responses import Person
from surveys.interview import Interview


def is_late(person: Person, interview: Interview, inbound: Inbound) -> bool:
    """Whether a text was sent before its sender could see the open question, by the platform's own dates.

    A question that the platform has not confirmed yet counts as unseen: an answer taken for the wrong question cannot
    be told from a right one, and whoever is asked once more loses nothing.
    """
    assert person.response is not None
    chat = person.contact_point
    is_shown = chat.card_visit == interview.visit and chat.card_response_id == person.response.id
    if not is_shown:
        return True
    if chat.card_sent_at is None:
        return False
    if inbound.sent_at.microsecond and chat.card_sent_at.microsecond:  # dates finer than a second decide
        return inbound.sent_at < chat.card_sent_at
    if inbound.sent_at > chat.card_sent_at.replace(microsecond=0):
        return False
    if inbound.sent_at < chat.card_sent_at.replace(microsecond=0):
        return True
    # Within the same second the platform's numbering of updates and of messages tells which came first: of several
    # webhook workers one may hear of a tap before another hears of the text that was sent before it.
    if inbound.update_id < chat.card_turn:
        return True
    first = chat.card_first_ref
    return inbound.ref.isdigit() and first.isdigit() and int(inbound.ref) < int(first)
