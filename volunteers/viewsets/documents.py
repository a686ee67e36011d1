"""The kinds of documents that areas ask to see."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.model import ModelViewSet

from volunteers.models import DocumentKind
from volunteers.viewsets.cells import YesNoColumn


class DocumentKindViewSet(ModelViewSet):
    model = DocumentKind
    icon = "doc-full"
    name = "volunteers_documentkind"
    url_prefix = "gosterilecek-belgeler"
    menu_label = _("Documents to be shown")
    add_to_reference_index = False
    copy_view_enabled = False
    list_display = ["name", YesNoColumn("is_active", label=_("Asked for"))]
    panels = [FieldPanel("name"), FieldPanel("is_active")]
