"""A term of volunteering in full swing, for `make run`; everybody is fictional."""

from volunteers.demo.build import CLOSED_CALL, OPEN_CALL, build_demo

__all__ = ["CLOSED_CALL", "OPEN_CALL", "build_demo"]
