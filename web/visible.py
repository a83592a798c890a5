"""What machines wrote, made safe to look at: nothing in it is markup and nothing hides."""

import re

from markupsafe import Markup, escape

# C0 without tab and line feed, DEL, C1, bidi controls, invisible joiners and separators, and the
# tag characters: Unicode 16, Bidi_Control and Default_Ignorable_Code_Point.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)


def escape_name(character: str) -> str:
    """How a character that is not seen is written: `␛` for controls, else `U+202E`."""
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"U+{code:04X}"


def visible(text: object) -> Markup:
    """Text as HTML in which every unseen character stands in a `.unseen` box."""
    escaped = str(escape(str(text)))
    return Markup(UNSEEN.sub(_boxed, escaped))


def worded(text: str) -> Markup:
    """A sentence in which `` `names` `` stand as code."""
    return Markup().join(
        Markup("<code>{}</code>").format(visible(part)) if place % 2 else visible(part)
        for place, part in enumerate(text.split("`"))
    )


def _boxed(match: re.Match[str]) -> str:
    return f'<span class="unseen">{escape_name(match[0])}</span>'
