"""An edition of the process keeps its moves; those there are go by today's table."""

from django.db import migrations, models

import volunteers.workflow

#: event, from, to, permission, whether she may do it herself; version 2 of the moves.
MOVES = [
    ("start_screening", "submitted carried_over", "screening", "review_application", False),
    ("ask_information", "submitted screening", "information_asked", "decide_application", False),
    ("answer_information", "information_asked", "screening", "decide_application", True),
    ("go_on", "information_asked", "screening", "decide_application", False),
    ("invite_to_interview", "screening interview_missed", "invited", "decide_application", False),
    ("book_interview", "invited", "scheduled", "decide_application", True),
    ("move_interview", "scheduled", "scheduled", "decide_application", True),
    ("give_up_interview", "scheduled", "invited", "decide_application", True),
    ("record_interview", "scheduled", "interviewed", "run_interview", False),
    ("record_missed_interview", "scheduled", "interview_missed", "run_interview", False),
    ("record_excused_interview", "scheduled", "invited", "run_interview", False),
    ("call_off_interview", "scheduled", "invited", "run_interview", False),
    ("accept", "interviewed reserve", "accepted", "decide_application", False),
    ("keep_in_reserve", "interviewed", "reserve", "decide_application", False),
    ("reject", "screening invited interview_missed interviewed reserve", "rejected", "decide_application", False),
    ("carry_over", "screening invited interview_missed interviewed reserve", "carried_over", "decide_application", False),
    ("undo_decision", "accepted reserve rejected carried_over", "", "undo_decision", False),
    ("begin_training", "accepted", "in_training", "run_training", True),
    ("complete_training", "in_training", "trained", "run_training", False),
    ("reopen_training", "trained", "in_training", "run_training", False),
    ("sign_agreement", "trained", "ready", "run_training", False),
    ("assign_role", "ready on_duty", "on_duty", "assign_role", False),
    ("pause_duty", "on_duty", "paused", "assign_role", False),
    ("return_to_duty", "paused", "on_duty", "assign_role", False),
    ("end_duty", "on_duty paused", "ready", "assign_role", False),
    ("leave", "ready on_duty paused", "left", "assign_role", False),
    ("withdraw", "submitted information_asked screening invited interview_missed interviewed scheduled accepted reserve carried_over in_training trained ready", "withdrawn", "decide_application", True),
]


def as_data():
    return [
        {
            "event": event,
            "from": sources.split(),
            "to": target or None,
            "permission": permission,
            "by_applicant": by_applicant,
        }
        for event, sources, target, permission, by_applicant in MOVES
    ]


def keep_moves(apps, schema_editor):
    apps.get_model("volunteers", "ProcessEdition").objects.update(moves=as_data())


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0016_assignments_extended")]

    operations = [
        migrations.AddField(
            model_name="processedition",
            name="moves",
            field=models.JSONField(
                default=volunteers.workflow.moves_as_data,
                editable=False,
                verbose_name="moves",
            ),
        ),
        migrations.RunPython(keep_moves, migrations.RunPython.noop),
    ]
