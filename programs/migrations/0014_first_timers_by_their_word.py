"""Whether it matters who has taken part before, and what she says of it."""

from django.db import migrations, models

#: Kinds to which people come by appointment, by invitation or without registering.
ASK_NOBODY = ("open_event", "mobile_stop", "employment_point", "house_meeting")


def leave_out_kinds_without_a_line(apps, schema_editor):
    activities = apps.get_model("programs", "Activity").objects
    activities.filter(kind__in=ASK_NOBODY).update(first_timers_first=False)


class Migration(migrations.Migration):
    dependencies = [("programs", "0013_waiting_lists_close")]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="first_timers_first",
            field=models.BooleanField(
                default=True,
                help_text=(
                    "Whoever has taken part in this kind before stands after who has "
                    "not. The form asks her, and her word counts."
                ),
                verbose_name="first-timers first",
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="states_took_part",
            field=models.BooleanField(
                default=False,
                editable=False,
                verbose_name="says she has taken part before",
            ),
        ),
        migrations.RunPython(
            leave_out_kinds_without_a_line, migrations.RunPython.noop
        ),
    ]
