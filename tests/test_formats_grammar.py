"""The words of relations in every tense, number and order, for each relation of the ontology."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from astrograph.formats import grammar

if TYPE_CHECKING:
    from astrograph import Store

ALIKE = {"bought", "brought", "built", "had", "held", "led", "left", "lost", "made", "sent", "sold"}
"""Irregular verbs whose participle is their simple past."""


def test_every_past_form_has_a_participle(shipped: Store) -> None:
    """What it is neither regular, nor listed, nor alike would be put wrongly into the perfect."""
    forms = {relation.past_form for relation in shipped.relations.values()}
    readings = [
        grammar.simple_past(label)
        for iri, relation in shipped.relations.items()
        if iri in forms
        for label in (relation.label, relation.inverse_label)
    ]
    verbs = {reading.partition(" ")[0] for reading in readings} - {"are", "may"}
    present = {verb for verb in verbs if verb.endswith("s") and verb not in grammar.PARTICIPLES}
    regular = {verb for verb in verbs if verb.endswith("ed")}

    assert len(verbs) > 60
    assert verbs - present - regular - ALIKE <= set(grammar.PARTICIPLES)


def test_the_perfect_of_every_state_reads_as_english(shipped: Store) -> None:
    """No participle is missing, and nothing is said twice."""
    for relation in shipped.relations.values():
        past = relation.past_form
        if past in {None, relation.iri}:
            continue
        form = shipped.relation(str(past))
        for now, over in (
            (relation.label, form.label),
            (relation.inverse_label, form.inverse_label),
        ):
            told = grammar.perfect(now, grammar.simple_past(over))

            assert told.startswith("has "), told
            assert "formerly" not in told
            assert " is " not in f"{told} "


def test_labels_of_states_are_in_the_third_person_singular(shipped: Store) -> None:
    """All the rules of number and tense go by that."""
    states = [
        relation
        for relation in shipped.relations.values()
        if relation.past_form not in {None, relation.iri}
    ]
    verbs = {
        label.removeprefix("abruptly ").partition(" ")[0]
        for relation in states
        for label in (relation.label, relation.inverse_label)
    }

    assert len(states) > 30
    assert [verb for verb in sorted(verbs) if not verb.endswith("s")] == []


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("leads", "A leads B"),
        ("is led by", "A is led by B"),
        ("has as its president", "A has B as its president"),
        ("formerly had as its president", "A formerly had B as its president"),
        ("has had as its president", "A has had B as its president"),
        ("may have had as its president", "A may have had B as its president"),
        ("is to keep as a participant", "A is to keep B as a participant"),
        ("took in as an astronaut", "A took in B as an astronaut"),
        ("had in its crew", "A had B in its crew"),
        ("had on its staff", "A had B on its staff"),
        ("has attached to it", "A has B attached to it"),
        ("has been attached to", "A has been attached to B"),
        ("has been under sanctions by", "A has been under sanctions by B"),
        ("had its control system from", "A had its control system from B"),
        ("has as its state (planned)", "A has B as its state (planned)"),
    ],
)
def test_the_other_end_stands_where_english_wants_it(told: str, expected: str) -> None:
    """Behind the verb; within it where a label says what it is had as, or where."""
    assert grammar.joined("A", told, "B") == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("is built in", "are built in"),
        ("was formerly sold to", "were formerly sold to"),
        ("formerly bought", "formerly bought"),
        ("has been sold to", "have been sold to"),
        ("leads", "lead"),
        ("launches", "launch"),
        ("carries out", "carry out"),
        ("may have led", "may have led"),
        ("plans to leave", "plan to leave"),
        ("spoke with", "spoke with"),
    ],
)
def test_several_take_the_plural(told: str, expected: str) -> None:
    """Officials speak, and engines are sold."""
    assert grammar.plural(told) == expected
