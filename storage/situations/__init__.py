"""Situations of a post in the archive: the banks, who wants a weekly card, the cards, what was answered.

Answers are told in aggregate only, within a scope; nothing here returns what one person chose but to that person.
"""

from storage.situations.banks import (
    BankRecord,
    bank_file,
    bank_in_use,
    find_bank,
    import_bank,
    list_banks,
    withdraw_bank,
)
from storage.situations.cards import (
    CardRecord,
    answer_card,
    card_of_person,
    cards_of_people,
    end_open_cards,
    open_card,
    put_card,
)
from storage.situations.forgetting import expire, forget_official, told_of
from storage.situations.results import answered_counts, figures_of, people_by_month
from storage.situations.subscriptions import (
    ON,
    PAUSED,
    PURPOSE,
    STOPPED,
    Due,
    SubscriptionRecord,
    choose_hour,
    count_subscribers,
    due_subscriptions,
    set_state,
    subscription_of,
)
from storage.situations.tellings import Telling, find_telling, keep_telling, to_tell

__all__ = [
    "ON",
    "PAUSED",
    "PURPOSE",
    "STOPPED",
    "BankRecord",
    "CardRecord",
    "Due",
    "SubscriptionRecord",
    "Telling",
    "answer_card",
    "answered_counts",
    "bank_file",
    "bank_in_use",
    "card_of_person",
    "cards_of_people",
    "choose_hour",
    "count_subscribers",
    "due_subscriptions",
    "end_open_cards",
    "expire",
    "figures_of",
    "find_bank",
    "find_telling",
    "forget_official",
    "import_bank",
    "keep_telling",
    "list_banks",
    "open_card",
    "people_by_month",
    "put_card",
    "set_state",
    "subscription_of",
    "to_tell",
    "told_of",
    "withdraw_bank",
]
