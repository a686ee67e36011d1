from pages.models.content import ContentPage
from pages.models.settings import EmergencyLine, SiteSettings

__all__ = [
    "ContentPage",
    "EmergencyLine",
    "SiteSettings",
]
