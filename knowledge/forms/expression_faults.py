"""What is wrong with the expressions of a form: unknown names, cycles, kinds that do not go together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from knowledge.forms.errors import ExpressionError
from knowledge.forms.expression import Expression, parse_expression
from knowledge.forms.faults import Fault
from knowledge.forms.fields import SILENT, At, every_field, expressions
from knowledge.forms.infer import Inference
from knowledge.forms.kinds import DATE, NUMBER, TEXT, TRUTH, UNKNOWN, Kind, KindName
from knowledge.forms.model import Field, Form
from knowledge.forms.order import cycle_in, in_order, needs
from knowledge.forms.syntax import Call, Constant, Node

_KINDS: Final[dict[str, KindName]] = {
    "text": "text",
    "note": "text",
    "integer": "number",
    "decimal": "number",
    "date": "date",
    "select_one": "text",
    "select_multiple": "choices",
    "photo": "file",
    "file": "file",
    "repeat": "repeat",
}
_COLUMN_KINDS: Final = {"type": TEXT, "title": TEXT, "place": TEXT, "date": DATE, "date_end": DATE}
_FIGURES: Final = ("female", "male", "unknown", "total", "budget", "units_inspected")


def unreadable(form: Form) -> Iterator[Fault]:
    """Expressions that cannot be read at all."""
    for at in every_field(form.fields):
        for key, text in expressions(at.field):
            try:
                parse_expression(text)
            except ExpressionError as error:
                yield Fault((*at.path, key), f"{key}, ký tự thứ {error.position}: {error.what}", error.fix)


def expression_faults(form: Form) -> Iterator[Fault]:
    """Faults of expressions that can all be read."""
    ordered, stuck = in_order(form)
    paths = {at.field.name: at.path for at in every_field(form.fields)}
    if stuck:
        cycle = cycle_in(stuck, needs(form))
        what = f"các trường hỏi vòng quanh: {' → '.join(cycle)}"
        yield Fault(paths[cycle[0]], what, "bỏ một tên khỏi relevant hoặc calculation để cắt vòng")
    kinds: dict[str, Kind] = {}
    for at in ordered:
        kinds[at.field.name] = _kind(at, kinds, form, stuck)
        if at.field.ends:
            kinds[at.field.ends] = Kind("date")
    for at in every_field(form.fields):
        for key, text in expressions(at.field):
            yield from _expression(at, key, parse_expression(text), _seen_from(at, kinds, form))
        if not stuck:
            yield from _too_early(at, form)


def _kind(at: At, kinds: Mapping[str, Kind], form: Form, stuck: list[str]) -> Kind:
    field = at.field
    if field.type != "calculate":
        return Kind(_KINDS[field.type], options=tuple(choice.name for choice in field.choices))
    if field.calculation is None or field.name in stuck:
        return UNKNOWN
    return Inference(_seen_from(at, kinds, form)).kind(parse_expression(field.calculation).root)


def _seen_from(at: At, kinds: Mapping[str, Kind], form: Form) -> dict[str, Kind]:
    """The kinds as an expression of a field sees them: fields of another repeat have a value for each row."""
    found = dict(kinds)
    for other in every_field(form.fields):
        if other.repeat is not None and other.repeat is not at.repeat:
            for name in (other.field.name, other.field.ends):
                if name in found:
                    found[name] = Kind(found[name].name, many=True, options=found[name].options)
    return found


def _expression(at: At, key: str, read: Expression, kinds: Mapping[str, Kind]) -> Iterator[Fault]:
    field = at.field
    inference = Inference(kinds, kinds[field.name] if key == "constraint" else None)
    kind = inference.kind(read.root)
    for clash in inference.clashes:
        yield Fault((*at.path, key), f"{key}, ký tự thứ {clash.position}: {clash.what}", clash.fix)
    if key != "calculation" and kind not in (TRUTH, UNKNOWN):
        what = f"{key} phải là một điều kiện, mà là {kind.words}"
        yield Fault((*at.path, key), what, "viết thành so sánh, như ${truong} != '' hoặc . >= 0")
    if key == "calculation":
        yield from _calculation(field, read, kind, (*at.path, key))


def _calculation(field: Field, read: Expression, kind: Kind, path: tuple[str | int, ...]) -> Iterator[Fault]:
    if kind.many or kind.name in ("repeat", "choices", "file"):
        yield Fault(path, f"calculation cho ra {kind.words}", "cho ra một số, một chữ hay một ngày")
        return
    wanted = _COLUMN_KINDS.get(field.name, NUMBER if field.name in _FIGURES else None)
    if wanted is not None and kind.name not in (wanted.name, "empty", "unknown"):
        yield Fault(
            path,
            f"“{field.name}” cần {wanted.words}, mà calculation cho ra {kind.words}",
            "đổi calculation hoặc tên trường",
        )


def _too_early(at: At, form: Form) -> Iterator[Fault]:
    """A rule that looks at a question that comes later: it would be judged before there is an answer."""
    if at.field.type in SILENT:
        return
    every = list(every_field(form.fields))
    place = {
        name: index
        for index, other in enumerate(every)
        for name in (other.field.name, other.field.ends)
        if name is not None
    }
    here = place[at.field.name]
    for key, text in expressions(at.field):
        for name in sorted(_questions_behind(parse_expression(text), form), key=lambda one: place[one]):
            if place[name] > here or (place[name] == here and key != "relevant"):
                fix = "dùng “.” cho chính câu trả lời" if place[name] == here else "đưa trường kia lên trước"
                yield Fault((*at.path, key), f"{key} hỏi tới “{name}” khi chưa trả lời", fix)


def _questions_behind(read: Expression, form: Form) -> set[str]:
    """The questions that an expression looks at, through calculations too."""
    fields = {
        name: at.field for at in every_field(form.fields) for name in (at.field.name, at.field.ends) if name is not None
    }
    found: set[str] = set()
    waiting = list(read.names)
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        field = fields.get(name)
        if field is None or name in seen:
            continue
        seen.add(name)
        if field.type == "calculate" and field.calculation is not None:
            waiting.extend(parse_expression(field.calculation).names)
        else:
            found.add(name)
    return found


def outcomes(node: Node) -> set[str] | None:
    """The texts that an expression can give, where that can be told from how it is written."""
    if isinstance(node, Constant):
        return {node.value} if isinstance(node.value, str) else None
    if isinstance(node, Call) and node.function in ("if", "coalesce"):
        found: set[str] = set()
        for branch in node.arguments[1 if node.function == "if" else 0 :]:
            one = outcomes(branch)
            if one is None:
                return None
            found |= one
        return found
    return None
