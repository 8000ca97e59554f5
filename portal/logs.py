"""What a log line never shows: the secrets of links, whoever writes the address they stand in."""

from __future__ import annotations

import logging
import re

_LINKS = re.compile(r"(/invitation/|(?<!/me)/calendar/|/password/reset/key/[0-9A-Za-z]+-)(?!set-password\b)[^/\s\"'?]+")


class HideSecrets(logging.Filter):
    """Puts a sign in place of what opens something."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        hidden = _LINKS.sub(r"\1…", said)
        if hidden != said:
            record.msg, record.args = hidden, ()
        return True
