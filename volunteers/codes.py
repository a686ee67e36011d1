"""Random codes: of a place in a session, and of a certificate."""

import secrets

#: No letter that is taken for another one, read aloud or in print.
LETTERS = "ACDEFGHJKMNPQRTUVWXY34679"
_LOWER = str.maketrans("acdefghjkmnpqrtuvwxy", "ACDEFGHJKMNPQRTUVWXY")


def new_seat_code() -> str:
    """ "K4MX7TQPAD": shown as a QR code to the trainer at the door."""
    return "".join(secrets.choice(LETTERS) for _place in range(10))


def new_certificate_code() -> str:
    """Sixteen letters, 74 bits: nobody finds one by trying."""
    return "".join(secrets.choice(LETTERS) for _place in range(16))


def read_code(text: str) -> str:
    """A code as somebody typed it or a camera read it, without what stands between."""
    return "".join(one for one in text.translate(_LOWER) if one in LETTERS)


def spaced(code: str) -> str:
    """ "K4MX 7TQP ADCE 3479": in fours, to be read aloud."""
    return " ".join(code[place : place + 4] for place in range(0, len(code), 4))
