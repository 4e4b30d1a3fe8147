"""Own the tables of the index: what they are called, what is in them, which version they have."""

FORMAT = 7
"""The version of the tables; an index of another version is rebuilt."""

SCHEMA = """
CREATE TABLE edition (record TEXT, newest TEXT, stamp INTEGER);
CREATE TABLE span (earliest TEXT, latest TEXT);
CREATE TABLE remainder (id INTEGER PRIMARY KEY, text TEXT UNIQUE);
CREATE TABLE relation (iri TEXT PRIMARY KEY, record TEXT) WITHOUT ROWID;
CREATE TABLE source (iri TEXT PRIMARY KEY, record TEXT) WITHOUT ROWID;
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT UNIQUE);
CREATE TABLE entity (
  id INTEGER PRIMARY KEY, type TEXT, label TEXT, described INTEGER, record TEXT
);
CREATE TABLE name (id INTEGER PRIMARY KEY, entity INTEGER, folded TEXT, text TEXT);
CREATE TABLE word (word TEXT, name INTEGER, PRIMARY KEY (word, name)) WITHOUT ROWID;
CREATE TABLE manner (
  id INTEGER PRIMARY KEY, relation INTEGER, modality TEXT, polarity TEXT, status TEXT, tense TEXT
);
CREATE TABLE moment (id INTEGER PRIMARY KEY, earliest TEXT, latest TEXT);
CREATE TABLE times (id INTEGER PRIMARY KEY, began INTEGER, ended INTEGER, said INTEGER);
CREATE INDEX manner_relation ON manner (relation);
CREATE INDEX moment_earliest ON moment (earliest, latest);
CREATE INDEX times_began ON times (began, ended, said);
CREATE TABLE citation (cited INTEGER, source TEXT);
CREATE TABLE claim (
  id INTEGER PRIMARY KEY, iri TEXT UNIQUE, manner INTEGER, cited INTEGER, times INTEGER
);
CREATE TABLE record (claim INTEGER PRIMARY KEY, text TEXT, overlay TEXT);
CREATE TABLE statement (
  claim INTEGER PRIMARY KEY, subject INTEGER, object INTEGER, manner INTEGER, times INTEGER,
  cited INTEGER, standing INTEGER
);
CREATE TABLE mention (thing INTEGER, claim INTEGER);
CREATE TABLE link (claim TEXT, kind TEXT, other TEXT, by TEXT);
CREATE TABLE disputed (claim INTEGER PRIMARY KEY);
"""
"""The tables. What many claims share stands in tables of its own, by number.

Entities and relations are things and have their number. ``statement`` holds the positive, factual
claims whose two ends are entities, and under numbers below 0 statements that no claim makes;
``standing`` is 1 where more than the claim decides (``ASKS`` of `astrograph.store.adjacency`), plus
2 where an accepted claim supersedes. ``mention`` holds what a claim names beside the ends of its
statement. ``times`` are the moments at which something began, ended and was said; a moment of which
nothing is known has the number 0, as has an empty set of sources in ``citation``. A claim's status
and times are those that rules leave it with. ``disputed`` lists the claims that are disputed or
superseded, or that a link sets another claim against.
"""

INDEXES = """
CREATE INDEX name_folded ON name (folded);
CREATE INDEX link_claim ON link (claim);
CREATE INDEX link_other ON link (other);
CREATE INDEX claim_times ON claim (times);
CREATE INDEX citation_cited ON citation (cited);
CREATE INDEX statement_subject ON statement (subject, object);
CREATE INDEX statement_object ON statement (object);
CREATE INDEX mention_thing ON mention (thing, claim);
"""
"""Made once the tables are full, which is quicker than to keep them up while they fill."""
