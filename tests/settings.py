"""Settings of the test suite: the real ones, with cheaper passwords, mail in memory and no disk."""

import os
import tempfile

os.environ.setdefault("WRAPAROUND_DATA", tempfile.mkdtemp(prefix="wraparound-test-"))
os.environ.setdefault("SECRET_KEY", "only-for-tests")

from wraparound.site.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
