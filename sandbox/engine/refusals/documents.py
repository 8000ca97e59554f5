"""Refusals about invoices, charges and credit notes, in both languages, by code."""

from __future__ import annotations

from typing import Final

# code: (pt-br, en)
REJECTIONS: Final[dict[str, tuple[str, str]]] = {
    "unknown_customer": ("Não existe o cliente {id}. Confira o código.", "There is no customer {id}. Check the id."),
    "nothing_to_invoice": (
        "Não há cobrança avulsa à espera para {customer}. Crie a cobrança antes.",
        "No one-off charge is waiting for {customer}. Add the charge first.",
    ),
    "not_this_customers_subscription": (
        "A assinatura {subscription} não é de {customer}. Confira as duas.",
        "Subscription {subscription} does not belong to {customer}. Check both.",
    ),
    "unknown_line": (
        "A fatura {invoice} não tem a linha {id}. Veja as linhas da fatura e escolha uma.",
        "Invoice {invoice} has no line {id}. Look at its lines and choose one.",
    ),
    "credit_exceeds_line": (
        "A linha {line} ainda tem {left:money}; {amount:money} é mais do que isso. Peça no máximo o que resta.",
        "Line {line} has {left:money} left; {amount:money} is more than that. Ask for what is left at most.",
    ),
    "lines_are_not_the_amount": (
        "As linhas somam {sum:money}, e o valor pedido é {amount:money}. Corrija um dos dois.",
        "The lines add up to {sum:money}, and the amount asked for is {amount:money}. Correct one of them.",
    ),
    "void_after_payment": (
        "A fatura {invoice} já recebeu {amount:money}; não pode ser anulada. Emita uma nota de crédito.",
        "Invoice {invoice} has received {amount:money} already and cannot be voided. Issue a credit note.",
    ),
    "payment_not_captured": (
        "O pagamento {payment} não foi capturado; não há o que devolver. Confira qual pagamento foi.",
        "Payment {payment} was not captured; there is nothing to give back. See which payment it was.",
    ),
    "refund_exceeds_captured": (
        (
            "Só restam {left:money} para devolver do pagamento {payment}: dos {captured:money} capturados, "
            "{refunded:money} já foram devolvidos e {disputed:money}, contestados. Foram pedidos {asked:money}: "
            "peça no máximo o que resta."
        ),
        (
            "Only {left:money} is left to refund on payment {payment}: of {captured:money} captured, {refunded:money} "
            "was refunded and {disputed:money} disputed. {asked:money} was asked: ask for what is left at most."
        ),
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
    "refund_to_third_party": (
        "Os {amount:money} não podem ir para a conta de outra pessoa. Devolva à origem, ou a uma conta do mesmo titular.",
        "The {amount:money} cannot go to somebody else's account. Refund to the origin, or to an account of the same holder.",
    ),
    "destination_needs_approver": (
        "Devolver para outra conta exige segunda aprovação. Devolva à origem ou indique quem aprova.",
        "Refunding to another account needs a second approval. Refund to the origin, or name an approver.",
    ),
    "approver_is_maker": (
        "Quem pede não pode aprovar. Indique outra pessoa.",
        "Whoever asks cannot approve. Name somebody else.",
    ),
    "pix_return_window": (
        "A devolução por Pix vale por 90 dias do recebimento; este foi em {at:day}. Transfira para uma conta do mesmo titular, com segunda aprovação.",
        "A Pix return is possible for 90 days after receipt; this one came on {at:day}. Transfer to an account of the same holder, with a second approval.",
    ),
    "credit_exceeds_invoice": (
        "As notas de crédito passariam do total da fatura: restam {left:money}. Peça no máximo o que resta.",
        "Credit notes would exceed the invoice: {left:money} is left. Ask for what is left at most.",
    ),
    "excess_needs_destination": (
        ("A fatura só tem {remaining:money} em aberto. Diga para onde vai o que sobra: saldo, devolução ou fora."),
        "Only {remaining:money} is open on the invoice. Say where the rest goes: balance, refund or outside.",
    ),
    "credit_exceeds_refunded": (
        "Só {left:money} desta fatura voltaram sem nota de crédito. Emita a nota por esse valor, no máximo.",
        "Only {left:money} of this invoice went back without a credit note. Issue the note for that much at most.",
    ),
    "credit_exceeds_paid": (
        "O que volta ao cliente ({amount:money}) passaria do que foi pago e não devolvido ({left:money}). Peça no máximo isso.",
        (
            "What goes back to the customer ({amount:money}) would exceed what was paid and not yet refunded "
            "({left:money}). Ask for that at most."
        ),
    ),
}
