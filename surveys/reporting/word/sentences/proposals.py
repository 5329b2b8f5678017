"""Section V and the list of proposed courses: what the figures support, in their order; and what they do not."""

from surveys.reporting.texts.report import FRAME, PHRASES, STANDING
from surveys.reporting.texts.report_needs import PROPOSALS
from surveys.reporting.word.blocks import Block, Heading, Text, dashed
from surveys.reporting.word.phrases import Value, amount, listed, lowered, value_of
from surveys.reporting.word.sentences.courses import Proposal, manner_of, propose, uncovered_groups
from surveys.reporting.word.sentences.demand import choices_of, has_hidden
from surveys.reporting.word.sentences.standing import ANY, regime_name, regimes
from surveys.reporting.word.story import Story

_PROGRAMMES = {"qual": ("dh",), "pol": ("tcllct",)}


def tell_proposals(story: Story) -> list[Block]:
    """Tell section V."""
    blocks: list[Block] = [Heading(1, FRAME.proposals)]
    proposals = propose(story)
    if story.facts.wave_number is not None and not story.facts.is_closed and proposals:
        blocks.append(Text(PROPOSALS.provisional))
    if proposals:
        blocks.append(Text(PROPOSALS.lead.format(annex=story.proposals_annex), keeps=True))
        blocks += dashed([_line(place, each) for place, each in enumerate(proposals, 1)])
        blocks.append(Text(_manner(story)))
    else:
        blocks.append(Text(PROPOSALS.none))
    standards = _standards(story)
    blocks += standards
    blocks += _uncovered(story, proposals)
    return [*blocks, Text(PROPOSALS.decided)] if proposals or standards else blocks


def _line(place: int, proposal: Proposal) -> str:
    demand = _demand(proposal.demand)
    if proposal.score is not None and proposal.score <= 0:
        demand += PROPOSALS.no_gap
    return PROPOSALS.item.format(place=place, topic=proposal.topic, groups=_groups(proposal), demand=demand)


def _groups(proposal: Proposal) -> str:
    if proposal.is_for_all:
        return PROPOSALS.all_groups
    if not proposal.groups:
        return PROPOSALS.no_groups
    return PROPOSALS.some_groups.format(groups=listed(proposal.groups))


def _demand(demand: Value | None) -> str:
    if demand is None:
        return ""
    if demand.count is None:
        return PROPOSALS.demand_hidden
    return PROPOSALS.demand.format(amount=demand.amount) if demand.count else PROPOSALS.demand_none


def _manner(story: Story) -> str:
    told = [PROPOSALS.manners[item].format(value=value) for item, value in manner_of(story).items() if value]
    if not told:
        return PROPOSALS.no_manner
    is_partial = any(has_hidden(story, item) for item in PROPOSALS.manners)
    template = PROPOSALS.manner_shown if is_partial else PROPOSALS.manner
    return template.format(values=PHRASES.semicolon.join(told))


def _standards(story: Story) -> list[Block]:
    """Tell how many lack a level that the regime in force demands, beside who wants the programme for it."""
    found = regimes(story)
    if not found:
        return []
    regime, rows = found[0]
    wanted = {value.code: value for value in choices_of(story, "demand_d_degree")}
    told = []
    for row in rows:
        code = row.code("criterion")
        below = value_of(row, "criterion", "chua_dat", "chua_dat_share")
        if code not in _PROGRAMMES or not below.count:
            continue
        asked = [wanted[each] for each in _PROGRAMMES[code] if each in wanted and wanted[each].count]
        demand = "".join(
            PROPOSALS.standard_demand.format(wanted=amount(value.count or 0), programme=lowered(value.label))
            for value in asked
        )
        told.append(
            PROPOSALS.standard.format(
                criterion=STANDING.criteria_names[code], amount=below.amount, demand=demand
            )
        )
    if not told:
        return []
    values = PHRASES.semicolon.join(told)
    name = regime_name(story, regime)
    return [Text(PROPOSALS.standards.format(regime=name, values=values)), Text(PROPOSALS.restricted)]


def _uncovered(story: Story, proposals: list[Proposal]) -> list[Block]:
    lines = []
    if story.facts.wave_number is not None and proposals:
        lines += [PROPOSALS.uncovered_group.format(group=group) for group in uncovered_groups(story)]
        lines += [PROPOSALS.uncovered_topic.format(topic=each.topic) for each in proposals if not each.groups]
    unknown = _unknown(story)
    if unknown:
        lines.append(PROPOSALS.uncovered_data.format(amount=amount(unknown)))
    return [Text(PROPOSALS.uncovered, keeps=True), *dashed(lines)] if lines else []


def _unknown(story: Story) -> int | None:
    found = regimes(story)
    rows = found[0][1] if found else []
    overall = next((row for row in rows if row.code("criterion") == ANY), None)
    return overall.count("chua_du_du_lieu") if overall else None
