import spacy

from regkit.extract import components
from regkit.extract.definitions import DefinitionFinder, Stated
from regkit.model.annotation import Definition, DefinitionKind
from regkit.model.span import Span


def test_the_component_works_alone():
    assert components.definitions
    nlp = spacy.blank("en")
    nlp.add_pipe("regkit_definitions")
    doc = nlp("The term “Carrier” means any person that moves goods.")
    (definition,) = doc._.definitions
    assert (definition.term, definition.kind, doc.text[definition.span.start : definition.span.end]) == ("carrier", DefinitionKind.MEANS, "Carrier")
    assert nlp("The carrier moves goods by other means.")._.definitions == ()


def test_what_is_set_stays():
    doc = spacy.blank("en")("The term “carrier” means a mover.")
    doc._.definitions = ("set",)
    assert DefinitionFinder()(doc)._.definitions == ("set",)


def definition(start, end, body):
    return Definition(id=f"d{start}", span=Span(start, end), term="x", scope=(), body=Span(*body), kind=DefinitionKind.MEANS, provision=0, rule="r")


def test_definitions_of_a_sentence_are_cut_to_it():
    stated = Stated([definition(2, 5, (6, 40)), definition(12, 15, (16, 90)), definition(30, 31, (32, 33))])
    (only,) = stated.of(Span(10, 20))
    assert (only.span, only.body) == (Span(2, 5), Span(6, 10))
    assert stated.of(Span(16, 29)) == ()
