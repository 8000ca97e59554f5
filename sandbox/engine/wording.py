"""Wording: the words people read for codes, causes, channels and rails, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
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
    "not_the_mandates_amount": (
        "o valor não é o valor fixo autorizado",
        "the amount is not the fixed amount authorised",
    ),
    "above_mandate": ("o valor passa do teto autorizado", "the amount exceeds the authorised ceiling"),
    "cancelled_by_payer": ("o pagador cancelou o débito", "the payer cancelled the debit"),
    "rail_limit": ("o Pix Automático não permite outra", "Pix Automático allows no other"),
    "amount_changed": ("o valor em aberto mudou", "the amount that is open has changed"),
    "payment_unresolved": ("há um pagamento sem resposta", "a payment has no answer yet"),
    "collection_paused": ("a cobrança está pausada", "collection is paused"),
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
    "refund_made": ("reembolso feito", "refund made"),
    "cancellation_confirmed": ("cancelamento confirmado", "cancellation confirmed"),
    "renewal_notice": ("aviso de renovação", "renewal notice"),
    "trial_ending": ("aviso de fim do teste", "end of trial notice"),
    "card_expiring": ("aviso de cartão vencendo", "card expiry notice"),
    "price_change": ("aviso de mudança de preço", "price change notice"),
    "invoice_sent": ("fatura enviada", "invoice sent"),
    "payment_due": ("lembrete de vencimento", "due-day reminder"),
    "payment_overdue": ("fatura vencida", "invoice overdue"),
    "free_text": ("texto livre", "free text"),
    "campaign": ("propaganda", "marketing"),
    "request_received": ("pedido sobre dados recebido", "request about data received"),
    "request_answered": ("pedido sobre dados respondido", "request about data answered"),
    "erasure_done": ("dados eliminados", "data erased"),
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
    "card_number": ("número do cartão", "the card number"),
    "cvv": ("código de segurança do cartão", "the card's security code"),
    "password": ("senha", "password"),
    "otp_of_bank": ("código enviado pelo banco", "a code sent by the bank"),
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


STATUS_WORDS: Final[dict[str, tuple[str, str]]] = {
    "trialing": ("em teste", "trialing"),
    "active": ("ativa", "active"),
    "past_due": ("em atraso", "past due"),
    "paused": ("pausada", "paused"),
    "suspended": ("suspensa", "suspended"),
    "cancelled": ("encerrada", "cancelled"),
    "incomplete": ("à espera do primeiro pagamento", "waiting for the first payment"),
    "incomplete_expired": ("não chegou a começar", "never began"),
    "pending": ("ainda não começou", "not begun yet"),
    "draft": ("rascunho", "draft"),
    "open": ("aberta", "open"),
    "paid": ("paga", "paid"),
    "void": ("anulada", "void"),
    "uncollectible": ("dada como perdida", "written off"),
    "won": ("ganha", "won"),
    "lost": ("perdida", "lost"),
    "accepted": ("aceita", "accepted"),
    "declined": ("recusada", "declined"),
    "expired": ("vencida", "expired"),
    "withheld": ("não mostrada", "not shown"),
}
MANDATE_WORDS: Final[dict[str, tuple[str, str]]] = {
    "pending": ("à espera do pagador", "waiting for the payer"),
    "active": ("em vigor", "in force"),
    "refused": ("recusada", "refused"),
    "replaced": ("trocada por outra", "replaced"),
    "cancelled": ("cancelada", "cancelled"),
}
LAW_WORDS: Final[dict[str, tuple[str, str]]] = {
    "br": ("Brasil", "Brazil"),
    "eu": ("União Europeia", "European Union"),
    "us": ("Estados Unidos", "United States"),
}
UNIT_WORDS: Final[dict[str, tuple[str, str]]] = {"day": ("dia", "day"), "second": ("segundo", "second")}
HOLD_WORDS: Final[dict[str, tuple[str, str]]] = {
    "fiscal": ("guarda fiscal", "fiscal retention"),
    "dispute": ("contestação aberta", "open dispute"),
    "lawsuit": ("processo judicial", "lawsuit"),
    "investigation": ("investigação", "investigation"),
    "contract": ("contrato em vigor ou dívida em aberto", "a contract in force or an open debt"),
    "proof": ("prova do consentimento", "proof of consent"),
    "logs": ("registros de acesso, Marco Civil art. 15", "access logs, Marco Civil art. 15"),
    "log_policy": ("prazo da própria empresa para registros de acesso", "the company’s own term for access logs"),
}
ASSESSED_WORDS: Final[dict[str, tuple[str, str]]] = {
    "significant": ("não haver risco ou dano relevante", "there being no significant risk or harm"),
    "high_risk": ("não haver risco alto", "there being no high risk"),
}
LAST_STEP_WORDS: Final[dict[str, tuple[str, str]]] = {
    "suspend": ("o acesso será suspenso", "access is suspended"),
    "cancel": ("a assinatura será cancelada", "the subscription is cancelled"),
}
# Fields a person fills in: of messages, methods, subscriptions and the policy.
FIELD_WORDS: Final[dict[str, tuple[str, str]]] = {
    "amount": ("valor", "amount"),
    "retry_on": ("data da nova tentativa", "date of the retry"),
    "ends_on": ("data do fim", "date of the end"),
    "access_until": ("acesso até", "access until"),
    "price": ("preço", "price"),
    "old_amount": ("valor antigo", "old amount"),
    "effective_on": ("data em que passa a valer", "date it takes effect"),
    "case": ("pedido", "case"),
    "due_on": ("prazo", "due date"),
    "expires_on": ("data em que vence", "date it expires"),
    "incident": ("incidente", "incident"),
    "known_on": ("data em que se soube", "date it was known"),
    "received_at": ("momento do recebimento", "moment of receipt"),
    "refund_by": ("prazo da devolução", "date the refund is due"),
    "renews_on": ("data da renovação", "date of renewal"),
    "last4": ("últimos quatro dígitos", "last four digits"),
    "expires": ("validade", "expiry"),
    "text": ("texto", "text"),
    "subject": ("assunto", "subject"),
    "currency": ("moeda", "currency"),
    "timezone": ("fuso horário", "time zone"),
    "count": ("quantos intervalos", "count of intervals"),
    "script": ("respostas do banco", "the bank's answers"),
    "next": ("próximas respostas do banco", "the bank's next answers"),
    "webhooks": ("mensagens do gateway", "the gateway's messages"),
    "trial": ("período de teste", "trial"),
    "ends": ("fim da assinatura", "end of the subscription"),
    "starts": ("início da assinatura", "start of the subscription"),
    "percent": ("percentual", "percentage"),
    "proration_unit": ("unidade do pró-rata", "unit of proration"),
    "last_day": ("dono do dia da mudança", "whose the day of a change is"),
    "automation": ("automação", "automation"),
    "retry_days": ("dias das novas tentativas", "days of retries"),
    "dunning_end": ("fim da régua de cobrança", "end of dunning"),
    "final_notice_day": ("dia do último aviso", "day of the final notice"),
    "grace_access": ("acesso durante o atraso", "access while past due"),
    "first_payment": ("primeiro pagamento recusado", "a first payment declined"),
    "tax": ("impostos", "taxes"),
    "tax_rounding": ("arredondamento do imposto", "rounding of tax"),
    "coupon_order": ("ordem dos cupons", "order of coupons"),
    "mrr_discounts": ("descontos no MRR", "discounts in MRR"),
    "mrr_past_due": ("atrasados no MRR", "past due in MRR"),
    "churn_base": ("base da evasão", "base of churn"),
    "trial_without_method": ("fim do teste sem meio de pagamento", "end of a trial without a method"),
    "agent_limit": ("alçada do atendente", "agent's limit"),
    "small_agent": ("agente de pequeno porte", "small agent"),
    "marketing_basis": ("base legal da propaganda", "legal basis of marketing"),
    "offer_limit": ("limite de ofertas", "limit of offers"),
    "offer_window": ("prazo entre ofertas", "window of offers"),
    "offer_days": ("validade das ofertas", "days an offer lasts"),
    "offer_control": ("grupo de controle das ofertas", "control group of offers"),
    "holidays": ("feriados", "holidays"),
    "sharees": ("quem recebe os dados", "who receives the data"),
    "jurisdiction": ("lei aplicável", "law that applies"),
    "renewal_notice_days": ("dias do aviso de renovação", "days of renewal notices"),
    "trial_notice_days": ("dias do aviso de fim do teste", "days of trial notices"),
    "card_notice_days": ("dias do aviso de cartão vencendo", "days of card notices"),
    "finalise_after": ("horas de rascunho", "hours as a draft"),
    "pix_due_days": ("dias até o débito por Pix Automático", "days to a debit by Pix Automático"),
}
SWITCH_WORDS: Final[dict[str, tuple[str, str]]] = {
    "day": ("dia", "day"),
    "second": ("segundo", "second"),
    "exclusive": ("do novo plano", "the new plan's"),
    "inclusive": ("do plano antigo", "the old plan's"),
    "on": ("ligada", "on"),
    "off": ("desligada", "off"),
    "kept": ("mantido", "kept"),
    "none": ("cortado", "none"),
    "past_due": ("em atraso", "past due"),
    "incomplete": ("à espera do pagamento", "waits for the payment"),
    "invoice": ("por fatura", "by invoice"),
    "line": ("por linha", "by line"),
    "percent_first": ("percentuais primeiro", "percentages first"),
    "as_attached": ("como foram aplicados", "as attached"),
    "subtracted": ("subtraídos", "subtracted"),
    "ignored": ("ignorados", "ignored"),
    "cancel": ("encerra", "cancels"),
    "pause": ("pausa", "pauses"),
    "counts": ("contam", "counted"),
    "excluded": ("não contam", "not counted"),
    "opening": ("clientes do início", "customers of the opening"),
    "average": ("média de início e fim", "mean of opening and closing"),
    "opening_and_new": ("clientes do início e novos", "customers of the opening and new ones"),
    "consent": ("consentimento", "consent"),
    "opt_out": ("até a oposição", "until an objection"),
}
INTERVAL_WORDS: Final[dict[str, tuple[str, str]]] = {
    "day": ("por dia", "a day"),
    "week": ("por semana", "a week"),
    "month": ("por mês", "a month"),
    "year": ("por ano", "a year"),
    "days": ("a cada {count} dias", "every {count} days"),
    "weeks": ("a cada {count} semanas", "every {count} weeks"),
    "months": ("a cada {count} meses", "every {count} months"),
    "years": ("a cada {count} anos", "every {count} years"),
}
RHYTHM_WORDS: Final[dict[str, tuple[str, str]]] = {
    "day": ("diário", "daily"),
    "week": ("semanal", "weekly"),
    "month": ("mensal", "monthly"),
    "year": ("anual", "yearly"),
}
TASK_WORDS: Final[dict[str, tuple[str, str]]] = {
    "nfse_correction": ("corrigir a NFS-e", "correct the NFS-e"),
    "refund": ("reembolso pedido", "refund asked for"),
    "call_back": ("ligar de volta", "call back"),
    "check_payment": ("conferir um pagamento", "check a payment"),
    "fix_document": ("corrigir um documento", "correct a document"),
    "follow_up": ("acompanhar", "follow up"),
    "escalation": ("encaminhamento", "handed up"),
    "compare_reports": ("comparar relatórios", "compare reports"),
    "art_42_review": ("avaliar o art. 42 do CDC", "look into CDC art. 42"),
}
# Whom something is handed up to.
SEAT_WORDS: Final[dict[str, tuple[str, str]]] = {
    "billing": ("o faturamento", "billing"),
    "finance": ("o financeiro", "finance"),
    "privacy": ("o encarregado de dados", "the data protection officer"),
    "supervisor": ("a supervisão", "the supervisor"),
}
ROLE_WORDS: Final[dict[str, tuple[str, str]]] = {
    "agent": ("atendente", "an agent"),
    "supervisor": ("supervisão", "a supervisor"),
}
WORDS: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "status": STATUS_WORDS,
    "role": ROLE_WORDS,
    "mandate": MANDATE_WORDS,
    "law": LAW_WORDS,
    "unit": UNIT_WORDS,
    "ground": HOLD_WORDS,
    "field": FIELD_WORDS,
    "channel": CONSENT_CHANNEL_WORDS,
    "purpose": PURPOSE_WORDS,
    "category": {**CATEGORY_WORDS, **HOLD_WORDS, **PERSON_WORDS, **ASSESSED_WORDS},
    "identity": IDENTITY_WORDS,
    "template": TEMPLATE_WORDS,
    "notice": NOTICE_WORDS,
    "last_step": LAST_STEP_WORDS,
}
"""By the name a sentence asks for them with: `{channel:channel}`."""


def said(table: Mapping[str, tuple[str, str]], code: str, language: str) -> str:
    """The words for a code, or for several with commas between; what no table knows is said as it is."""
    place = 0 if language == "pt-br" else 1
    return ", ".join(table[one][place] if one in table else one for one in code.split(", "))


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
