"""Everything that a card needs, worked out from the state."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from surveys.expressions import selection_limit
from surveys.interview.confirming import is_list, list_of, listing_of
from surveys.interview.evaluation import Evaluation
from surveys.interview.kinds import SELECTS
from surveys.interview.moves import open_screen_of, previous_screen, settled
from surveys.interview.outline import Outline
from surveys.interview.searching import is_long
from surveys.interview.setting import prefilled
from surveys.interview.state import DONE, REVIEW, Interview, Status
from surveys.questionnaire import Choice, Item, ItemType, Screen


@dataclass(frozen=True, slots=True)
class Option:
    """One choice as shown: ``number`` from 1 in the order shown; ``place`` from 1 if it is ranked, else 0."""

    number: int
    name: str
    label: str
    selected: bool
    place: int = 0


@dataclass(frozen=True, slots=True)
class Prompt:
    """One item that wants an answer: ``index`` is its place in ``Screen.items``.

    ``value`` is ``None`` if never answered; ``roster_value`` is ``''`` unless the roster knows a valid one, or the
    form has one by default (``is_default``); ``is_listed`` if it was shown with others on a list.
    Of a long list ``options`` are only those that are chosen, and ``whole`` is all of it.
    """

    index: int
    item: Item
    label: str
    hint: str
    options: tuple[Option, ...]
    value: str | None
    value_label: str
    roster_value: str
    roster_label: str
    is_listed: bool
    is_required: bool
    max_selected: int | None
    is_default: bool = False
    guidance: str = ""
    whole: tuple[Choice, ...] = ()

    def windowed(self, places: Iterable[int]) -> "Prompt":
        """Return the prompt of a long list with the choices of these places instead of those that are chosen."""
        chosen = (self.value or "").split()
        shown = ((place, self.whole[place]) for place in places if place < len(self.whole))
        options = (
            Option(place + 1, choice.name, choice.label, choice.name in chosen) for place, choice in shown
        )
        return replace(self, options=tuple(options))


@dataclass(frozen=True, slots=True)
class Line:
    """One question in the review, or on a list of the roster's ``attribute``s; ``number`` is what "sửa 3" means."""

    screen: str
    number: int
    label: str
    value_label: str
    is_pending: bool
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class SectionSummary:
    """One section in the review: ``answered`` counts questions that are not pending."""

    name: str
    label: str
    answered: int
    total: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What is shown now. ``place``: question, note, list, review, done or stopped.

    ``number`` of ``total`` counts screens with questions that are relevant now. What will be relevant hangs on answers
    to come, unless ``is_total_certain``; ``percent`` of the form's screens lie behind, whatever is answered: it never
    falls from one question to the next. ``lines``: of a list, what is to be confirmed. ``sections`` are worked out at
    the review and at the end only.
    """

    place: str
    screen: str
    section: str
    label: str
    number: int
    total: int
    is_total_certain: bool
    percent: int
    prompts: tuple[Prompt, ...]
    can_go_back: bool
    can_skip: bool
    can_proceed: bool
    lines: tuple[Line, ...]
    sections: tuple[SectionSummary, ...]


def view(interview: Interview) -> View:
    """Describe where the interview stands; worked out once and kept with it, as a cached property would be."""
    known = interview.__dict__.get("view")
    if not isinstance(known, View):
        known = interview.__dict__["view"] = _worked_out(settled(interview))
    return known


def _worked_out(interview: Interview) -> View:
    evaluation, screen = interview.evaluation, open_screen_of(interview)
    prompts = () if screen is None else _prompts(interview, screen)
    numbered = evaluation.question_screens()
    lines = () if screen is None else _lines(interview, screen)
    return View(
        place=_place(interview, prompts, lines),
        screen=interview.screen,
        section=evaluation.render(interview.form.sections.get(screen.section, "")) if screen else "",
        label=_label(evaluation, screen) if screen else "",
        number=_number(interview, numbered),
        total=len(numbered),
        is_total_certain=len(Outline.of(interview.form).fixed) == len(interview.form.screens),
        percent=Outline.of(interview.form).percents.get(interview.screen, 0),
        prompts=prompts,
        can_go_back=interview.status is not Status.STOPPED and previous_screen(interview) is not None,
        can_skip=bool(prompts) and not any(prompt.is_required for prompt in prompts),
        can_proceed=_can_proceed(interview, screen),
        lines=lines,
        sections=_sections(evaluation, numbered) if interview.screen in (REVIEW, DONE) else (),
    )


def sections(interview: Interview) -> tuple[SectionSummary, ...]:
    """Return every section with its questions and answers, wherever the interview stands."""
    evaluation = settled(interview).evaluation
    return _sections(evaluation, evaluation.question_screens())


def item_label(interview: Interview, name: str) -> str:
    """Return the label of an item with its ``${x}`` filled; within a group, the group's label before it."""
    item, screen = interview.form.items[name], interview.form.screen_of.get(name)
    label = interview.evaluation.render(item.label) or name
    if screen is None or not screen.label:
        return label
    return f"{interview.evaluation.render(screen.label)} – {label}"


def value_label(interview: Interview, name: str) -> str:
    """Return the stored answer of an item as people read it."""
    return interview.evaluation.show(interview.form.items[name], interview.answers.get(name, ""))


def _place(interview: Interview, prompts: tuple[Prompt, ...], lines: tuple[Line, ...]) -> str:
    if interview.status is Status.STOPPED:
        return "stopped"
    if interview.screen in (REVIEW, DONE):
        return "review" if interview.screen == REVIEW else "done"
    if prompts:
        return "question"
    return "list" if lines else "note"


def _number(interview: Interview, numbered: tuple[Screen, ...]) -> int:
    """Count the questions up to the open screen; a note stands before the next one."""
    here = interview.form.screen_index.get(interview.screen, len(interview.form.screens))
    return sum(1 for screen in numbered if interview.form.screen_index[screen.name] <= here)


def _label(evaluation: Evaluation, screen: Screen) -> str:
    """Return a group's label and its notes, or the label of the only question."""
    items = evaluation.relevant_items(screen)
    parts = [screen.label, *(item.label for item in items if item.type is ItemType.NOTE)]
    if not screen.label and len(screen.items) == 1:
        parts = [screen.items[0].label]
    return "\n".join(evaluation.render(part).rstrip() for part in parts if part)


def _prompts(interview: Interview, screen: Screen) -> tuple[Prompt, ...]:
    relevant = {item.name for item in interview.evaluation.questions(screen)}
    return tuple(
        _prompt(interview, index, item) for index, item in enumerate(screen.items) if item.name in relevant
    )


def _prompt(interview: Interview, index: int, item: Item) -> Prompt:
    evaluation = interview.evaluation
    value = interview.answers.get(item.name)
    known, is_default = prefilled(interview, item)
    is_multiple = item.type is ItemType.SELECT_MULTIPLE
    return Prompt(
        index=index,
        item=item,
        label=evaluation.render(item.label),
        hint=evaluation.render(item.hint),
        options=_options(evaluation, item, value or ""),
        value=value,
        value_label=evaluation.show(item, value or ""),
        roster_value=known,
        roster_label=evaluation.show(item, known),
        is_listed=list_of(interview, interview.form.screen_of[item.name]) is not None,
        is_required=evaluation.is_required(item),
        max_selected=selection_limit(item.constraint) if is_multiple else None,
        is_default=is_default,
        guidance=evaluation.render(item.guidance),
        whole=evaluation.options(item) if is_long(evaluation, item) else (),
    )


def _options(evaluation: Evaluation, item: Item, value: str) -> tuple[Option, ...]:
    if item.type not in SELECTS:
        return ()
    chosen = [value] if item.type is ItemType.SELECT_ONE else value.split()
    if is_long(evaluation, item):
        return _chosen_of(evaluation.options(item), set(chosen))
    places = {name: place for place, name in enumerate(chosen, start=1)} if item.type is ItemType.RANK else {}
    return tuple(
        Option(
            number,
            choice.name,
            evaluation.render(choice.label),
            choice.name in chosen,
            places.get(choice.name, 0),
        )
        for number, choice in enumerate(evaluation.options(item), start=1)
    )


def _chosen_of(choices: tuple[Choice, ...], chosen: set[str]) -> tuple[Option, ...]:
    found = ((number, choice) for number, choice in enumerate(choices, start=1) if choice.name in chosen)
    return tuple(Option(number, choice.name, choice.label, selected=True) for number, choice in found)


def _lines(interview: Interview, screen: Screen) -> tuple[Line, ...]:
    """Return the lines of a list that is confirmed at once, by the numbers of their questions once it is."""
    listing = listing_of(interview, screen)
    if not listing.values:
        return ()
    evaluation, form = listing.evaluation, interview.form
    numbers = {found.name: number for number, found in enumerate(evaluation.question_screens(), start=1)}
    return tuple(
        Line(
            screen=form.screen_of[name].name,
            number=numbers[form.screen_of[name].name],
            label=evaluation.render(form.items[name].label),
            value_label=evaluation.show(form.items[name], value),
            is_pending=False,
            attribute=form.items[name].roster,
        )
        for name, value in listing.values.items()
    )


def _can_proceed(interview: Interview, screen: Screen | None) -> bool:
    """Whether "Tiếp" or "Xong" would be accepted, with every question answered or left empty on purpose."""
    evaluation = interview.evaluation
    if interview.status is Status.STOPPED or interview.screen == DONE:
        return False
    if screen is None:
        return evaluation.first_pending() is not None
    if evaluation.is_pending(screen) and is_list(interview, screen):
        return False
    return all(
        evaluation.failure(item) is None
        and (item.name in interview.answers or item.type is ItemType.SELECT_MULTIPLE)
        for item in evaluation.questions(screen)
    )


def _sections(evaluation: Evaluation, numbered: tuple[Screen, ...]) -> tuple[SectionSummary, ...]:
    form = evaluation.form
    lines: dict[str, list[Line]] = {}
    for number, screen in enumerate(numbered, start=1):
        lines.setdefault(screen.section, []).append(_line(evaluation, number, screen))
    return tuple(
        SectionSummary(
            name=name,
            label=evaluation.render(form.sections.get(name) or form.title),
            answered=sum(1 for line in found if not line.is_pending),
            total=len(found),
            lines=tuple(found),
        )
        for name, found in lines.items()
    )


def _line_title(evaluation: Evaluation, screen: Screen, questions: tuple[Item, ...]) -> str:
    """Return the group's label; the only question of a screen is named, too."""
    parts = [screen.label, "" if screen.label and len(screen.items) > 1 else questions[0].label]
    return " – ".join(evaluation.render(part) for part in parts if part)


def _line(evaluation: Evaluation, number: int, screen: Screen) -> Line:
    questions = evaluation.questions(screen)
    shown = [evaluation.show(item, evaluation.answers.get(item.name, "")) for item in questions]
    return Line(
        screen=screen.name,
        number=number,
        label=_line_title(evaluation, screen, questions),
        value_label=" · ".join(value or "…" for value in shown) if any(shown) else "",
        is_pending=evaluation.is_pending(screen),
    )
