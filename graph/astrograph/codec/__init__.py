"""Own how a claim is written down.

`form` says which RDF property stands for which field; `decode` and `encode` read and write RDF;
`records` reads and writes plain JSON records; `canonical` is the form that is the same in both.
"""
