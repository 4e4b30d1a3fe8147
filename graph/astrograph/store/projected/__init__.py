"""Own the endpoints whose data have another shape, read through a projection that is declared.

`projection` has the words of one; `asking` asks for what it names, `making` makes claims of the
rows, by `dates`, and `gathered` gathers them, so that a `store` of a remote graph answers.
"""
