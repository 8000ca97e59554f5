"""Wording: the words people read for codes, causes, channels and rails, in both languages."""

from __future__ import annotations

from typing import Final

from sandbox.engine.subscription import Method

DECLINE_WORDS: Final[dict[str, tuple[str, str]]] = {
    "insufficient_funds": ("saldo insuficiente", "insufficient funds"),
    "generic_decline": ("recusa sem motivo informado", "declined without a reason"),
    "stolen_card": ("cartão roubado", "stolen card"),
    "closed_account": ("conta encerrada", "closed account"),
    "expired_card": ("cartão vencido", "expired card"),
    "authentication_required": (
        "o banco pede confirmação do cliente",
        "the bank wants the customer to confirm",
    ),
}
CAUSE_WORDS: Final[dict[str, tuple[str, str]]] = {
    "renewal": ("cobrança automática", "automatic charge"),
    "retry": ("nova tentativa marcada", "scheduled retry"),
    "hand": ("cobrança feita à mão", "charge made by hand"),
    "instruction": ("débito avisado ao pagador", "debit announced to the payer"),
    "confirmed": ("confirmada pelo cliente no banco", "confirmed by the customer at their bank"),
    "duplicate": ("segunda captura do gateway", "second capture by the gateway"),
    "recorded": ("recebimento registrado", "recorded receipt"),
}
DROP_WORDS: Final[dict[str, tuple[str, str]]] = {
    "no_method": ("não há meio de pagamento", "there is no payment method"),
    "method_refused": (
        "o emissor recusou este meio em definitivo",
        "the issuer has refused this method for good",
    ),
    "irreversible_decline": ("a recusa anterior é irreversível", "the earlier refusal is irreversible"),
    "no_mandate": ("não há autorização de Pix Automático", "there is no Pix Automático mandate"),
    "above_mandate": ("o valor passa do teto autorizado", "the amount exceeds the authorised ceiling"),
    "cancelled_by_payer": ("o pagador cancelou o débito", "the payer cancelled the debit"),
    "rail_limit": ("o Pix Automático não permite outra", "Pix Automático allows no other"),
    "amount_changed": ("o valor em aberto mudou", "the amount that is open has changed"),
    "payment_unresolved": ("há um pagamento sem resposta", "a payment has no answer yet"),
    "network_limit": ("o limite da bandeira foi atingido", "the network's limit is reached"),
}
REFUND_FAILURE_WORDS: Final[dict[str, tuple[str, str]]] = {
    "lost_or_stolen_card": ("cartão perdido ou roubado", "card lost or stolen"),
    "expired_or_canceled_card": ("cartão vencido ou cancelado", "card expired or cancelled"),
    "account_closed": ("conta encerrada", "account closed"),
    "declined": ("o banco recusou o crédito", "the bank declined the credit"),
    "unknown": ("motivo não informado", "no reason given"),
}
CHANNEL_WORDS: Final[dict[str, tuple[str, str]]] = {
    "email": ("e-mail", "e-mail"),
    "sms": ("SMS", "SMS"),
    "whatsapp": ("WhatsApp", "WhatsApp"),
    "in_app": ("aviso no aplicativo", "in-app notice"),
    "phone": ("telefone", "telephone"),
}
PAUSE_WORDS: Final[dict[str, tuple[str, str]]] = {
    "service": ("o acesso e o tempo param", "access and time stand still"),
    "collection": ("a cobrança para", "collecting stands still"),
    "invoicing": ("as faturas param", "invoicing stands still"),
}
TEMPLATE_WORDS: Final[dict[str, tuple[str, str]]] = {
    "payment_declined": ("cobrança não aprovada", "charge not approved"),
    "new_method_needed": ("pedido de outro meio de pagamento", "another payment method needed"),
    "authentication_needed": ("pedido de confirmação no banco", "confirmation at the bank needed"),
    "final_notice": ("último aviso", "final notice"),
    "access_suspended": ("acesso suspenso", "access suspended"),
    "payment_confirmed": ("pagamento recebido", "payment received"),
    "cancellation_confirmed": ("cancelamento confirmado", "cancellation confirmed"),
    "renewal_notice": ("aviso de renovação", "renewal notice"),
    "trial_ending": ("aviso de fim do teste", "end of trial notice"),
    "card_expiring": ("aviso de cartão vencendo", "card expiry notice"),
    "price_change": ("aviso de mudança de preço", "price change notice"),
    "free_text": ("texto livre", "free text"),
    "campaign": ("propaganda", "marketing"),
    "request_received": ("pedido sobre dados recebido", "request about data received"),
    "request_answered": ("pedido sobre dados respondido", "request about data answered"),
    "export_ready": ("cópia dos dados pronta", "copy of the data ready"),
    "incident_notice": ("aviso de incidente", "notice of an incident"),
    "withdrawal_acknowledged": ("desistência recebida", "withdrawal acknowledged"),
}
RAIL_WORDS: Final[dict[str, tuple[str, str]]] = {
    "card": ("cartão", "card"),
    "pix": ("Pix", "Pix"),
    "pix_automatico": ("Pix Automático", "Pix Automático"),
    "boleto": ("boleto", "boleto"),
    "transfer": ("transferência", "transfer"),
    "link": ("link de pagamento", "payment link"),
}

PURPOSE_WORDS: Final[dict[str, tuple[str, str]]] = {
    "marketing": ("propaganda", "marketing"),
    "analytics": ("análise de uso", "analytics"),
    "sharing": ("compartilhamento", "sharing"),
    "immediate_start": ("início imediato do serviço", "an immediate start of the service"),
}
CONSENT_CHANNEL_WORDS: Final[dict[str, tuple[str, str]]] = {
    **CHANNEL_WORDS,
    "ads": ("anúncios", "ads"),
    "checkout": ("página de compra", "checkout"),
}
REQUEST_WORDS: Final[dict[str, tuple[str, str]]] = {
    "confirmation": ("confirmação de tratamento", "confirmation"),
    "access": ("acesso aos dados", "access to data"),
    "simplified_access": ("acesso simplificado", "simplified access"),
    "correction": ("correção", "correction"),
    "anonymisation": ("anonimização", "anonymisation"),
    "deletion": ("eliminação", "deletion"),
    "portability": ("portabilidade", "portability"),
    "sharing": ("a lista de quem recebeu os dados", "the list of who received the data"),
    "information": ("informação", "information"),
    "revocation": ("revogação do consentimento", "revocation of consent"),
    "objection": ("oposição ao tratamento", "objection"),
    "review": ("revisão de decisão automática", "review of an automated decision"),
}
CATEGORY_WORDS: Final[dict[str, tuple[str, str]]] = {
    "profile": ("cadastro", "profile"),
    "marketing": ("marketing", "marketing"),
    "support": ("atendimento", "support"),
    "usage": ("uso", "usage"),
    "access_logs": ("registros de acesso", "access logs"),
    "subscriptions": ("assinaturas", "subscriptions"),
    "invoices": ("faturas", "invoices"),
    "payments": ("pagamentos", "payments"),
    "consents": ("consentimentos", "consents"),
}
OUTCOME_WORDS: Final[dict[str, tuple[str, str]]] = {
    "done": ("feito", "done"),
    "partial": ("feito em parte", "done in part"),
    "kept": ("guardado", "kept"),
    "refused": ("recusado", "refused"),
    "none_held": ("não há dados", "none held"),
}
IDENTITY_WORDS: Final[dict[str, tuple[str, str]]] = {
    "login": ("acesso à conta", "login"),
    "otp": ("código no canal conhecido", "a code to a known channel"),
    "known_data": ("dados que já temos", "data held already"),
    "id_copy": ("cópia de documento", "a copy of an identity document"),
    "selfie": ("selfie", "selfie"),
    "proof_of_address": ("comprovante de endereço", "proof of address"),
    "power_of_attorney": ("procuração", "power of attorney"),
    "legal_representation": ("representação legal", "legal representation"),
    "reason_for_request": ("motivo do pedido", "reason for the request"),
}
PERSON_WORDS: Final[dict[str, tuple[str, str]]] = {
    "name": ("nome", "name"),
    "email": ("e-mail", "e-mail"),
    "phone": ("telefone", "telephone"),
    "cpf": ("CPF", "CPF"),
    "cnpj": ("CNPJ", "CNPJ"),
    "address": ("endereço", "address"),
    "birth_date": ("nascimento", "date of birth"),
}
NOTICE_WORDS: Final[dict[str, tuple[str, str]]] = {
    "authority": ("autoridade", "authority"),
    "holders": ("titulares", "holders"),
    "supplement": ("complemento", "supplement"),
}


def method_words(method: Method, language: str) -> str:
    """`Mastercard final 4444` for people."""
    if method.kind != "card":
        return RAIL_WORDS[method.kind][0 if language == "pt-br" else 1]
    ending = "final" if language == "pt-br" else "ending"
    return f"{method.brand.capitalize() or '—'} {ending} {method.last4 or '—'}"


REMINDER_WORDS: Final[dict[str, tuple[str, str]]] = {
    "renewal": ("renovação", "renewal"),
    "trial": ("fim do teste", "end of the trial"),
    "card": ("vencimento do cartão", "card's end"),
    "ends": ("a assinatura termina antes", "the subscription ends before that"),
    "paused": ("as faturas estão paradas", "invoicing stands still"),
    "suspended": ("o acesso está suspenso", "access is suspended"),
    "replaced": ("o cartão foi trocado", "the card was replaced"),
    "refused": ("o emissor recusou o cartão em definitivo", "the issuer has refused the card for good"),
}
