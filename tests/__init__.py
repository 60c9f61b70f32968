"""Tests; the folders mirror the code, fixtures/ holds what several rooms need, house/ guards the rules of the house."""
