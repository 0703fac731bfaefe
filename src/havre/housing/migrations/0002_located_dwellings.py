from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("housing", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="dwelling",
            name="asked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="dwelling",
            name="asks",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="dwelling",
            name="located_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("HAND", "Placé à la main"),
                    ("IMPORT", "Donné par le fichier du bailleur"),
                    ("ADDRESS", "Trouvé d’après l’adresse"),
                ],
                db_default="",
                max_length=8,
            ),
        ),
        migrations.AddIndex(
            model_name="dwelling",
            index=models.Index(
                condition=models.Q(("asks__lt", 6), ("latitude", None)),
                fields=["asked_at"],
                name="dwelling_to_locate",
            ),
        ),
    ]
