"""What is computed for whom: views of the store as a person asks for them, and what of it is kept."""

from api.views import selection
from api.views.ranked import RankedRows
from api.views.service import Service, View

__all__ = ["RankedRows", "Service", "View", "selection"]
