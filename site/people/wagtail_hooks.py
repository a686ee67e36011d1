"""Registers the admin screens and audit actions of `people`."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup

from people.viewsets.notices import (
    ConsentPurposeViewSet,
    ConsentTextViewSet,
    NoticeViewSet,
)
from people.viewsets.persons import PersonViewSet


class PeopleGroup(ViewSetGroup):
    menu_label = _("People and data")
    menu_icon = "group"
    menu_order = 320
    items = (PersonViewSet, NoticeViewSet, ConsentPurposeViewSet, ConsentTextViewSet)


@hooks.register("register_admin_viewset")
def register_people():
    return PeopleGroup()


@hooks.register("insert_global_admin_css")
def staff_styles():
    return format_html('<link rel="stylesheet" href="{}">', static("people/staff.css"))


@hooks.register("register_log_actions")
def register_actions(actions):
    actions.register_action(
        "people.notice.publish", _("Publish notice"), _("Notice published")
    )
    actions.register_action(
        "people.consent_text.publish",
        _("Publish consent text"),
        _("Consent text published"),
    )
    actions.register_action(
        "people.person.erase", _("Erase the person"), _("Person erased")
    )
    actions.register_action(
        "people.hold.set", _("Set a legal hold"), _("Legal hold set")
    )
    actions.register_action(
        "people.hold.lift", _("Lift the legal hold"), _("Legal hold lifted")
    )
    actions.register_action(
        "people.retention_rule.change",
        _("Change a retention rule"),
        _("Retention rule changed"),
    )
