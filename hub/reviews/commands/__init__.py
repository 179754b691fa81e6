"""Changes. Each authorizes, changes, records; none commits."""

from hub.reviews.commands.writing import begin

__all__ = ["begin"]
