"""Trainings: their hours, parts, validity and rule; the dates are in `sessions`."""

from django.template.defaultfilters import yesno
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from people.row_panels import RowsPanel
from volunteers.models import TrainingModule
from volunteers.viewsets.cells import YesNoColumn
from volunteers.workflow import Permission

RUN_TRAINING = f"volunteers.{Permission.TRAINING}"


def validity_of(module: TrainingModule) -> str:
    if module.validity_months is None:
        return _("for ever")
    return _("%(months)s months") % {"months": module.validity_months}


class ModuleInspectView(generic.InspectView):
    """For who may read trainings and not change them."""

    def get_validity_months_display_value(self):
        return validity_of(self.object)

    def get_needs_confirmation_display_value(self):
        return yesno(self.object.needs_confirmation)

    def get_is_active_display_value(self):
        return yesno(self.object.is_active)


class ModuleViewSet(ModelViewSet):
    model = TrainingModule
    icon = "openquote"
    name = "volunteers_trainingmodule"
    url_prefix = "egitimler"
    menu_label = _("Trainings")
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = ModuleInspectView
    inspect_view_fields = [
        "name",
        "hours",
        "required_share",
        "parts",
        "validity_months",
        "renewal_months",
        "needs_confirmation",
        "is_active",
    ]
    list_display = [
        "name",
        "hours",
        "required_share",
        Column("validity", label=_("Valid"), accessor=validity_of),
        YesNoColumn("needs_confirmation", label=_("Confirmed by a person")),
        YesNoColumn("is_active", label=_("Offered")),
    ]
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("hours"), FieldPanel("required_share")]),
        RowsPanel(
            "parts",
            heading=_("Parts"),
            label=_("Part"),
            help_text=_("Only where parts of the training have sessions of their own."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("needs_confirmation"),
                FieldRowPanel(
                    [FieldPanel("validity_months"), FieldPanel("renewal_months")]
                ),
            ],
            heading=_("When it counts"),
        ),
        FieldPanel("is_active"),
    ]
