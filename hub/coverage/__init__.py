"""分野と区: where menus are offered, where nobody offers any, and what was searched for there."""
