"""The people of the demo's banks and the services they give: invented people in real places."""

from dataclasses import dataclass, field

PASSWORD = "an-hour-is-an-hour"


@dataclass(frozen=True)
class DemoPerson:
    """A member of a demo bank. `gives` names services of that bank's charter."""

    name: str
    town: str
    gives: tuple[str, ...]
    powers: tuple[str, ...] = ()
    phone: str = ""
    about: str = ""
    has_mail: bool = True
    kind: str = "person"
    recruited_by: str = ""


@dataclass(frozen=True)
class DemoBank:
    """A bank of the demo: its address, its charter, its people."""

    name: str
    slug: str
    charter: str
    people: tuple[DemoPerson, ...]
    even_occasions: tuple[str, ...] = ()
    leadership: tuple[str, ...] = ()
    gathering: str = "Potluck"
    extra: dict[str, str] = field(default_factory=dict)


P = DemoPerson
BOTH = ("administrator", "coordinator", "screening", "safety")
DESK = ("coordinator", "screening")
ADMIN = ("administrator",)  # a bank keeps two

LAMONI = DemoBank(
    name="timeBanking/Lamoni",
    slug="lamoni",
    charter="timebanking_lamoni",
    people=(
        P("Grace Whitfield", "Lamoni", ("Baking", "Meals for the Sick"), BOTH, "641 555 0110", "Chairperson."),
        P("Walter Hale", "Lamoni", ("Carpentry", "Plumbing Help"), DESK, "641 555 0112"),
        P("Anne Kessler", "Lamoni", ("Canning", "Party Help"), ADMIN, "641 555 0114", "Retired teacher, two cats."),
        P("Bill Nordstrom", "Lamoni", ("Lawn Mowing", "Snow Shoveling"), (), "641 555 0116"),
        P("Nina Park", "Lamoni", ("Errands", "Shopping Trips"), recruited_by="Anne Kessler"),
        P("Ida Romero", "Davis City", ("Party Help",), phone="641 555 0118", has_mail=False, recruited_by="Nina Park"),
        P("Theo Marsh", "Leon", ("Painting", "Storm Windows"), (), "641 555 0121"),
        P("Opal Jensen", "Lamoni", ("Rides to Church", "Medical Appointments"), (), "641 555 0123"),
        P("Samuel Ortiz", "Kellerton", ("Tree Trimming", "Garden Tilling"), (), "641 555 0125"),
        P("Ruth Delgado", "Lamoni", ("Baking", "Errands"), (), "", "", recruited_by="Grace Whitfield"),
        P("Lamoni Food Pantry", "Lamoni", ("Meals for the Sick",), (), "641 555 0130", "", kind="organisation"),
    ),
    gathering="Spring supper",
)  # fmt: skip
VALLEY = DemoBank(
    name="Valley Time Trade",
    slug="valley",
    charter="valley_time_trade",
    people=(
        P("June Abbot", "Northampton", (), BOTH, "413 555 0140", "I look after the site with Marc."),
        P("Marc Levin", "Easthampton", (), DESK, "413 555 0142", "Orientations on the first Saturday."),
        P("Priya Raman", "Amherst", (), ADMIN, "413 555 0144"),
        P("Hollis Greene", "Greenfield", (), (), "413 555 0146", "North of the valley, happy to drive."),
        P("Tess Moreau", "Northampton", (), ()),
        P("Odette Farley", "Hadley", (), (), "413 555 0150"),
        P("Desmond Clarke", "Florence", (), (), "413 555 0152"),
        P("Ingrid Solberg", "Deerfield", (), (), "", "", recruited_by="Priya Raman"),
        P("Yusuf Aydin", "Amherst", (), (), "413 555 0156"),
    ),
    gathering="Harvest swap",
)  # fmt: skip
DOOR = DemoBank(
    name="Time Exchange of Door County",
    slug="door",
    charter="door_county",
    people=(
        P("Carol Jorgensen", "Sturgeon Bay", ("Tutoring",), BOTH, "920 555 0160", "Program coordinator."),
        P("Peter Lindqvist", "Fish Creek", ("Computer Help",), DESK, "920 555 0162"),
        P("Anne Baptiste", "Sturgeon Bay", ("Baking", "Quilting"), ADMIN, "920 555 0164"),
        P("Bill Hanson", "Sturgeon Bay", ("Lawn Mowing", "Snow Removal"), (), "920 555 0166"),
        P("Ramona Vega", "Sister Bay", ("Cooking", "Cherry Picking"), (), "920 555 0168"),
        P("Adrian Koch", "Egg Harbor", ("Group Rides", "Airport Shuttle"), (), "920 555 0170"),
        P("Karen Olson", "Baileys Harbor", ("Closet Organizing", "Cleaning"), (), "920 555 0172"),
        P("Jean Moreau", "Sturgeon Bay", ("Music", "Friendly Visits"), (), "920 555 0174", "", has_mail=False),
        P("Amos Reed", "Ephraim", ("Gardening", "Raking"), ()),
        P("Beth Solano", "Algoma", ("Exercise Partner", "Outings"), (), "920 555 0178"),
        P("Carl Weber", "Sturgeon Bay", ("Firewood", "Handyman Help"), ()),
        P("Dora Flynn", "Gills Rock", ("Preserving", "Phone Pal"), (), "920 555 0182"),
        P("Lena Petrov", "Sturgeon Bay", ("Computer Help",), (), "920 555 0190"),
    ),
    even_occasions=("companionship", "social"),
    leadership=("orientation_leader", "cluster_leader"),
    gathering="Community Exchange picnic",
)  # fmt: skip
DEMO_BANKS = (LAMONI, VALLEY, DOOR)
