"""What each app offers, registered at start-up by its `seam.py`; asked by whoever may not import it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from portal.seams.contracts import (
    AccountData,
    DutyListener,
    Embed,
    EvidenceSubscriber,
    HomeCard,
    NavItem,
    PeopleListener,
    ReleaseListener,
    ReleaseSource,
    SealedColumn,
    SearchSource,
    Seeder,
    Target,
    Thesaurus,
    Verifier,
    ViewerCount,
    VisibleRule,
    Whole,
)
from portal.seams.telling import NoticeKind, NoticeSource

if TYPE_CHECKING:
    from django.db.models import Model


@dataclass
class Registry:
    """One process, one registry; filled while apps get ready and only read afterwards."""

    targets: dict[str, Target] = field(default_factory=dict)
    wholes: list[Whole] = field(default_factory=list)
    embeds: dict[str, Embed] = field(default_factory=dict)
    sources: list[ReleaseSource] = field(default_factory=list)
    subscribers: list[EvidenceSubscriber] = field(default_factory=list)
    home_cards: list[HomeCard] = field(default_factory=list)
    viewer_counts: dict[str, ViewerCount] = field(default_factory=dict)
    nav: list[NavItem] = field(default_factory=list)
    seeders: list[tuple[int, Seeder]] = field(default_factory=list)
    verifiers: dict[str, Verifier] = field(default_factory=dict)
    visible: dict[type[Model], VisibleRule] = field(default_factory=dict)
    account_data: dict[str, AccountData] = field(default_factory=dict)
    sealed: list[SealedColumn] = field(default_factory=list)
    searched: dict[str, SearchSource] = field(default_factory=dict)
    thesaurus: Thesaurus | None = None
    release_listeners: list[ReleaseListener] = field(default_factory=list)
    in_force_listeners: list[ReleaseListener] = field(default_factory=list)
    people_listeners: list[PeopleListener] = field(default_factory=list)
    departure_listeners: list[PeopleListener] = field(default_factory=list)
    duty_listeners: list[DutyListener] = field(default_factory=list)
    notice_sources: list[NoticeSource] = field(default_factory=list)
    notice_kinds: dict[str, tuple[NoticeKind, NoticeSource]] = field(default_factory=dict)

    def add_target(self, target: Target) -> None:
        self.targets[target.kind] = target

    def add_whole(self, whole: Whole) -> None:
        self.wholes.append(whole)

    def settled_with(self, kind: str, key: UUID) -> list[tuple[str, UUID]]:
        """The thing itself, and the wholes that stand on it: what follows when the thing is met or no longer met."""
        return [(kind, key), *((whole.kind, named) for whole in self.wholes for named in whole.naming(kind, key))]

    def stands_on(self, kind: str, key: UUID) -> list[tuple[str, UUID]]:
        """What a whole names today, in order; nothing for what is no whole."""
        return [thing for whole in self.wholes if whole.kind == kind for thing in whole.parts(key)]

    def add_embed(self, embed: Embed) -> None:
        self.embeds[embed.kind] = embed

    def add_source(self, source: ReleaseSource) -> None:
        self.sources.append(source)

    def add_subscriber(self, subscriber: EvidenceSubscriber) -> None:
        self.subscribers.append(subscriber)

    def add_home_card(self, card: HomeCard) -> None:
        self.home_cards.append(card)
        self.home_cards.sort(key=lambda card: card.order)

    def add_viewer_count(self, name: str, count: ViewerCount) -> None:
        self.viewer_counts[name] = count

    def add_nav(self, item: NavItem) -> None:
        self.nav.append(item)
        self.nav.sort(key=lambda item: item.order)

    def add_seeder(self, order: int, seeder: Seeder) -> None:
        """Lower orders are seeded first: playbooks 10, drills 20, courses 30, ideas 40, duties 90."""
        self.seeders.append((order, seeder))
        self.seeders.sort(key=lambda entry: entry[0])

    def add_verifier(self, name: str, verifier: Verifier) -> None:
        """`name` is the plural of what is replayed: "certificates"."""
        self.verifiers[name] = verifier

    def add_visible(self, model: type[Model], rule: VisibleRule) -> None:
        """Who may know of rows of `model`; asked through `portal.people.access.visible`."""
        self.visible[model] = rule

    def add_account_data(self, data: AccountData) -> None:
        self.account_data[data.name] = data
        self.account_data = dict(sorted(self.account_data.items(), key=lambda entry: entry[1].order))

    def add_sealed(self, column: SealedColumn) -> None:
        """Somewhere sealed values lie in a column of another type than `portal.sealed`'s."""
        self.sealed.append(column)

    def add_search_source(self, source: SearchSource) -> None:
        self.searched[source.kind] = source

    def add_thesaurus(self, thesaurus: Thesaurus) -> None:
        """Who says what a question means, before search looks for it."""
        self.thesaurus = thesaurus

    def add_release_listener(self, listener: ReleaseListener) -> None:
        """Called by `freeze()` for each release it makes, whatever its effective day."""
        self.release_listeners.append(listener)

    def add_in_force_listener(self, listener: ReleaseListener) -> None:
        """Called once when a release takes effect: as it is frozen, or by a job on its day."""
        self.in_force_listeners.append(listener)

    def add_notice_source(self, source: NoticeSource) -> None:
        self.notice_sources.append(source)
        self.notice_kinds |= {kind.name: (kind, source) for kind in source.kinds}

    def add_people_listener(self, listener: PeopleListener) -> None:
        self.people_listeners.append(listener)

    def add_departure_listener(self, listener: PeopleListener) -> None:
        """Called with the user ids of who may no longer sign in, in the transaction that took it from them."""
        self.departure_listeners.append(listener)

    def add_duty_listener(self, listener: DutyListener) -> None:
        self.duty_listeners.append(listener)

    def in_seeding_order(self) -> Iterator[Seeder]:
        return (seeder for _, seeder in self.seeders)


registry = Registry()
