"""Refusals about Pix Automático, in both languages, by code."""

from __future__ import annotations

from typing import Final

# code: (pt-br, en)
REJECTIONS: Final[dict[str, tuple[str, str]]] = {
    "unknown_mandate": ("Não existe a autorização {id}. Confira o código.", "There is no mandate {id}. Check the id."),
    "rail_not_live": (
        "O Pix Automático só existe desde {on:day}. Use outro meio de pagamento.",
        "Pix Automático exists since {on:day} only. Use another payment method.",
    ),
    "not_pix_automatico": (
        "O meio {method} não é Pix Automático; autorizações são só dele. Escolha outro meio.",
        "Method {method} is not Pix Automático; only that has mandates. Choose another.",
    ),
    "no_pix_automatico": (
        "{customer} não tem Pix Automático cadastrado. Cadastre o meio antes de pedir a autorização.",
        "{customer} has no Pix Automático method. Add one before asking for a mandate.",
    ),
    "mandate_pending": (
        "A autorização {mandate} ainda espera a resposta do pagador. Aguarde, ou cancele-a antes de pedir outra.",
        "Mandate {mandate} still waits for the payer's answer. Wait, or cancel it before asking for another.",
    ),
    "mandate_not_in_force": (
        "A autorização {mandate} não está em vigor ({status:mandate}). Peça uma nova, se for preciso.",
        "Mandate {mandate} is not in force ({status:mandate}). Ask for a new one, if it is needed.",
    ),
    "mandate_confirms": (
        "Um débito por Pix Automático não pede confirmação ao pagador: a autorização já a deu. Ponha outra resposta no roteiro do banco.",
        "A debit by Pix Automático asks its payer for no confirmation: the mandate has given it. Put another answer in the bank's script.",
    ),
    "no_mandate": (
        "Não há autorização de Pix Automático em vigor para a fatura {invoice}. Peça uma ao cliente.",
        "No Pix Automático mandate is in force for invoice {invoice}. Ask the customer for one.",
    ),
    "fixed_needs_amount": (
        "Uma autorização de valor fixo precisa do valor. Informe-o, ou peça uma sem valor fixo.",
        "A mandate of a fixed amount needs the amount. Give it, or ask for one that is not fixed.",
    ),
    "not_the_mandates_amount": (
        "Os {amount:money} da fatura {invoice} não são o valor fixo autorizado. Peça ao cliente nova autorização para este valor.",
        "The {amount:money} of invoice {invoice} are not the fixed amount authorised. Ask the customer for a new mandate of this amount.",
    ),
    "above_mandate": (
        "Os {amount:money} da fatura {invoice} passam do teto autorizado. Peça nova autorização ao cliente.",
        "The {amount:money} of invoice {invoice} exceed the authorised ceiling. Ask the customer for a new mandate.",
    ),
    "instruction_pending": (
        "A cobrança da fatura {invoice} já foi avisada e será debitada em {on:day}. Aguarde o débito.",
        "The charge of invoice {invoice} has been announced and is debited on {on:day}. Wait for the debit.",
    ),
    "no_instruction_to_cancel": (
        "Não há débito por vir da fatura {invoice}: o pagador pode cancelar só até 23:59 da véspera.",
        "No debit of invoice {invoice} is to come: the payer can cancel until 23:59 of the day before only.",
    ),
    "pix_retry_limit": (
        (
            "O Pix Automático permite {count} novas tentativas, em dias diferentes e até {days} dias depois do débito. "
            "Para a fatura {invoice} não cabe outra agora: mande um link de pagamento. Fonte: {source}."
        ),
        (
            "Pix Automático allows {count} retries, on different days and within {days} days of the debit. "
            "For invoice {invoice} no other fits now: send a payment link. Source: {source}."
        ),
    ),
}
