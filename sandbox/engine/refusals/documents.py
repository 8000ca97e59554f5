"""Refusals about invoices, charges and credit notes, in both languages, by code."""

from __future__ import annotations

from typing import Final

# code: (pt-br, en)
REJECTIONS: Final[dict[str, tuple[str, str]]] = {
    "unknown_customer": ("Não existe o cliente {id}.", "There is no customer {id}."),
    "nothing_to_invoice": (
        "Não há cobrança avulsa à espera para {customer}.",
        "No one-off charge is waiting for {customer}.",
    ),
    "not_this_customers_subscription": (
        "A assinatura {subscription} não é de {customer}.",
        "Subscription {subscription} does not belong to {customer}.",
    ),
    "unknown_line": (
        "A fatura {invoice} não tem a linha {id}.",
        "Invoice {invoice} has no line {id}.",
    ),
    "credit_exceeds_line": (
        "A linha {line} ainda tem {left:money}; {amount:money} é mais do que isso.",
        "Line {line} has {left:money} left; {amount:money} is more than that.",
    ),
    "lines_are_not_the_amount": (
        "As linhas somam {sum:money}, e o valor pedido é {amount:money}.",
        "The lines add up to {sum:money}, and the amount asked for is {amount:money}.",
    ),
    "void_after_payment": (
        "A fatura {invoice} já recebeu {amount:money}; não pode ser anulada. Emita uma nota de crédito.",
        "Invoice {invoice} has received {amount:money} already and cannot be voided. Issue a credit note.",
    ),
    "payment_not_captured": (
        "O pagamento {payment} não foi capturado; não há o que devolver.",
        "Payment {payment} was not captured; there is nothing to give back.",
    ),
    "refund_exceeds_captured": (
        "Só restam {left:money} para devolver do pagamento {payment}; foram pedidos {amount:money}.",
        "Only {left:money} is left to refund on payment {payment}; {amount:money} was asked.",
    ),
    "already_given_back": (
        (
            "Do pagamento {payment} só {left:money} ainda podem voltar: o resto já voltou por nota de crédito ou virou "
            "saldo já usado. Foram pedidos {amount:money}."
        ),
        (
            "Only {left:money} of payment {payment} may still go back: the rest went back by credit note, or became "
            "balance that has been used. {amount:money} was asked."
        ),
    ),
    "needs_approver": (
        "Com este pedido, o que volta ao cliente soma {amount:money}, acima da alçada de {limit:money}. Indique quem aprova.",
        "With this, what goes back to the customer adds up to {amount:money}, above your limit of {limit:money}. Name an approver.",
    ),
    "destination_needs_approver": (
        "Devolver para outra conta exige segunda aprovação. O normal é devolver à origem.",
        "Refunding to another account needs a second approval. The usual way is back to the origin.",
    ),
    "approver_is_maker": (
        "Quem pede a devolução não pode aprová-la.",
        "Whoever asks for the refund cannot approve it.",
    ),
    "pix_return_window": (
        "A devolução por Pix vale por 90 dias do recebimento; este foi em {at:day}.",
        "A Pix return is possible for 90 days after receipt; this one came on {at:day}.",
    ),
    "credit_exceeds_invoice": (
        "As notas de crédito passariam do total da fatura: restam {left:money}.",
        "Credit notes would exceed the invoice: {left:money} is left.",
    ),
    "excess_needs_destination": (
        ("A fatura só tem {remaining:money} em aberto. Diga para onde vai o que sobra: saldo, devolução ou fora."),
        "Only {remaining:money} is open on the invoice. Say where the rest goes: balance, refund or outside.",
    ),
    "credit_exceeds_paid": (
        "O que volta ao cliente ({amount:money}) passaria do que foi pago e não devolvido ({left:money}).",
        (
            "What goes back to the customer ({amount:money}) would exceed what was paid and not yet refunded "
            "({left:money})."
        ),
    ),
}
