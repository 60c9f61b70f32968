"""PolNeAR: texts and attributions in the dialect of brat that this corpus uses, in its folders train, dev and test.

Outermost quotes alone are told. The cue of an attribution is one, of one or more fragments; two attributions may lead
to one source.
Format: https://github.com/networkdynamics/PolNeAR
"""

from collections.abc import Mapping, Sequence

from annotator.core.spans import Span

from .base import About, Answer, Loss
from .dropping import TOGETHER, Keeps
from .standoff import BROKEN, Standoff, broken, spans_of
from .writers import OneLayer

ROLES = {"contents": "Content", "cues": "Cue", "sources": "Source"}
FOLDERS = {"validation": "dev"}
NESTED = "it lies within another quote, and the format holds the outermost"


class Polnear(OneLayer):
    """Writes `<split>/text/<page>.txt` and `<split>/attributions/<page>.ann`."""

    name = "polnear"
    keeps = Keeps(quotes=("contents", "cues", "sources", TOGETHER))
    layer = "quotes"

    def files(self, answer: Answer, stem: str, about: About) -> tuple[Mapping[str, bytes], Sequence[Loss]]:
        """Return text and attributions; quotes within others are told."""
        del about
        losses: list[Loss] = []
        text = answer.page.text
        page = Standoff(text)
        keys: dict[tuple[str, tuple[Span, ...]], str] = {}
        for quote in answer.labels["quotes"]:
            parts = {role: tuple(spans_of(quote[name])) for name, role in ROLES.items() if quote[name]}
            if quote["parent"] is not None:
                losses.append(Loss(answer.page.name, "quotes", quote["id"], NESTED))
            elif "Content" not in parts:
                losses.append(Loss(answer.page.name, "quotes", quote["id"], "it has no content to stand on"))
            else:
                if any(broken(text.text, spans) for spans in parts.values()):
                    losses.append(Loss(answer.page.name, "quotes", quote["id"], BROKEN))
                for part in parts.items():
                    if part not in keys:
                        keys[part] = page.span(*part)
                arguments = [(role, keys[role, spans]) for role, spans in parts.items()]
                page.event("Attribution", parts.get("Cue") or parts["Content"], arguments)
        folder = FOLDERS.get(answer.split, answer.split)
        return {
            f"{folder}/text/{stem}.txt": text.text.encode(),
            f"{folder}/attributions/{stem}.ann": page.content(),
        }, losses
