"""Own the stores of other machines: SPARQL endpoints, asked for what a look-up touches.

`client` speaks the protocol, `asker` asks in batches; `asking` and `walking` have the questions.
What comes back is `gathered`, and a store of this machine is made of it, which answers; `reach`
gathers what paths between two entities are made of, `pricing` lets their hops cost what they do in
the whole graph, and `copying` gathers all.
"""
