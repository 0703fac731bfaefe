"""How many candidates a committee examined, and why fewer than three."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("allocations", "0003_lines"),
        ("cases", "0004_parked"),
        ("housing", "0003_handed_back"),
        ("organisations", "0006_mail_links"),
    ]

    operations = [
        migrations.AddField(
            model_name="proposal",
            name="examined",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="proposal",
            name="exception",
            field=models.CharField(
                blank=True,
                choices=[
                    ("TOO_FEW", "Trop peu de candidats"),
                    ("DALO", "Désignée par le préfet (DALO)"),
                    ("VERY_SOCIAL", "Logement très social (PLAI adapté)"),
                ],
                db_default="",
                default="",
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("examined__isnull", True), ("exception", "")),
                    models.Q(("examined__gte", 3), ("examined__isnull", False), ("exception", "")),
                    models.Q(
                        ("examined__gte", 1),
                        ("examined__isnull", False),
                        ("examined__lt", 3),
                        ("exception__in", ["TOO_FEW", "DALO", "VERY_SOCIAL"]),
                    ),
                    _connector="OR",
                ),
                name="under_three_an_exception",
            ),
        ),
    ]
