"""Which split new pages of a project go to: pages that belong together are never divided.

A page belongs to its site (by site) or its story (by story), always to its story, and to its near-duplicates. What is
joined that way and stands in no split yet is decided as one group. A page that would join groups of different splits
goes to none of them, and joins nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .splits import HELD, NONE, SPLITS, Plan

JOINED, SHARE = 100, 0.1
"""Single pages join groups while no more pages than these, or that share of all, become one: else articles that many
sites print would chain most sites together."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A page that stands in no split yet; `key` is its database key."""

    key: int
    uid: str
    site: str | None = None
    story: str | None = None
    published: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of a page: its split, the group that decided it, and, where the split is none, why."""

    split: str
    group: str
    why: str = ""


@dataclass(slots=True)
class Group:
    """Pages that stay together, and the splits they are in; `standing` tells that pages of it had one before.

    `size` counts its new pages, those still to be taken too. Several splits mean that what is known about pages was
    changed later; no page joins such a group.
    """

    name: str
    splits: set[str] = field(default_factory=set)
    standing: bool = False
    size: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    into: "Group | None" = None

    def end(self) -> "Group":
        """Return the group that this one has become a part of."""
        one = self
        while one.into is not None:
            if one.into.into is not None:
                one.into = one.into.into
            one = one.into
        return one


def own_group(plan: Plan, one: Newcomer) -> str:
    """Return the name of the group that a page belongs to by itself."""
    if plan.by == "site" and one.site:
        return f"site:{one.site}"
    if plan.by == "story" and one.story:
        return f"story:{one.story}"
    return f"page:{one.uid}"


class Placing:
    """New pages on their way into the splits of a plan.

    First `stand` tells what is there, then `take` is given each new page in one and the same order, and `end` decides.
    """

    def __init__(
        self, plan: Plan, fresh: Sequence[Newcomer], held: Mapping[tuple[str, str], int] | None = None
    ) -> None:
        """Begin with all new pages, and how many pages of a language are in a split already."""
        self.plan = plan
        self.most = max(JOINED, int(len(fresh) * SHARE))
        self.sizes = Counter(own_group(plan, one) for one in fresh)
        self.held = Counter(held or {})
        self.groups: dict[str, Group] = {}
        self.of_page: dict[int, Group] = {}
        self.taken: set[int] = set()
        self.out: dict[int, Placed] = {}

    def stand(self, name: str, group: str, split: str) -> None:
        """Tell that pages of a site or story (`site:x.example`) are in a group that stands in a split."""
        self._join([self._group(name), self._standing(group, split)])

    def stand_page(self, key: int, group: str, split: str) -> None:
        """Tell that a page which a new one is like is in a group that stands in a split."""
        self.of_page[key] = self._standing(group, split)

    def take(self, one: Newcomer, near: Iterable[int] = ()) -> None:
        """Let a page join the groups that it belongs to; those of `near` that weren't taken yet don't count."""
        name = own_group(self.plan, one)
        wanted = self.plan.decide_day(one.published) if self.plan.by == "time" else None
        if wanted == NONE:
            self.out[one.key] = Placed(NONE, name, "it has no day of publication")
            return
        mine = [self._group(name)]
        if one.story:
            mine.append(self._group(f"story:{one.story}"))
        mine += [self.of_page[key].end() for key in near if key in self.of_page]
        groups = list({id(group): group for group in mine}.values())
        if why := self._against(groups, wanted):
            self.out[one.key] = Placed(NONE, name, why)
            return
        whole = self._join(groups)
        whole.splits |= {wanted} if wanted else set()
        if one.language:
            whole.languages[one.language] += 1
        self.of_page[one.key] = whole
        self.taken.add(one.key)

    def end(self) -> dict[int, Placed]:
        """Decide each group that stands nowhere yet; returns what became of every page that was taken."""
        wholes = {id(group.end()): group.end() for group in self.of_page.values()}
        open_ones = [one for one in wholes.values() if not one.splits]
        for tag in sorted(self.plan.quotas):
            self._fill_quota(tag, [one for one in open_ones if _language(one) == tag])
        for one in open_ones:
            one.splits = one.splits or {self.plan.decide(one.name)}
        for key, group in self.of_page.items():
            whole = group.end()
            # What only stands, and wasn't taken, has to be given no split.
            if key in self.taken:
                self.out[key] = Placed(next(iter(whole.splits)), whole.name)
        return self.out

    def _fill_quota(self, tag: str, groups: Sequence[Group]) -> None:
        """Fill test, then validation, with whole groups in the order of their digests; the rest is train.

        A group with more pages than are still missing is passed over. Where all that are left have more, the smallest
        one fills the rest, unless it is the last one.
        """
        rest = sorted(groups, key=lambda one: (self.plan.digest(one.name), one.name))
        for split, quota in reversed(list(zip(HELD, self.plan.quotas[tag], strict=True))):
            missing = quota - self.held[tag, split]
            for one in list(rest):
                if one.languages[tag] <= missing:
                    one.splits = {split}
                    missing -= one.languages[tag]
                    rest.remove(one)
            if missing > 0 and len(rest) > 1:
                smallest = min(rest, key=lambda one: one.languages[tag])
                smallest.splits = {split}
                rest.remove(smallest)
        for one in rest:
            one.splits = {SPLITS[0]}

    def _against(self, groups: Sequence[Group], wanted: str | None) -> str:
        """Say why groups can't become one, in words; empty where they can."""
        stands = {group.name: group.splits for group in groups if group.splits}
        if len({wanted} - {None} | set().union(*stands.values())) > 1:
            told = " and ".join(f"{name} ({', '.join(sorted(splits))})" for name, splits in sorted(stands.items()))
            day = f"its day is in {wanted}, but " if wanted else ""
            return f"{day}it belongs to {told}"
        sizes = sorted(group.size for group in groups)
        chained = len(sizes) > 1 and sizes[-2] > 1 and sum(sizes) > self.most
        if chained and not all(group.splits for group in groups):
            named = " and ".join(sorted(group.name for group in groups if group.size))
            return f"it would join {named} to one group of {sum(sizes)} pages"
        return ""

    def _join(self, groups: Sequence[Group]) -> Group:
        whole = min((one.end() for one in groups), key=self._rank)
        for one in (group.end() for group in groups):
            if one is not whole:
                one.into = whole
                whole.size += one.size
                whole.languages += one.languages
                whole.splits |= one.splits
                whole.standing |= one.standing
        return whole

    def _rank(self, group: Group) -> tuple[bool, int, str]:
        """Order groups by how well they name a joined one: what stands, then what the plan is by, then stories."""
        kinds = (self.plan.by, "story", "site", "page")
        return not group.standing, kinds.index(group.name.partition(":")[0]), group.name

    def _group(self, name: str) -> Group:
        if name not in self.groups:
            pinned = {self.plan.pins[name]} if name in self.plan.pins else set()
            self.groups[name] = Group(name, pinned, size=self.sizes[name])
        return self.groups[name].end()

    def _standing(self, name: str, split: str) -> Group:
        group = self._group(name)
        group.standing = True
        group.splits.add(split)
        return group


def _language(group: Group) -> str | None:
    """Return the language of most pages of a group."""
    return min(group.languages, key=lambda tag: (-group.languages[tag], tag), default=None)
