"""papermill's view of TypeScript: how to write the injected cell, and what the parameters cell declares."""

from contextvars import ContextVar

from papermill.models import Parameter as PapermillParameter
from papermill.translators import Translator

from . import literal
from .parameters import check, parse_cell, undo_yaml

# What the notebook at hand declares; None while nobody has looked at one. The engine sets it: codify does not see the notebook.
declared_parameters = ContextVar("declared_parameters", default=None)


class TypeScriptTranslator(Translator):
    @classmethod
    def translate(cls, val):
        return literal.write(val)

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}".strip()

    @classmethod
    def assign(cls, name, str_val):
        return f"const {name} = {str_val};"

    @classmethod
    def codify(cls, parameters, comment="Parameters"):
        """The injected cell: the lines of the parameters cell with the new values. Refuses values that do not fit."""
        declared = declared_parameters.get()
        declared_parameters.set(None)
        by_name = {parameter.name: parameter for parameter in declared or []}
        numbers = [name for name, parameter in by_name.items() if parameter.type == "number"]
        parameters = {name: undo_yaml(value) if name in numbers else value for name, value in parameters.items()}
        if declared is not None:
            check(parameters, declared)
        lines = [cls.comment(comment)]
        for name, value in parameters.items():
            known = by_name.get(name)
            if known:
                remark = f" // {known.comment}" if known.comment else ""
                lines.append(f"const {name}: {known.type} = {literal.write(value)};{remark}")
            else:
                lines.append(cls.assign(name, cls.translate(value)))
        return "\n".join(lines) + "\n"

    @classmethod
    def inspect(cls, parameters_cell):
        """Name, type, default, and range, unit and meaning of each parameter, for `papermill --help-notebook`."""
        return [
            PapermillParameter(parameter.name, parameter.type, literal.write(parameter.default), parameter.help)
            for parameter in parse_cell(parameters_cell["source"], strict=False)
        ]
