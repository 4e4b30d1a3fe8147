"""Nothing is lost on the way out and back: claims, records, CURIEs, folded names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from astrograph.codec.canonical import canonical, in_name_order
from astrograph.codec.decode import decode
from astrograph.codec.encode import encode, encode_record
from astrograph.codec.records import dumps, from_record, loads, to_record
from astrograph.formats.cells import safe
from astrograph.model import Claim, Entity, Source
from astrograph.store.names import fold
from astrograph.vocab import PREFIXES, expand, shrink
from properties.strategies import claims, locals_, records, texts

if TYPE_CHECKING:
    from astrograph.model import Record


@given(claims())
def test_a_claim_survives_the_way_through_rdf(made: Claim) -> None:
    """Encoding and decoding are each other's inverse."""
    assert decode(encode(made)).claims == {made.iri: canonical(made)}


@given(claims())
def test_a_claim_survives_the_way_through_n_triples_text(made: Claim) -> None:
    """Whatever signs its texts hold."""
    text = ox.serialize(encode(made), format=ox.RdfFormat.N_TRIPLES)
    assert text is not None

    assert decode(ox.parse(text, format=ox.RdfFormat.N_TRIPLES)).claims == {
        made.iri: canonical(made)
    }


@given(records)
def test_any_record_survives_the_way_through_rdf(made: Record) -> None:
    """Claims, entities, sources, and where a graph stands in time."""
    content = decode(encode_record(made))

    if isinstance(made, Claim):
        assert content.claims == {made.iri: canonical(made)}
    elif isinstance(made, Entity):
        assert content.entities == {made.iri: in_name_order(made)}
    elif isinstance(made, Source):
        assert content.sources == {made.iri: made}
    else:
        assert content.edition == made


@given(records)
def test_any_record_survives_the_way_through_a_line_of_json(made: Record) -> None:
    """On one line, whatever signs its texts hold."""
    line = dumps(made)

    assert "\n" not in line
    assert loads(line) == made


@given(claims())
def test_a_claim_survives_the_way_through_json_text(made: Claim) -> None:
    """Links, evidence and bounds included."""
    assert from_record(Claim, json.loads(json.dumps(to_record(made)))) == made


@given(st.sampled_from(sorted(PREFIXES)), locals_)
def test_a_curie_expands_and_shrinks_to_itself(prefix: str, local: str) -> None:
    """For every prefix."""
    curie = f"{prefix}:{local}"

    assert shrink(expand(curie)) == curie


@given(st.sampled_from(sorted(PREFIXES)), texts)
def test_whatever_an_iri_shrinks_to_expands_to_it(prefix: str, local: str) -> None:
    """Where no clean CURIE can be made, the IRI stays."""
    iri = PREFIXES[prefix] + local
    short = shrink(iri)

    assert iri in (short, expand(short) if short != iri else short)


@given(texts)
def test_a_folded_name_folds_to_itself(text: str) -> None:
    """Folding once is enough."""
    assert fold(fold(text)) == fold(text)


@given(st.text("aäбёßİαςﬁÉ \u0301'-_.", max_size=12))
def test_folding_is_blind_to_case(text: str) -> None:
    """In scripts that have cases, also where case changes the length."""
    assert fold(text.lower()) == fold(text)
    assert fold(text.upper()) == fold(text)


@given(texts)
def test_no_cell_of_a_spreadsheet_begins_like_a_formula(text: str) -> None:
    """And a text that does not is left alone."""
    cell = str(safe(text))

    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell.removeprefix("'") == text or cell == text
