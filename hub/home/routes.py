from flask import Blueprint

bp = Blueprint("home", __name__)


@bp.get("/")
def index():
    return "ok"


@bp.get("/help")
def help():
    return "ok"


@bp.get("/accessibility")
def accessibility():
    return "ok"


@bp.get("/privacy")
def privacy():
    return "ok"
