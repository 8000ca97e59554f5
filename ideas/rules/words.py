"""The words of a text that say what it is about, in Portuguese and English alike; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

MOST = 12
"""A longer text is known by its first so many words: titles come first."""
SHORTEST = 3

_PORTUGUESE = """
a agora ainda algo alguem algum alguma algumas alguns ali ante antes ao aos apenas apos aquela aquelas aquele aqueles
aquilo as assim ate bem cada coisa com como contra cujo da daquela daquele das de dela delas dele deles demais depois
desde dessa desse desta deste dia dias disso disto do dos e ela elas ele eles em enquanto entao entre era eram essa
essas esse esses esta estao estar estas estava estavam este estes estou eu faz fazem fazer feito fica foi for fora
foram fosse gente ha hoje isso isto ja la lhe lhes logo mais mas me meio mesma mesmo meu meus mim minha minhas muita
muitas muito muitos na nada nao nas nela nele nem nenhum nenhuma nessa nesse nesta neste no nos nossa nossas nosso
nossos num numa nunca o onde os ou outra outras outro outros para pela pelas pelo pelos per pode podem poder pois por
porque pouco pra qual quais qualquer quando quanto quase que quem quer se seja sem sempre sendo ser sera seria seu
seus sim sob sobre sua suas tal tambem tao te tem temos tenha ter teve tinha toda todas todo todos tudo um uma umas uns
usar vai vao vem ver vez vezes voce voces vou
"""
_ENGLISH = """
a about after again all also am an and any are as at be because been before being between both but by can could did do
does doing done each every few for from get gets got had has have having he her here him his how i if in into is it its
just like made make many may me more most much must my never no nor not now of off on once one only or other our out
over own people same she should so some such than that the their them then there these they thing this those through to
too under until up us use very was way we were what when where which while who whom why will with would you your
"""
STOP_WORDS = frozenset(f"{_PORTUGUESE} {_ENGLISH}".split())


def plain(text: str) -> str:
    """Lower case, without accents: the same as the database's own function writes into its index."""
    apart = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def significant(text: str) -> Sequence[str]:
    """Distinct words worth looking for, in the order in which they stand; stop words alone give none."""
    words = re.findall(r"[a-z0-9]+", plain(text))
    kept = (word for word in words if len(word) >= SHORTEST and word not in STOP_WORDS and not word.isdecimal())
    return list(dict.fromkeys(kept))[:MOST]


def stem(word: str) -> str:
    """The beginning that inflected forms share: cartão, cartões; renovar, renovação; expire, expired."""
    if len(word) < 5:
        return word
    return word[: max(4, min(5, len(word) - 3))]


def enough(words: int) -> int:
    """How many of so many words must be found before two ideas are called alike."""
    if words <= 2:
        return words
    return min(4, -(-words // 2))
