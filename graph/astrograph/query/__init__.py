"""Own SPARQL: `text` vets what is asked, `run` asks the engine, `saved` holds shipped queries."""

from astrograph.query.run import evaluate, evaluate_apart, run_query
from astrograph.query.saved import SavedQuery, saved_queries, saved_query

__all__ = ["SavedQuery", "evaluate", "evaluate_apart", "run_query", "saved_queries", "saved_query"]
