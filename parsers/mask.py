"""Mask, what hides secrets in texts and hashes those that joining needs."""

import hashlib
import hmac
from dataclasses import dataclass

TEST_KEY = b"nephoscope"
"""Key of `nephoscope parse`, tests and golden files, so that their hashes are always the same."""


@dataclass(frozen=True, slots=True)
class Mask:
    """`key`: of the keyed hashes.  `keep_secrets`: for people who write parsers."""

    key: bytes = TEST_KEY
    keep_secrets: bool = False

    def hash(self, secret: str) -> str:
        """The first 16 hex digits of the HMAC-SHA256 of the secret."""
        return hmac.new(self.key, secret.encode(), hashlib.sha256).hexdigest()[:16]
