"""What the tests of several routes share."""

import pytest

from service.http.short_way import ShortWay


@pytest.fixture
def passed(app):
    """The paths that went the long way."""
    found, way = [], app.wsgi_app

    def long(environ, start_response):
        found.append(environ["PATH_INFO"])
        return flask(environ, start_response)

    assert isinstance(way, ShortWay)
    flask, way._long = way._long, long
    return found
