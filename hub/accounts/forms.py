from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, PasswordField, RadioField
from wtforms.validators import InputRequired, Optional, ValidationError

from hub.accounts.models import ROLES, Role
from hub.accounts.queries import address
from hub.core import passwords
from hub.core.forms import DayField, Form, LineField, Required


class AddressField(LineField):
    """An e-mail address, stored in lower case."""

    def __init__(self, label: Any = None, validators: Any = (), **kwargs: Any) -> None:
        super().__init__(label, validators, limit=254, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.data = address(self.data)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        if validation_stopped or not self.data:
            return
        try:
            validate_email(self.data, check_deliverability=False)
        except EmailNotValidError as error:
            raise ValidationError(
                _("メールアドレスとして読めません。例 yamada@example.jp")
            ) from error


class SecretField(PasswordField):
    """Never sent back in a page, and taken as it was typed."""

    data: Any  # text once the form is valid


class LoginForm(Form):
    """Says nothing about what an address must look like: one answer for whatever is wrong."""

    email = LineField(_l("メールアドレス"), [Required()], limit=254)
    password = SecretField(_l("パスワード"), [InputRequired(_l("入れてください。"))])


class ResetForm(Form):
    email = AddressField(_l("メールアドレス"), [Required()])


class _NewPassword(Form):
    """``form.email`` is set by the route: the password must not be the address."""

    email = ""
    password = SecretField(_l("新しいパスワード"), [InputRequired(_l("入れてください。"))])

    def validate_password(self, field: Field) -> None:
        if fault := passwords.fault(field.data, self.email):
            raise ValidationError(fault)


class NewPasswordForm(_NewPassword):
    pass


class NewcomerForm(_NewPassword):
    name = LineField(_l("氏名"), [Required()], limit=100)


class ChangePasswordForm(_NewPassword):
    current = SecretField(_l("いまのパスワード"), [InputRequired(_l("入れてください。"))])


class NameForm(Form):
    name = LineField(_l("氏名"), [Required()], limit=100)


class MembershipForm(Form):
    role = RadioField(
        _l("役割"),
        [InputRequired(_l("選んでください。"))],
        choices=[(role.value, label) for role, label in ROLES.items()],
    )
    ends_on = DayField(_l("終わりの日"), [Optional()])

    @property
    def chosen(self) -> Role:
        return Role(self.role.data)


class InvitationForm(MembershipForm):
    email = AddressField(_l("メールアドレス"), [Required()])
