"""The plan that divides a project's pages into train, validation and test: decided before anybody labels them.

Pages of one group are never divided. A group is a site, a story, or a page alone; what makes one group of several is
said in `placing.py`.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from .errors import Refused
from .labels import Json
from .reading import Fields

SPLITS = ("train", "validation", "test")
NONE = "none"
"""The split of a page that belongs to groups of several splits, or that has no date where the date decides."""
WAYS = ("site", "story", "time")
USUAL = (70.0, 10.0, 20.0)
HELD = SPLITS[1:]
MOST_PINS = 10_000
FOLDS = 5
"""Folds for cross-validation that rows to train on tell."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How pages are divided: `by` site, story or time.

    `shares` are per cent of the groups for train, validation and test. `quotas` gives languages numbers of pages for
    validation and test, in place of the shares. By time, pages published before the day `cuts[0]` are train, from it on
    validation, and from the day `cuts[1]` on test. `pins` puts groups into a split by hand.
    """

    by: str = "site"
    seed: str = "0"
    shares: tuple[float, float, float] = USUAL
    quotas: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    cuts: tuple[str, str] | None = None
    pins: Mapping[str, str] = field(default_factory=dict)

    def decide(self, group: str) -> str:
        """Return the split of a group: its pin, else where its digest falls among the shares."""
        if group in self.pins:
            return self.pins[group]
        at, until = self.digest(group) * 100, 0.0
        for split, share in zip(SPLITS, self.shares, strict=True):
            until += share
            if at < until:
                return split
        # Shares that add up to a hair less than 100: the last split that has one takes the rest.
        return next(split for split, share in reversed(list(zip(SPLITS, self.shares, strict=True))) if share)

    def digest(self, group: str) -> float:
        """Return a number in [0, 1): the first 52 bits of the sha256 of the group, a newline and the seed."""
        return _digest(f"{group}\n{self.seed}")

    def fold(self, group: str, folds: int = FOLDS) -> int:
        """Return in which of so many folds (0 to `folds` - 1) a group is, whatever split it is in.

        It is where the digest of the group, the seed and the word "fold", each on a line, falls among equal shares.
        """
        return int(_digest(f"{group}\n{self.seed}\nfold") * folds)

    def decide_day(self, published: str | None) -> str:
        """Return the split of a day by the cuts; none where `published` doesn't begin with a day (2026-11-22)."""
        day = day_of(published)
        if day is None or self.cuts is None:
            return NONE
        return SPLITS[sum(day >= cut for cut in self.cuts)]

    def with_pin(self, group: str, split: str) -> "Plan":
        """Return the plan with one more group pinned; refuses a split that there isn't, and a plan by time."""
        if split not in SPLITS:
            raise Refused("split", f"{split!r} is none of {', '.join(SPLITS)}")
        if self.by == "time":
            raise Refused("pin", "this plan is by time, and the day a page was published can't be pinned")
        if len(self.pins) >= MOST_PINS and group not in self.pins:
            raise Refused("pin", f"{MOST_PINS} groups are pinned, and that is the most")
        return replace(self, pins={**self.pins, group: split})

    def to_json(self) -> Json:
        """Return the plan as a project stores it and a release tells it."""
        return {
            "by": self.by,
            "seed": self.seed,
            "shares": list(self.shares),
            "quotas": {tag: dict(zip(HELD, self.quotas[tag], strict=True)) for tag in sorted(self.quotas)},
            "cuts": dict(zip(HELD, self.cuts, strict=True)) if self.cuts else None,
            "pins": {group: self.pins[group] for group in sorted(self.pins)},
        }

    def __str__(self) -> str:
        """Say the plan in words."""
        if self.cuts:
            return f"by time: validation from {self.cuts[0]} on, test from {self.cuts[1]} on"
        shares = ", ".join(f"{share:g} % {split}" for split, share in zip(SPLITS, self.shares, strict=True))
        said = f"by {self.by}: {shares}; seed {self.seed}"
        quotas = (f"{tag} {held} validation and {test} test" for tag, (held, test) in sorted(self.quotas.items()))
        return "; pages of ".join((said, *quotas))


def read_plan(value: object) -> Plan:
    """Read a plan as `Plan.to_json` gives it; refuses what can't be one, saying where."""
    given = Fields(value, "plan")
    given.only({"by", "seed", "shares", "quotas", "cuts", "pins"})
    by = given.choice("by", WAYS)
    plan = Plan(by, given.text("seed") or "0", _shares(given.value.get("shares")))
    if by == "time":
        if given.value.get("quotas"):
            raise Refused("plan", "by time the days decide, so that no language can have a quota")
        plan = replace(plan, cuts=_cuts(Fields(given.value.get("cuts") or {}, "plan, cuts")))
    elif given.value.get("cuts"):
        raise Refused("plan", f"only a plan by time has days that divide it, not one by {by}")
    plan = replace(plan, quotas=_quotas(Fields(given.value.get("quotas") or {}, "plan, quotas")))
    pins = Fields(given.value.get("pins") or {}, "plan, pins")
    for group in pins.value:
        plan = plan.with_pin(group, pins.string(group))
    return plan


def said_plan(
    by: str, seed: str = "", shares: str | None = None, quotas: Iterable[str] = (), **days: str | None
) -> Plan:
    """Return the plan that somebody says in words: shares `70/10/20`, quotas `sr=40/80`, days by name of the split."""
    value: Json = {"by": by, "seed": seed, "quotas": dict(_said_quota(one) for one in quotas)}
    value["shares"] = _numbers(shares, "shares") if shares else None
    value["cuts"] = {name: day for name, day in days.items() if day}
    return read_plan(value)


def brief_plan(given: str) -> Plan:
    """Return the plan that one word says: `site`, `site:70/10/20`, `story:80/10/10`, `time:2026-03-01/2026-04-01`."""
    by, _, rest = given.strip().partition(":")
    if by not in WAYS:
        raise Refused("split", f"{given!r} should begin with {', '.join(WAYS)}, as in site:70/10/20")
    if by != "time":
        return said_plan(by, shares=rest or None)
    held, sign, test = rest.partition("/")
    if not sign:
        raise Refused(
            "split", f"{given!r} should look like time:2026-03-01/2026-04-01: where validation and test begin"
        )
    return said_plan(by, validation=held, test=test)


def day_of(published: str | None) -> str | None:
    """Return the day that a moment begins with (ISO 8601), or None where it doesn't begin with one."""
    day = (published or "").strip()[:10]
    try:
        date.fromisoformat(day)
    except ValueError:
        return None
    return day if len(day) == len("2026-11-22") else None


def _digest(words: str) -> float:
    return int(hashlib.sha256(words.encode()).hexdigest()[:13], 16) / 2**52


def _shares(value: object) -> tuple[float, float, float]:
    if value is None:
        return USUAL
    shares = value if isinstance(value, list | tuple) else []
    good = [float(one) for one in shares if isinstance(one, int | float) and not isinstance(one, bool) and one >= 0]
    if len(good) != len(SPLITS) or len(shares) != len(SPLITS) or abs(sum(good) - 100) > 1e-6:
        raise Refused("shares", "should be three numbers that add up to 100, for train, validation and test (70/10/20)")
    return good[0], good[1], good[2]


def _quotas(given: Fields) -> dict[str, tuple[int, int]]:
    found = {}
    for tag in given.value:
        one = Fields(given.value[tag], f"quota of {tag}")
        one.only(set(HELD))
        held, test = (one.integer(split, 0) for split in HELD)
        if held < 0 or test < 0:
            raise Refused(one.place, "should be numbers of pages, 0 or more")
        found[tag] = (held, test)
    return found


def _said_quota(given: str) -> tuple[str, Json]:
    tag, _, numbers = given.partition("=")
    found = _numbers(numbers, "quota") if numbers else []
    if not tag.strip() or len(found) != len(HELD) or not all(one.is_integer() for one in found):
        raise Refused("quota", f"{given!r} should look like sr=40/80: so many pages for validation and test")
    return tag.strip(), dict(zip(HELD, map(int, found), strict=True))


def _numbers(given: str, place: str) -> list[float]:
    try:
        return [float(one) for one in given.split("/")]
    except ValueError:
        raise Refused(place, f"{given!r} should be numbers with / between them") from None


def _cuts(given: Fields) -> tuple[str, str]:
    given.only(set(HELD))
    held, test = (given.string(split) for split in HELD)
    for day in (held, test):
        if day_of(day) != day:
            raise Refused("plan, cuts", f"{day!r} is no day; days look like 2026-11-22")
    if test < held:
        raise Refused("plan, cuts", f"test begins on {test}, before validation on {held}")
    return held, test
