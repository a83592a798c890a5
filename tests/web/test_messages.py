"""All text of the pages goes through the catalogue, and no text of a log is taken for markup."""

import re
from pathlib import Path

import pytest
from jinja2 import nodes

from web.messages import catalogue_path, catalogue_text, gettext, ngettext
from web.render import TEMPLATES, environment

ALL = sorted(TEMPLATES.glob("*.html"))
# Attributes that people read; placeholders are examples, the same in every language.
READ = re.compile(r'\b(?:title|alt|aria-label|aria-description)="([^"{]*[A-Za-z][^"{]*)"')


def text_of(template: Path) -> str:
    """The HTML of a template without what Jinja puts in."""
    source = template.read_text(encoding="utf-8")
    without_trans = re.sub(r"{%-?\s*trans\b.*?{%-?\s*endtrans\s*-?%}", "", source, flags=re.S)
    return re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", without_trans, flags=re.S)


@pytest.mark.parametrize("template", ALL, ids=lambda path: path.name)
def test_no_text_stands_outside_the_catalogue(template: Path) -> None:
    html = text_of(template)
    assert not READ.findall(html)
    # What stands on keys, and what is typed into a machine.
    html = re.sub(r"<(kbd|code|pre)\b[^>]*>[^<]*</\1>|&\w+;", "", html)
    # Macros give attributes too.
    words = re.sub(r'[\w-]+="[^"]*"', "", re.sub(r"<[^<>]*>", "", html))
    assert not re.findall(r"[A-Za-z]{2,}", words)


@pytest.mark.parametrize("template", ALL, ids=lambda path: path.name)
def test_nothing_is_called_safe(template: Path) -> None:
    tree = environment().parse(template.read_text(encoding="utf-8"))
    assert not [one for one in tree.find_all(nodes.Filter) if one.name == "safe"]
    assert not list(tree.find_all(nodes.EvalContextModifier)), "autoescape stays on"


@pytest.mark.parametrize("template", ALL, ids=lambda path: path.name)
def test_nothing_is_inline_that_the_policy_forbids(template: Path) -> None:
    source = template.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)", source)


def test_the_catalogue_is_up_to_date() -> None:
    assert catalogue_path("en").read_bytes() == catalogue_text(), "run `make docs`"


def test_a_text_is_filled() -> None:
    assert gettext("Silent for %(time)s", time="3 h") == "Silent for 3 h"
    assert ngettext("%(num)s event", "%(num)s events", 1) == "1 event"
    assert ngettext("%(num)s event", "%(num)s events", 2) == "2 events"
