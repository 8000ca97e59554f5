"""The people of the demo: forty in a small company that lives from subscriptions, and who may do what."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.contrib.auth.hashers import make_password
from django.db import transaction

from portal.people.align import align
from portal.people.models import (
    Department,
    DepartmentMembership,
    DepartmentPlace,
    Employment,
    ReportingLine,
    Role,
    RoleMembership,
    User,
)
from portal.people.roles import ensure_groups
from portal.people.seed_movement import seed_movement

PASSWORD = "em-dia-com-a-vigente"  # noqa: S105
"""Of every demo account; production refuses demo accounts."""
DOMAIN = "vigente.example"
COMPANY = "company"
FOUNDED = date(2015, 3, 2)
DEPARTMENTS = {
    COMPANY: ("Empresa", "Company"),
    "customer-service": ("Atendimento", "Customer service"),
    "billing": ("Cobrança", "Billing"),
    "marketing": ("Marketing", "Marketing"),
    "learning": ("Aprendizagem", "Learning"),
    "privacy": ("Privacidade", "Privacy"),
    "it": ("Tecnologia", "IT"),
}


@dataclass(frozen=True)
class Someone:
    """A member of the demo: `days` ago they were hired, `manager` is another's key."""

    key: str
    name: str
    title: str
    department: str
    manager: str
    days: int
    role: Sequence[str] = ()
    language: str = "pt-br"


CAST = (
    Someone("ana", "Ana Lima", "Analista de atendimento", "customer-service", "bruno", 14),
    Someone("bruno", "Bruno Alves", "Gerente de atendimento", "customer-service", "helena", 1460),
    Someone(
        "carla", "Carla Nunes", "Líder de cobrança", "billing", "helena", 1130, (Role.PROCESS_OWNER, Role.IDEA_REVIEWER)
    ),
    Someone("davi", "Davi Rocha", "Encarregado de dados", "privacy", "helena", 900, (Role.PRIVACY_OFFICER,)),
    Someone("eva", "Eva Martins", "Autora de cursos", "learning", "helena", 760, (Role.AUTHOR,)),
    Someone("fabio", "Fábio Reis", "Administrador de sistemas", "it", "helena", 1800, (Role.ADMINISTRATOR,)),
    Someone("zeca", "Zeca Prado", "Analista de marketing", "marketing", "olivia", 420),
)
HELENA = Someone("helena", "Helena Duarte", "Diretora de operações", COMPANY, "", 2200)
MANAGERS = (
    HELENA,
    Someone("olivia", "Olívia Campos", "Gerente de marketing", "marketing", "helena", 1240),
    Someone("luana", "Luana Teixeira", "Supervisora de atendimento", "customer-service", "bruno", 980),
)
NAMES = (
    "Adriana Moura", "Alexandre Pires", "Amanda Figueiredo", "Beatriz Cardoso", "Caio Menezes", "Camila Barros",
    "Daniela Freitas", "Diego Antunes", "Eduardo Siqueira", "Elisa Fontes", "Felipe Andrade", "Fernanda Castro",
    "Gabriel Monteiro", "Heloísa Braga", "Igor Nascimento", "Isabela Ramos", "João Pedro Farias", "Juliana Peixoto",
    "Karina Lopes", "Leandro Queiroz", "Larissa Coelho", "Marcelo Tavares", "Mariana Rezende", "Natália Borges",
    "Otávio Guimarães", "Patrícia Moreira", "Rafael Souza", "Renata Vasconcelos", "Sérgio Amaral", "Tatiane Ribeiro",
)  # fmt: skip
POSTS = (
    *[("customer-service", "bruno", "Analista de atendimento")] * 8,
    *[("customer-service", "luana", "Analista de atendimento")] * 7,
    *[("billing", "carla", "Analista de cobrança")] * 7,
    *[("marketing", "olivia", "Analista de marketing")] * 5,
    ("learning", "eva", "Designer instrucional"),
    ("it", "fabio", "Analista de suporte"),
    (COMPANY, "helena", "Assistente administrativa"),
)
TRANSFERRED = "Caio Menezes"
"""Came from marketing to customer service within the year."""
TRANSFERRED_DAYS_AGO = 150


def company(seed: int) -> Sequence[Someone]:
    """All forty, the cast first; the same for the same seed."""
    draw = random.Random(seed)  # noqa: S311  (the demo keeps no secret)
    names = list(NAMES)
    extras = []
    for name, (department, manager, title) in zip(names, POSTS, strict=True):
        days = draw.choice((45, 80, 120, 200, 300, 400, 520, 700, 900, 1300)) + draw.randrange(20)
        key = _mailbox(name)
        extras.append(Someone(key, name, title, department, manager, max(days, 400) if name == TRANSFERRED else days))
    return (*CAST, *MANAGERS, *extras)


@transaction.atomic
def seed_people(*, today: date, seed: int, cast_only: bool = False) -> Mapping[str, User]:
    """Write the company, or only the cast and who they answer to; people by key. Nobody is written twice."""
    members = (*CAST, *MANAGERS) if cast_only else company(seed)
    departments = _departments()
    mails = {f"{member.key}@{DOMAIN}": member for member in members}
    known = set(User.objects.filter(email__in=mails).values_list("email", flat=True))
    password = make_password(PASSWORD) if len(known) < len(mails) else ""
    new = [member for mail, member in mails.items() if mail not in known]
    User.objects.bulk_create(_user(member, today=today, password=password) for member in new)
    users = {mails[user.email].key: user for user in User.objects.filter(email__in=mails)}
    _place(new, users, departments, today=today)
    if not cast_only:
        seed_movement(users, departments, domain=DOMAIN, today=today)
    return {member.key: users[member.key] for member in members}


def _mailbox(name: str) -> str:
    plain = str.maketrans("áàâãéêíóôõúçÁÉÍÓÚ", "aaaaeeiooouc" + "AEIOU")
    words = name.translate(plain).lower().split()
    return f"{words[0]}.{words[-1]}"


def _user(member: Someone, *, today: date, password: str) -> User:
    return User(
        person=uuid5(NAMESPACE_URL, f"vigente:person:{member.key}"),
        email=f"{member.key}@{DOMAIN}",
        name=member.name,
        title=member.title,
        language=member.language,
        hired_on=today - timedelta(days=member.days),
        password=password,
        is_demo=True,
    )


def _departments() -> Mapping[str, Department]:
    root = Department.objects.get_or_create(
        key=COMPANY, defaults={"name_pt_br": DEPARTMENTS[COMPANY][0], "name_en": DEPARTMENTS[COMPANY][1]}
    )[0]
    below = [
        Department(key=key, name_pt_br=name, name_en=english)
        for key, (name, english) in DEPARTMENTS.items()
        if key != COMPANY
    ]
    Department.objects.bulk_create(below, ignore_conflicts=True)
    known = {department.key: department for department in Department.objects.filter(key__in=DEPARTMENTS)}
    unplaced = [department for department in known.values() if department != root and not department.places.exists()]
    DepartmentPlace.objects.bulk_create(
        DepartmentPlace(department=department, parent=root, starts_on=FOUNDED) for department in unplaced
    )
    return known


def _place(
    members: Sequence[Someone], users: Mapping[str, User], departments: Mapping[str, Department], *, today: date
) -> None:
    """Each new member's department, manager and roles, from the day of hiring; the transfer splits two of them."""
    places: list[DepartmentMembership] = []
    lines: list[ReportingLine] = []
    roles: list[RoleMembership] = []
    for member in members:
        user, hired = users[member.key], users[member.key].hired_on
        starts = hired
        if member.name == TRANSFERRED:
            starts = today - timedelta(days=TRANSFERRED_DAYS_AGO)
            before = departments["marketing"]
            places.append(DepartmentMembership(user=user, department=before, starts_on=hired, ends_on=starts))
            lines.append(ReportingLine(user=user, manager=users["olivia"], starts_on=hired, ends_on=starts))
        places.append(DepartmentMembership(user=user, department=departments[member.department], starts_on=starts))
        if member.manager:
            lines.append(ReportingLine(user=user, manager=users[member.manager], starts_on=starts))
        roles += [RoleMembership(user=user, role=role, starts_on=hired) for role in member.role]
    Employment.objects.bulk_create(
        Employment(user=users[member.key], starts_on=users[member.key].hired_on) for member in members
    )
    DepartmentMembership.objects.bulk_create(places)
    ReportingLine.objects.bulk_create(lines)
    RoleMembership.objects.bulk_create(roles)


def grant_editing(users: Mapping[str, User]) -> None:
    """The groups, what they may edit, and who of `users` stands in them.

    Called before the apps seed their content, since it is published under these rights, and after it, when the playbooks
    have their sections.
    """
    ensure_groups()
    align(users.values())
