"""Refusals about approvals and roles, in both languages, by code."""

from __future__ import annotations

from typing import Final

# code: (pt-br, en)
REJECTIONS: Final[dict[str, tuple[str, str]]] = {
    "role_taken_already": (
        "A mesa já age como {role:role}.",
        "The desk acts as {role:role} already.",
    ),
    "approver_signs_later": (
        "Quem aprova responde por si, depois: prepare o pedido sem aprovador.",
        "Whoever approves answers in person, later: prepare it without an approver.",
    ),
    "approval_waits": (
        "Um pedido igual já aguarda resposta desde {at:moment}. Espere por ela ou retire aquele primeiro.",
        "The same has been waiting for an answer since {at:moment}. Wait for it, or withdraw that one first.",
    ),
    "approval_not_needed": (
        "Isto cabe na sua alçada de {limit:money}: faça direto, sem aprovação.",
        "This is within your limit of {limit:money}: do it directly, without approval.",
    ),
    "unknown_approval": (
        "Não existe o pedido de aprovação {id}. Confira o código.",
        "There is no request for approval {id}. Check the id.",
    ),
    "approval_answered": (
        "O pedido de aprovação {approval} já foi respondido em {at:moment}.",
        "Request for approval {approval} was answered on {at:moment}.",
    ),
    "approval_not_ones_own": (
        "Só quem fez o pedido de aprovação {approval} pode retirá-lo. Aprove-o ou recuse-o.",
        "Only whoever made request for approval {approval} withdraws it. Approve or decline it.",
    ),
    "agents_do_not_approve": (
        "Quem atende não aprova: o pedido {approval} é para a supervisão.",
        "Agents do not approve: request {approval} is for a supervisor.",
    ),
    "decline_says_why": (
        "Diga por que o pedido {approval} não foi aprovado: quem pediu precisa explicar ao cliente.",
        "Say why request {approval} was not approved: whoever asked has to explain it to the customer.",
    ),
}
