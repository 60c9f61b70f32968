"""What the label screen reads of a scheme."""

from annotator.core.presets import preset


def test_a_closed_list_offers_none_and_a_ticker_is_a_zone_unless_it_is_off() -> None:
    full, stance = preset("full").to_json(), preset("stance").to_json()
    assert stance["stances"]["polarities"] == (1, -1, 0, "unclear", "none")
    assert full["stances"]["polarities"] == (1, -1, 0, "unclear")
    assert full["quotes"]["zones"] == ("headline", "standfirst", "crosshead", "paragraph", "list", "ticker")


def test_layers_that_are_off_leave_their_rules_out() -> None:
    assert not {"quotes", "stances"} & set(preset("body").to_json())
