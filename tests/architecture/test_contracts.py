"""The import contracts of pyproject.toml, which the test command checks, find an import that points the wrong way."""

import tomllib
from typing import Any

import grimp
import pytest
from importlinter.configuration import configure
from importlinter.contracts.acyclic_siblings import AcyclicSiblingsContract
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract
from importlinter.contracts.protected import ProtectedContract

from tests.house import ROOT

configure()  # what lint-imports does first

KINDS: dict[str, Any] = {
    "layers": LayersContract,
    "forbidden": ForbiddenContract,
    "protected": ProtectedContract,
    "acyclic_siblings": AcyclicSiblingsContract,
}
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
CONTRACTS = {written["name"]: written for written in LINTER["contracts"]}
SINS = {
    "Imports point down only": ("ledger.journal", "banks.people.members.models"),
    "Engines know no web, no task queue, no tenants": ("governance.policy", "rest_framework"),
    "Only the ledger touches its own rows": ("banks.hours.statement.queries", "ledger.models"),
    "The wings of banks stand on one another": ("banks.people.members.services", "banks.front.home.views"),
    "A slice's files import downwards": ("banks.hours.exchanges.services", "banks.hours.exchanges.views"),
    "Slices do not go round in circles": ("banks.hours.exchanges.services", "banks.hours.events.services"),
}


@pytest.fixture(scope="module")
def house() -> grimp.ImportGraph:
    return grimp.build_graph(*LINTER["root_packages"], include_external_packages=True, cache_dir=None)


def kept(written: dict[str, Any], graph: grimp.ImportGraph) -> bool:
    options = {key: value for key, value in written.items() if key not in {"name", "type"}}
    contract = KINDS[written["type"]](name=written["name"], session_options=LINTER, contract_options=options)
    return bool(contract.check(graph, verbose=False).kept)


def test_every_contract_has_its_planted_sin() -> None:
    assert set(SINS) == set(CONTRACTS)


@pytest.mark.parametrize("name", SINS)
def test_a_planted_import_breaks_the_contract(house: grimp.ImportGraph, name: str) -> None:
    importer, imported = SINS[name]
    assert {importer, imported} <= house.modules | {"rest_framework"}
    house.add_import(importer=importer, imported=imported)
    try:
        assert not kept(CONTRACTS[name], house)
    finally:
        house.remove_import(importer=importer, imported=imported)
    assert kept(CONTRACTS[name], house)
