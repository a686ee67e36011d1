"""Registers the admin screens and audit actions of `people`."""

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup

from people.enums import BreachStepKind
from people.staff_views import PermittedMenuItem
from people.viewsets.access import AccessRecordViewSet
from people.viewsets.breaches import BreachViewSet, breach_panel
from people.viewsets.inventory import InventoryViewSet
from people.viewsets.notices import (
    ConsentPurposeViewSet,
    ConsentTextViewSet,
    NoticeViewSet,
)
from people.viewsets.persons import PersonViewSet
from people.viewsets.retention_reports import (
    DestructionReport,
    PastDateReport,
    RetentionPanel,
    apply_now,
    is_overdue,
)
from people.viewsets.retention_rules import RetentionRuleViewSet


class PeopleGroup(ViewSetGroup):
    menu_label = _("People and data")
    menu_icon = "group"
    menu_order = 320
    items = (
        PersonViewSet,
        NoticeViewSet,
        ConsentPurposeViewSet,
        ConsentTextViewSet,
        RetentionRuleViewSet,
        AccessRecordViewSet,
        BreachViewSet,
        InventoryViewSet,
    )


@hooks.register("register_admin_viewset")
def register_people():
    return PeopleGroup()


@hooks.register("register_admin_urls")
def retention_urls():
    return [
        path(
            "raporlar/suresi-gecen-veriler/",
            PastDateReport.as_view(),
            name="people_past_date",
        ),
        path(
            "raporlar/suresi-gecen-veriler/sonuclar/",
            PastDateReport.as_view(results_only=True),
            name="people_past_date_results",
        ),
        path(
            "raporlar/suresi-gecen-veriler/uygula/",
            apply_now,
            name="people_apply_retention",
        ),
        path(
            "raporlar/imha-kaydi/",
            DestructionReport.as_view(),
            name="people_destruction_log",
        ),
        path(
            "raporlar/imha-kaydi/sonuclar/",
            DestructionReport.as_view(results_only=True),
            name="people_destruction_log_results",
        ),
    ]


@hooks.register("register_reports_menu_item")
def past_date_item():
    return PermittedMenuItem(
        PastDateReport.page_title,
        reverse("people_past_date"),
        icon_name=PastDateReport.header_icon,
        order=2000,
        permission="people.view_retentionrule",
    )


@hooks.register("register_reports_menu_item")
def destruction_log_item():
    return PermittedMenuItem(
        DestructionReport.page_title,
        reverse("people_destruction_log"),
        icon_name=DestructionReport.header_icon,
        order=2010,
        permission="people.view_destructionlog",
    )


@hooks.register("construct_homepage_panels")
def warn_of_late_retention(request, panels):
    if request.user.has_perm("people.view_retentionrule") and is_overdue():
        panels.append(RetentionPanel())


@hooks.register("construct_homepage_panels")
def add_breach_panel(request, panels):
    if panel := breach_panel(request.user):
        panels.append(panel)


@hooks.register("insert_global_admin_css")
def staff_styles():
    return format_html('<link rel="stylesheet" href="{}">', static("people/staff.css"))


@hooks.register("insert_global_admin_js")
def staff_scripts():
    return format_html('<script src="{}" defer></script>', static("people/staff.js"))


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
    for kind in BreachStepKind:
        actions.register_action(f"people.breach.{kind.value}", kind.label, kind.label)
    actions.register_action(
        "people.person.merge", _("Merge records"), _("Another record merged into it")
    )
    actions.register_action(
        "people.person.merged_away", _("Merge records"), _("Merged into another record")
    )
    actions.register_action(
        "people.person.tell_apart", _("Tell apart"), _("Told apart from another record")
    )
    actions.register_action(
        "people.person.protect", _("Protect the record"), _("Record protected")
    )
    actions.register_action(
        "people.person.unprotect", _("End the protection"), _("Protection ended")
    )
