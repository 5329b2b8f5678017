"""The situations of the built-in form as a bank to begin with: without keys, reviewed by nobody, so sent to nobody."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import yaml

from surveys.content import built_in_forms, read
from surveys.questionnaire import Questionnaire
from surveys.situations.model import Bank, Option, Situation
from surveys.xlsform import read_form

_TOPICS: Final = "topic"


@cache
def example_bank(author: str) -> Bank:
    """Return the example; ``author`` says that it is one."""
    form = _form()
    stated: dict[str, Any] = yaml.safe_load(read("situations_example.yaml"))["situations"]
    found = []
    for name, raw in stated.items():
        item = form.items[name]
        options = tuple(Option(choice.label) for choice in form.choices(item))
        text = item.label.split(". ", 2)[2]  # behind the number and the heading of the question
        groups, fields = tuple(raw["groups"]), tuple(raw.get("fields", ()))
        found.append(Situation(name, text, options, groups, fields, raw["competency"], author=author))
    return Bank(tuple(found))


@cache
def competency_labels() -> Mapping[str, str]:
    """Return the competencies of the built-in form: code -> label."""
    topics = _form().choice_lists[_TOPICS]
    return {each.name: each.label for each in topics if each.name[0] == "c" and each.name[1:].isdecimal()}


@cache
def _form() -> Questionnaire:
    name, content = built_in_forms()[0]
    form = read_form(content, name)
    assert not isinstance(form, list), form  # the tests keep the built-in forms clean
    return form
