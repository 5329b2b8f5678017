"""Forms for tests of the engine, each with an independent oracle written in Python beside its expressions."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from hypothesis import strategies as st

from surveys.expressions import parse
from surveys.interview.kinds import SENT
from surveys.questionnaire import OFF_SCREEN, Choice, Item, ItemType, Questionnaire, Screen

TODAY = date(2026, 11, 22)

Effective = Mapping[str, str]
"""Answers as the form sees them: '' where an item is not relevant."""


def always(_: Effective) -> bool:
    """Hold whatever was answered."""
    return True


def any_value(_: str, __: Effective) -> bool:
    """Accept every value."""
    return True


@dataclass(frozen=True)
class Rule:
    """What the oracle knows of an item, without any expression."""

    item: Item
    relevant: Callable[[Effective], bool] = always
    is_valid: Callable[[str, Effective], bool] = any_value
    is_required: bool = False


def standing(item: Item, answers: Mapping[str, str]) -> str:
    """Return what an item counts as if it is relevant: its answer, or what stands there by default."""
    return answers.get(item.name, item.default)


@dataclass(frozen=True)
class OracleForm:
    """A form and its rules, screen by screen in asking order."""

    form: Questionnaire
    rules: tuple[tuple[Rule, ...], ...]
    groups: tuple[Callable[[Effective], bool], ...]
    facts: Mapping[str, str]

    def __repr__(self) -> str:
        """Write the form as its questions: a failing example has to be read."""
        items = [rule.item for rules in self.rules for rule in rules]
        return "; ".join(f"{i.name}:{i.type.value}{'*' if i.required else ''}" for i in items)

    def effective(self, answers: Mapping[str, str]) -> dict[str, str]:
        """Return what each item counts as: '' if it is not relevant."""
        seen: dict[str, str] = {}
        for rule, is_relevant in self._walk(seen):
            seen[rule.item.name] = standing(rule.item, answers) if is_relevant else ""
        return seen

    def relevant_screens(self, answers: Mapping[str, str]) -> set[str]:
        """Return the names of the screens that show anything."""
        seen: dict[str, str] = {}
        found = set()
        for rule, is_relevant in self._walk(seen):
            seen[rule.item.name] = standing(rule.item, answers) if is_relevant else ""
            if is_relevant:
                found.add(self.form.screen_of[rule.item.name].name)
        return found

    def violations(self, answers: Mapping[str, str]) -> set[str]:
        """Return the relevant items whose answers violate the form."""
        seen: dict[str, str] = {}
        found = set()
        for rule, is_relevant in self._walk(seen):
            value = answers.get(rule.item.name, "") if is_relevant else ""
            seen[rule.item.name] = standing(rule.item, answers) if is_relevant else ""
            if (is_relevant and rule.is_required and not value) or (value and not rule.is_valid(value, seen)):
                found.add(rule.item.name)
        return found

    def _walk(self, seen: dict[str, str]) -> Iterator[tuple[Rule, bool]]:
        """Yield every rule and whether it is relevant, while the caller fills in what was ``seen``."""
        for rules, group in zip(self.rules, self.groups, strict=True):
            for rule in rules:
                yield rule, group(seen) and rule.relevant(seen)


LISTS = {
    "level": tuple(Choice(str(k), f"{k} – mức {k}") for k in range(1, 6)),
    "title": (
        Choice("bt", "Bí thư Đảng ủy"),
        Choice("pbt", "Phó Bí thư Đảng ủy"),
        Choice("ct", "Chủ tịch UBND"),
        Choice("vp", "Văn phòng – thống kê"),
    ),
    "topic": (
        Choice("tin", "Tin học, chuyển đổi số"),
        Choice("dat", "Đất đai"),
        Choice("dan", "Dân vận"),
        Choice("tiep", "Tiếp công dân"),
        Choice("none", "Không có nhu cầu"),
    ),
    "form": (Choice("tt", "Tập trung"), Choice("online", "Trực tuyến"), Choice("xa", "Tại xã")),
}

YES = parse("true()")


def one_screen(rule: Rule, group: str = "", section: str = "a") -> Screen:
    """Put one item on a screen, within a group of that relevance if one is given."""
    return Screen(rule.item.name, (rule.item,), section=section, relevant=(parse(group),) if group else ())


def commune_form() -> OracleForm:
    """Return a short form with everything that the built-in one has: roster, groups, filters, limits."""
    rules = {
        "intro": Rule(Item("intro", ItemType.NOTE, "Phiếu khảo sát")),
        "title": Rule(
            Item(
                "title",
                ItemType.SELECT_ONE,
                "A2. Chức danh",
                required=YES,
                choice_list="title",
                roster="title",
            ),
            is_required=True,
        ),
        "concurrent": Rule(
            Item(
                "concurrent",
                ItemType.SELECT_MULTIPLE,
                "A3. Kiêm nhiệm",
                choice_list="title",
                constraint=parse("not(selected(., ${title}))"),
                constraint_message="Phải khác ${title}.",
            ),
            is_valid=lambda value, seen: seen["title"] not in value.split(),
        ),
        "birth": Rule(
            Item(
                "birth",
                ItemType.INTEGER,
                "A5. Năm sinh",
                required=YES,
                roster="birth_year",
                constraint=parse(". >= 1950 and . <= number(format-date(today(), '%Y')) - 18"),
            ),
            is_valid=lambda value, _: 1950 <= int(value) <= TODAY.year - 18,
            is_required=True,
        ),
        "years": Rule(
            Item(
                "years",
                ItemType.INTEGER,
                "A6. Số năm giữ chức danh",
                required=YES,
                constraint=parse(". >= 0 and . <= number(format-date(today(), '%Y')) - ${birth} - 18"),
            ),
            is_valid=lambda value, seen: (
                seen["birth"] != "" and 0 <= int(value) <= 2026 - int(seen["birth"]) - 18
            ),
            is_required=True,
        ),
        "c01_i": Rule(
            Item("c01_i", ItemType.SELECT_ONE, "Quan trọng", required=YES, choice_list="level"),
            is_required=True,
        ),
        "c01_c": Rule(
            Item("c01_c", ItemType.SELECT_ONE, "Hiện có", required=YES, choice_list="level"), is_required=True
        ),
        "c02_i": Rule(
            Item("c02_i", ItemType.SELECT_ONE, "Quan trọng", required=YES, choice_list="level"),
            is_required=True,
        ),
        "c02_c": Rule(
            Item("c02_c", ItemType.SELECT_ONE, "Hiện có", required=YES, choice_list="level"), is_required=True
        ),
        "topics": Rule(
            Item(
                "topics",
                ItemType.SELECT_MULTIPLE,
                "D1. Nội dung",
                required=YES,
                choice_list="topic",
                constraint=parse(
                    "count-selected(.) <= 2 and not(selected(., 'none') and count-selected(.) > 1)"
                ),
                constraint_message="Tối đa 2.",
            ),
            is_valid=lambda value, _: (
                len(value.split()) <= 2 and (value == "none" or "none" not in value.split())
            ),
            is_required=True,
        ),
        "top": Rule(
            Item(
                "top",
                ItemType.SELECT_ONE,
                "D2. Trong ${topics}, cần nhất",
                required=YES,
                relevant=parse("not(selected(${topics}, 'none'))"),
                choice_list="topic",
                choice_filter=parse("selected(${topics}, name)"),
            ),
            relevant=lambda seen: "none" not in seen["topics"].split(),
            is_valid=lambda value, seen: value in seen["topics"].split(),
            is_required=True,
        ),
        "form": Rule(
            Item(
                "form", ItemType.SELECT_ONE, "D5. Hình thức", choice_list="form", shuffled=True, required=YES
            ),
            is_required=True,
        ),
        "since": Rule(
            Item("since", ItemType.DATE, "D6. Từ ngày"), relevant=lambda seen: seen["form"] != "online"
        ),
        "cost": Rule(Item("cost", ItemType.DECIMAL, "D7. Triệu đồng")),
        "idea": Rule(
            Item("idea", ItemType.TEXT, "E2. Đề xuất", constraint=parse("string-length(.) <= 20")),
            is_valid=lambda value, _: len(value) <= 20,
        ),
    }
    since = rules["since"]
    relevant_since = Rule(
        Item("since", ItemType.DATE, "D6. Từ ngày", relevant=parse("${form} != 'online'")), since.relevant
    )
    leaders = "selected('bt pbt ct', ${title})"
    layout: list[tuple[Screen, tuple[Rule, ...], Callable[[Effective], bool]]] = []
    for name, rule in rules.items():
        if name.startswith("c0"):
            continue
        used = relevant_since if name == "since" else rule
        layout.append(
            (
                one_screen(
                    used, section="a" if name in ("intro", "title", "concurrent", "birth", "years") else "d"
                ),
                (used,),
                always,
            )
        )
    for position, group in ((5, "c01"), (6, "c02")):
        pair = (rules[f"{group}_i"], rules[f"{group}_c"])
        is_led = group == "c02"
        screen = Screen(
            group,
            tuple(rule.item for rule in pair),
            section="c",
            label=f"{group.upper()}. Năng lực",
            relevant=(parse(leaders),) if is_led else (),
        )
        holds = (lambda seen: seen["title"] in ("bt", "pbt", "ct")) if is_led else always
        layout.insert(position, (screen, pair, holds))
    form = Questionnaire(
        form_id="commune",
        version="1",
        title="Phiếu thử",
        screens=tuple(screen for screen, _, _ in layout),
        calculations=(Item("age", ItemType.CALCULATE, calculation=parse("2026 - ${birth}")),),
        choice_lists=LISTS,
        sections={"a": "A. Thông tin", "c": "C. Năng lực", "d": "D. Nhu cầu"},
    )
    facts = {"title": "bt", "birth_year": "1975"}
    return OracleForm(form, tuple(r for _, r, _ in layout), tuple(g for _, _, g in layout), facts)


# --- generated forms --------------------------------------------------------------------------------


@st.composite
def generated_forms(draw: st.DrawFn) -> OracleForm:
    """Draw a form of up to eight screens whose expressions refer to earlier selects and numbers."""
    count = draw(st.integers(1, 8))
    screens: list[Screen] = []
    rules: list[tuple[Rule, ...]] = []
    groups: list[Callable[[Effective], bool]] = []
    earlier: list[Item] = []
    for index in range(count):
        source, holds = draw(_conditions(earlier))
        size = draw(st.sampled_from([1, 1, 1, 2, 3]))
        members = tuple(draw(_rules(f"q{index}_{k}", list(earlier))) for k in range(size))
        name = members[0].item.name if size == 1 else f"g{index}"
        screens.append(
            Screen(
                name,
                tuple(rule.item for rule in members),
                section=f"s{index // 3}",
                label="" if size == 1 else f"Nhóm {index}",
                relevant=(parse(source),) if source else (),
            )
        )
        rules.append(members)
        groups.append(holds)
        earlier.extend(rule.item for rule in members)
    if draw(st.booleans()):
        place = draw(st.integers(0, count - 1))
        rule, screen = _list_of(screens[place:])
        screens.insert(place, screen)
        rules.insert(place, (rule,))
        groups.insert(place, always)
    sections = {f"s{k}": f"Phần {k}" for k in range(3)}
    form = Questionnaire("generated", "1", "Phiếu", tuple(screens), (), LISTS, sections)
    facts = draw(
        st.fixed_dictionaries(
            {"level": st.sampled_from(["", "3", "9"]), "number": st.sampled_from(["", "7", "999"])}
        )
    )
    return OracleForm(form, tuple(rules), tuple(groups), facts)


def _list_of(screens: list[Screen]) -> tuple[Rule, Screen]:
    """Return a screen that confirms what the roster knows of these."""
    note = Item("list", ItemType.NOTE, "Theo danh sách")
    listed = tuple(item.name for screen in screens for item in screen.items if item.roster)
    return Rule(note), Screen("list", (note,), section="s0", confirms=listed)


@st.composite
def _conditions(draw: st.DrawFn, earlier: list[Item]) -> tuple[str, Callable[[Effective], bool]]:
    selects = [item for item in earlier if item.type is ItemType.SELECT_ONE]
    multiples = [item for item in earlier if item.type is ItemType.SELECT_MULTIPLE]
    kind = draw(st.sampled_from(["none", "none", "equals", "differs", "selected"]))
    if kind in ("equals", "differs") and selects:
        name = draw(st.sampled_from(selects)).name
        if kind == "equals":
            return f"${{{name}}} = '2'", lambda seen: seen[name] == "2"
        return f"${{{name}}} != '2'", lambda seen: seen[name] != "2"
    if kind == "selected" and multiples:
        name = draw(st.sampled_from(multiples)).name
        return f"selected(${{{name}}}, 'dat')", lambda seen: "dat" in seen[name].split()
    return "", always


ASKED = [kind for kind in ItemType if kind not in {*OFF_SCREEN, *SENT}]


@st.composite
def _rules(draw: st.DrawFn, name: str, earlier: list[Item]) -> Rule:
    source, holds = draw(_conditions(earlier))
    relevant = parse(source) if source else None
    is_required = draw(st.booleans())
    required = YES if is_required else None
    kind = draw(st.sampled_from(ASKED))
    match kind:
        case ItemType.NOTE:
            return Rule(Item(name, kind, "Lời dẫn", relevant=relevant), holds)
        case ItemType.SELECT_ONE:
            roster = draw(st.sampled_from(["", "level"]))
            item = Item(
                name,
                kind,
                "Mức",
                required=required,
                relevant=relevant,
                choice_list="level",
                roster=roster,
                shuffled=draw(st.booleans()),
                default=draw(st.sampled_from(["", "", "2"])),
            )
            return Rule(item, holds, is_required=is_required)
        case ItemType.SELECT_MULTIPLE:
            constraint, is_valid = draw(st.sampled_from(_LIMITS))
            item = Item(
                name,
                kind,
                "Nội dung",
                required=required,
                relevant=relevant,
                choice_list="topic",
                constraint=parse(constraint) if constraint else None,
            )
            return Rule(item, holds, is_valid, is_required)
        case ItemType.RANK:
            item = Item(name, kind, "Thứ tự", required=required, relevant=relevant, choice_list="level")
            return Rule(item, holds, lambda value, _: len(value.split()) == 5, is_required)
        case ItemType.INTEGER:
            item = Item(
                name,
                kind,
                "Số",
                required=required,
                relevant=relevant,
                constraint=parse(". >= 0 and . <= 60"),
                roster=draw(st.sampled_from(["", "number"])),
                default=draw(st.sampled_from(["", "", "7", "70"])),
            )
            return Rule(item, holds, lambda value, _: 0 <= int(value) <= 60, is_required)
        case _:
            return Rule(
                Item(name, kind, "Câu", required=required, relevant=relevant), holds, is_required=is_required
            )


_Limit = tuple[str, Callable[[str, Effective], bool]]
_LIMITS: tuple[_Limit, ...] = (
    ("", any_value),
    ("count-selected(.) <= 2", lambda value, _: len(value.split()) <= 2),
    ("count-selected(.) >= 2", lambda value, _: len(value.split()) >= 2),
    (
        "not(selected(., 'none') and count-selected(.) > 1)",
        lambda value, _: value == "none" or "none" not in value.split(),
    ),
)
