"""The choices of a list by what one of their columns says: found at once, also among tens of thousands."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Protocol

from surveys import expressions
from surveys.expressions import Expression, Node
from surveys.expressions.evaluator import Scope, work_out
from surveys.expressions.nodes import Binary, Column
from surveys.expressions.walking import conjuncts, walk
from surveys.questionnaire import Choice, Item, Questionnaire

Index = Mapping[str, tuple[Choice, ...]]


def column_of(choice: Choice, column: str) -> str:
    """Return what a column says of a choice; its code and its label are columns too, unless the list has its own."""
    own = {"name": choice.name, "label": choice.label}
    return choice.columns.get(column, own.get(column, ""))


def index_of(form: Questionnaire, choice_list: str, column: str) -> Index:
    """Return the choices of a list by a column, in the list's order; worked out once and kept with the form."""
    indexes: dict[tuple[str, str], Index] = form.__dict__.setdefault("indexes", {})
    if (choice_list, column) not in indexes:
        found: dict[str, list[Choice]] = {}
        for choice in form.choice_lists.get(choice_list, ()):
            found.setdefault(column_of(choice, column), []).append(choice)
        indexes[choice_list, column] = {value: tuple(choices) for value, choices in found.items()}
    return indexes[choice_list, column]


def look_up(form: Questionnaire, choice_list: str, key: str, column: str, by: str) -> str:
    """Return a column of the first choice of a list whose column ``by`` says ``key``, or ``''``."""
    found = index_of(form, choice_list, by).get(key) if key else None
    return column_of(found[0], column) if found else ""


def positions_of(form: Questionnaire, choice_list: str) -> Mapping[str, int]:
    """Return the place of each choice in its list, by its code."""
    known: dict[str, Mapping[str, int]] = form.__dict__.setdefault("positions", {})
    if choice_list not in known:
        choices = form.choice_lists.get(choice_list, ())
        known[choice_list] = {choice.name: at for at, choice in reversed(list(enumerate(choices)))}
    return known[choice_list]


class Context(expressions.Context, Protocol):
    """What tells which choices a filter may offer: the form, and the values of its items."""

    form: Questionnaire


def drawn_place(seed: int, item: Item) -> Callable[[Choice], bytes]:
    """Return what shuffled choices are sorted by: drawn by lot for a person and a question, and always the same."""

    def place(choice: Choice) -> bytes:
        key = f"{seed}:{item.name}:{choice.name}"
        return hashlib.blake2b(key.encode(errors="surrogatepass"), digest_size=8).digest()

    return place


def candidates(context: Context, item: Item) -> tuple[Choice, ...]:
    """Return the choices that a filter may offer: those whose column says what it compares that column with."""
    form = context.form
    compared = None if item.choice_filter is None else _deciding_column(item.choice_filter)
    if compared is None:
        return form.choices(item)
    column, other = compared
    value = work_out(other, Scope(context, "", {}))
    if not isinstance(value, str):  # a number says 1 where a list says 01
        return form.choices(item)
    return index_of(form, item.choice_list, column).get(value, ())


def _deciding_column(condition: Expression) -> tuple[str, Node] | None:
    """Return the column that a ``choice_filter`` compares with something else: ``xa = ${xa}`` is (xa, ${xa}).

    ``None`` if there is no such comparison that all choices offered must pass.
    """
    for part in conjuncts(condition.root):
        if isinstance(part, Binary) and part.operator == "=":
            for column, other in ((part.left, part.right), (part.right, part.left)):
                if isinstance(column, Column) and not any(isinstance(node, Column) for node in walk(other)):
                    return column.name, other
    return None
