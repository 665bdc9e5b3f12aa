"""One verb, one file, one function; what they are made of lies in the packages."""
