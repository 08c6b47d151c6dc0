"""papermill's entry point into this package: loading it registers the TypeScript translator and the checks."""

from papermill.engines import NBClientEngine, papermill_engines
from papermill.translators import papermill_translators
from papermill.utils import nb_language

from .parameters import declared
from .translator import TypeScriptTranslator, declared_parameters


class CheckedEngine(NBClientEngine):
    """papermill's usual engine. papermill asks it for the language of the notebook just before it writes the parameters
    into it, which is the one moment to see what that notebook declares."""

    @classmethod
    def nb_language(cls, nb, language=None):
        found = nb_language(nb, language)
        declared_parameters.set(declared(nb) if found == "typescript" else None)
        return found


papermill_translators.register("typescript", TypeScriptTranslator)
papermill_engines.register(None, CheckedEngine)
papermill_engines.register("nbclient", CheckedEngine)
