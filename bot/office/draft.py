"""The wave that an administrator is composing. It stands in the contact point's row: nothing is in memory."""

import json
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any, Final, TypeVar

C = TypeVar("C")
LISTS: Final = ("unit_codes", "titles", "pilot", "excluded")
"""The fields that hold several."""
_ENTERING: Final = "enter|"


@dataclass(frozen=True, slots=True)
class Draft:
    """What was chosen so far.

    ``token`` is on every button of this draft: buttons of an older one are stale. ``ask`` names what may be typed now
    ("opens", "closes", "plan" or "people"), else empty. ``form`` is the version's hash; moments are ISO.
    ``step`` is the question that stands: "" (the form), audience, opens, closes, plan, every or confirm; once it was
    confirm, ``is_reviewed`` leads from each change back to it.
    ``every`` is empty for a wave that is asked once. ``hour`` is that of the closing.
    ``choosing`` is "units" or "titles" while a list is open, ``page`` its page. ``picking`` is "pilot" or "excluded"
    while people are chosen by name, ``finding`` what was looked for last. ``pilot``: the officials with whom the form
    is tried; ``excluded``: those left out; both by id. ``asks_again``: those whom a pilot asked are asked again.
    ``order`` is empty for a new wave, else what is done to ``wave``: "change" while it is planned, "extend" (then
    ``opens`` is the closing that stands, and ``pilot`` whose time is extended) or "reopen". ``is_later``: it belongs
    to a series and is not its first wave.
    """

    token: str
    step: str = ""
    ask: str = ""
    form: str = ""
    choosing: str = ""
    page: int = 0
    unit_codes: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    opens: str = ""
    closes: str = ""
    reminders: str = ""
    every: str = ""
    hour: str = "17:00"
    is_reviewed: bool = False
    picking: str = ""
    finding: str = ""
    pilot: tuple[int, ...] = ()
    excluded: tuple[int, ...] = ()
    asks_again: bool = False
    order: str = ""
    wave: int = 0
    any_hour: bool = False
    is_later: bool = False

    @property
    def opens_at(self) -> datetime | None:
        """When the wave is to open; ``None``: at once, or not chosen yet."""
        return _moment(self.opens)

    @property
    def closes_at(self) -> datetime | None:
        """When the wave is to close, if chosen."""
        return _moment(self.closes)

    def at(self, step: str) -> "Draft":
        """Return the draft with the question ``step`` open, or the summary if that was seen before.

        A pilot does not recur, so it is not asked how often. Of a new closing only that is asked.
        """
        if self.puts_off:
            step = "closes" if step == "opens" else "confirm"
        is_last = self.is_reviewed or (step == "every" and self.pilot)
        return self.back_at("confirm" if is_last else step)

    @property
    def puts_off(self) -> bool:
        """Whether it puts the end of a wave off."""
        return self.order in ("extend", "reopen")

    def back_at(self, step: str) -> "Draft":
        """Return the draft with the question ``step`` open, to be answered again."""
        return replace(self, ask="", choosing="", picking="", finding="", step=step)

    def toggled(self, code: str) -> "Draft":
        """Return the draft with a unit or title of the open list chosen, or no longer chosen."""
        if self.choosing == "units":
            return replace(self, unit_codes=_toggled(self.unit_codes, code))
        return replace(self, titles=_toggled(self.titles, code))

    def with_person(self, official_id: int) -> "Draft":
        """Return the draft with somebody chosen, or no longer chosen, for what people are picked for."""
        if self.picking == "pilot":
            return replace(self, pilot=_toggled(self.pilot, official_id))
        return replace(self, excluded=_toggled(self.excluded, official_id))

    @property
    def picked(self) -> tuple[int, ...]:
        """The people chosen so far for what people are picked for."""
        return self.pilot if self.picking == "pilot" else self.excluded

    def encode(self) -> str:
        """Return the JSON that stands in the row."""
        filled = {name: value for name, value in asdict(self).items() if value}
        return json.dumps(filled, ensure_ascii=False, separators=(",", ":"))


def decode(text: str) -> Draft | None:
    """Read a draft back; ``None`` if there is none, or if it was written by another version of the program."""
    if not text:
        return None
    try:
        raw = json.loads(text)
        known = {field.name for field in fields(Draft)}
        if not isinstance(raw, dict) or not set(raw) <= known:
            return None
        lists = {name: tuple(raw.get(name, ())) for name in LISTS}
        draft = Draft(**(raw | lists))
        _ = draft.opens_at, draft.closes_at
    except (ValueError, TypeError):
        return None
    return draft


@dataclass(frozen=True, slots=True)
class EnteringStep:
    """Somebody enters the answers of a person: the response by its number, the letter of the mode.

    ``visit`` is the one that they were shown last: another hand may have answered it since.
    """

    response: int
    mode: str
    visit: int

    def encode(self) -> str:
        """Return what stands in the row."""
        return f"{_ENTERING}{self.response}|{self.mode}|{self.visit}"


def entering(step: str) -> EnteringStep | None:
    """Return whose answers are being entered; ``None`` if nobody's are."""
    parts = step.removeprefix(_ENTERING).split("|")
    if not step.startswith(_ENTERING) or len(parts) != 3:
        return None
    return EnteringStep(int(parts[0]), parts[1], int(parts[2]))


_OWN: Final = "own|"


def own_step(step: str) -> tuple[str, int] | None:
    """Return what somebody was asked of their own part in a briefing, and about which row; ``None`` if nothing."""
    parts = step.removeprefix(_OWN).split("|")
    if not step.startswith(_OWN) or len(parts) != 2:
        return None
    return parts[0], int(parts[1])


_OFFER: Final = "offer|"


def proposal_offered(step: str) -> tuple[int, str] | None:
    """Return the round and the words that somebody was asked about: whether they are a proposal; ``None`` if not."""
    number, _, text = step.removeprefix(_OFFER).partition("|")
    return (int(number), text) if step.startswith(_OFFER) and number.isdecimal() else None


def offer_proposal(round_id: int, text: str) -> str:
    """Return what stands in the row meanwhile."""
    return f"{_OFFER}{round_id}|{text}"


def awaits_typing(step: str) -> bool:
    """Say whether an administrator was asked to type something: then their next text is not for an interview."""
    return entering(step) is not None or bool(asked(step))


def asked(step: str) -> dict[str, Any]:
    """Return a step that awaits typing, of whatever desk, as it was written; empty if none does."""
    try:
        raw = json.loads(step or "{}")
    except ValueError:
        return {}
    return raw if isinstance(raw, dict) and raw.get("ask") else {}


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text and text != "now" else None


def _toggled(chosen: tuple[C, ...], each: C) -> tuple[C, ...]:
    others = tuple(other for other in chosen if other != each)
    return others if each in chosen else (*others, each)
