"""Support: once a person, never one's own, counts kept until one has voted."""

from __future__ import annotations

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.urls import reverse

from ideas.actions.moderate import moderate
from ideas.actions.support import support
from ideas.actions.withdraw_support import withdraw_support
from ideas.models import Idea, Vote
from portal.evidence.models import Evidence
from portal.people.access import viewer_of
from portal.refusal import Refusal

pytestmark = pytest.mark.django_db


def facts(idea):
    return Evidence.objects.filter(kind="idea", key=idea.key, verb="idea.supported")


def test_a_vote_counts_once_and_leaves_one_fact(write, ana, zeca):
    idea = write(ana)
    assert support(viewer_of(zeca), key=idea.key)
    assert not support(viewer_of(zeca), key=idea.key)
    vote = Vote.objects.get(idea=idea)
    assert (vote.user, vote.department.key) == (zeca, "marketing")
    assert facts(idea).get().person == zeca.person


def test_support_can_be_withdrawn_and_given_again(write, ana, zeca):
    idea = write(ana)
    support(viewer_of(zeca), key=idea.key)
    assert withdraw_support(viewer_of(zeca), key=idea.key)
    assert not withdraw_support(viewer_of(zeca), key=idea.key)
    assert not Vote.objects.exists()
    assert support(viewer_of(zeca), key=idea.key)
    assert facts(idea).count() == 1


def test_nobody_votes_for_their_own_idea(write, ana, client_of):
    idea = write(ana)
    with pytest.raises(Refusal) as refusal:
        support(viewer_of(ana), key=idea.key)
    assert refusal.value.code == "own_idea"
    assert client_of(ana).post(reverse("ideas:support", args=[idea.key])).status_code == 409
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(idea=idea, user=ana)
    assert not Vote.objects.exists()


def test_a_decided_idea_takes_no_more_support(write, ana, carla, zeca):
    idea = write(ana)
    moderate(viewer_of(carla), key=idea.key, status="declined", answer="Já existe.", is_hidden=False)
    with pytest.raises(Refusal) as refusal:
        support(viewer_of(zeca), key=idea.key)
    assert refusal.value.code == "settled"


def test_counts_are_kept_from_who_has_not_voted(write, ana, bruno, carla, zeca, client_of):
    idea = write(ana)
    for user in (bruno, carla):
        support(viewer_of(user), key=idea.key)
    board, page = reverse("ideas:board"), idea.get_absolute_url()
    for address in (board, page):
        html = client_of(zeca).get(address).content.decode()
        assert "2 votos" not in html
        assert "2 áreas" not in html
        assert "2 votos" in client_of(ana).get(address).content.decode()
        assert "2 votos" in client_of(bruno).get(address).content.decode()

    fragment = client_of(zeca).post(reverse("ideas:support", args=[idea.key]), headers={"HX-Request": "true"})
    assert "3 votos" in fragment.content.decode()
    fragment = client_of(zeca).post(reverse("ideas:withdraw_support", args=[idea.key]), headers={"HX-Request": "true"})
    assert "votos" not in fragment.content.decode()


def test_without_htmx_the_vote_leads_to_the_idea(write, ana, zeca, client_of):
    idea = write(ana)
    answer = client_of(zeca).post(reverse("ideas:support", args=[idea.key]))
    assert answer.url == idea.get_absolute_url()
    assert "1 voto" in client_of(zeca).get(answer.url).content.decode()


def test_strangers_and_wrong_addresses(write, ana, zeca, client, client_of):
    idea = write(ana)
    for name in ("support", "withdraw_support", "withdraw"):
        where = reverse(f"ideas:{name}", args=[idea.key])
        assert client.post(where).url.startswith(reverse("account_login"))
        assert client_of(zeca).get(where).status_code == 405
    nothing = "00000000-0000-0000-0000-000000000000"
    assert client_of(zeca).post(reverse("ideas:support", args=[nothing])).status_code == 404
    assert client_of(zeca).post(reverse("ideas:withdraw", args=[idea.key])).status_code == 404
    assert not Vote.objects.exists()


def test_what_moderation_hid_cannot_be_supported(write, ana, carla, zeca):
    idea = write(ana)
    moderate(viewer_of(carla), key=idea.key, status="new", answer="", is_hidden=True)
    with pytest.raises(Http404):
        support(viewer_of(zeca), key=idea.key)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_give_one_vote(write, ana, zeca):
    idea = write(ana)
    viewer = viewer_of(zeca)
    start, made, errors = threading.Barrier(4), [], []

    def click():
        try:
            start.wait()
            made.append(support(viewer, key=idea.key))
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _ in range(4)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    assert not errors
    assert sorted(made) == [False, False, False, True]
    assert Vote.objects.filter(idea=idea).count() == 1
    assert facts(idea).count() == 1
    assert Idea.objects.get(pk=idea.pk).votes.count() == 1
