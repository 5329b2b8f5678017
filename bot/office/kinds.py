"""The kinds of what can be handed in from a chat, by their names in ``storage.uploads``."""

from collections.abc import Mapping

from bot.office.briefing_kind import ActionsKind
from bot.office.form_work import FormKind
from bot.office.list_work import ListKind
from bot.office.person_work import PersonKind
from bot.office.plans.books import PlanKind
from bot.office.plans.edits import PlanEditKind
from bot.office.plans.result_lists import PlanResultsKind
from bot.office.rules_work import RulesKind
from bot.office.situations.kind import BankKind
from bot.office.titles import TitlesNow
from bot.office.upload_work import UploadKind
from bot.settings import Settings
from storage import uploads


def upload_kinds(settings: Settings, titles: TitlesNow) -> Mapping[str, UploadKind]:
    """Return each kind."""
    return {
        uploads.LIST: ListKind(titles, settings.province, settings.zone),
        uploads.PERSON: PersonKind(titles),
        uploads.FORM: FormKind(settings.zone),
        uploads.ACTIONS: ActionsKind(settings.zone),
        uploads.RULES: RulesKind(titles, settings.own_standards, settings.zone),
        uploads.SITUATIONS: BankKind(titles),
        uploads.PLAN: PlanKind(titles, settings.zone),
        uploads.PLAN_EDIT: PlanEditKind(titles, settings.zone),
        uploads.PLAN_RESULTS: PlanResultsKind(titles),
    }
