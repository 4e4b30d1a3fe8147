"""Serves samples of other people's data for tests, and copies what is claimed of them."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from astrograph import find_paths
from astrograph.errors import StoreError
from astrograph.model import Entity, Remainder
from astrograph.store.build import in_memory
from astrograph.vocab import AG, OWL, RDF, RDFS
from endpoints import oxigraph, virtuoso

if TYPE_CHECKING:
    from collections.abc import Iterator

    from astrograph import Store
    from astrograph.model import Record
    from astrograph.paths import PathOptions
    from astrograph.store.projected.projection import Projection
    from astrograph.store.projected.store import ProjectedStore

DATA = Path(__file__).parent / "data"
SHAPES = {"wikidata": "wikidata", "flat": str(DATA / "flat.toml")}
FILES = {"wikidata": DATA / "wikidata-shape.ttl", "flat": DATA / "flat.ttl"}
WD, FLAT = "http://www.wikidata.org/entity/", "https://flat.example/"
SERVERS = {"oxigraph": oxigraph, "virtuoso": virtuoso}

Endpoints = dict[str, str]
"""The addresses of endpoints, by the shape of their data."""


@contextmanager
def serving_samples(server: str, folder: Path) -> Iterator[Endpoints]:
    """Serve the samples by a server; yield the addresses."""
    with ExitStack() as running:
        found = {}
        for shape, file in FILES.items():
            (place := folder / shape).mkdir()
            quads = ox.parse(path=str(file), format=ox.RdfFormat.TURTLE)
            lines = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES)
            found[shape] = running.enter_context(SERVERS[server](place, lines or b""))
        yield found


def everything(store: Store, shape: str) -> list[str]:
    """List the entities of a sample that have a name."""
    label = f"<{RDFS}label>|<http://xmlns.com/foaf/0.1/name>"
    query = f"SELECT DISTINCT ?s {{ ?s {label} ?o FILTER(isIRI(?s)) }}"
    rows = cast("ox.QuerySolutions", store.engine().query(query))
    base = {"wikidata": WD, "flat": FLAT}[shape]
    iris = sorted(str(getattr(row["s"], "value", "")) for row in rows)
    return [iri for iri in iris if iri.startswith(base)]


def copied(store: Store, iris: list[str], projection: Projection) -> Store:
    """Make a store of this machine of all that is claimed of some entities."""
    claims = {claim.iri: claim for iri in iris for claim in store.claims(iri)}
    asserted = [cast("ProjectedStore", store).as_asserted(iri) for iri in sorted(claims)]
    named = sorted({iri for claim in claims.values() for iri in claim.named} | set(iris))
    records: list[Record] = [store.edition, *store.sources()]
    records += [store.entity(iri) or Entity(iri, iri, "Thing") for iri in named]
    records += [claim for claim in asserted if claim is not None]
    lines = []
    for iri, each in projection.relations.items():
        kind = "SymmetricProperty" if each.symmetric else "ObjectProperty"
        lines.append(f"<{iri}> <{RDF}type> <{OWL}{kind}> .")
        lines.append(f'<{iri}> <{RDFS}label> "{each.label}" .')
        lines.append(f'<{iri}> <{AG}inverseLabel> "{each.inverse_label}" .')
    return in_memory(store.location, [*records, Remainder("\n".join(lines))])


def reached(store: Store, one: str, other: str, options: PathOptions) -> list[object]:
    """Return the paths of a remote store, which leaves it to a copy to say why there are none."""
    with suppress(StoreError):
        return list(find_paths(store, one, other, options).paths)
    return []
