"""Every table. Times are aware and stored in UTC; texts are NFC; statuses are the words of the field."""

from storage.tables.attachments import Attachment, FormMedia
from storage.tables.briefings import (
    Briefing,
    BriefingAction,
    BriefingNote,
    BriefingPerson,
    BriefingRound,
)
from storage.tables.budgets import AssignedSeat, MessageBudget
from storage.tables.columns import UtcDateTime
from storage.tables.frame import (
    Administrator,
    ConsentEvent,
    ContactPoint,
    DataRequest,
    Grant,
    LinkAttempt,
    LinkCode,
    Official,
    Unit,
)
from storage.tables.leases import Lease
from storage.tables.mailbox import ContactAttempt, InboxRow, OutboxRow, OwedCard
from storage.tables.office import AuditEntry, HouseFact, Job, RosterDecision, StandardsVersion
from storage.tables.page import Browser, PageMessage
from storage.tables.planning import LearningRow, PlannedPostRow, PlanningInput, PlanRow, PlanSeat
from storage.tables.responses import Answer, AnswerRevision, PackedResponse, Paradatum, Response
from storage.tables.situations import (
    SituationBank,
    SituationCard,
    SituationSubscription,
    SituationTally,
    SituationTelling,
)
from storage.tables.uploads import Upload
from storage.tables.waves import Case, FormVersion, Series, Wave, WavePerson

__all__ = [
    "Administrator",
    "Answer",
    "AnswerRevision",
    "AssignedSeat",
    "Attachment",
    "AuditEntry",
    "Briefing",
    "BriefingAction",
    "BriefingNote",
    "BriefingPerson",
    "BriefingRound",
    "Browser",
    "Case",
    "ConsentEvent",
    "ContactAttempt",
    "ContactPoint",
    "DataRequest",
    "FormMedia",
    "FormVersion",
    "Grant",
    "HouseFact",
    "InboxRow",
    "Job",
    "LearningRow",
    "Lease",
    "LinkAttempt",
    "LinkCode",
    "MessageBudget",
    "Official",
    "OutboxRow",
    "OwedCard",
    "PackedResponse",
    "PageMessage",
    "Paradatum",
    "PlanRow",
    "PlanSeat",
    "PlannedPostRow",
    "PlanningInput",
    "Response",
    "RosterDecision",
    "Series",
    "SituationBank",
    "SituationCard",
    "SituationSubscription",
    "SituationTally",
    "SituationTelling",
    "StandardsVersion",
    "Unit",
    "Upload",
    "UtcDateTime",
    "Wave",
    "WavePerson",
]
