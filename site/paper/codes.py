"""Random codes that are printed, read aloud and typed again."""

import secrets

#: No letter that is taken for another one, read aloud or in print.
LETTERS = "ACDEFGHJKMNPQRTUVWXY34679"
_LOWER = str.maketrans("acdefghjkmnpqrtuvwxy", "ACDEFGHJKMNPQRTUVWXY")


def random_letters(length: int) -> str:
    return "".join(secrets.choice(LETTERS) for _place in range(length))


def new_certificate_code() -> str:
    """Sixteen letters, 74 bits: nobody finds one by trying."""
    return random_letters(16)


def read_code(text: str) -> str:
    """A code as somebody typed it or a camera read it, without what stands between."""
    return "".join(one for one in text.translate(_LOWER) if one in LETTERS)


def spaced(code: str) -> str:
    """ "K4MX 7TQP ADCE 3479": in fours, to be read aloud."""
    return " ".join(code[place : place + 4] for place in range(0, len(code), 4))
