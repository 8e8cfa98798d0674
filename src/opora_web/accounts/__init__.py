"""Who a person is and which schools they may see."""
