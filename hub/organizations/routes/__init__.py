"""Pages of organizations and wards, and the records of visits to SDCs."""

from hub.organizations.routes import browsing, editing, reorganizing, visits
from hub.organizations.routes.blueprint import bp

__all__ = ["bp", "browsing", "editing", "reorganizing", "visits"]
