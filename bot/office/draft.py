"""The wave that an administrator is composing. It stands in the contact point's row: nothing is in memory."""

import json
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any, Final

_ENTERING: Final = "enter|"


@dataclass(frozen=True, slots=True)
class Draft:
    """What was chosen so far.

    ``token`` is on every button of this draft: buttons of an older one are stale. ``ask`` names what may be typed now
    ("opens", "closes" or "plan"), else empty. ``form`` is the version's hash; moments are ISO.
    ``step`` is the question that stands: "" (the form), audience, opens, closes, plan, every or confirm; once it was
    confirm, ``is_reviewed`` leads from each change back to it.
    ``every`` is empty for a wave that is asked once. ``hour`` is that of the closing.
    ``choosing`` is "units" or "titles" while a list is open, ``page`` its page.
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

    @property
    def opens_at(self) -> datetime | None:
        """When the wave is to open; ``None``: at once, or not chosen yet."""
        return _moment(self.opens)

    @property
    def closes_at(self) -> datetime | None:
        """When the wave is to close, if chosen."""
        return _moment(self.closes)

    def at(self, step: str) -> "Draft":
        """Return the draft with the question ``step`` open, or the summary if that was seen before."""
        return replace(self, ask="", choosing="", step="confirm" if self.is_reviewed else step)

    def back_at(self, step: str) -> "Draft":
        """Return the draft with the question ``step`` open, to be answered again."""
        return replace(self, ask="", choosing="", step=step)

    def toggled(self, kind: str, code: str) -> "Draft":
        """Return the draft with a unit or title chosen, or no longer chosen."""
        chosen: tuple[str, ...] = self.unit_codes if kind == "units" else self.titles
        after = tuple(c for c in chosen if c != code) if code in chosen else (*chosen, code)
        return replace(self, unit_codes=after) if kind == "units" else replace(self, titles=after)

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
        lists = {name: tuple(raw.get(name, ())) for name in ("unit_codes", "titles")}
        draft = Draft(**(raw | lists))
        _ = draft.opens_at, draft.closes_at
    except (ValueError, TypeError):
        return None
    return draft


@dataclass(frozen=True, slots=True)
class EnteringStep:
    """Somebody enters the answers of a person: the response by its number, the letter of the mode.

    ``at``: when the open card was drawn. What is typed in the same turn was written before it could be read.
    """

    response: int
    mode: str
    at: str

    def encode(self) -> str:
        """Return what stands in the row."""
        return f"{_ENTERING}{self.response}|{self.mode}|{self.at}"


def entering(step: str) -> EnteringStep | None:
    """Return whose answers are being entered; ``None`` if nobody's are."""
    parts = step.removeprefix(_ENTERING).split("|")
    if not step.startswith(_ENTERING) or len(parts) != 3:
        return None
    return EnteringStep(int(parts[0]), parts[1], parts[2])


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
