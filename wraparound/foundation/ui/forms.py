"""The questions of the style page: one of every kind."""

from wraparound.foundation.ui import fields


class EveryQuestion(fields.Form):
    """One question of every kind, as the style page shows them."""

    name = fields.Text("Name", hint="As the child uses it", missing="Enter the name of the child")
    what_happened = fields.LongText("What happened", max_length=500, rows=3)
    email = fields.Email(required=False)
    telephone = fields.Telephone(required=False)
    password = fields.Password("New password", autocomplete="new-password", required=False)
    siblings = fields.Integer("Number of brothers and sisters", min_value=0, max_value=30, required=False)
    born = fields.Date("Date of birth", hint="For example, 27 3 2017")
    arrived = fields.PartDate("Arrived in England", hint="The year alone will do", required=False)
    meeting = fields.DateInWords("Day of the meeting", required=False)
    reason = fields.Radios(
        "Why you are looking",
        choices=[
            ("working", "I work with this child"),
            ("asked", "Someone asked me"),
            ("other", "Another reason"),
        ],
        hints={"asked": "A colleague, a parent or the child"},
        reveals={"asked": ["asked_by"], "other": ["other_reason"]},
    )
    asked_by = fields.Text("Who asked you")
    other_reason = fields.LongText("The other reason", max_length=200, rows=2)
    interpreter = fields.Radios(
        "Interpreter needed", choices=[("yes", "Yes"), ("no", "No")], inline=True, required=False
    )
    needs = fields.Checkboxes(
        "What would help",
        choices=[("speech", "Speech and language"), ("housing", "Housing"), ("money", "Money")],
        hints={"money": "Debt, benefits or school meals"},
        required=False,
    )
    school = fields.Select(
        "School", choices=[("1", "Alder Road Primary"), ("2", "Brook High")], required=False
    )
    file = fields.Upload("A list of children", hint="A CSV file", required=False)
    agreed = fields.Confirm("The family knows that I am looking")
    key = fields.SubmissionKey()


class ListFilter(fields.Form):
    """What narrows the list on the style page."""

    mark_optional = False
    service = fields.Select(
        "Service", choices=[("hv", "Health visiting"), ("sc", "Social care")], required=False
    )
    since = fields.DateInWords("Since", required=False, hint="")
