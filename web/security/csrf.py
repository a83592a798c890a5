"""Proof that a form was sent from a page of ours: a word made from the visitor's own cookie."""

import hashlib
import hmac

FIELD = "csrf"
HEADER = "X-CSRF-Token"


def csrf_token(cookie: str) -> str:
    """The word that belongs to a cookie; who cannot read the cookie cannot make it."""
    return hmac.new(cookie.encode(), b"nephoscope csrf", hashlib.sha256).hexdigest()


def is_csrf_token(word: str, cookie: str) -> bool:
    """Whether the word belongs to the cookie, compared in constant time."""
    return bool(cookie) and hmac.compare_digest(word.encode(), csrf_token(cookie).encode())
