from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired

from hub.attachments.models import TYPES
from hub.core.forms import Form


class UploadForm(Form):
    file = FileField(
        _("ファイル"),
        [FileRequired(_("ファイルを選んでください。"))],
        render_kw={"accept": ",".join(f".{ending}" for ending in TYPES)},
    )
