"""Refusals that any command may meet at the door, in both languages, by code."""

from __future__ import annotations

from typing import Final

# code: (pt-br, en)
REJECTIONS: Final[dict[str, tuple[str, str]]] = {
    "no_company": ("Ainda não há empresa. Abra uma primeiro.", "There is no company yet. Open one first."),
    "unknown_method": (
        "Não existe o meio de pagamento {id}. Confira o código.",
        "There is no payment method {id}. Check the id.",
    ),
    "unknown_price": ("Não existe o preço {id}. Confira o código.", "There is no price {id}. Check the id."),
    "unknown_subscription": (
        "Não existe a assinatura {id}. Confira o código.",
        "There is no subscription {id}. Check the id.",
    ),
    "unknown_payment": ("Não existe o pagamento {id}. Confira o código.", "There is no payment {id}. Check the id."),
    "id_taken": (
        "O código {id} já está em uso; escolha outro.",
        "The id {id} is already in use; choose another.",
    ),
    "bad_id": (
        "O código “{id}” não serve: use letras, números, hífen, ponto ou sublinhado, até 60.",
        "The id “{id}” will not do: use letters, digits, hyphen, dot or underscore, 60 at most.",
    ),
    "bad_value": (
        "“{id}” não serve aqui ({field:field}). Corrija e mande de novo.",
        "“{id}” will not do here ({field:field}). Correct it and send again.",
    ),
    "key_reused": (
        "A chave {key} já foi usada para outro comando. Use uma chave nova.",
        "The key {key} was already used for another command. Use a new key.",
    ),
    "clock_goes_forward_only": (
        "Esse momento já passou: na empresa já é {now:moment}. Escolha um momento daqui para a frente.",
        "That moment is over: in the company it is already {now:moment}. Choose one from here on.",
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
    "amount_not_positive": (
        "O valor precisa ser maior que zero. Escreva quanto é.",
        "The amount must be above zero. Write how much it is.",
    ),
    "no_method": (
        "{customer} não tem meio de pagamento. Envie um link ou cadastre um.",
        "{customer} has no payment method. Send a link or add one.",
    ),
    "not_this_customers": (
        "O meio de pagamento {method} não é de {customer}. Escolha um dos meios dessa pessoa.",
        "The payment method {method} does not belong to {customer}. Choose one of that person's.",
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
        "A fatura {invoice} não está aberta (situação: {status:status}); não há o que cobrar.",
        "Invoice {invoice} is not open (status: {status:status}); there is nothing to collect.",
    ),
    "email_in_text": (
        "O texto traz um endereço de e-mail. Dados pessoais não entram no registro: apague o endereço.",
        "The text holds an e-mail address. Personal data never enters the journal: remove the address.",
    ),
}
