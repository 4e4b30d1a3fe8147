"""Own the files that sources lie in: `dialect` reads tables, `texts` finds the words cited."""

from astrograph.sources.texts import SourceTexts

__all__ = ["SourceTexts"]
