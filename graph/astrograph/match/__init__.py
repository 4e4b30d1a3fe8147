"""Propose who is who: which entities of two graphs are the same, and why one thinks so.

A name alone never decides. A proposal needs an identifier in common, or a name and something that
the two share: a mission, a year of birth, the time spent in space. What does not suffice is listed
as open, with the reason.
"""

from astrograph.match.persons import Candidate, OpenCase, Proposal, propose

__all__ = ["Candidate", "OpenCase", "Proposal", "propose"]
