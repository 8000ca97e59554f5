"""Rows of people and of the organisation they belong to."""

from portal.people.models.organisation import (
    Dated,
    DateRange,
    Delegation,
    Department,
    DepartmentMembership,
    DepartmentPlace,
    Employment,
    ReportingLine,
    Role,
    RoleMembership,
)
from portal.people.models.user import Mail, User, UserManager

__all__ = [
    "DateRange",
    "Dated",
    "Delegation",
    "Department",
    "DepartmentMembership",
    "DepartmentPlace",
    "Employment",
    "Mail",
    "ReportingLine",
    "Role",
    "RoleMembership",
    "User",
    "UserManager",
]
