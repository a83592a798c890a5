"""The dialects that an installation adds to those that are shipped."""

from nephoscope.folder import Folder
from nephoscope.settings import Settings, SettingsError
from parsers.esva.dialect import Dialect
from parsers.esva.dialect_book import site_dialects
from parsers.esva.dialect_file import DialectError


def own_dialects(settings: Settings) -> tuple[Dialect, ...]:
    """Those of the folder that a setting names, else of `dialects` in the data folder, if any.

    Raises: SettingsError where a file is wrong, or the folder that was named is not there.
    """
    folder = settings.dialects or Folder(settings.data).dialects
    if settings.dialects is None and not folder.is_dir():
        return ()
    try:
        return site_dialects(folder)
    except DialectError as error:
        raise SettingsError("dialects", str(folder), str(error)) from None
    except OSError as error:
        wrong = f"its files cannot be read: {error.strerror or error}"
        raise SettingsError("dialects", str(folder), wrong) from None
