"""Links between claims: read and written, with who asserts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from astrograph.codec.decode import decode
from astrograph.codec.encode import encode
from astrograph.model import Link
from builders import CLAIM, ID, PREAMBLE, SOURCE, claim

if TYPE_CHECKING:
    from astrograph.codec.decode import Content


def read(turtle: str) -> Content:
    """Decode Turtle; the usual prefixes are declared."""
    return decode(ox.parse((PREAMBLE + turtle).encode(), format=ox.RdfFormat.TURTLE))


def test_links_are_read_with_who_asserts_them() -> None:
    """The triple is the link; the link node attributes it, over its whole cross product."""
    content = read("""
        claim:a ag:subject id:A ; ag:predicate ag:leads ; ag:object id:B ;
          ag:supersedes claim:b , claim:c .
        claim:b ag:subject id:A ; ag:predicate ag:leads ; ag:object id:C .
        claim:c ag:subject id:A ; ag:predicate ag:leads ; ag:object id:D ; ag:restates claim:b .
        claim:L1 a ag:ClaimLink ; ag:subject claim:a ; ag:predicate ag:supersedes ;
          ag:object claim:b , claim:c ; ag:speaker id:Curator .
    """)

    node = CLAIM + "L1"
    assert content.claims[CLAIM + "a"].links == (
        Link(CLAIM + "a", "supersedes", CLAIM + "b", ID + "Curator", node),
        Link(CLAIM + "a", "supersedes", CLAIM + "c", ID + "Curator", node),
    )
    assert content.claims[CLAIM + "c"].links == (Link(CLAIM + "c", "restates", CLAIM + "b"),)
    assert CLAIM + "L1" not in content.claims


def test_a_link_may_lead_to_a_claim_that_lies_elsewhere() -> None:
    """Whoever adds a file argues with claims of a graph that is there already."""
    content = read("""
        claim:a ag:subject id:A ; ag:predicate ag:leads ; ag:object id:B ;
          ag:inTensionWith claim:elsewhere ; ag:inPost id:Head .
    """)

    assert content.claims[CLAIM + "a"].links == (
        Link(CLAIM + "a", "inTensionWith", CLAIM + "elsewhere"),
    )


def test_a_link_that_two_assert_is_two_links() -> None:
    """Each with its own voice."""
    content = read("""
        claim:a ag:subject id:A ; ag:predicate ag:leads ; ag:object id:B ; ag:supports claim:b .
        claim:b ag:subject id:A ; ag:predicate ag:leads ; ag:object id:C .
        claim:L1 a ag:ClaimLink ; ag:subject claim:a ; ag:predicate ag:supports ;
          ag:object claim:b ; ag:speaker id:Curator .
        claim:L2 a ag:ClaimLink ; ag:subject claim:a ; ag:predicate ag:supports ;
          ag:object claim:b ; ag:speaker source:x .
    """)

    assert [link.by for link in content.claims[CLAIM + "a"].links] == [ID + "Curator", SOURCE]


def test_a_claim_about_a_claim_is_no_link() -> None:
    """Subject and object name what is spoken of."""
    content = read("""
        claim:a ag:subject id:A ; ag:predicate ag:leads ; ag:object id:B .
        claim:b ag:subject claim:a ; ag:predicate ag:assessedAs ; ag:value "bold" .
    """)

    assert content.claims[CLAIM + "b"].links == ()
    assert CLAIM + "a" not in content.entities


def test_who_asserts_a_link_is_written_as_a_node_of_its_own() -> None:
    """Its name is made of what it says, unless the data give it one."""
    ends = (CLAIM + "a", "supersedes", CLAIM + "b", ID + "Curator")
    unnamed, named = Link(*ends), Link(*ends, CLAIM + "L1")

    def nodes(link: Link) -> set[str]:
        made = claim("A", "leads", "B", iri=CLAIM + "a", links=(link,))
        return {
            triple.subject.value
            for triple in encode(made)
            if isinstance(triple.subject, ox.NamedNode) and "ClaimLink" in str(triple.object)
        }

    assert nodes(unnamed) == nodes(unnamed)
    assert nodes(named) == {CLAIM + "L1"}
    assert nodes(unnamed) != nodes(unnamed._replace(by=ID + "Other"))
    assert nodes(unnamed._replace(by=None)) == set()
