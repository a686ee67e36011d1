"""What the home page of staff says about messages."""

from django.urls import reverse
from wagtail.admin.ui.components import Component

from messaging.batches import batch_label
from messaging.domain.review import batches_waiting_for
from messaging.enums import MessageState
from messaging.models import Message

#: So many batches are named; the rest is counted.
MOST = 5


class MessagesPanel(Component):
    """Which messages wait to be read, and how many did not arrive: with where to go."""

    name = "messages-to-review"
    template_name = "messaging/admin/home_panel.html"
    order = 90

    def __init__(self, user):
        self.batches = batches_waiting_for(user)
        states = Message.objects.visible_to(user).needing_a_hand()
        found = list(states.order_by().values_list("state", flat=True))
        self.to_tell = found.count(MessageState.BY_HAND)
        self.lost = len(found) - self.to_tell

    @property
    def is_empty(self):
        return not (self.batches or self.to_tell or self.lost)

    def get_context_data(self, parent_context):
        messages = reverse("messaging_message:index")
        return {
            "batches": [
                {
                    "words": batch_label(batch.label),
                    "about": str(batch.about) if batch.about else "",
                    "waiting": batch.waiting,
                    "batch": batch,
                }
                for batch in self.batches[:MOST]
            ],
            "more": len(self.batches[MOST:]),
            "to_tell": self.to_tell,
            "to_tell_url": f"{messages}?state={MessageState.BY_HAND}",
            "lost": self.lost,
        }
