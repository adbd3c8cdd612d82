"""How a request is run: its cost limited, alike fields merged, errors coded."""
