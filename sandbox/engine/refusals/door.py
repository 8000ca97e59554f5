"""Refusals that any command may meet at the door, in both languages, by code."""

from __future__ import annotations

from typing import Final

# code: (pt-br, en)
REJECTIONS: Final[dict[str, tuple[str, str]]] = {
    "no_company": ("Ainda não há empresa neste mundo.", "There is no company in this world yet."),
    "unknown_method": ("Não existe o meio de pagamento {id}.", "There is no payment method {id}."),
    "unknown_price": ("Não existe o preço {id}.", "There is no price {id}."),
    "unknown_subscription": ("Não existe a assinatura {id}.", "There is no subscription {id}."),
    "unknown_payment": ("Não existe o pagamento {id}.", "There is no payment {id}."),
    "id_taken": (
        "O código {id} já está em uso; escolha outro.",
        "The id {id} is already in use; choose another.",
    ),
    "bad_id": (
        "O código “{id}” não serve: use letras, números, hífen, ponto ou sublinhado, até 60.",
        "The id “{id}” will not do: use letters, digits, hyphen, dot or underscore, 60 at most.",
    ),
    "bad_value": ("O valor de {field} não serve: {id}.", "The value of {field} will not do: {id}."),
    "key_reused": (
        "A chave {key} já foi usada para outro comando. Use uma chave nova.",
        "The key {key} was already used for another command. Use a new key.",
    ),
    "clock_goes_forward_only": (
        "O relógio só anda para a frente: já são {now:moment}. Para voltar, use “rebobinar”.",
        "The clock only goes forward: it is already {now:moment}. To go back, rewind.",
    ),
    "clock_too_far": (
        "Isso avança mais de dez anos de uma vez. Escolha uma data mais próxima.",
        "That is more than ten years in one go. Choose a nearer date.",
    ),
    "card_digits_in_text": (
        (
            "O texto contém números que parecem de cartão. Apague-os: use só os quatro últimos dígitos "
            "ou envie um link de pagamento."
        ),
        (
            "The text holds digits that look like a card number. Remove them: use only the last four, "
            "or send a payment link."
        ),
    ),
    "amount_not_positive": ("O valor precisa ser maior que zero.", "The amount must be above zero."),
    "no_method": (
        "{customer} não tem meio de pagamento. Envie um link ou cadastre um.",
        "{customer} has no payment method. Send a link or add one.",
    ),
    "not_this_customers": (
        "O meio de pagamento {method} não é de {customer}.",
        "The payment method {method} does not belong to {customer}.",
    ),
    "subscription_ended": (
        (
            "A assinatura {subscription} já terminou: não renova nem é tentada de novo. O que ficou em aberto se "
            "cobra à mão ou por link; voltar é abrir uma nova."
        ),
        (
            "Subscription {subscription} has ended: it neither renews nor is retried. What is still open is collected "
            "by hand or by link; coming back means opening a new one."
        ),
    ),
    "invoice_not_open": (
        "A fatura {invoice} não está aberta (situação: {status}); não há o que cobrar.",
        "Invoice {invoice} is not open (status: {status}); there is nothing to collect.",
    ),
    "email_in_text": (
        "O texto traz um endereço de e-mail. Dados pessoais não entram no registro: apague o endereço.",
        "The text holds an e-mail address. Personal data never enters the journal: remove the address.",
    ),
}
