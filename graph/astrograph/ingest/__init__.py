"""Own how foreign data come in: tables by a mapping file, RDF, and JSON Lines of claims.

For tables, `mapping` reads the mapping file, `template` and `dates` what it says of cells,
`table` goes through the rows, and `report` keeps what was refused and why.
"""
