"""Checks that need Django but no database: models against migrations, templates, settings."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

TEMPLATES = Path("src/havre/web/templates")


def check_templates() -> list[str]:
    """Return the templates that do not compile."""
    from django.template import TemplateSyntaxError, engines

    engine = engines["django"]
    problems = []
    for path in sorted(TEMPLATES.rglob("*")):
        if path.is_file():
            try:
                engine.from_string(path.read_text(encoding="utf-8"))
            except TemplateSyntaxError as error:
                problems.append(f"{path}: {error}")
    return problems


def main() -> int:
    """Run every check; return 1 when one fails."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "havre.config.settings"
    os.environ.setdefault("HAVRE_HOME", tempfile.mkdtemp(prefix="havre-check-"))
    import warnings

    import django
    from django.core.management import CommandError, call_command

    warnings.filterwarnings("ignore", message="Got an error checking a consistent migration")
    django.setup()
    try:
        call_command("check", fail_level="WARNING")
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except (CommandError, SystemExit) as error:
        print(error, file=sys.stderr)
        return 1
    problems = check_templates()
    print("\n".join(problems) or "templates: ok")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
