"""Why messages are held together: each app registers the words of its occasions."""

from django.utils.functional import Promise

_labels: dict[str, "str | Promise"] = {}


def register_batch_label(key: str, words: "str | Promise") -> None:
    """`words` head the page on which staff review the messages."""
    _labels[key] = words


def batch_label(key: str) -> str:
    return str(_labels.get(key, key))
