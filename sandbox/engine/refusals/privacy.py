"""Refusals about consents, requests, personal data and incidents, in both languages, by code."""

from __future__ import annotations

from typing import Final

# code: (pt-br, en)
REJECTIONS: Final[dict[str, tuple[str, str]]] = {
    "suppressed": (
        "{customer} não quer ofertas nem propaganda por {channel:channel}, ou o endereço é de quem não quer. Recibos e avisos continuam.",
        "{customer} wants no marketing by {channel:channel}, or the address is of somebody who wants none. Receipts and notices still go.",
    ),
    "no_consent": (
        "{customer} nunca aceitou propaganda por {channel:channel}. Peça o consentimento antes, com prova.",
        "{customer} never agreed to marketing by {channel:channel}. Ask for consent first, with proof.",
    ),
    "consent_is_specific": (
        "Consentimento é dado por canal e finalidade; “todos” só serve para revogar.",
        "Consent is given for one channel and purpose; “all” only takes it back.",
    ),
    "proof_missing": (
        "Quem diz ter consentimento precisa prová-lo: registre onde e como foi dado.",
        "Whoever says there is consent has to prove it: write down where and how it was given.",
    ),
    "consent_names_its_subscription": (
        "O consentimento {purpose:purpose} vale para um contrato: diga a assinatura em `about`.",
        "The consent {purpose:purpose} is for one contract: name the subscription in `about`.",
    ),
    "waiver_not_for_services": (
        "Renúncia ao arrependimento existe só para conteúdo digital; uma assinatura de serviço não a admite.",
        "The right of withdrawal can be waived for digital content only; a subscription to a service admits no waiver.",
    ),
    "unknown_case": ("Não existe o pedido {id}. Confira o código.", "There is no case {id}. Check the id."),
    "case_answered": (
        "O pedido {case} já foi respondido em {at:moment}; um novo pedido abre outro caso.",
        "Case {case} was answered on {at:moment}; a new request opens another case.",
    ),
    "not_this_case": (
        "O pedido {case} não é de {customer}, ou é de outro tipo. Abra o pedido certo.",
        "Case {case} is not of {customer}, or is of another kind. Open the right one.",
    ),
    "identity_not_verified": (
        "Antes de responder ao pedido {case}, confirme quem pede com o que já temos: acesso à conta e código no canal conhecido.",
        "Before case {case} is answered, verify who asks with what is held already: login and a code to a known channel.",
    ),
    "representation_needed": (
        "O pedido {case} veio de outra pessoa. Sem procuração, recuse de forma neutra e não confirme nem que a conta existe.",
        "Case {case} came from somebody else. Without a power of attorney, refuse neutrally and do not even confirm the account.",
    ),
    "never_asked_for": (
        "Nunca se pede isto a um cliente: {what:identity}. Confirme a identidade com o que já temos.",
        "This is never asked of a customer: {what:identity}. Verify identity with what is held already.",
    ),
    "outcome_per_category": (
        "O pedido {case} precisa de um resultado para cada categoria de dados, uma vez só.",
        "Case {case} needs an outcome for each category of data, once each.",
    ),
    "simplified_is_for_access": (
        "Só um pedido de acesso tem resposta simplificada; responda o pedido {case} por inteiro.",
        "Only a request for access has a simplified answer; answer case {case} in full.",
    ),
    "reason_missing": (
        "Falta o motivo de “{what:category}”. Escreva-o: quem ler depois precisa entender.",
        "The reason for “{what:category}” is missing. Write it: whoever reads later has to understand.",
    ),
    "not_done_yet": (
        "O pedido {case} diz que “{category:category}” foi feito, mas não foi. Faça primeiro, responda depois.",
        "Case {case} says “{category:category}” was done, and it was not. Do it first, then answer.",
    ),
    "nothing_keeps_it": (
        "Nada obriga a guardar “{category:category}”. Elimine ou diga outro resultado.",
        "Nothing keeps “{category:category}”. Erase it, or give another outcome.",
    ),
    "export_answers_a_request": (
        "Dados de {customer} só saem em resposta a um pedido confirmado do titular. Abra o pedido, ou fale com o encarregado.",
        "Data of {customer} leaves only in answer to a verified request of the holder. Open one, or ask the data protection officer.",
    ),
    "never_exported": (
        "Isto não é exportado: {category:category}. Notas internas, pontuações e inferências ficam na empresa.",
        "This is never exported: {category:category}. Staff notes, scores and inferences stay in the house.",
    ),
    "nothing_to_correct": (
        "Diga quais dados de {customer} mudam.",
        "Say which data of {customer} changes.",
    ),
    "nothing_to_erase": (
        "Diga quais categorias de dados de {customer} são eliminadas.",
        "Say which categories of data of {customer} are erased.",
    ),
    "nothing_to_reveal": ("Diga qual dado quer ver.", "Say which data you want to see."),
    "unknown_sharee": (
        "{id} não recebe dados desta empresa; veja a lista na política.",
        "{id} receives no data from this company; see the list in the policy.",
    ),
    "already_erased": (
        "“{category:category}” já foi eliminado em {at:moment}.",
        "“{category:category}” was erased on {at:moment} already.",
    ),
    "kept_until": (
        "“{category:category}” fica guardado até {until:day} (motivo: {ground:ground}). Elimine o resto e explique isto ao titular.",
        "“{category:category}” stays until {until:day} (ground: {ground:ground}). Erase the rest and explain this to the holder.",
    ),
    "kept_while": (
        "“{category:category}” fica guardado enquanto durar o motivo: {ground:ground}. Elimine o resto e explique isto ao titular.",
        "“{category:category}” stays while its ground lasts: {ground:ground}. Erase the rest and explain this to the holder.",
    ),
    "subject_erased": (
        "Os dados de {customer} foram eliminados em {at:moment}. Quem volta entra como cliente novo.",
        "The data of {customer} was erased on {at:moment}. Whoever returns comes in as a new customer.",
    ),
    "fiscal_hold_names_its_invoice": (
        "A guarda fiscal vale para uma fatura: diga qual em `about`.",
        "A fiscal hold is for an invoice: name it in `about`.",
    ),
    "hold_is_over": (
        "Esta guarda já teria acabado em {until:day}.",
        "This hold would have ended on {until:day} already.",
    ),
    "hold_names_categories": (
        "Diga quais categorias de dados ficam guardadas.",
        "Say which categories of data are held.",
    ),
    "unknown_hold": ("Não existe a guarda {id}. Confira o código.", "There is no hold {id}. Check the id."),
    "hold_not_in_force": ("A guarda {hold} já não vale.", "Hold {hold} is no longer in force."),
    "not_in_the_future": (
        "{at:moment} ainda não chegou. Use hoje ou antes.",
        "{at:moment} has not come yet. Use today or earlier.",
    ),
    "known_before_it_happened": (
        "O incidente foi em {at:moment}; não dá para saber dele antes.",
        "The incident was on {at:moment}; it cannot have been known before.",
    ),
    "incident_names_data_and_holders": (
        "Diga que dados foram atingidos e de quantos titulares, por jurisdição.",
        "Say what data was affected and of how many holders, by jurisdiction.",
    ),
    "unknown_incident": ("Não existe o incidente {id}. Confira o código.", "There is no incident {id}. Check the id."),
    "nobody_there": (
        "O incidente {incident} não atingiu ninguém nesta jurisdição ({jurisdiction:law}).",
        "Incident {incident} affected nobody there ({jurisdiction:law}).",
    ),
    "already_told": (
        "O incidente {incident} já foi comunicado a: {to:notice}. O que faltou vai no complemento.",
        "Incident {incident} was told already to: {to:notice}. What was missing goes into the supplement.",
    ),
    "authority_first": (
        "O complemento vem depois da comunicação do incidente {incident} à autoridade.",
        "A supplement comes after incident {incident} was told to the authority.",
    ),
    "letters_go_to_holders": (
        "Só a comunicação aos titulares leva cartas a clientes.",
        "Only the notice to holders carries letters to customers.",
    ),
    "telling_says_how": (
        "Ninguém é avisado só por constar que foi: mande cartas, ou diga quantos titulares do incidente {incident} souberam por outro meio, qual e por quem.",
        "Nobody is told by its being written down: send letters, or say how many holders of incident {incident} heard by another way, which, and from whom.",
    ),
    "delay_needs_reason": (
        "O prazo do incidente {incident} acabou em {due:day}. Comunique mesmo assim e diga o motivo do atraso.",
        "The term for incident {incident} ended on {due:day}. Tell it all the same, and give the reason for the delay.",
    ),
}
