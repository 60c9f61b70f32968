"""The stages a page goes through, one use case a function; the only room that writes to the store."""
