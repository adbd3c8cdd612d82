"""What a park's data would make a manager ask, and what would settle it."""

from graph.doctor.doctor import examine
from graph.doctor.symptoms import Oddity, Symptom

__all__ = ["Oddity", "Symptom", "examine"]
