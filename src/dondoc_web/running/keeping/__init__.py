"""Backup and restore: the database and the files that it names, in one archive that can be checked.

An archive is a plain tar: ``manifest.json`` first, then the database as its
own engine writes it out, then every stored file under its name. The database
is taken first, as of one moment, while the site goes on working; files are
never changed once written, so the ones that it names are still there.
"""
