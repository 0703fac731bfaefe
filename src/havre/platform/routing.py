"""Which connection serves which query: one database, several roles."""

from __future__ import annotations

from typing import Any

from django.db.models import Model


class OneDatabase:
    """All models live in one database; only the owner's connection may change its structure."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        """Leave the choice to the caller: `default` unless `.using()` says otherwise."""
        return None

    def allow_relation(self, first: Model, second: Model, **hints: Any) -> bool:
        """Aliases are roles of one database, so any two rows may be related."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Migrations run as the owner only."""
        return db == "owner"
