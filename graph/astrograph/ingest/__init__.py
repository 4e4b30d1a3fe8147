"""Own how foreign data come in: tables by a mapping file, RDF, and JSON Lines of claims.

For tables, `mapping` reads the mapping file, `template` and `dates` what it says of cells, and
`table` goes through the rows. `rdf` and `jsonl` read the other formats. `run` takes files into a
store: `intake` reads and `checks` each record, `compare` sets a file beside the others and the
store, `spool` keeps it aside until then, and `report` says what came in and what was refused.
"""

from astrograph.ingest.run import ingest_file

__all__ = ["ingest_file"]
