"""How a call is reviewed and screened, in the form of the call."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel

from people.row_panels import RowsPanel

REVIEW_PANELS = (
    RowsPanel(
        "review_plans",
        heading=_("How applications are reviewed"),
        label=_("Way of reviewing"),
        max_num=1,
        panels=[
            FieldPanel("is_blind"),
            FieldRowPanel(
                [FieldPanel("reviewers_wanted"), FieldPanel("most_per_reviewer")]
            ),
            FieldPanel("disagreement_above"),
        ],
    ),
    RowsPanel(
        "screening_rules",
        heading=_("Pre-screening"),
        label=_("Rule"),
        help_text=_(
            "Each rule is shown beside the application with its outcome. None refuses "
            "anybody by itself."
        ),
        panels=[
            HelpPanel(
                _("Choose what counts and fill in the fields of that kind only.")
            ),
            FieldPanel("kind"),
            FieldPanel("minimum_age"),
            FieldPanel("districts"),
            FieldRowPanel([FieldPanel("language"), FieldPanel("level")]),
            FieldPanel("hours"),
            FieldRowPanel([FieldPanel("question_key"), FieldPanel("answer")]),
            FieldPanel("why"),
        ],
    ),
)
