"""What each page shows: a document's answer turned into the values of one template; no HTTP, no HTML."""
