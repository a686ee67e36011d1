"""Templates, styles, scripts: nothing from elsewhere, nothing the policy blocks."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("pages", "programs", "site", "static", "volunteers")

TEMPLATE_SYNTAX = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
COMMENT_BLOCK = re.compile(r"{% comment.*?{% endcomment %}", re.DOTALL)
ELSEWHERE = re.compile(r"(https?:)?//", re.IGNORECASE)
#: Attributes that make a browser fetch or send; a link that is followed is no such.
FETCHES = {"src", "srcset", "data", "poster", "action", "formaction", "background"}
XML_NAMESPACE = re.compile(r'xmlns(:\w+)?="http://www\.w3\.org/[^"]*"')


def files(*suffixes: str) -> list[Path]:
    return sorted(
        path
        for source in SOURCES
        for path in (ROOT / source).rglob("*")
        if path.suffix in suffixes
    )


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


#: Downloaded and read apart from the site: it has to carry its own style.
DOCUMENTS = {"site/rights/templates/rights/copy.html"}


class Faults(HTMLParser):
    """What is wrong with the tags of one template."""

    def __init__(self, template: str) -> None:
        super().__init__()
        self.found: list[str] = []
        without_comments = COMMENT_BLOCK.sub("", template)
        self.feed(TEMPLATE_SYNTAX.sub("x", without_comments))
        self.close()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        for name, value in attrs:
            fetches = name in FETCHES or (name == "href" and tag != "a")
            if fetches and ELSEWHERE.match((value or "").strip()):
                self.say(tag, f"fetches {value}")
            if name.startswith("on") or name == "style":
                self.say(tag, f"has {name}, which the content policy blocks")
            if name == "autofocus":
                self.say(tag, "takes the focus")
            if name == "tabindex" and (value or "").isdigit() and int(value) > 0:
                self.say(tag, "breaks the order of the tab key")
        if tag == "img" and "alt" not in given:
            self.say(tag, "has no alt")
        if tag == "button" and "type" not in given:
            self.say(tag, "has no type")
        if tag == "html" and "lang" not in given:
            self.say(tag, "has no lang")
        if tag == "style" or (tag == "script" and "src" not in given):
            self.say(tag, "stands in the page, which the content policy blocks")

    def say(self, tag: str, fault: str) -> None:
        self.found.append(f"line {self.getpos()[0]}: <{tag}> {fault}")


@pytest.mark.parametrize("path", files(".html"), ids=name_of)
def test_template_is_sound(path):
    faults = [
        fault
        for fault in Faults(path.read_text()).found
        if name_of(path) not in DOCUMENTS or "<style>" not in fault
    ]
    assert faults == []


@pytest.mark.parametrize("path", files(".css", ".js", ".svg"), ids=name_of)
def test_static_file_names_no_other_host(path):
    text = XML_NAMESPACE.sub("", path.read_text())

    assert re.findall(r"(?:https?:)?//[\w-]+\.[\w.-]+|@import", text) == []


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ('<img src="{{ x }}">', "line 1: <img> has no alt"),
        (
            '<link href="https://a.org/">',
            "line 1: <link> fetches https://a.org/",
        ),
        (
            '<script src="//a.org/"></script>',
            "line 1: <script> fetches //a.org/",
        ),
        ("<button>", "line 1: <button> has no type"),
        ('<p style="">', "line 1: <p> has style, which the content policy blocks"),
        ('<p onclick="">', "line 1: <p> has onclick, which the content policy blocks"),
        ('<p tabindex="2">', "line 1: <p> breaks the order of the tab key"),
        ("<input autofocus>", "line 1: <input> takes the focus"),
        ("<html>", "line 1: <html> has no lang"),
        (
            "<script>",
            "line 1: <script> stands in the page, which the content policy blocks",
        ),
    ],
)
def test_the_guard_sees(template, fault):
    assert Faults(template).found == [fault]


def test_the_guard_lets_links_and_template_syntax_be():
    template = '<a href="https://a.org/">{% if a > "b" %}{{ c|d:"<x>" }}{% endif %}</a>'

    assert Faults(template).found == []
