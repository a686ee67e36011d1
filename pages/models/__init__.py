from pages.models.content import ContentPage
from pages.models.home import HomePage
from pages.models.program import ProgramPage
from pages.models.settings import EmergencyLine, SiteSettings
from pages.models.volunteering import VolunteeringPage

__all__ = [
    "ContentPage",
    "EmergencyLine",
    "HomePage",
    "ProgramPage",
    "SiteSettings",
    "VolunteeringPage",
]
