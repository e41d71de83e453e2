"""Forms: their shapes, their expressions, their rules, and writing them as XLSForm."""

from knowledge.forms.errors import ExpressionError
from knowledge.forms.expression import Expression, parse_expression
from knowledge.forms.fields import COLUMNS, asked, form_for, question_count
from knowledge.forms.model import Field, Form, FormChoice, FormSource
from knowledge.forms.rules import breaks_constraint, calculated, default_of, in_row, is_relevant, is_required
from knowledge.forms.values import Value
from knowledge.forms.xlsform import write_xlsform

__all__ = [
    "COLUMNS",
    "Expression",
    "ExpressionError",
    "Field",
    "Form",
    "FormChoice",
    "FormSource",
    "Value",
    "asked",
    "breaks_constraint",
    "calculated",
    "default_of",
    "form_for",
    "in_row",
    "is_relevant",
    "is_required",
    "parse_expression",
    "question_count",
    "write_xlsform",
]
