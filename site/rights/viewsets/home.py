"""What the home page says about data requests."""

from wagtail.admin.ui.components import Component

from rights.viewsets.deadline import deadline_kind, deadline_words
from rights.viewsets.requests import requests_for


class DataRequestsPanel(Component):
    """How many wait, and how long the most pressing one may."""

    name = "data_requests"
    template_name = "rights/admin/home_panel.html"
    #: Before everything else: a day too late is a breach of the law.
    order = 50

    def __init__(self, user):
        self.waiting = list(requests_for(user).unanswered().order_by("due_at", "pk"))

    def get_context_data(self, parent_context):
        first = self.waiting[0]
        return {
            "count": len(self.waiting),
            "overdue": sum(request.is_overdue() for request in self.waiting),
            "first": first,
            "words": deadline_words(first),
            "kind": deadline_kind(first),
        }
