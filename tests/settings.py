"""Settings of the test suite: the real ones, with cheaper passwords, mail in memory and no disk."""

import os
import tempfile

# A folder of its own for each process that runs tests: lists of the same content are kept under the same
# name, and one process would take another's away. What a test starts inherits the folder.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
if not os.environ.get("WRAPAROUND_DATA", "").endswith(f"-{WORKER}"):
    os.environ["WRAPAROUND_DATA"] = tempfile.mkdtemp(prefix="wraparound-test-", suffix=f"-{WORKER}")
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
