"""What many tests share: where the open data lie, and the shipped graph in both engines."""

from __future__ import annotations

import os
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "graph" / "astrograph" / "data"
SHIPPED = [ROOT / "ontology.ttl", *sorted((DATA / "article").glob("*.ttl"))]


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """Return the folder of the open data and the article's text, or skip the test without it."""
    folder = Path(os.environ.get("ASTROGRAPH_SHARED", ROOT.parent / "shared"))
    if not (folder / "sources").is_dir():
        pytest.skip(f"needs the open data and the article's text, which do not lie in {folder}")
    return folder


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """Return the folder of the data that the package ships."""
    return DATA


@pytest.fixture(scope="session")
def shipped_files() -> list[Path]:
    """Return the ontology and the files of the article's slice."""
    return SHIPPED


@pytest.fixture(scope="session")
def seed() -> rdflib.Graph:
    """Return the ontology and the article's slice in rdflib; tests must not change it."""
    graph = rdflib.Graph()
    for path in SHIPPED:
        graph.parse(path, format="turtle")
    return graph


@pytest.fixture(scope="session")
def seed_engine() -> ox.Store:
    """Return the ontology and the article's slice in Oxigraph; tests must not change it."""
    engine = ox.Store()
    for path in SHIPPED:
        engine.load(path=str(path), format=ox.RdfFormat.TURTLE)
    return engine


@pytest.fixture(scope="session")
def direct_rule() -> str:
    """Return the text of the rule that derives the direct triples."""
    return (DATA / "direct.rq").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def direct(seed: rdflib.Graph, direct_rule: str) -> rdflib.Graph:
    """Return the direct triples of the seed, for the article's own present, from rdflib."""
    derived = seed.query(direct_rule).graph
    assert derived is not None
    return derived
