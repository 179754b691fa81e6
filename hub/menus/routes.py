from flask import Blueprint

bp = Blueprint("menus", __name__)
