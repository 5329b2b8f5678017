"""What one handler's tables are called: titles, headings, notes, the labels of its own codes."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TableTexts:
    """The words of the tables of one question.

    ``titles``: by table key; ``{subject}`` is the table's subject. ``columns``: by ``table_key.column_key``, or by
    ``column_key`` for all its tables. ``notes``: by note code, with ``{parameters}``. ``labels``: by vocabulary,
    then code.
    """

    titles: Mapping[str, str]
    columns: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
