"""Scenario files: every story under tests/scenarios holds, alone and on the command line."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox.engine import whose
from sandbox.engine.__main__ import main
from sandbox.engine.explaining import explain
from sandbox.engine.invariants import verify_journal
from sandbox.engine.parsing import COMMANDS_TO_COME, FIELDS_TO_COME, VALUES_TO_COME
from sandbox.engine.rewinding import rewind
from sandbox.engine.running import run_scenario
from sandbox.engine.scenario import ScenarioError, read_scenario

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "tests" / "scenarios").rglob("*.yaml"))
OF_THE_COMPANY = {
    "ClockMoved", "CommandKeyed", "CompanyOpened", "PolicySet", "PlanAdded", "TaxAdded", "CouponAdded",
    "PriceChangeAnnounced", "PriceChanged", "IncidentReported", "IncidentNotified", "TaskOpened", "TaskClosed", "Escalated",
    "RoleTaken",
}  # fmt: skip
HEAD = 'company: {start: "2026-11-01"}\nplans: [{id: p, prices: [{id: p, amount: 100}]}]\n'


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_story_holds(path: Path) -> None:
    run = run_scenario(read_scenario(path.read_text(encoding="utf-8"), name=path.name))
    assert [failure.sentence() for failure in run.failures] == []
    assert verify_journal(run.world, run.events) == []
    for event in run.events:
        assert whose(run.world, event) in run.world.customers or type(event).__name__ in OF_THE_COMPANY, event


def test_there_are_stories_enough() -> None:
    assert len(FILES) >= 120


def test_names_stay_out_of_the_company() -> None:
    text = HEAD + "customers: [{id: c1, name: Ana Souza, email: ana@example.org, methods: [{}]}]\n"
    text += "steps: [{do: {subscribe: {customer: c1, price: p}}}]\n"
    run = run_scenario(read_scenario(text))
    assert run.subjects == {"c1": {"name": "Ana Souza", "email": "ana@example.org"}}
    from sandbox.engine import encode_event, encode_world

    told = json.dumps([encode_event(event) for event in run.events]).encode() + encode_world(run.world)
    assert b"Souza" not in told and b"example.org" not in told


@pytest.mark.parametrize(
    ("text", "line", "field"),
    [
        ("company: [", 1, "file"),
        ("- a", 1, "file"),
        ("plans: []\n", 1, "company"),
        ("company: {start: soon}\n", 1, "open_company.start"),
        ("title: x\ncompany: {start: 2026-11-01, policy: {retry_days: [0]}}\n", 2, "company"),
        ("title: x\ncompany: {start: 2026-11-01, currency: XYZ}\n", 2, "company"),
        ('company: {start: "2026-11-01", colour: red}\n', 1, "company.colour"),
        (HEAD + "coupons: [{name: w}]\n", 3, "add_coupon.name"),
        (HEAD + "extra: 1\n", 3, "extra"),
        (HEAD + "steps:\n  - do: {fly: {}}\n", 4, "fly.fly"),
        (HEAD + "steps:\n  - do: {preview: {do: {}}}\n", 4, "preview.do"),
        (HEAD + "steps:\n  - expect: {preview: {balances: {}}}\n", 4, "expect.preview"),
        (HEAD + "steps:\n  - at: never\n", 4, "advance.at"),
        (
            HEAD + "steps:\n  - do:\n      refund:\n        payment: x\n        amount: many\n        reason: x\n",
            7,
            "refund.amount",
        ),
        (HEAD + "steps:\n  - {at: 2026-12-01, actor: Ana Souza}\n", 4, "steps[1].actor"),
        (HEAD + "steps:\n  - note: nothing\n", 4, "steps[1]"),
        (HEAD + "steps:\n  - refused: no_method\n    at: 2026-12-01\n", 4, "steps[1].refused"),
        (HEAD + "steps:\n  - expect: {moon: 1}\n", 4, "expect.moon"),
        (HEAD + "steps:\n  - expect: {invoice: {total: 1}}\n", 4, "expect.invoice"),
        (HEAD + "steps:\n  - {id: a, at: 2026-12-01}\n  - {id: a, at: 2026-12-02}\n", 5, "steps[2].id"),
    ],
)
def test_a_bad_file_names_line_and_field(text: str, line: int, field: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        run_scenario(read_scenario(text))
    assert (caught.value.line, caught.value.field) == (line, field)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (HEAD + "steps:\n  - at: 2026-13-45\n", 4),
        ("company:\n  start: 0000-00-00\n", 2),
        (HEAD + "steps:\n  - note: x\n    at: " + "9" * 5000 + "\n", 5),
        (HEAD + "steps:\n  - at: 0x" + "f" * 5000 + "\n", 4),
        (HEAD + "steps:\n  - at: " + "[" * 3000 + "]" * 3000 + "\n", 4),
        (HEAD + "steps:\n  " + "- " * 3000 + "1\n", 4),
        (HEAD + "".join(" " * depth + "a:\n" for depth in range(400)), 205),
        ("#" * 1_000_001, 1),
        (HEAD + "steps:\n  - {[a, {b: c}]: 2}\n", 4),
        (HEAD + "steps:\n  - &x {<<: *x}\n", 4),
    ],
    ids=[
        "no such month",
        "year 0",
        "5000 digits",
        "hexadecimal",
        "brackets",
        "dashes",
        "indents",
        "long",
        "a key that is no text",
        "inside itself",
    ],
)
def test_a_file_made_to_hurt_is_a_bad_file(text: str, line: int, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        run_scenario(read_scenario(text))
    assert (caught.value.line, caught.value.field) == (line, "file")
    path = tmp_path / "hurt.yaml"
    path.write_text(text, encoding="utf-8")
    assert main(["replay", str(path)]) == 2


def test_many_things_side_by_side_are_not_deep() -> None:
    prices = ", ".join(f"{{id: p{number}, amount: [1]}}" for number in range(300))
    with pytest.raises(ScenarioError) as caught:
        run_scenario(read_scenario(HEAD.replace("{id: p, amount: 100}", prices)))
    assert caught.value.field != "file"


@pytest.mark.parametrize("where", ["at: &a [*a]", "expect: &a {x: *a}", "do: {send_message: &a {fields: {x: *a}}}"])
def test_a_file_inside_itself_is_a_bad_file(where: str) -> None:
    with pytest.raises(ScenarioError):
        run_scenario(read_scenario(HEAD + f"steps:\n  - {where}\n"))


@pytest.mark.parametrize("count", ["0", "101", "100000000000000000000"])
def test_a_price_has_a_count_that_calendars_can_hold(count: str) -> None:
    text = HEAD.replace("amount: 100}", f"amount: 100, count: {count}}}")
    text += "customers: [{id: c}]\nsteps: [{do: {subscribe: {customer: c, price: p}}}]\n"
    try:
        run = run_scenario(read_scenario(text))
    except ScenarioError as error:
        assert error.line == 2
    else:
        assert run.failures


def test_everything_of_the_language_is_built_and_nothing_is_ignored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not COMMANDS_TO_COME and not FIELDS_TO_COME and not VALUES_TO_COME
    path = tmp_path / "strange.yaml"
    path.write_text(HEAD + "steps:\n  - do: {subscribe: {customer: c, price: p, colour: red}}\n", encoding="utf-8")
    assert main(["replay", str(path)]) == 2
    assert "colour" in capsys.readouterr().err


def test_a_failed_expectation_is_named_with_both_values(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(HEAD + "steps:\n  - {id: here, expect: {metrics: {mrr: 7}}}\n", encoding="utf-8")
    assert main(["replay", str(path)]) == 1
    told = capsys.readouterr().err
    assert "step here" in told and "metrics.mrr expected 7, got 0" in told


def test_an_unexpected_refusal_and_a_missing_one_both_fail() -> None:
    text = HEAD + "steps:\n  - do: {cancel: {subscription: s1}}\n"
    assert len(run_scenario(read_scenario(text)).failures) == 1
    text = HEAD + "steps:\n  - {do: {add_customer: {id: c}}, refused: bad_id}\n"
    assert run_scenario(read_scenario(text)).failures[0].actual == "done"


def test_until_stops_after_a_step(capsys: pytest.CaptureFixture[str]) -> None:
    path = ROOT / "tests/scenarios/dunning/soft_decline_recovered.yaml"
    assert main(["replay", str(path), "--json", "--until", "2"]) == 0
    assert json.loads(capsys.readouterr().out)["now"].startswith("2026-11-05T08:00")
    assert main(["replay", str(path), "--until", "nowhere"]) == 2


@pytest.mark.parametrize(
    ("story", "language", "told"),
    [
        ("renewals/anchor_day_stub", "pt-br", "R$ 39,90 × 16/30 = R$ 21,28"),
        ("renewals/anchor_day_stub", "en", "R$39.90 × 16/30 = R$21.28"),
        ("coupons/coupon_percent_then_fixed", "pt-br", "desconto quarter: R$ 90,00 × 25% = R$ 22,50; total R$ 67,50"),
        ("coupons/coupon_percent_then_fixed", "en", "discount five: R$5.00; discount ten: R$95.00 × 10% = R$9.50"),
        ("taxes/tax_contained", "pt-br", "imposto ISS: R$ 94,50 × 5/105 = R$ 4,50 (por dentro)"),
        ("taxes/tax_and_a_refund_on_leaving", "en", "tax IVA: €30.00 × 20% = €6.00; total €36.00"),
        ("taxes/tax_and_a_refund_on_leaving", "pt-br", "pelo tempo não usado, € 36,00 × 10/30 = € 12,00"),
        (
            "prices/plans_have_names",
            "pt-br",
            "crédito Básico: −R$ 39,90 × 20/30 = −R$ 26,60; Completo (mensal): R$ 79,90",
        ),
        ("prices/plans_have_names", "en", "New plan Completo: R$79.90 a month, R$799.00 a year"),
        ("refunds/refunds_and_their_limits", "pt-br", "Recusado (refund_exceeds_captured): Só restam"),
        ("refunds/refunds_and_their_limits", "en", "Refused (refund_exceeds_captured): Only"),
    ],
)
def test_explain_shows_the_arithmetic(story: str, language: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(ROOT / f"tests/scenarios/{story}.yaml"), "--language", language]) == 0
    assert told in capsys.readouterr().out.replace("\u00a0", " ")


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_is_told_is_words_and_whole_amounts(path: Path) -> None:
    """No code stands where a word should, no law is named in the other language, no amount can break in two."""
    run = run_scenario(read_scenario(path.read_text(encoding="utf-8"), name=path.name))
    chosen = {line.id for invoice in run.world.invoices.values() for line in invoice.document.lines}
    for language in ("pt-br", "en"):
        for line in explain(run, language):
            told = re.sub(r"^.*(Recusado|Refused) \(\w+\): ", "", line)
            codes = [word for word in re.findall(r"\b[a-z]+(?:_[a-z]+)+\b", told) if word not in chosen]
            assert codes in ([], ["no_such_template"]), line
            assert not re.search(r"[$€¥] \d|\w@\d", told), line
            if language == "pt-br":
                assert not re.search(r"\b(the|Directive|small agents|at once|to be checked)\b", told), line


def test_a_credit_is_told_with_its_sign_and_becomes_balance_aloud() -> None:
    path = ROOT / "tests/scenarios/changes/change_plan_now.yaml"
    run = run_scenario(read_scenario(path.read_text(encoding="utf-8")))
    told = " ".join(explain(run, "en"))
    assert (
        "credit basic-m: \u2212R$39.90 × 20/30 = \u2212R$26.60; pro-m: R$79.90 × 20/30 = R$53.27; total R$26.67" in told
    )
    path = ROOT / "tests/scenarios/taxes/tax_and_a_change.yaml"
    run = run_scenario(read_scenario(path.read_text(encoding="utf-8")))
    assert "total \u2212€32.00; €32.00 becomes balance" in " ".join(explain(run, "en"))


def test_a_refund_above_what_was_captured_names_all_it_was_held_against() -> None:
    path = ROOT / "tests/scenarios/refunds/refund_exceeds_captured.yaml"
    run = run_scenario(read_scenario(path.read_text(encoding="utf-8")))
    facts = run.refusals[0]["facts"]
    assert {key: facts[key] for key in ("captured", "refunded", "asked")} == {
        "captured": 8990,
        "refunded": 5000,
        "asked": 4000,
    }


@pytest.mark.parametrize(("language", "day"), [("pt-br", "11 nov 2026"), ("en", "11 Nov 2026")])
def test_explain_dates_what_happened_and_leaves_out_the_empty_days(
    language: str, day: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["explain", str(ROOT / "tests/scenarios/changes/change_plan_now.yaml"), "--language", language])
    lines = capsys.readouterr().out.splitlines()
    headings = [line for line in lines[3:] if line and not line.startswith(" ")]
    assert day in headings and len(headings) == 3
    after = lines[lines.index(day) + 1 :]
    assert after[0].startswith("  00:00  ") and after[1].startswith(" " * 9)


def test_the_command_line_needs_no_django() -> None:
    code = (
        "import sys; from sandbox.engine.__main__ import main; "
        f"code = main(['replay', {str(FILES[0])!r}, '--json']); "
        "assert not any(name.split('.')[0] == 'django' for name in sys.modules); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["invoices"]


def test_rewinding_needs_a_step_that_was_taken() -> None:
    text = HEAD + "steps:\n  - {id: a, at: '2026-11-02'}\n  - {rewind: b}\n"
    with pytest.raises(ScenarioError) as bad:
        run_scenario(read_scenario(text))
    assert (bad.value.line, bad.value.field) == (5, "rewind")


def test_a_branch_never_cuts_a_command_in_two() -> None:
    path = ROOT / "tests/scenarios/changes/change_plan_now.yaml"
    events = run_scenario(read_scenario(path.read_text(encoding="utf-8"))).events
    for number in range(len(events) + 1):
        world, kept = rewind(events, number)
        assert kept == events[: len(kept)] and len(kept) >= number
        assert len(kept) == len(events) or not kept or kept[-1].group != events[len(kept)].group
        assert verify_journal(world, kept) == []
    for number in (-1, len(events) + 1):
        with pytest.raises(ValueError, match="the journal has"):
            rewind(events, number)


def test_whoever_is_erased_on_a_branch_is_there_again_after_rewinding() -> None:
    text = HEAD + "customers: [{id: c1, name: Ana Souza}]\nsteps:\n  - {id: a, at: '2026-11-02'}\n"
    text += "  - do: {erase_data: {customer: c1, categories: [profile]}}\n"
    assert run_scenario(read_scenario(text)).subjects == {}
    assert run_scenario(read_scenario(text + "  - {rewind: a}\n")).subjects == {"c1": {"name": "Ana Souza"}}


def test_every_story_of_the_domain_is_told() -> None:
    told = {path.stem.partition("_")[0] for path in FILES if path.parent.name == "domain"}
    assert told == {f"{part}{number}" for part in "rfp" for number in range(1, 9)}


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("ana@example.org", "email_in_text"),
        ("pedido de ana\uff20example.org", "email_in_text"),
        ("4111 1111 1111 1111", "card_digits_in_text"),
        ("11111111-4111-4111-8111-111111111111", None),
    ],
)
def test_a_key_is_journalled_so_it_is_read_at_the_door(key: str, code: str | None) -> None:
    text = (
        HEAD
        + f"customers: [{{id: c1, methods: [{{}}]}}]\nsteps: [{{do: {{subscribe: {{customer: c1, price: p}}}}, key: '{key}'}}]\n"
    )
    run = run_scenario(read_scenario(text))
    assert [one["code"] for one in run.refusals] == ([] if code is None else [code])
    assert any(key in str(event) for event in run.events) is (code is None)


def test_nobody_of_any_story_is_in_journal_snapshot_or_report() -> None:
    from sandbox.engine import encode_event, encode_world

    seen = 0
    for path in FILES:
        scenario = read_scenario(path.read_text(encoding="utf-8"))
        if not any(scenario.subjects.values()):
            continue
        run = run_scenario(scenario)
        kept = [encode_event(event) for event in run.events], run.report()
        told = json.dumps(kept, default=str, ensure_ascii=False) + encode_world(run.world).decode("utf-8", "replace")
        for person in scenario.subjects.values():
            seen += len(person)
            assert [value for value in person.values() if len(value) > 3 and value in told] == [], path
    assert seen > 20
