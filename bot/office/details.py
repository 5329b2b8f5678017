"""What the consent notice says of the office, as it is set."""

from bot.settings import Settings
from bot.texts.consent import OfficeDetails


def office_details(settings: Settings) -> OfficeDetails:
    """Return the blanks of the consent notice as they are set."""
    return OfficeDetails(
        settings.office_name, settings.office_address, settings.data_contact, settings.retention_days
    )
