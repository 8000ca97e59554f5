"""What the same documents cost otherwise: the Django ORM, one subscription a transaction; and set-based SQL."""

from __future__ import annotations

import time
from datetime import date

from django.db import connection, models, transaction

from tests.bench.engine_company import month


class Bench(models.Model):
    class Meta:
        abstract = True
        app_label = "bench"


class Subscription(Bench):
    amount = models.IntegerField()
    period_start = models.DateField()
    period_end = models.DateField(db_index=True)


class Invoice(Bench):
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE)
    number = models.IntegerField()
    issued = models.DateField()
    total = models.IntegerField()
    paid = models.IntegerField(default=0)
    status = models.CharField(max_length=10)


class Line(Bench):
    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE)
    period_start = models.DateField()
    period_end = models.DateField()
    amount = models.IntegerField()


class Payment(Bench):
    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE)
    amount = models.IntegerField()
    status = models.CharField(max_length=10)
    at = models.DateField()


class Posting(Bench):
    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE)
    account = models.CharField(max_length=30)
    amount = models.IntegerField()


TABLES = (Subscription, Invoice, Line, Payment, Posting)


def make_tables() -> None:
    with connection.schema_editor() as editor:
        for table in TABLES:
            editor.create_model(table)


def fill(subscriptions: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("truncate bench_subscription, bench_invoice, bench_line, bench_payment, bench_posting")
    Subscription.objects.bulk_create(
        [Subscription(amount=4990, period_start=month(0), period_end=month(1)) for _ in range(subscriptions)],
        batch_size=5000,
    )


def by_orm(first: int, step: int, months: int) -> float:
    """Renew every `step`-th subscription, each month; returns seconds. The same rows the engine's events tell of."""
    keys = list(Subscription.objects.order_by("pk").values_list("pk", flat=True))[first::step]
    begun = time.perf_counter()
    for number in range(1, months + 1):
        for key in keys:
            _renew(key, month(number), month(number + 1), number)
    return time.perf_counter() - begun


@transaction.atomic
def _renew(key: int, start: date, end: date, number: int) -> None:
    subscription = Subscription.objects.select_for_update().get(pk=key)
    subscription.period_start, subscription.period_end = start, end
    subscription.save(update_fields=["period_start", "period_end"])
    amount = subscription.amount
    invoice = Invoice.objects.create(
        subscription=subscription, number=key * 100 + number, issued=start, total=amount, status="open"
    )
    Line.objects.create(invoice=invoice, period_start=start, period_end=end, amount=amount)
    Posting.objects.bulk_create(
        [
            Posting(invoice=invoice, account="receivable", amount=amount),
            Posting(invoice=invoice, account="deferred_revenue", amount=-amount),
        ]
    )
    Payment.objects.create(invoice=invoice, amount=amount, status="settled", at=start)
    Posting.objects.bulk_create(
        [
            Posting(invoice=invoice, account="cash_clearing", amount=amount),
            Posting(invoice=invoice, account="receivable", amount=-amount),
        ]
    )
    invoice.paid, invoice.status = amount, "paid"
    invoice.save(update_fields=["paid", "status"])


SQL = """
with renewed as (
    update bench_subscription set period_start = %(start)s, period_end = %(end)s returning id, amount
), invoices as (
    insert into bench_invoice (subscription_id, number, issued, total, paid, status)
    select id, id * 100 + %(number)s, %(start)s, amount, amount, 'paid' from renewed returning id, total
), lines as (
    insert into bench_line (invoice_id, period_start, period_end, amount)
    select id, %(start)s, %(end)s, total from invoices
), payments as (
    insert into bench_payment (invoice_id, amount, status, at) select id, total, 'settled', %(start)s from invoices
)
insert into bench_posting (invoice_id, account, amount)
select id, side.account, side.sign * total from invoices, (values ('receivable', 1), ('deferred_revenue', -1),
    ('cash_clearing', 1), ('receivable', -1)) as side (account, sign)
"""


def by_sql(months: int) -> float:
    """The floor of the machine: one statement a month; returns seconds."""
    begun = time.perf_counter()
    for number in range(1, months + 1):
        with connection.cursor() as cursor:
            cursor.execute(SQL, {"start": month(number), "end": month(number + 1), "number": number})
    return time.perf_counter() - begun
