"""How a file is written, found out from its beginning."""
