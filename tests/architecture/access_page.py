"""Writes docs/access.md from the table of who may reach what and from the data of roles, so that it is never another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.access_table import ROLES, TABLE, Row

PAGE = Path(__file__).resolve().parents[2] / "docs" / "access.md"

AREAS = (
    ("My day, my team, my account", ("home", "team", "why", "me", "set_", "health", "")),
    ("Rules of what is asked", ("duties:",)),
    ("Search", ("search:", "search")),
    ("People and departments", ("people:", "roster:")),
    ("People's own data", ("rights:", "privacy:", "my_data", "data:")),
    ("Audit and background work", ("audit:", "audit", "jobs:")),
    ("Courses", ("courses:",)),
    ("Playbooks", ("playbooks:",)),
    ("Ideas", ("ideas:",)),
    ("Practice", ("sandbox:",)),
    ("The door: sign-in, second factors, sessions", ("account_", "mfa_", "usersessions", "end_", "oidc", "invitation")),
    ("The editor", ("wagtail",)),
)
CAST = {
    "anonymous": ("Stranger", "nobody is signed in"),
    "ana": ("Learner", "Ana; what has an owner is hers"),
    "bruno": ("Manager", "Bruno leads Ana"),
    "carla": ("Process owner", "Carla, idea reviewer too, and manager of another team"),
    "davi": ("Privacy officer", "Davi"),
    "eva": ("Author", "Eva, and manager of another team"),
    "fabio": ("Administrator", "Fábio, and manager of another team"),
    "zeca": ("Other", "Zeca, a learner of another department"),
}
OPEN_TO_ALL = {"set_language_of_person", "set_theme"}
"""Acts that a stranger may do too; they answer by leading back to the page."""
YES, ON, NO, ASKED, GONE = "✓", "→", "·", "✓ says no", "gone"

HEAD = """# Who may reach what

Written by `make access` from `tests/architecture/access_table.py`, which a test walks with every person below; a named
address that is not in it fails the tests, and so does this page when it is not up to date. Do not edit it by hand.

## How to read it

| sign | means |
|---|---|
| ✓ | the page opens; for POST, it is done |
| → | led elsewhere: a stranger to the sign-in, others to where the thing is, or to prove first who they are |
| ✓ says no | reached, and what was sent in the test is refused with its reason |
| · | **not there**: the answer is 404, the same as for an address that never existed. Whoever may not know of a thing does not learn that it exists, so nobody is told "forbidden" |
| gone | the link was used, withdrawn or has expired |

Every address refuses methods that no page of ours has (405), answers HEAD as it answers GET, and does nothing when an act
is asked for by GET.

"""


def _addresses(resolver: URLResolver, names: tuple[str, ...] = (), path: str = "") -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield ":".join((*names, pattern.name)), here
        else:
            yield from _addresses(pattern, names + ((pattern.namespace,) if pattern.namespace else ()), here)


def _area(name: str) -> str:
    """The area whose longest prefix the name has; what has none belongs to the first."""
    fits = [(len(prefix), title) for title, prefixes in AREAS for prefix in prefixes if name.startswith(prefix)]
    return max(fits, key=lambda fit: fit[0])[1]


def _sign(name: str, row: Row, role: str) -> str:
    status = row.expected(role)
    if status in {404, 410}:
        return NO if status == 404 else GONE
    if status in {409, 422}:
        return ASKED
    if status == 302 and (row.method == "GET" or (role == "anonymous" and name not in OPEN_TO_ALL)):
        return ON
    return YES


def _table(columns: list[str], rows: list[list[str]]) -> str:
    lines = [columns, ["---", *[":-:"] * (len(columns) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _people() -> str:
    return "\n".join(f"- **{name}**: {who}." for name, who in CAST.values())


def _reach() -> str:
    addresses: dict[str, str] = {}
    for name, path in _addresses(get_resolver()):
        addresses.setdefault(name, "/" + path.replace("\\Z", "").lstrip("^"))
    by_area: dict[str, list[list[str]]] = {title: [] for title, _prefixes in AREAS}
    for name, row in TABLE.items():
        signs = [_sign(name, row, role) for role in ROLES]
        address = "/admin/ (all of it)" if name == "wagtailadmin_home" else addresses.get(name, name)
        by_area[_area(name)].append([f"`{row.method} {address}`", *signs])
    columns = ["address", *[CAST[role][0] for role in ROLES]]
    return "\n\n".join(f"### {title}\n\n{_table(columns, rows)}" for title, rows in by_area.items() if rows)


def _roles() -> str:
    from django.utils import translation

    from portal.people.access import GRANTS, GROUPS, Capability
    from portal.people.models import Role

    with translation.override("en"):
        columns = ["capability", "Everyone", "Manager", *[str(role.label) for role in Role]]
    rows = [
        [
            f"`{capability.value}`",
            YES if capability is Capability.LEARN else NO,
            YES if capability in {Capability.LEARN, Capability.LEAD} else NO,
            *[YES if capability in GRANTS.get(role, ()) or capability is Capability.LEARN else NO for role in Role],
        ]
        for capability in Capability
    ]
    groups = ["group in the editor", NO, NO, *[f"“{GROUPS[role]}”" if role in GROUPS else NO for role in Role]]
    return _table(columns, [*rows, groups])


def page() -> str:
    return (
        f"{HEAD}## Who is who\n\n{_people()}\n\n## What roles give\n\n"
        "Roles are dated rows, and a manager is whoever leads somebody today by the reporting line or by delegation; what\n"
        "each gives is data (`portal/people/access.py`). Which rows of a kind somebody sees is asked of one function,\n"
        "`visible(queryset, viewer)`, for every kind.\n\n"
        f"{_roles()}\n\n## What each may reach\n\n{_reach()}\n"
    )
