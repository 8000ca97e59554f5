"""The one settings file, read in test mode, with data of its own."""

import os
from pathlib import Path

os.environ["MODE"] = "test"
os.environ.setdefault("VAR_DIR", str(Path(__file__).resolve().parent.parent / "var" / "test"))
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps an event loop in the tests' thread

from portal.translations import compile_translations

compile_translations()

from portal.settings import *  # noqa: E402,F403

INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]  # noqa: F405  (finds N+1 queries where a test asks it to)

# Each browserless client has a handler of its own, which would look through all static files before its first page.
WHITENOISE_AUTOREFRESH = True
