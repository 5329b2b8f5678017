"""What changes an answer: a tapped choice, the roster's value confirmed, "Xong", "Bỏ qua"."""

from collections.abc import Mapping

from surveys.attachments import FILES, may_be
from surveys.interview.confirming import is_list, listing_of
from surveys.interview.evaluation import Evaluation
from surveys.interview.kinds import SENT, taps
from surveys.interview.moves import next_screen, no_question, on_open_screen, open_screen_of
from surveys.interview.repeating import take_out
from surveys.interview.rostered import in_form_order
from surveys.interview.setting import prefilled
from surveys.interview.state import DONE, REVIEW, Interview, Status, Step, reject
from surveys.interview.submission import advance, open_screen, store, unread_notes
from surveys.questionnaire import Item, ItemType, Screen
from surveys.repeats import REMOVE, is_gate
from surveys.replies import Rejected


def choose(interview: Interview, item: str, choice: str, on: bool = True) -> Step:
    """Take a tapped choice by its name; ``on`` and off matter to select_multiple and rank only.

    A ranked choice takes the next place, and the last that is left the last one. A choice of a select_multiple is
    stored at once and waits for ``proceed``; tapping twice is harmless. One with which nothing else can be chosen
    ("none of these") completes a question that stands alone.
    """
    if missing := no_question(interview):
        return missing
    evaluation, screen = interview.evaluation, interview.form.screen_of.get(item)
    known = interview.form.items.get(item)
    if (
        known is None
        or screen is None
        or screen.name != interview.screen
        or not evaluation.is_relevant(known)
    ):
        return reject(interview, Rejected("stale", item))
    if choice in taps(known):
        return answer(interview, {item: choice})
    if choice not in {option.name for option in evaluation.options(known)}:
        return reject(interview, Rejected("stale", item))
    if known.type is ItemType.SELECT_ONE:
        return answer(interview, {item: choice})
    if known.type is ItemType.SELECT_MULTIPLE:
        return _toggle(interview, known, choice, on=on)
    if known.type is ItemType.RANK:
        return _rank(interview, known, choice, on=on)
    return reject(interview, Rejected("stale", item))


def answer(interview: Interview, values: Mapping[str, str]) -> Step:
    """Store values of the open screen if they are valid together; move on if that completed the screen."""
    for name, value in values.items():
        if value == REMOVE and is_gate(interview.form.items[name]):
            return take_out(interview, interview.form.items[name])
    together = interview.evaluation.with_answers({**values, **unread_notes(interview)})
    for name, value in values.items():
        failure = together.check(interview.form.items[name], value)
        if failure is not None:
            return reject(interview, failure)
    return complete(interview, store(interview, {**values, **unread_notes(interview)}, together))


def complete(before: Interview, step: Step) -> Step:
    """Move on if the open screen is complete now; a field-list that was complete before waits for "Tiếp"."""
    screen = before.form.screens[before.form.screen_index[before.screen]]
    is_single = len(before.evaluation.questions(screen)) <= 1
    after = step.interview.evaluation
    if after.is_pending(screen) and after.is_screen_relevant(screen):
        return step
    if not is_single and not before.evaluation.is_pending(screen):
        return step
    return advance(step)


# --- what is sent ------------------------------------------------------------------------------------


def wanted(interview: Interview, sent_as: str) -> Item | Rejected:
    """Return the question of the open screen that something sent answers: one without an answer first.

    ``sent_as``: a photo (``image``), ``audio``, ``video``, a ``document``, or a place (``geopoint``).
    """
    screen = None if interview.status is Status.STOPPED else open_screen_of(interview)
    asked = () if screen is None else interview.evaluation.questions(screen)
    if sent_as == ItemType.GEOPOINT:
        fitting = [item for item in asked if item.type is ItemType.GEOPOINT]
    else:
        fitting = [item for item in asked if item.type in FILES and may_be(item.type, sent_as)]
    pending = [item for item in fitting if not interview.answers.get(item.name)]
    if fitting:
        return (pending or fitting)[0]
    other = next((item for item in asked if item.type in FILES), None)
    return Rejected("wrong_file" if other is not None and sent_as != ItemType.GEOPOINT else "nothing_asked")


def attach(interview: Interview, item: str, name: str) -> Step:
    """Store a file by its name: as any answer where its question is open, else without going anywhere."""
    known, screen = interview.form.items.get(item), interview.form.screen_of.get(item)
    if (
        known is None
        or screen is None
        or known.type not in SENT
        or not interview.evaluation.is_relevant(known)
    ):
        return reject(interview, Rejected("stale", item))
    if screen.name == interview.screen and interview.status is not Status.STOPPED:
        return answer(interview, {item: name})
    failure = interview.evaluation.with_answers({item: name}).check(known, name)
    return reject(interview, failure) if failure is not None else store(interview, {item: name})


# --- select_multiple --------------------------------------------------------------------------------


def _toggle(interview: Interview, item: Item, choice: str, *, on: bool) -> Step:
    evaluation = interview.evaluation
    offered = {option.name for option in evaluation.options(item)}
    chosen = offered.intersection(interview.answers.get(item.name, "").split())
    wanted = chosen | {choice} if on else chosen - {choice}
    if wanted == chosen:
        return Step(interview.with_changes(tries=0))
    if on and not can_grow_valid(evaluation, item, wanted):
        wanted = _make_room(evaluation, item, chosen, choice)
    value = in_form_order(evaluation, item, wanted)
    if not can_grow_valid(evaluation, item, wanted):
        message = evaluation.render(item.constraint_message)
        return reject(interview, Rejected("constraint", item.name, {"message": message}))
    step = store(interview, {item.name: value})
    screen = interview.form.screen_of[item.name]
    stands_alone = on and len(screen.items) == 1 and evaluation.is_pending(screen)
    return advance(step) if stands_alone and is_exclusive(evaluation, item, choice) else step


def can_grow_valid(evaluation: Evaluation, item: Item, chosen: set[str]) -> bool:
    """Whether a set fulfils the constraint, or will when more is chosen ("at least two")."""
    offered = [choice.name for choice in evaluation.options(item)]
    growing = set(chosen)
    if _satisfies(evaluation, item, growing):
        return True
    for name in offered:
        if name in growing or is_exclusive(evaluation, item, name):
            continue
        growing.add(name)
        if _satisfies(evaluation, item, growing):
            return True
    return False


def _make_room(evaluation: Evaluation, item: Item, chosen: set[str], choice: str) -> set[str]:
    """Let an exclusive choice replace the rest, and any other choice replace an exclusive one."""
    if is_exclusive(evaluation, item, choice):
        return {choice}
    return {name for name in chosen if not is_exclusive(evaluation, item, name)} | {choice}


def is_exclusive(evaluation: Evaluation, item: Item, choice: str) -> bool:
    """Whether a choice stands alone: it passes the constraint by itself and with no other."""
    others = [option.name for option in evaluation.options(item) if option.name != choice]
    if not others or item.constraint is None or not _satisfies(evaluation, item, {choice}):
        return False
    return not any(_satisfies(evaluation, item, {choice, other}) for other in others)


def _satisfies(evaluation: Evaluation, item: Item, chosen: set[str]) -> bool:
    return evaluation.satisfies(item, in_form_order(evaluation, item, chosen))


# --- rank ---------------------------------------------------------------------------------------------


def _rank(interview: Interview, item: Item, choice: str, *, on: bool) -> Step:
    """Give a choice the next place, or take its place away; what follows moves up."""
    offered = [option.name for option in interview.evaluation.options(item)]
    order = [name for name in interview.answers.get(item.name, "").split() if name in offered]
    if on is (choice in order):
        return Step(interview.with_changes(tries=0))
    order = [*order, choice] if on else [name for name in order if name != choice]
    left = [name for name in offered if name not in order]
    value = " ".join(order + left if on and len(left) == 1 else order)
    if not on or len(value.split()) < len(offered):
        return store(interview, {item.name: value})
    failure = interview.evaluation.with_answers({item.name: value}).check(item, value)
    return store(interview, {item.name: value}) if failure is None else reject(interview, failure)


# --- without choosing -------------------------------------------------------------------------------


def confirmable(interview: Interview, screen: Screen) -> dict[str, str]:
    """Return the roster's values and the form's defaults that the open screen offers, by item."""
    known = {item.name: prefilled(interview, item)[0] for item in interview.evaluation.questions(screen)}
    return {name: value for name, value in known.items() if value}


@on_open_screen
def confirm(interview: Interview, screen: Screen) -> Step:
    """Store what the roster knows: the value shown is right, or every line of the list."""
    if is_list(interview, screen):
        return _confirm_list(interview, screen)
    known = confirmable(interview, screen)
    if not known:
        return reject(interview, Rejected("nothing_to_confirm"))
    return answer(interview, known)


def _confirm_list(interview: Interview, screen: Screen) -> Step:
    listing, notes = listing_of(interview, screen), unread_notes(interview)
    step = store(interview, {**listing.values, **notes}, listing.evaluation.with_answers(notes))
    return advance(step) if notes else open_screen(step, next_screen(step.interview))


@on_open_screen
def skip(interview: Interview, screen: Screen) -> Step:
    """Leave the open screen empty; only if none of its items is required. A note counts as read.

    Of several items those that have an answer keep it.
    """
    if is_list(interview, screen):
        return reject(interview, Rejected("confirm_list"))
    evaluation = interview.evaluation
    questions = evaluation.questions(screen)
    required = next((item for item in questions if evaluation.is_required(item)), None)
    if required is not None:
        message = evaluation.render(required.required_message)
        return reject(interview, Rejected("cannot_skip", required.name, {"message": message}))
    unanswered = [item for item in questions if len(questions) == 1 or evaluation.is_item_pending(item)]
    left_empty = {item.name: "" for item in unanswered} | unread_notes(interview)
    step = store(interview, left_empty)
    return advance(step) if left_empty else open_screen(step, next_screen(step.interview))


def proceed(interview: Interview) -> Step:
    """Go on ("Xong", "Tiếp"): from the review to what is pending, else from a finished screen to the next."""
    if interview.screen == REVIEW and interview.status is not Status.STOPPED:
        return _proceed_from_review(interview)
    return _proceed_from_screen(interview)


def _proceed_from_review(interview: Interview) -> Step:
    pending = interview.evaluation.first_pending()
    if pending is not None:
        return open_screen(Step(interview), pending.name)
    if interview.status.is_final:
        return open_screen(Step(interview), DONE)
    return reject(interview, Rejected("review_ready"))


@on_open_screen
def _proceed_from_screen(interview: Interview, screen: Screen) -> Step:
    evaluation = interview.evaluation
    left_empty = unread_notes(interview)
    if left_empty and is_list(interview, screen):
        return reject(interview, Rejected("confirm_list"))
    offered = confirmable(interview, screen)
    for item in evaluation.questions(screen):
        failure = evaluation.failure(item)
        if failure is not None:
            return reject(interview, failure)
        if item.name not in interview.answers:
            if item.name in offered and item.type is not ItemType.SELECT_MULTIPLE:
                return reject(interview, Rejected("not_answered", item.name))
            left_empty[item.name] = ""
    was_pending = evaluation.is_pending(screen)
    step = store(interview, left_empty)
    return advance(step) if was_pending else open_screen(step, next_screen(step.interview))
