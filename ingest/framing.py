"""FramingError, for bytes of which no message can be made: the sender's software is at fault."""


class FramingError(Exception):
    """The connection cannot go on.

    `limit`: name of the limit that was passed, or `format`.  `peer` is set where the connection
    is known.
    """

    def __init__(self, limit: str, message: str, peer: str = "") -> None:
        super().__init__(message)
        self.limit = limit
        self.peer = peer
