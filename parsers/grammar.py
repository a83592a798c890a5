"""Lark grammars to composed regexes: the `.lark` file is the truth, the regex is what runs.

A rule `text` of a grammar stands for one text that programs write, in two forms:

- `text: TEXT`, where the terminal `TEXT` is composed of smaller terminals.  Lark composes them
  into one regular expression, and `pattern` hands that to the hot path;
- `text_parts`, the same text as a sequence of the same terminals, which Lark's LALR parser
  reads.  Tests prove that both ways read every sample alike.

Named groups in the terminals are what a reader takes out of the text.
"""

import re
from functools import cache
from pathlib import Path

from lark import Lark, Token

FOLDER = Path(__file__).parent


@cache
def pattern(grammar: str, rule: str) -> re.Pattern[str]:
    """The regex that Lark composes for `rule` of `parsers/<grammar>.lark`.

    Made at the first call, because Lark needs some 30 ms for it.
    """
    terminal = lalr(grammar, rule).get_terminal(rule.upper())
    return re.compile(terminal.pattern.to_regexp())


def lalr(grammar: str, rule: str, *, strict: bool = False) -> Lark:
    """Lark's parser for one rule.  `strict`: refuse terminals that could be mistaken for others.

    A named group may stand once in a lexer, so that one parser serves one rule.
    """
    source = FOLDER / f"{grammar}.lark"
    return Lark(
        source.read_text(encoding="utf-8"),
        start=rule,
        parser="lalr",
        import_paths=[FOLDER],
        source_path=str(source),
        strict=strict,
    )


def groups_of_parts(parser: Lark, text: str) -> dict[str, str]:
    """What the LALR parse of a `…_parts` rule reads: named group to its text.

    A terminal has at most one named group, with which it matches again its own token.
    """
    found: dict[str, str] = {}
    for token in parser.parse(text).scan_values(lambda value: isinstance(value, Token)):
        regex = parser.get_terminal(token.type).pattern.to_regexp()
        match = re.match(regex, text[token.start_pos :])
        found |= {name: value for name, value in (match.groupdict() if match else {}).items()}
    return {name: value for name, value in found.items() if value is not None}
