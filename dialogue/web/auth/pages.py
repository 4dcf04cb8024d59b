"""The blueprint of signing in, on which its pages meet."""

from flask import Blueprint

bp = Blueprint("auth", __name__)
