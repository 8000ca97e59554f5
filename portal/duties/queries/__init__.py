"""Duties as people see them: my own, a team's matrix, why somebody owes something, and the rules behind it."""

from portal.duties.queries.mine import DutyRow, my_duties, unmet_of_user
from portal.duties.queries.standing import Standing
from portal.duties.queries.team import Matrix, Tally, team_matrix, team_tally
from portal.duties.queries.things import covers_by_key, why_url
from portal.duties.queries.why import Why, standing, why_of

__all__ = [
    "DutyRow",
    "Matrix",
    "Standing",
    "Tally",
    "Why",
    "covers_by_key",
    "my_duties",
    "standing",
    "team_matrix",
    "team_tally",
    "unmet_of_user",
    "why_of",
    "why_url",
]
