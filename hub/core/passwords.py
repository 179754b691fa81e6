"""Passwords: argon2id, and the few rules a new one must meet. Hash outside of transactions."""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext as _

LEAST = 10
MOST = 200
# What is guessed first, ten characters or more; 'tsunagi-demo' is printed in our own README.
COMMON = frozenset({
    "0123456789", "1029384756", "1111111111", "1122334455", "1234512345", "1234567890",
    "12345678901", "123456789012", "1234567891", "123456789a", "1234567899", "1q2w3e4r5t",
    "1qaz2wsx3edc", "9876543210", "a123456789", "aa12345678", "abc1234567", "abc123456789",
    "abcdefghij", "administrator", "asdfghjkl1", "asdfghjkl;", "changeme123", "changemenow",
    "iloveyou123", "japan12345", "kawasaki123", "letmein123", "p@ssw0rd123", "password01",
    "password11", "password12", "password123", "password1234", "password12345", "passwordpassword",
    "q1w2e3r4t5", "qazwsxedcrfv", "qwerty1234", "qwerty12345", "qwerty123456", "qwertyuiop",
    "qwertyuiop123", "sakura1234", "sakurasakura", "tsunagi-demo", "tsunagihub", "welcome123",
    "zaq12wsxcde3", "zxcvbnm123",
})  # fmt: skip

hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)  # as OWASP advises
# Of a password that nobody knows: compared with where there is no account, for the same work.
_NOBODY = hasher.hash("nobody's password")


def hash_password(password: str) -> str:
    return hasher.hash(_same_everywhere(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Whether it is this password. Takes as long where there is no hash, or none that works."""
    if len(password) > MOST:
        password_hash, password = None, ""
    typed = _same_everywhere(password)
    try:
        return hasher.verify(password_hash or _NOBODY, typed) and password_hash is not None
    except InvalidHashError:
        return matches(None, password)
    except VerificationError:
        return False


def is_outdated(password_hash: str) -> bool:
    """Made with parameters other than today's: to be made anew at the next sign-in."""
    return hasher.check_needs_rehash(password_hash)


def fault(password: str, email: str) -> str | None:
    """Why ``password`` cannot be taken for the account of ``email``, or None."""
    plain = _same_everywhere(password).casefold()
    if len(password) < LEAST:
        return _("%(least)s文字以上にしてください。", least=LEAST)
    if len(password) > MOST:
        return _("%(most)s文字までにしてください。", most=MOST)
    if plain in {email.casefold(), email.partition("@")[0].casefold()}:
        return _("メールアドレスと同じものは使えません。")
    if plain in COMMON or len(set(plain)) < 3:
        return _("よく使われていて、当てられやすいものです。ほかのものにしてください。")
    return None


def _same_everywhere(password: str) -> str:
    """One form of what may be typed in several (ﾊﾝｶｸ, が as か and ゛)."""
    return unicodedata.normalize("NFKC", password)
