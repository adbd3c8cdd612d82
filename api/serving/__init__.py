"""The web server: the application, who may ask, bodies and connections, the journal."""

from api.serving.app import create_app
from api.serving.wire import timed_protocol

__all__ = ["create_app", "timed_protocol"]
