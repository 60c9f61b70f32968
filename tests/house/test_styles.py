"""The style sheets hold nothing that no screen uses, and no screen names a colour of its own."""

import re

from tests.house.checkout import name, sources

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
STRING = re.compile(r'"[^"]*"')


def styles() -> dict[str, str]:
    """The style sheets without comments and strings."""
    read = {name(path): path.read_text(encoding="utf-8") for path in sources("static/css/*.css")}
    return {sheet: STRING.sub('""', COMMENT.sub("", text)) for sheet, text in read.items()}


def given() -> set[str]:
    """Every word that may be a class or an id: in an attribute of markup, or a string of code without a space."""
    words: set[str] = set()
    for path in sources("templates/**/*.html", "annotator/web/*.py"):
        text = path.read_text(encoding="utf-8")
        for value in re.findall(r'(?:class|id)="([^"]*)"|body_class %}([^{]*)', text):
            words |= set(re.findall(r"[\w-]+", " ".join(value)))
    for path in sources("static/js/**/*.js", "annotator/core/*.py", "annotator/web/*.py"):
        text = re.sub(r"\$\{[^{}]*\}", "", path.read_text(encoding="utf-8"))
        for value in re.findall(r"""(["'`])([^\s"'`]+)\1""", text):
            words |= set(re.findall(r"[\w-]+", value[1]))
    return words


def selectors(text: str) -> str:
    """What stands before the braces."""
    return " ".join(re.findall(r"([^{};]+)\{", text))


def test_every_class_and_id_of_a_style_is_on_some_screen() -> None:
    words = given()
    made = re.compile(r"h\d+")  # of a chunk, by its height
    unused = [
        f"{sheet}: {mark}{word}"
        for sheet, text in styles().items()
        for mark, word in re.findall(r"([.#])(-?[A-Za-z_][\w-]*)", selectors(text))
        if word not in words and not made.fullmatch(word)
    ]
    assert not unused


def test_every_token_is_defined_and_used() -> None:
    text = "\n".join(styles().values())
    modules = "\n".join(path.read_text(encoding="utf-8") for path in sources("static/js/**/*.js"))
    defined = set(re.findall(r"(--[\w-]+)\s*:", text))
    used = set(re.findall(r"var\((--[\w-]+)", text)) | set(re.findall(r'"(--[\w-]+)"', modules))
    assert defined == used


def test_colours_stand_with_the_tokens() -> None:
    literal = re.compile(r"#[0-9a-fA-F]{3,8}\b(?=[\s,;)])|\brgb\(")
    found = [
        f"{sheet}: {hit[0]}"
        for sheet, text in styles().items()
        if not sheet.endswith("tokens.css")
        for hit in literal.finditer(text)
    ]
    assert not found
