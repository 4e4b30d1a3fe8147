"""What many tests share: the open data, the shipped graph, and how properties are tried."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, settings

from astrograph import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from astrograph import Store
    from serving import Served

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "graph" / "astrograph" / "data"
SHIPPED = [ROOT / "ontology.ttl", *sorted((DATA / "article").glob("*.ttl"))]

# The same examples in every run, and no time limit on a busy machine.
settings.register_profile(
    "astrograph",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("astrograph")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch that writes expected outputs anew instead of comparing with them."""
    parser.addoption("--update-golden", action="store_true", help="rewrite expected outputs")


@pytest.fixture(scope="session", autouse=True)
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep the user's own cache, stores and source texts out of every test."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ASTROGRAPH_CACHE", str(folder))
        patch.setenv("ASTROGRAPH_SLICE", "article")
        for name in ("ASTROGRAPH_STORE", "ASTROGRAPH_SOURCES", "ASTROGRAPH_DEBUG"):
            patch.delenv(name, raising=False)
        yield folder


@pytest.fixture(scope="session")
def shipped(cache_dir: Path) -> Store:  # noqa: ARG001 -- the cache has to be set before
    """Return the shipped graph, opened from its compiled form."""
    return open_store()


@pytest.fixture(scope="session")
def wide(cache_dir: Path) -> Store:  # noqa: ARG001 -- the cache has to be set before
    """Return the widest slice of the shipped graph; to compile it takes a quarter of a minute."""
    return open_store(slice="wide")


@pytest.fixture(scope="session")
def server(cache_dir: Path) -> Iterator[Served]:  # noqa: ARG001 -- the cache has to be set before
    """Return a server of the article's slice, with the usual limits."""
    from serving import serving

    with serving("--workers", "1") as served:
        yield served


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Return a function that compares a text with the golden file of a name."""

    def compare(name: str, actual: str) -> None:
        path = ROOT / "tests" / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(actual, encoding="utf-8")
        expected = path.read_text(encoding="utf-8")

        assert expected == actual

    return compare


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
