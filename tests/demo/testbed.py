"""Run as a program by test_kept_template.py: one test run's servers, on a kept template in the folder it is given.

Says where they run, whether they had to make the template, and how many banks answer; stops them at the end of its
input, unless it is killed before.
"""

import json
import os
import sys
from pathlib import Path

import psycopg

from tests.house.kept import KeptTemplate
from tests.house.servers import ADDRESS, Servers, clone, url

if __name__ == "__main__":
    os.environ.pop(ADDRESS, None)
    servers = Servers.start(KeptTemplate(Path(sys.argv[1])))
    clone("mine")
    with psycopg.connect(url("postgres", "mine")) as line:
        banks = line.execute("select count(*) from public.tenants_bank").fetchone()
    made = (servers.folder / "ran").exists()
    print(json.dumps({"folder": str(servers.folder), "made": made, "banks": banks and banks[0]}), flush=True)
    sys.stdin.read()
    servers.stop()
