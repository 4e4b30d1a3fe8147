"""The form of a claim in RDF: which property stands for which field of the model.

The one place that ties the ontology's terms to the model's fields; `codec.decode` reads by it and
`codec.encode` writes by it.
"""

from astrograph.vocab import AG, DCTERMS, FOAF, OWL, RDF, RDFS, SCHEMA, SKOS

TYPE = RDF + "type"
LABELS = (SKOS + "prefLabel", RDFS + "label", SCHEMA + "name", FOAF + "name", DCTERMS + "title")
ALIASES = (SKOS + "altLabel", SCHEMA + "alternateName")
SCHEMA_CLASSES = {
    OWL + name
    for name in (
        "Class",
        "ObjectProperty",
        "DatatypeProperty",
        "AnnotationProperty",
        "SymmetricProperty",
        "TransitiveProperty",
        "Ontology",
        "NamedIndividual",
        "Restriction",
        "AllDisjointClasses",
    )
} | {RDFS + "Class", RDF + "Property", RDFS + "Datatype", AG + "Slice", AG + "Evidence"}
VALUE_CLASSES = {AG + "Modality", AG + "Status", AG + "Polarity", AG + "Tense"}

SLICE = "https://w3id.org/astrograph/slice/graph"
"""The name of an edition that has none."""

ENUMERATED = {"modality": "modality", "polarity": "polarity", "status": "status", "tense": "tense"}
ROLES = {
    "speaker": "speaker",
    "addressee": "addressee",
    "relayedBy": "relayed_by",
    "probableSpeaker": "probable_speaker",
}
TEXTS = {
    "timeText": "time_text",
    "roleText": "role_text",
    "condition": "condition",
    "termAsPrinted": "term_as_printed",
    "assessment": "assessment",
    "paraphrase": "paraphrase",
}
NUMBERS = {
    "confidence": "confidence",
    "probableSpeakerConfidence": "probable_speaker_confidence",
}
FLAGS = {"hedged": "hedged", "repeated": "repeated", "presupposed": "presupposed"}
INSTANTS = {"saidEarliest": "said_earliest", "saidLatest": "said_latest"}
BOUNDS = {
    "startEarliest": "start_earliest",
    "startLatest": "start_latest",
    "endEarliest": "end_earliest",
    "endLatest": "end_latest",
}
LINKS = {
    "supersedes",
    "contradicts",
    "inTensionWith",
    "supports",
    "restates",
    "elaborates",
    "qualifies",
    "argueAgainst",
    "exampleOf",
    "explains",
    "contrastsWith",
    "conditionOf",
    "distinctFrom",
    "possiblySameEvent",
}
"""The links of the ontology; they may lead to a claim that lies elsewhere."""
