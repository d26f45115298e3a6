"""Templates: Jinja2 with escaping on, undefined names refused, and figures written as everywhere else."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from slotwise.figures import chance, figure, moment, number, share


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("service.console", "pages"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {each.__name__: each for each in (chance, figure, moment, number, share)}
    return environment


def page(name: str, **values: object) -> str:
    """Return a page as HTML."""
    return _environment().get_template(name).render(**values)


def source(name: str) -> str:
    """Return a file of the pages as it is."""
    environment = _environment()
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0]
