"""Commands that bring data in and look after them: import, ingest, loads, backup, doctor."""
