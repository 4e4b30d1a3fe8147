"""Own the path search: which walks connect two entities, the best first, and why there is none.

`search` walks, `rank` orders, `find` joins them to a store and its filters.
"""

from astrograph.paths.find import NoPath, PathAnswer, PathOptions, find_paths

__all__ = ["NoPath", "PathAnswer", "PathOptions", "find_paths"]
