"""What this room tells the rooms above it."""

from django.dispatch import Signal

#: Sent inside the transaction that approves a plan or an amendment of it, after the edition is kept. Arguments:
#: roadmap – the plan, already approved; edition – the `PlanEdition` just made; person – who approved; moment – when.
#: A receiver that raises takes the approval back with it.
plan_approved = Signal()

#: Sent inside the transaction in which a person says whom the words of a plan mean. Arguments: roadmap – the plan;
#: person – who said so.
parties_recognised = Signal()
