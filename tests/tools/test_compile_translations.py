"""Compiling without gettext."""

import os

import polib

from tools.compile_translations import compile_translations


def test_only_what_is_newer_is_compiled(tmp_path):
    folder = tmp_path / "locale" / "tr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = folder / "django.po"
    source.write_text('msgid "Apply"\nmsgstr "Başvur"\n')
    target = folder / "django.mo"

    assert compile_translations(tmp_path) == [target]
    assert [entry.msgstr for entry in polib.mofile(str(target))] == ["Başvur"]
    assert compile_translations(tmp_path) == []

    os.utime(source, (target.stat().st_mtime + 5,) * 2)
    assert compile_translations(tmp_path) == [target]
    assert [path.name for path in folder.iterdir() if path != source] == ["django.mo"]
