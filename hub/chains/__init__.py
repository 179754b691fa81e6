"""From an idea to a result: idea → decision → action → result → menu, as far as one reads."""
