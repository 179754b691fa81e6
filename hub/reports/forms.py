from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from hub.core.forms import Form
from hub.programmes.periods import FiscalTerm, last_ended
from hub.reports import queries

NETWORK = "all"


class AskForm(Form):
    organization = SelectField(_l("何の報告書か"))
    term = SelectField(_l("期間"))

    def offer(self, today: date, chosen: Any = None) -> "AskForm":
        """``chosen`` is the organization that stands there first."""
        them = queries.reported()
        self._by_id = {str(one.id): one for one in them}
        self.organization.choices = [
            (NETWORK, _("ネットワーク全体")), *((str(one.id), one.name) for one in them)
        ]  # fmt: skip
        terms = queries.offered_terms(today)
        self.term.choices = [(term.code, term.label) for term in terms]
        if not self.is_submitted():
            self.organization.data = chosen if chosen in self._by_id else NETWORK
            self.term.data = last_ended(today).code
        return self

    @property
    def subject(self) -> Any:
        """An organization, or None: the network."""
        return self._by_id.get(self.organization.data)

    @property
    def covers(self) -> FiscalTerm:
        return FiscalTerm.of_code(self.term.data)
