from flask import Blueprint

bp = Blueprint("finding_api", __name__, url_prefix="/api/v1")
