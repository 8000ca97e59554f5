"""Names: people and firms that do not exist, with addresses that reach nobody and numbers that add up."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Sequence
from typing import Final

from sandbox.engine.catalogue import Jurisdiction

Person = dict[str, str]


def _words(text: str) -> Sequence[str]:
    return tuple(text.split())


FIRST: Final[dict[Jurisdiction, Sequence[str]]] = {
    "br": _words(
        "Adriana Alice Amanda Antônia Bárbara Beatriz Bianca Camila Carolina Cecília Clara Cláudia Daniela Débora "
        "Elaine Eliane Fabiana Fernanda Gabriela Giovana Heloísa Isabela Jaqueline Joana Juliana Larissa Laura Letícia "
        "Lívia Luana Luciana Manuela Marcela Mariana Marina Natália Patrícia Priscila Rafaela Renata Sabrina Simone "
        "Tatiana Vanessa Vitória Yasmin Alexandre André Antônio Arthur Bernardo Caio Carlos César Daniel Diego Douglas "
        "Eduardo Emanuel Fabrício Felipe Fernando Gabriel Guilherme Gustavo Heitor Henrique Igor Joaquim Jorge José "
        "Leandro Leonardo Lucas Luiz Marcelo Márcio Marcos Mateus Maurício Miguel Murilo Nelson Otávio Paulo Pedro "
        "Rafael Raul Ricardo Roberto Rodrigo Rogério Samuel Sérgio Thiago Tomás Vicente Vinícius Vítor Wagner Wesley"
    ),
    "eu": _words(
        "Aisling Anika Aoife Astrid Birgit Camille Caoimhe Carmen Ciara Clara Deirdre Elena Elisa Emer Eszter "
        "Fiadh Frida Giulia Grainne Hanna Helena Ines Ingrid Irina Jana Julia Katja Klara Lena Linnea Lucia Magda "
        "Maeve Marta Nadia Niamh Nora Orla Paula Petra Roisin Saoirse Sinead Sofia Sorcha Tereza Vera Zofia Adam "
        "Anders Andrei Aidan Bram Cian Cillian Colm Conor Darragh Diarmuid Dieter Eamon Emil Eoin Erik Fergal Fionn "
        "Florian Gregor Hugo Ivan Jakub Jan Javier Jonas Kieran Lars Lorcan Luca Marek Matteo Mikkel Niall Oisin Oskar "
        "Padraig Pavel Piotr Ronan Rory Sander Seamus Stefan Tadhg Tomas Viktor Willem"
    ),
    "us": _words(
        "Abigail Alicia Allison Amber Andrea Angela Ashley Brenda Brianna Brooke Carmen Charlotte Chloe Danielle Denise "
        "Diana Ebony Emily Erica Faith Gloria Grace Hailey Hannah Imani Jasmine Jenna Jocelyn Kayla Keisha Kimberly "
        "Latoya Lauren Leslie Lydia Madison Maria Megan Monica Naomi Nicole Olivia Paige Rachel Rebecca Rosa Samantha "
        "Shannon Sierra Tamara Taylor Tiffany Vanessa Yolanda Aaron Adrian Alan Andre Austin Benjamin Brandon Brian "
        "Caleb Carlos Casey Cody Curtis Darius Derek Devin Dominic Dylan Earl Elijah Ethan Evan Gavin Grant Hector "
        "Isaac Jared Javier Joel Jordan Kyle Logan Luis Malik Marcus Mason Miguel Nathan Noah Omar Oscar Owen Preston "
        "Quentin Reggie Ruben Shane Spencer Terrence Trevor Tyrone Victor Wade Walter Xavier Zachary"
    ),
}
LAST: Final[dict[Jurisdiction, Sequence[str]]] = {
    "br": _words(
        "Abreu Aguiar Alencar Amaral Andrade Antunes Aragão Araújo Assunção Azevedo Barreto Barros Batista Borges Brandão "
        "Brito Cabral Caldeira Camargo Cardoso Carneiro Carvalho Castilho Cavalcanti Chagas Coelho Cordeiro Corrêa Cunha "
        "Dantas Dias Duarte Esteves Falcão Farias Ferraz Fonseca Fontes Furtado Galvão Garcia Godoy Gouveia Guedes "
        "Guimarães Leal Leite Lemos Linhares Lopes Macedo Machado Magalhães Maia Marinho Matos Medeiros Mendonça Menezes "
        "Miranda Monteiro Morais Moreira Moura Nascimento Navarro Neves Nogueira Novaes Pacheco Paiva Peixoto Pimentel "
        "Pinheiro Queiroz Ramalho Rezende Rocha Sampaio Santana Saraiva Siqueira Soares Tavares Teixeira Toledo Torres "
        "Trindade Valente Vargas Vasconcelos Viana Vilela Xavier"
    ),
    "eu": _words(
        "Andersen Bauer Becker Bergström Bianchi Boyle Brennan Byrne Cahill Carroll Colombo Conti Costa Cullen Daly "
        "Delaney Doherty Dolan Dubois Egan Farrell Fischer Flanagan Fontaine Gallagher Garnier Geraghty Greco Hansen "
        "Healy Hoffmann Horvat Ivanov Janssen Jansen Kavanagh Keane Keller Kelleher Kovacs Kowalski Lambert Larsen "
        "Leclerc Lindqvist Lynch Maguire Marino Martens McGrath Meyer Molina Moran Moreau Mulligan Nagy Navarro Nielsen "
        "Nolan Novak Nowak Nugent Olsen Pereira Petrov Popescu Quinlan Rafferty Ricci Rinaldi Roche Romero Rossi Ryan "
        "Schmitt Schneider Sheridan Silva Svensson Tierney Vandenberg Vasquez Virtanen Visser Wagner Whelan Zielinski"
    ),
    "us": _words(
        "Abbott Acosta Aldridge Alvarez Anderson Bailey Banks Barnes Bennett Blake Bowman Bradley Brewer Bryant Burke "
        "Calderon Campbell Carlson Castillo Chandler Chen Clayton Coleman Cortez Crawford Curry Dalton Delgado Dixon "
        "Donovan Drake Dunn Ellison Espinoza Fields Fleming Fletcher Foster Franklin Frazier Fuentes Gardner Gibson "
        "Goodwin Graves Griffin Hamilton Hancock Harmon Hawkins Hayes Holloway Hubbard Ibarra Jensen Kim Lambert Larson "
        "Lawson Lowery Maldonado Marsh McBride McKinney Mendoza Mercer Montoya Nash Nguyen Norris Ortega Osborne Padilla "
        "Patel Payne Pruitt Ramirez Randall Reeves Rhodes Rivera Salazar Sanford Sharpe Singh Sloan Tate Underwood "
        "Vaughn Velasquez Wallace Weaver Whitaker Yates Zamora"
    ),
}
STREETS: Final[dict[Jurisdiction, Sequence[str]]] = {
    "br": ("Rua das Acácias", "Rua dos Ipês", "Avenida do Mirante", "Travessa da Fonte", "Alameda das Garças"),
    "eu": ("Alder Lane", "Harbour Row", "Mill Quay", "Orchard Terrace", "Lantern Street"),
    "us": ("Juniper Avenue", "Maple Hollow Road", "Cedar Ridge Drive", "Quarry Street", "Lakeview Court"),
}
TOWNS: Final[dict[Jurisdiction, Sequence[str]]] = {
    "br": ("Vila Aurora, SP", "Campo Sereno, MG", "Porto Manso, BA", "Serra Clara, RS", "Rio Brando, PE"),
    "eu": ("Ballyfenn", "Kilbrae", "Dunmorra", "Rathlee", "Carrigveen"),
    "us": ("Fairhaven Mills, NY", "Cold Harbor Falls, PA", "Alder Point, CA", "Prairie View, IL", "Lost Pines, TX"),
}
FIRM_HEADS: Final[dict[Jurisdiction, Sequence[str]]] = {
    "br": _words(
        "Alvorada Araucária Aroeira Bandeirante Baobá Bússola Cais Candeia Cascata Clareira Colina Cristal Dourado "
        "Embarque Farol Figueira Girassol Horizonte Ilha Ipanema Jangada Jatobá Lagoa Lume Mangaba Maré Moinho Nascente "
        "Oriente Pampa Pedra Piatã Planalto Quintal Raiz Rochedo Sabiá Serrana Tucano Umbu Vereda Zênite"
    ),
    "eu": _words(
        "Alderbrook Ashgrove Beacon Birchfield Bluewater Bracken Brightwell Causeway Clearwater Coldstream Copperfield "
        "Curragh Driftwood Eastgate Emberley Fairwind Falcon Foxglove Glenmore Greystone Harbourline Hawthorn Heather "
        "Ironbridge Kestrel Lakeshore Larkfield Lighthouse Merrion Moorland Northwind Oakhaven Quayside Redbarn Rowan "
        "Saltmarsh Silverstrand Thistle Tideline Westbrook Willowmere Woodlark"
    ),
    "us": _words(
        "Amberline Arrowhead Aspen Bayside Bluebonnet Bridgeport Canyon Cedarcrest Copperline Crestview Cypress Dunmore "
        "Eastlake Evergreen Fieldstone Foxridge Granite Greenbriar Harborview Hickory Highland Ironwood Keystone "
        "Lakemont Larkspur Magnolia Meridian Millstone Northgate Oakline Palmetto Pinehurst Prairie Redwood Riverbend "
        "Sagebrush Silverlake Stonegate Sycamore Tamarack Timberline Westfield"
    ),
}
FIRM_TAILS: Final[dict[Jurisdiction, Sequence[str]]] = {
    "br": ("Contabilidade", "Logística", "Arquitetura", "Alimentos", "Clínica", "Turismo", "Engenharia", "Educação"),
    "eu": ("Logistics", "Architects", "Foods", "Clinic", "Travel", "Engineering", "Learning", "Accountants"),
    "us": ("Logistics", "Architects", "Foods", "Clinic", "Travel", "Engineering", "Learning", "Accounting"),
}


def cpf(dice: random.Random) -> str:
    """A number with the two check digits of its first nine, as `123.456.789-09`."""
    digits = [dice.randrange(10) for _ in range(9)]
    for _ in range(2):
        weights = range(len(digits) + 1, 1, -1)
        digits.append(sum(map(int.__mul__, digits, weights)) * 10 % 11 % 10)
    text = "".join(map(str, digits))
    return f"{text[:3]}.{text[3:6]}.{text[6:9]}-{text[9:]}"


def cnpj(dice: random.Random) -> str:
    """A number of a head office with its two check digits, as `12.345.678/0001-95`."""
    digits = [*(dice.randrange(10) for _ in range(8)), 0, 0, 0, 1]
    for _ in range(2):
        weights = [*range(len(digits) - 7, 1, -1), *range(9, 1, -1)]
        rest = sum(map(int.__mul__, digits, weights)) % 11
        digits.append(0 if rest < 2 else 11 - rest)
    text = "".join(map(str, digits))
    return f"{text[:2]}.{text[2:5]}.{text[5:8]}/{text[8:12]}-{text[12:]}"


def phone(dice: random.Random, jurisdiction: Jurisdiction) -> str:
    """A number that is nobody's: area code 20 is in no Brazilian plan; ComReg and NANPA keep theirs for fiction."""
    match jurisdiction:
        case "br":
            return f"+55 20 9{dice.randrange(10_000):04}-{dice.randrange(10_000):04}"
        case "eu":
            return f"+353 20 91{dice.randrange(10)} {dice.randrange(10_000):04}"
        case "us":
            return f"+1 {dice.choice((212, 312, 415, 512))} 555 01{dice.randrange(100):02}"


class Names:
    """Draws people and firms, none twice."""

    def __init__(self, dice: random.Random, jurisdiction: Jurisdiction) -> None:
        self.dice, self.jurisdiction = dice, jurisdiction
        self._given: set[str] = set()

    def person(self) -> Person:
        """Name, address by mail and phone, and where one lives."""
        law = self.jurisdiction
        name = self._new(lambda: f"{self.dice.choice(FIRST[law])} {self.dice.choice(LAST[law])}")
        found = {"name": name, "email": f"{_plain(name)}@example.org", "phone": phone(self.dice, law)}
        found["address"] = self._address()
        if law == "br":
            found["cpf"] = cpf(self.dice)
        return found

    def firm(self) -> Person:
        """A firm, and who in it is written to."""
        law = self.jurisdiction
        name = self._new(lambda: f"{self.dice.choice(FIRM_HEADS[law])} {self.dice.choice(FIRM_TAILS[law])}")
        found = {"name": name, "email": f"financeiro@{_plain(name)}.example.org", "phone": phone(self.dice, law)}
        if law != "br":
            found["email"] = f"billing@{_plain(name)}.example.org"
        found["address"] = self._address()
        if law == "br":
            found["cnpj"] = cnpj(self.dice)
        return found

    def _new(self, draw: Callable[[], str]) -> str:
        while (name := draw()) in self._given:
            pass
        self._given.add(name)
        return name

    def _address(self) -> str:
        street, town = self.dice.choice(STREETS[self.jurisdiction]), self.dice.choice(TOWNS[self.jurisdiction])
        number = self.dice.randrange(1, 900)
        return f"{street}, {number}, {town}" if self.jurisdiction == "br" else f"{number} {street}, {town}"


def _plain(name: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return ".".join("".join(one for one in word if one.isalnum()) for word in ascii_only.split())
