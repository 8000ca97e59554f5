"""Refusals: the sentence of every expected no and of every bad input, in both languages, by code."""

from __future__ import annotations

from typing import Final

# code: (pt-br, en)
REJECTIONS: Final[dict[str, tuple[str, str]]] = {
    "no_company": ("Ainda não há empresa neste mundo.", "There is no company in this world yet."),
    "company_exists": ("Esta empresa já foi aberta.", "This company is already open."),
    "unknown_customer": ("Não existe o cliente {id}.", "There is no customer {id}."),
    "unknown_method": ("Não existe o meio de pagamento {id}.", "There is no payment method {id}."),
    "unknown_price": ("Não existe o preço {id}.", "There is no price {id}."),
    "unknown_subscription": ("Não existe a assinatura {id}.", "There is no subscription {id}."),
    "unknown_invoice": ("Não existe a fatura {id}.", "There is no invoice {id}."),
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
    "quantity_not_positive": ("A quantidade precisa ser maior que zero.", "The quantity must be above zero."),
    "mixed_intervals": (
        "Os itens de uma assinatura têm todos o mesmo intervalo.",
        "All items of a subscription share one interval.",
    ),
    "refund_needs_now": (
        "Devolver junto com o cancelamento só quando {subscription} termina agora; para depois, faça a devolução no dia.",
        "A refund goes with a cancellation only where {subscription} ends now; for later, refund on the day.",
    ),
    "already_paused": (
        "A assinatura {subscription} já está pausada.",
        "Subscription {subscription} is already paused.",
    ),
    "not_paused": ("A assinatura {subscription} não está pausada.", "Subscription {subscription} is not paused."),
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
    "unknown_coupon": ("Não existe o cupom {id}.", "There is no coupon {id}."),
    "unknown_tax": ("Não existe o imposto {id}.", "There is no tax {id}."),
    "mixed_taxes": (
        "Um preço tem impostos por dentro ou por fora, não os dois.",
        "A price has taxes within it or on top of it, not both.",
    ),
    "coupon_percent_or_amount": (
        "O cupom {id} precisa de um percentual ou de um valor, e só de um deles.",
        "Coupon {id} needs a percentage or an amount, and only one of them.",
    ),
    "coupon_for_one": (
        "Diga para quem é o cupom {coupon}: uma assinatura, um item ou um cliente.",
        "Say whom coupon {coupon} is for: one subscription, one item or one customer.",
    ),
    "coupon_expired": ("O cupom {coupon} valeu até {on}.", "Coupon {coupon} was valid until {on}."),
    "coupon_exhausted": (
        "O cupom {coupon} já foi usado {count} vezes, o máximo.",
        "Coupon {coupon} has been used {count} times, its maximum.",
    ),
    "coupon_already_applied": ("O cupom {coupon} já está aplicado ali.", "Coupon {coupon} is already applied there."),
    "coupon_first_purchase_only": (
        "O cupom {coupon} é só para a primeira compra, e {customer} já tem faturas.",
        "Coupon {coupon} is for a first purchase only, and {customer} has invoices already.",
    ),
    "several_items": (
        "{subscription} tem {count} itens: diga todos os itens, como devem ficar.",
        "{subscription} has {count} items: name all items as they shall stand.",
    ),
    "not_changeable": (
        "A assinatura {subscription} não pode mudar agora (situação: {status}).",
        "Subscription {subscription} cannot change now (status: {status}).",
    ),
    "interval_needs_money": (
        "Trocar o intervalo ou o vencimento de {subscription} sempre gera crédito e cobrança.",
        "Changing the interval or the anchor of {subscription} always credits and charges.",
    ),
    "no_items": (
        "Escolha ao menos um preço para a assinatura.",
        "Choose at least one price for the subscription.",
    ),
    "anchor_day_out_of_range": (
        "O dia de vencimento vai de 1 a 31 e só existe em planos mensais ou anuais.",
        "The anchor day goes from 1 to 31, and only monthly or yearly plans have one.",
    ),
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
    "cancellation_already_set": (
        "O cancelamento de {subscription} já está marcado para {at:moment}.",
        "Subscription {subscription} is already set to end on {at:moment}.",
    ),
    "no_cancellation_to_undo": (
        "Não há cancelamento marcado para {subscription}.",
        "No cancellation is set for {subscription}.",
    ),
    "invoice_not_open": (
        "A fatura {invoice} não está aberta (situação: {status}); não há o que cobrar.",
        "Invoice {invoice} is not open (status: {status}); there is nothing to collect.",
    ),
    "irreversible_decline": (
        (
            "O emissor recusou de forma irreversível (código {response}). Não tente de novo com este meio: "
            "peça outro ao cliente."
        ),
        (
            "The issuer's refusal is irreversible (code {response}). Do not try this method again: "
            "ask the customer for another."
        ),
    ),
    "network_limit": (
        ("A bandeira {brand} não permite outra tentativa agora: {count} em {hours} h é o limite. Fonte: {source}."),
        ("The {brand} network allows no further attempt now: {count} in {hours} h is the limit. Source: {source}."),
    ),
    "payment_unresolved": (
        "O pagamento {payment} ficou sem resposta e pode ter sido feito. Consulte-o antes de cobrar de novo.",
        "Payment {payment} got no answer and may have gone through. Look it up before charging again.",
    ),
    "nothing_to_look_up": (
        "O pagamento {payment} já tem resposta: não há o que consultar.",
        "Payment {payment} already has an answer: there is nothing to look up.",
    ),
    "retry_in_the_past": (
        "Agora são {now:moment}; marque a tentativa para depois disso.",
        "It is {now:moment} now; set the retry for later than that.",
    ),
    "retry_too_far": (
        "{at:moment} fica a mais de um ano daqui. Confira a data.",
        "{at:moment} is more than a year away. Check the date.",
    ),
    "email_in_text": (
        "O texto traz um endereço de e-mail. Dados pessoais não entram no registro: apague o endereço.",
        "The text holds an e-mail address. Personal data never enters the journal: remove the address.",
    ),
    "retry_already_there": (
        "Já há uma tentativa marcada para {at:moment}.",
        "A retry is already set for {at:moment}.",
    ),
    "received_in_the_future": (
        "O recebimento não pode ter data no futuro.",
        "Money cannot have been received in the future.",
    ),
    "invoice_is_void": (
        "A fatura {invoice} foi anulada e não recebe pagamento.",
        "Invoice {invoice} is void and takes no payment.",
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
    "unknown_template": (
        "Não existe o modelo de mensagem {template}.",
        "There is no message template {template}.",
    ),
    "field_missing": (
        "Falta {field} na mensagem {template}.",
        "The message {template} is missing {field}.",
    ),
}

# Bad input is told by its own table: the field is named apart.
INPUTS: Final[dict[str, tuple[str, str]]] = {
    "unknown_command": ("não existe o comando {name}", "there is no command {name}"),
    "not_supported_yet": ("{name}: ainda não é oferecido", "{name}: not supported yet"),
    "unknown_field": ("este campo não existe em {name}", "there is no such field in {name}"),
    "missing": ("este campo é obrigatório em {name}", "this field is required in {name}"),
    "not_a_moment": (
        "“{value}” não é uma data ou data e hora (AAAA-MM-DD ou AAAA-MM-DDTHH:MM)",
        "“{value}” is not a date or a date and time (YYYY-MM-DD or YYYY-MM-DDTHH:MM)",
    ),
    "not_text": ("o texto tem caracteres inválidos", "the text holds characters that cannot be stored"),
    "not_an_integer": (
        "precisa ser um número inteiro (valores em centavos)",
        "a whole number is wanted (amounts in minor units)",
    ),
    "not_a_choice": ("“{value}” não está entre as opções", "“{value}” is not one of the choices"),
    "out_of_range": ("fora do limite aceito ({limit})", "outside what is accepted ({limit})"),
    "too_long": ("texto ou lista longos demais ({limit})", "text or list too long ({limit})"),
    "wrong_kind": ("o tipo do valor não serve ({detail})", "the wrong kind of value ({detail})"),
    "wrong_value": ("o valor não serve", "a value that will not do: {detail}"),
}
