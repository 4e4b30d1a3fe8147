"""Own the HTTP server: SPARQL, the commands as JSON, and the IRIs of the graph."""
