"""Random codes: of a place in a session, and of a certificate."""

from paper.codes import (
    LETTERS,
    new_certificate_code,
    random_letters,
    read_code,
    spaced,
)

__all__ = ["LETTERS", "new_certificate_code", "new_seat_code", "read_code", "spaced"]


def new_seat_code() -> str:
    """ "K4MX7TQPAD": shown as a QR code to the trainer at the door."""
    return random_letters(10)
