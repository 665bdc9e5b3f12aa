"""The verdict: what is demanded, the rows and groups of rows that are judged, and what comes of them."""
