"""``python -m ingest.datapackage`` writes the descriptor of the seed park beside its tables."""

from ingest.strict import SEED_FOLDER, seed_descriptor, write_descriptor


def main() -> None:
    """Write ``seed_data/datapackage.json`` for the tables that have a file there."""
    write_descriptor(SEED_FOLDER, seed_descriptor())


if __name__ == "__main__":
    main()
