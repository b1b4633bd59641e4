"""`python3 run.py bench`: how fast the books are, as ratios taken side by side on one durable database.

Every figure compares neighbouring short slices of the same machine's time, in random order, and prints the median:
absolute rates mean nothing elsewhere. Runs in its own virtual environment, which also holds the rivals.
"""
