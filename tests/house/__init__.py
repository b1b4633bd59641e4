"""What tests stand on: servers, the cast, the live site."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
