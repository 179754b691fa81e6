"""What was measured is printed, and written as JSON into build/bench/."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "build" / "bench"


def write(name: str, figures: dict[str, Any]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    text = json.dumps(figures, ensure_ascii=False, indent=1)
    (FOLDER / f"{name}.json").write_text(text + "\n", encoding="utf-8")
