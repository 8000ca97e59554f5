"""The inbox: unread first, by day and group, read one by one or all, each leading to its thing; one's own alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.duties.models import Duty
from portal.duties.notices import DUTY_NOTICES
from portal.notices.keep import KEPT, forget
from portal.notices.models import Notice
from portal.notices.tell import tell
from portal.people.access import viewer_of, visible
from portal.people.models import Mail, User
from portal.seams.contracts import Account
from portal.seams.registry import registry
from tests.notices.conftest import owe

DAY = timedelta(days=1)


@pytest.fixture
def told(ana, playbook):
    duty = owe(ana, playbook, due_at=timezone.now() + 20 * DAY, opened_at=timezone.now())
    DUTY_NOTICES.gather(timezone.now())
    return duty


def more(ana: User, duty: Duty, n: int) -> None:
    for number in range(n):
        facts = {"kind": "playbook", "duty": duty.pk}
        tell(
            [ana.pk],
            "duty.extended",
            once=f"more:{number}",
            key=duty.key,
            facts=facts,
            at=timezone.now() - number * DAY,
        )


def page(client, **asked):
    return client.get(reverse("notices:index"), asked).content.decode()


def test_an_empty_inbox_teaches(ana, client_of):
    assert "Nada para avisar por enquanto" in page(client_of(ana))


def test_one_is_read_by_following_it_and_it_leads_to_the_thing(ana, told, client_of):
    client = client_of(ana)
    assert "1 não lido" in page(client) and "Pedido a você: “Aviso de renovação”" in page(client)
    (notice,) = Notice.objects.filter(user=ana)
    answer = client.get(reverse("notices:open", args=[notice.pk]))
    assert answer.status_code == 302 and answer.url == registry.targets["playbook"].url("renewal-notice")
    assert "Já lidos" in page(client) and "1 não lido" not in page(client)


def test_all_are_read_at_once_or_those_of_a_group(ana, told, client_of):
    more(ana, told, 3)
    tell([ana.pk], "gap.taken", once="other", facts={"gap": 1})
    client = client_of(ana)
    client.post(reverse("notices:read_all"), {"group": "duties"})
    assert list(Notice.objects.filter(read_at=None).values_list("kind", flat=True)) == ["gap.taken"]
    answer = client.post(reverse("notices:read_all"), {"next": "https://elsewhere.example/"})
    assert answer.url == reverse("notices:index") and not Notice.objects.filter(read_at=None).exists()


def test_the_count_says_only_what_can_be_read(ana, client_of):
    tell([ana.pk], "gap.taken", once="gone", facts={"gap": 999})
    client = client_of(ana)
    assert viewer_of(User.objects.get(pk=ana.pk)).counts["notices"] == 1
    page(client)
    assert viewer_of(User.objects.get(pk=ana.pk)).counts["notices"] == 0


def test_anothers_notice_is_not_there(ana, zeca, told, client_of):
    (notice,) = Notice.objects.filter(user=ana)
    stranger = client_of(zeca)
    assert stranger.get(reverse("notices:open", args=[notice.pk])).status_code == 404
    assert stranger.post(reverse("notices:read", args=[notice.pk])).status_code == 404
    assert not visible(Notice.objects.all(), viewer_of(zeca)).exists()
    assert Notice.objects.get(pk=notice.pk).read_at is None


def test_the_bell_costs_no_query_and_the_inbox_no_more_for_thirty(ana, told, client_of):
    client = client_of(ana)

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            page(client)
        return len(seen)

    few = count()
    more(ana, told, 40)
    assert count() == few <= 9
    with CaptureQueriesContext(connection) as seen:
        client.get(reverse("me"))
    assert not [
        query for query in seen if 'FROM "notices_notice"' in query["sql"] and "people_user" not in query["sql"]
    ]


def test_my_day_shows_the_newest_few_and_nothing_where_nothing_waits(ana, told, client_of):
    client = client_of(ana)
    more(ana, told, 6)
    day = client.get(reverse("home")).content.decode()
    assert 'id="notices-card"' in day and "Mais 4" in day
    Notice.objects.update(read_at=timezone.now())
    assert 'id="notices-card"' not in client.get(reverse("home")).content.decode()


def test_after_half_a_year_they_go(ana, told):
    more(ana, told, 2)
    Notice.objects.filter(once="more:1").update(told_at=timezone.now() - KEPT - DAY)
    assert forget() == 1 and Notice.objects.filter(user=ana).count() == 2


def test_they_are_copied_moved_on_merging_and_erased_with_the_person(ana, zeca, told):
    data = registry.account_data["notices"]
    more(ana, told, 1)
    more(zeca, told, 2)
    kept, gone = (Account(user=user.pk, users=[user.pk], persons=[user.person]) for user in (ana, zeca))
    assert len(next(iter(data.copy(kept))).rows) == 2
    data.merge(kept, gone)
    assert sorted(Notice.objects.filter(user=ana).values_list("once", flat=True))[-2:] == ["more:0", "more:1"]
    data.erase(kept)
    assert Notice.objects.filter(user=ana).exists(), "while they work here"
    data.erase(Account(user=ana.pk, users=[ana.pk], persons=[ana.person], has_left=True))
    assert not Notice.objects.filter(user=ana).exists()


def test_the_rhythm_is_chosen_on_the_account_page(ana, client_of):
    client = client_of(ana)
    chosen = {"mail": "weekly", "mail_hour": "9", "mail_day": "4", "quiet_from": "18", "quiet_until": "8"}
    client.post(reverse("set_mail"), chosen)
    kept = User.objects.get(pk=ana.pk)
    assert (kept.mail, kept.mail_hour, kept.mail_day, kept.quiet_from, kept.quiet_until) == (Mail.WEEKLY, 9, 4, 18, 8)
    client.post(reverse("set_mail"), {**chosen, "quiet_from": ""})
    kept.refresh_from_db()
    assert (kept.quiet_from, kept.quiet_until) == (None, None)
    client.post(reverse("set_mail"), {"mail": "daily"})
    kept.refresh_from_db()
    assert (kept.mail, kept.mail_hour) == (Mail.DAILY, 9), "what was not asked stays"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"mail_hour": "23"}, "Esta hora está no seu período de silêncio"),
        ({"quiet_until": "18"}, "Escolha a hora em que o silêncio termina"),
        ({"mail_hour": "24"}, "Escolha uma destas opções."),
        ({"mail_day": "x"}, "Escolha uma destas opções."),
    ],
)
def test_a_rhythm_that_cannot_be_is_refused_and_kept_as_typed(wrong, said, ana, client_of):
    chosen = {"mail": "daily", "mail_hour": "9", "mail_day": "4", "quiet_from": "18", "quiet_until": "8", **wrong}
    for headers in ({}, {"HX-Request": "true"}):
        answer = client_of(ana).post(reverse("set_mail"), chosen, headers=headers)
        assert answer.status_code == 422 and said in answer.content.decode()
    assert User.objects.get(pk=ana.pk).mail == Mail.AT_ONCE
