from tests.demo.conftest import demo, demo_folder
from tests.notifications.test_delivery import inbox

__all__ = ["demo", "demo_folder", "inbox"]  # fixtures
