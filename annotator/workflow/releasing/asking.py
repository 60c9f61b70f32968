"""How a release is asked for: which labellings, under whose names, and what it takes to build it again."""

import re
from dataclasses import asdict, dataclass, replace

from annotator.core.errors import Refused
from annotator.core.labels import Json
from annotator.core.pseudonyms import Pseudonyms
from annotator.workflow.exporting import Choice

VERSION = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?")
LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True)
class Order:
    """What to freeze: a choice of labellings, with people's names or without, and why leaks are taken (None: not)."""

    choice: Choice
    names: bool = False
    leaks_ok: str | None = None

    def checked(self) -> "Order":
        """Return the order; refuses drafts, which are no answer, and an empty reason."""
        if self.choice.drafts:
            raise Refused("release", "holds finished labellings; drafts leave by `annotator export --drafts`")
        reason = None if self.leaks_ok is None else " ".join(self.leaks_ok.split())
        if reason is not None and not 1 <= len(reason) <= LONGEST_REASON:
            raise Refused("leaks", f"the reason to build with them should have 1 to {LONGEST_REASON} characters")
        return replace(self, choice=self.choice.checked(), leaks_ok=reason)

    def stored(self, people: Pseudonyms) -> Json:
        """Return what the row of the release keeps; who is who stays there."""
        return {**self.kept(), "people": people.codes}

    def kept(self) -> Json:
        """Return what it takes to ask the same again."""
        return {"choice": asdict(self.choice), **self._beside()}

    def shown(self, people: Pseudonyms) -> Json:
        """Return what the manifest says, in which people appear as they do in the files."""
        choice = asdict(self.choice)
        if not self.names:
            choice["people"] = [people.of(name) for name in self.choice.people]
        return {"choice": choice, **self._beside()}

    def _beside(self) -> Json:
        return {"names": self.names, "leaks_ok": self.leaks_ok}


def order_of(options: Json) -> Order:
    """Return the order that a row's options keep."""
    given: Json = {name: tuple(one) if isinstance(one, list) else one for name, one in options["choice"].items()}
    return Order(Choice(**given), options["names"], options["leaks_ok"])


def checked_version(version: str) -> str:
    """Return a version as it is; refuses what can't be the name of a folder everywhere."""
    if not VERSION.fullmatch(version):
        raise Refused(
            version or "version", "is no version; it has 1 to 64 letters, digits, dots and dashes, such as v1.0"
        )
    return version
