"""The blueprint of the pages about accounts, shared by its route modules."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
