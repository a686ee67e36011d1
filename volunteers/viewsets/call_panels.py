"""The parts of a call's form that are rows of their own: the team, the areas' terms."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from people.row_panels import RowsPanel
from volunteers.viewsets.staff_fields import StaffSelect


def team_panel() -> RowsPanel:
    return RowsPanel(
        "team",
        heading=_("Team"),
        label=_("Team member"),
        help_text=_(
            "With the first name here the call is its team's: only the team, managers "
            "and the privacy role see it and its applications, each as far as her "
            "duty goes. Without a team everybody with the role for applications does."
        ),
        panels=[
            FieldRowPanel([FieldPanel("user", widget=StaffSelect), FieldPanel("duty")])
        ],
    )


def terms_panel() -> RowsPanel:
    return RowsPanel(
        "area_terms",
        heading=_("What each area wants and requires"),
        label=_("Terms of an area"),
        panels=[
            FieldPanel("area"),
            FieldRowPanel([FieldPanel("places"), FieldPanel("weekly_hours")]),
            FieldPanel("required_trainings", widget=forms.CheckboxSelectMultiple),
            FieldPanel("required_documents", widget=forms.CheckboxSelectMultiple),
        ],
    )
