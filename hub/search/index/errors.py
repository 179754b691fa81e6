"""What can be wrong with an index."""

import pickle
import struct
import zlib

BROKEN = (OSError, EOFError, struct.error, zlib.error, pickle.UnpicklingError)


class Missing(Exception):
    """There is no index of this version, or it cannot be read."""


class Damaged(Missing):
    """What is there cannot be read."""
