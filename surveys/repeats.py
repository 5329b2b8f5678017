"""Names of what stands in a repeat, and the words that a form with repeats says of its own.

Instance 2 of an item ``x`` is the item ``x#2``, within instance 1 of an outer repeat ``x#1#2``: no author can write
``#`` or ``~``. A calculation ``r#2`` has a value while instance 2 of repeat ``r`` is there. The question ``r~2`` asks
whether there is to be an instance 2; the one behind the last instance only says that there are no more.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from surveys.questionnaire import Choice, Item, ItemType, Questionnaire, Repeat
from surveys.replies.adding import ADD_LABEL, DONE_LABEL, NONE_LABEL, REMOVE_LABEL

ADD: Final = "1"
DONE: Final = "0"
REMOVE: Final = "x"
GATE: Final = "repeat"
"""The appearance of the questions that add an instance."""

FIRST_LIST: Final = "@first"
NEXT_LIST: Final = "@next"
LAST_LIST: Final = "@last"
_ADD: Final = Choice(ADD, ADD_LABEL)
_DONE: Final = Choice(DONE, DONE_LABEL)
_REMOVE: Final = Choice(REMOVE, REMOVE_LABEL)
LISTS: Final[Mapping[str, tuple[Choice, ...]]] = {
    FIRST_LIST: (_ADD, Choice(DONE, NONE_LABEL)),
    NEXT_LIST: (_ADD, _DONE, _REMOVE),
    LAST_LIST: (_DONE, _REMOVE),
}
"""The choices of the questions that add an instance: the first, those between, the one behind the last."""

Indices = tuple[int, ...]


def instance_name(name: str, indices: Indices) -> str:
    """Return the name of an item, a screen or a repeat in one instance of the repeats around it."""
    return "#".join([name, *map(str, indices)])


def gate_name(repeat: str, indices: Indices) -> str:
    """Return the name of the question whether there is to be an instance; ``indices`` end with its number."""
    return f"{instance_name(repeat, indices[:-1])}~{indices[-1]}"


def indices_of(name: str) -> Indices:
    """Return the numbers of the instance that a name is of."""
    return tuple(int(number) for number in re.findall(r"[#~](\d+)", name))


def is_repeated(name: str) -> bool:
    """Whether a name is one of an instance, or of a question that adds one."""
    return "#" in name or "~" in name


def written_name(name: str) -> str:
    """Return the name that an author gave to what stands in an instance."""
    return re.split("[#~]", name, maxsplit=1)[0]


def first_instance_of(name: str) -> str:
    """Return the name of the same thing in the first instance."""
    return re.sub(r"([#~])\d+", r"\g<1>1", name)


def is_later(name: str) -> bool:
    """Whether a name is one of an instance behind the first, or of a question that adds one."""
    return "~" in name or any(number != 1 for number in indices_of(name))


def is_first_instance(name: str) -> bool:
    """Whether a name is one of the first instance of its innermost repeat."""
    return name.endswith("#1")


def is_gate(item: Item) -> bool:
    """Whether an item is a question that adds an instance."""
    return item.appearance == GATE and "~" in item.name


@dataclass(frozen=True, slots=True)
class RepeatTable:
    """A repeat as a table of its own: ``items`` as written; ``instances`` by the repeats' numbers, in asking order.

    ``chain``: the names of the repeats around its items, the outermost first, its own last.
    """

    repeat: Repeat
    items: tuple[Item, ...]
    instances: tuple[Indices, ...]
    chain: tuple[str, ...]

    def present(self, answers: Mapping[str, str]) -> Iterator[Indices]:
        """Yield the instances that are there; ``answers`` hold what was worked out, too."""
        return (
            indices for indices in self.instances if answers.get(instance_name(self.repeat.name, indices))
        )


def repeat_tables(form: Questionnaire) -> list[RepeatTable]:
    """Return a table for each repeat of a form: what is asked in it, then what is worked out."""
    written = form.written or form
    by_name = {repeat.name: repeat for repeat in form.repeats}
    chains = {repeat.name: chain_of(by_name, repeat.name) for repeat in form.repeats}
    return [
        RepeatTable(
            repeat,
            tuple(_items_of(written, repeat.name)),
            tuple(instances_of(chains[repeat.name])),
            tuple(around.name for around in chains[repeat.name]),
        )
        for repeat in form.repeats
    ]


def _items_of(written: Questionnaire, name: str) -> Iterator[Item]:
    for screen in written.screens:
        if screen.repeat == name:
            yield from (item for item in screen.items if item.type is not ItemType.NOTE)
    yield from (item for item in written.calculations if item.repeat == name)


def chain_of(by_name: Mapping[str, Repeat], name: str) -> tuple[Repeat, ...]:
    """Return the repeats around something, the outermost first; ``name`` is the innermost, ``''`` for none."""
    chain: list[Repeat] = []
    while name:
        chain.append(by_name[name])
        name = by_name[name].parent
    return tuple(reversed(chain))


def instances_of(chain: Iterable[Repeat]) -> list[Indices]:
    """Return every instance of nested repeats: (1, 1), (1, 2), (2, 1), (2, 2)."""
    found: list[Indices] = [()]
    for repeat in chain:
        found = [(*indices, number) for indices in found for number in range(1, repeat.limit + 1)]
    return found
