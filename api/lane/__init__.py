"""A lane for heavy work: other processes compute, so that light questions are answered meanwhile.

Work has places, a deadline and an end when nobody waits for it any more. Who asks for it is known by a
context variable, so that what lies between the web and the computation need not hand it on. The web
alone loads `leaving`, which knows it.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.lane import leaving
    from api.lane.asking import ASKING, WHO, Client, part_of_whole
    from api.lane.following import followed
    from api.lane.lane import Lane, Unserved
    from api.lane.worker import Task
else:
    from graph.tools import opened

    __all__, __dir__, __getattr__ = opened(__name__)
