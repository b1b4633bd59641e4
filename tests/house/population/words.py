"""Names and towns of invented people: accents, apostrophes, short and long ones, as in a town of the Midwest."""

GIVEN_NAMES = (
    "Grace", "Walter", "José", "Zoë", "Anne-Marie", "Björn", "Mary Elizabeth", "Li", "Siobhán", "Otto", "Núria", "Theo",
    "Ludmiła", "Ed", "Françoise", "Henry", "Noor", "Aïcha", "Bartholomew", "Ruth", "Jürgen", "Pearl", "Ngọc", "Ivan",
    "Marguerite", "Tom", "Élodie", "Chidi", "Wilhelmina", "Sam", "Ana", "Christopher", "Õnne", "Joy", "Maximilian",
)  # fmt: skip
FAMILY_NAMES = (
    "Whitfield", "Hale", "Kessler", "O'Connor", "Núñez", "Nguyễn", "Li", "Grünwald", "Ångström", "de la Cruz Hernández",
    "Smith", "Van der Meer", "Zieliński", "Okonkwo", "Featherstonehaugh", "Yu", "Åkesson", "Brown", "D'Angelo", "Stein",
    "Papadopoulos", "Garcia", "Žižka", "Miller", "Ó Súilleabháin", "Johnson", "Al-Hassan", "Thibodeaux", "Ek", "Carter",
)  # fmt: skip
TOWNS = (
    "Lamoni/50140", "Leon/50144", "Davis City/50065", "Kellerton/50133", "Decatur City/50067", "Mount Ayr/50854",
    "Grand River/50108", "Weldon/50264", "Garden Grove/50103", "Bethany/64424", "Eagleville/64442", "Osceola/50213",
)  # fmt: skip
