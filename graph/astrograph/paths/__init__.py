"""Own the path search: which walks connect two entities, the best first, and why there is none.

`ways` says where one hop leads, `filtered` where it does under filters, on which `verdicts` judges
by the packed graph and `hops` by the statements. `meeting` finds what can stand at each place of a
path, and `search` the paths, for both of which entities are numbers. `walk` joins all that to a
store, `find` makes an answer of it, `why` one of there being none, and `rank` says what a path is
worth; `together` when all of its hops held.
"""

from astrograph.paths.find import Cap, PathAnswer, find_paths, stream_paths
from astrograph.paths.options import PathOptions
from astrograph.paths.why import NoPath

__all__ = ["Cap", "NoPath", "PathAnswer", "PathOptions", "find_paths", "stream_paths"]
