"""Own the path search: which walks connect two entities, the best first, and why there is none.

`search` finds walks, `rank` says what they cost, `walk` is the graph that the filters of `options`
leave, `find` joins them to a store.
"""

from astrograph.paths.find import NoPath, PathAnswer, find_paths
from astrograph.paths.options import PathOptions

__all__ = ["NoPath", "PathAnswer", "PathOptions", "find_paths"]
