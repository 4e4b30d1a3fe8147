"""Nothing is lost on the way out and back: claims, records, CURIEs, folded names."""

from __future__ import annotations

import json

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from astrograph.codec.decode import decode
from astrograph.codec.encode import encode
from astrograph.codec.records import from_record, to_record
from astrograph.formats.cells import safe
from astrograph.model import Claim
from astrograph.store.names import fold
from astrograph.vocab import PREFIXES, expand, shrink
from properties.strategies import claims, locals_, texts


@given(claims())
def test_a_claim_survives_the_way_through_rdf(made: Claim) -> None:
    """Encoding and decoding are each other's inverse."""
    assert decode(encode(made)).claims == {made.iri: made}


@given(claims())
def test_a_claim_survives_the_way_through_n_triples_text(made: Claim) -> None:
    """Whatever signs its texts hold."""
    text = ox.serialize(encode(made), format=ox.RdfFormat.N_TRIPLES)
    assert text is not None

    assert decode(ox.parse(text, format=ox.RdfFormat.N_TRIPLES)).claims == {made.iri: made}


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
