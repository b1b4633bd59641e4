"""Our source says nothing to people but through gettext; the list of what did before only shrinks."""

import pytest

from tests.architecture.source import planted
from tests.translation import in_python, in_templates
from tests.translation.baseline import COMMAND, LIST, allowed, untranslated
from tests.translation.vocabulary import Vocabulary


def test_every_new_sentence_passes_through_gettext() -> None:
    new = {sentence: files[0] for sentence, files in untranslated().items() if sentence not in allowed()}
    told = "\n".join(f"{path}: {sentence}" for sentence, path in sorted(new.items(), key=lambda each: each[::-1]))
    assert not new, f"Mark these for translation (CONTRIBUTING.md, Languages):\n{told}"


def test_the_list_of_old_sentences_only_shrinks() -> None:
    done = sorted(allowed() - untranslated().keys())
    assert not done, f"Translatable or gone by now; take them out of the list with `{COMMAND}`: {done}"
    assert LIST.read_text() == "".join(f"{sentence}\n" for sentence in sorted(allowed())), "in order, each once"


TEMPLATES = {
    "<p>Gather {{ n }} mushrooms</p>": ["Gather {} mushrooms"],
    "<p>{% if x %}one basket{% else %}two{% endif %}</p>": ["one basket", "two"],
    '<a title="To the woods" href="/woods/of/ours">{% icon "basket" %}</a>': ["To the woods"],
    '<nav aria-label="{% translate "Woods" %}"><input type="submit" value="Go there"></nav>': ["Go there"],
    '{% include "a/b c.html" with words="Back to the woods" %}': ["Back to the woods"],
    '{{ name|default:"Nobody yet" }} {{ day|date:"l jS F, every day" }}': ["Nobody yet"],
    '{% translate "Gather mushrooms" %}{% include "a.html" with words=_("Back to the woods") %}': [],
    "{% blocktranslate with n=n %}Gather {{ n }} mushrooms{% endblocktranslate %}{# For nobody #}": [],
    "<script>say('In the woods')</script><p>·  {{ n }} %</p>{% comment %}For nobody{% endcomment %}": [],
}  # fmt: skip


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_templates_sentences_are_found(template: str) -> None:
    assert list(in_templates.untranslated(template)) == TEMPLATES[template]


def test_a_letters_lines_are_found() -> None:
    letter = "Hello {{ name }},\n{% if late %}it is late{% endif %}: <not a tag>\n{% translate 'Bye for now' %}\n"
    assert list(in_templates.untranslated(letter, is_html=False)) == ["Hello {},", "it is late", ": <not a tag>"]


PYTHON = {
    'field = CharField(label="Your basket")': ["Your basket"],
    'words = "{name} gathers %(count)s mushrooms"': ["{} gathers {} mushrooms"],
    'say(f"{name} gathers {len(basket)} mushrooms")': ["{} gathers {} mushrooms"],
    'choices = [("woods", "Woods")]': ["Woods"],
    'raise ValueError("A basket holds something.")': ["A basket holds something."],
    'messages.error(request, "No such basket")': ["No such basket"],
    'field = CharField(label=gettext_lazy("Your basket"), widget="text", name="basket_of_ours")': [],
    'def f() -> "Some type":\n    """Gathers mushrooms."""\n    x: "A type" = 1': [],
    'raise TypeError("A basket is no mushroom.")': [],
    'log.warning("The basket is full")\ncursor.execute("select a from b")\nq = "SELECT a FROM b"': [],
    '__all__ = ["Basket", "Mushroom"]': [],
    'header = "noindex and nofollow"  # not for people': [],
}  # fmt: skip


@pytest.mark.parametrize("text", PYTHON)
def test_a_python_files_sentences_are_found(text: str) -> None:
    assert list(in_python.untranslated(planted(text))) == PYTHON[text]


def test_what_only_a_terminal_or_a_column_says_is_left_out() -> None:
    note = planted('size = IntegerField(help_text="In handfuls of ours.")', "banks/planted/models.py")
    command = planted('say("Gather mushrooms")', "tenants/management/commands/gather.py")
    assert [*in_python.untranslated(note), *in_python.untranslated(command)] == []


def test_a_row_of_words_is_known_only_as_a_whole() -> None:
    vocabulary = Vocabulary()
    vocabulary.learn(["Gather {} mushrooms today", "Woods"])
    assert vocabulary.unknown_words("Gather 7 mushrooms today, woods") == []
    assert vocabulary.unknown_words("mushrooms of today") == ["mushrooms", "today"]
    assert vocabulary.unknown_words("ĝàţĥéŕ ɱûšĥŕööɱš 01a2-mushrooms4 mushrooms_today") == []
