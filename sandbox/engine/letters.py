"""Letters: what a template of a message is, and those about people's own data."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

MessageClass = Literal["marketing", "receipt", "notice", "incident"]


class Template(Struct, frozen=True):
    """A message customers can receive; `required` fields must be given. `purpose` is its class: marketing needs
    consent and obeys suppression; receipts, notices and incident letters always go.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...]
    purpose: MessageClass
    subject: tuple[str, str]
    body: tuple[str, str]


# What kinds of data an incident touched, as its letter says them to whose data it is.
LOST_WORDS: Final[dict[str, tuple[str, str]]] = {
    "identification": ("identificação, como nome e CPF", "identification, like name and CPF"),
    "contact": ("contato", "contact"),
    "financial": ("plano, pagamentos e cobranças", "plan, payments and charges"),
    "authentication": ("senhas ou códigos de acesso", "passwords or access codes"),
    "sensitive": ("dados sensíveis", "sensitive data"),
    "minors": ("dados de crianças ou adolescentes", "data of children or teenagers"),
    "elderly": ("dados de pessoas idosas", "data of elderly people"),
    "secrecy": ("dados protegidos por sigilo", "data protected by secrecy"),
    "usage": ("histórico de uso", "history of use"),
}


def lost(coded: str, language: str) -> str:
    """`: contact; history of use`, of the kinds of data coded `contact, usage`; nothing where none is named."""
    place = 0 if language == "pt-br" else 1
    told = [LOST_WORDS[one][place] for one in coded.split(", ") if one in LOST_WORDS]
    return f": {'; '.join(told)}" if told else ""


PRIVACY_LETTERS: Final[dict[str, Template]] = {
    "request_received": Template(
        ("case", "due_on"),
        ("note",),
        "notice",
        ("Recebemos seu pedido sobre seus dados", "We received your request about your data"),
        (
            "Olá, {name}. Seu pedido {case:called} chegou; respondemos até {due_on:day}. {note}",
            "Hello, {name}. Your request {case:called} is here; we answer by {due_on:day}. {note}",
        ),
    ),
    "request_answered": Template(
        ("case",),
        ("note",),
        "notice",
        ("Resposta ao seu pedido sobre seus dados", "The answer to your request about your data"),
        (
            "Olá, {name}. Respondemos ao pedido {case:called}, categoria por categoria, com os motivos. {note}",
            "Hello, {name}. Your request {case:called} is answered, category by category, with the reasons. {note}",
        ),
    ),
    "erasure_done": Template(
        ("case", "gone"),
        ("kept",),
        "notice",
        ("Seus dados foram eliminados", "Your data has been erased"),
        (
            (
                "Olá, {name}. Atendemos ao pedido {case:called}: eliminamos {gone:category}. {kept:kept}Esta é a nossa última "
                "mensagem: não temos mais como escrever a você. Se discordar, fale conosco ou com a autoridade de "
                "proteção de dados."
            ),
            (
                "Hello, {name}. Request {case:called} is done: we erased {gone:category}. {kept:kept}This is our last message: "
                "we have no way to write to you any more. If you disagree, speak to us or to the data protection "
                "authority."
            ),
        ),
    ),
    "export_ready": Template(
        ("case", "expires_on"),
        ("note",),
        "notice",
        ("A cópia dos seus dados está pronta", "The copy of your data is ready"),
        (
            "Olá, {name}. Baixe a cópia do pedido {case:called} com seu acesso; o link vale até {expires_on:day}. {note}",
            "Hello, {name}. Fetch the copy of request {case:called} while signed in; the link lasts until {expires_on:day}. {note}",
        ),
    ),
    "incident_notice": Template(
        ("incident", "known_on"),
        ("note",),
        "incident",
        ("Um incidente atingiu dados seus", "An incident affected data of yours"),
        (
            (
                "Olá, {name}. Em {known_on:day} soubemos de um incidente de segurança: alguém sem autorização pôde ter acesso "
                "a dados seus{data:lost}. Podem tentar usá-los para se passar por você ou por nós. Desconfie de ligações, "
                "mensagens e cobranças que citem esses dados, não informe senhas nem códigos, e confira suas cobranças. "
                "Se tiver dúvida, responda a esta mensagem. {note}"
            ),
            (
                "Hello, {name}. On {known_on:day} we learned of a security incident: somebody without permission may have "
                "had access to data of yours{data:lost}. It may be used to pose as you or as us. Be wary of calls, messages "
                "and charges that mention it, give nobody passwords or codes, and look through your charges. If you have "
                "a question, answer this message. {note}"
            ),
        ),
    ),
}
