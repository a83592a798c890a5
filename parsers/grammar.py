"""Lark grammars to composed regexes: the `.lark` file is the truth, the regex is what runs.

A rule `text` of a grammar stands for one text that programs write, in two forms:

- `text: TEXT`, where the terminal `TEXT` is composed of smaller terminals.  Lark composes them
  into one regular expression, and `composed` hands that to the hot path;
- `text_parts`, the same text as a sequence of the same terminals, which Lark's LALR parser
  reads.  Tests prove that both ways read every sample alike.

Named groups in the terminals are what a reader takes out of the text.
"""

import re
from functools import cache
from pathlib import Path

from lark import Lark, Token

FOLDER = Path(__file__).parent


_RULE = re.compile(r"^(?P<name>[a-z][a-z0-9_]*):", re.MULTILINE)


@cache
def composed(beside: str, grammar: str, terminal: str) -> re.Pattern[str]:
    """The regex that Lark composes for a terminal of the grammar beside a module.

    `beside`: the module's `__file__`.  `grammar`: name of the `.lark` file.
    """
    compiler = _compiler(Path(beside).parent / grammar)
    return re.compile(compiler.get_terminal(terminal).pattern.to_regexp())


@cache
def _compiler(grammar: Path) -> Lark:
    """All composed terminals of a file, by some 15 ms of work.  It never parses a text.

    Only the dynamic lexer lets one named group stand in several terminals.
    """
    starts = [name for name in text_rules(grammar) if not name.endswith("_parts")]
    return Lark(
        grammar.read_text(encoding="utf-8"),
        start=starts,
        parser="earley",
        lexer="dynamic",
        import_paths=[FOLDER],
        source_path=str(grammar),
    )


def text_rules(grammar: Path) -> list[str]:
    """Names of the rules of a grammar, in their order."""
    return _RULE.findall(grammar.read_text(encoding="utf-8"))


def lalr(grammar: Path, rule: str, *, strict: bool = False) -> Lark:
    """Lark's parser for one rule.  `strict`: refuse terminals that could be mistaken for others.

    A named group may stand once in a lexer, so that one parser serves one rule.
    """
    return Lark(
        grammar.read_text(encoding="utf-8"),
        start=rule,
        parser="lalr",
        import_paths=[FOLDER],
        source_path=str(grammar),
        strict=strict,
    )


def groups_of_parts(parser: Lark, text: str) -> dict[str, str]:
    """What the LALR parse of a `…_parts` rule reads: named group to its text.

    Each token is matched again by its own terminal, where it stands.
    """
    found: dict[str, str] = {}
    for token in parser.parse(text).scan_values(lambda value: isinstance(value, Token)):
        regex = re.compile(parser.get_terminal(token.type).pattern.to_regexp())
        match = regex.match(text, token.start_pos or 0)
        if match is not None:
            found |= {name: value for name, value in match.groupdict().items() if value is not None}
    return found
