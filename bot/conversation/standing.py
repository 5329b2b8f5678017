"""The card of wherever an interview stands: its language first, a question, the review, the pause, the end. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.conversation.card_parts import USUAL
from bot.conversation.cards import done_card, question_card, stopped_card
from bot.conversation.languages import is_unchosen, language_card, offering_languages
from bot.conversation.long_lists import found_in, page_of
from bot.conversation.review_cards import review_card
from bot.messages import Caps, Outbound
from surveys import interview as engine
from surveys.interview import Event, Interview


@dataclass(frozen=True, slots=True)
class Showing:
    """What more of the open question is shown than usual.

    Its whole list (``is_open``), the minutes of the hour that was tapped (``opened``), a ``page`` of a long list, or
    what of it a search has found (told by the ``events`` of the turn).
    """

    is_open: bool = False
    opened: int = -1
    page: int = -1
    events: Sequence[Event] = ()


USUALLY: Final = Showing()


def standing_card(
    interview: Interview,
    response_id: int,
    lead: str,
    showing: Showing = USUALLY,
    *,
    name: str,
    closes_at: str,
    caps: Caps = USUAL,
) -> Outbound:
    """Draw the card for somebody of this ``name``; answers may be corrected until ``closes_at`` (as text)."""
    form, visit, view = interview.form, interview.visit, engine.view(interview)
    view = page_of(view, showing.page) if showing.page >= 0 else found_in(view, showing.events)
    if is_unchosen(form):
        return language_card(form, response_id, visit, lead)
    match view.place:
        case "review":
            is_amendment = interview.status.is_final
            card = review_card(view, response_id, visit, is_amendment=is_amendment, lead=lead)
        case "done":
            count = len(engine.counted_answers(interview))
            return done_card(response_id, visit, name, count, closes_at=closes_at, lead=lead)
        case "stopped":
            progress = engine.screen_progress(interview)
            card = stopped_card(response_id, visit, progress, closes_at=closes_at, lead=lead)
        case _:
            card = question_card(
                view,
                form,
                response_id,
                visit,
                lead,
                is_open=showing.is_open,
                opened=showing.opened,
                caps=caps,
            )
    return offering_languages(card, form, response_id, visit)
