"""Settings of the test suite: the real ones, with cheaper passwords, mail in memory and no disk."""

import os
import tempfile

os.environ.setdefault("WRAPAROUND_DATA", tempfile.mkdtemp(prefix="wraparound-test-"))
os.environ.setdefault("SECRET_KEY", "only-for-tests")

from tests.undefined import Undefined
from wraparound.site.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in life: several threads and processes write to it, and it can be backed up.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}  # noqa: F405
LOGGING["root"]["level"] = "CRITICAL"  # noqa: F405
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined("undefined")  # noqa: F405
