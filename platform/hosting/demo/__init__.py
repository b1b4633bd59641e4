"""The one-command demo: an embedded database and broker, and everything run.py starts and supervises.

Nothing in here but the seeding of banks imports Django, so that run.py, the test plugin and the
benchmarks can start a database before any settings exist.
"""
