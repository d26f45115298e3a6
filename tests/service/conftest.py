"""Installations to test with: a shelf with the checkerboard published, the Flask application on it, a client."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.app import EXTENSION, create_app
from service.proving import Proving
from service.settings import Settings
from service.wiring import Service
from slotwise import packing, shelf
from slotwise.model import Model
from tests.service.browsing import chromium

NAME = "checkerboard"
Make = Callable[..., Flask]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A real browser for the tests of a module: while it is driven no event loop of anybody else can run."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="session")
def bundle_folder(ranked_checkerboard: Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle of the checkerboard with a small ranker."""
    folder = tmp_path_factory.mktemp("bundle") / "ranked"
    packing.save(ranked_checkerboard, folder)
    return folder


@pytest.fixture(scope="session")
def other_folder(checkerboard: Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another bundle of the same world: without a ranker."""
    folder = tmp_path_factory.mktemp("bundle") / "blend"
    packing.save(checkerboard, folder)
    return folder


@pytest.fixture(scope="session")
def published(bundle_folder: Path, other_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the ranked bundle published, and both bundles proven: copies start without a probe."""
    data = tmp_path_factory.mktemp("published")
    shelf.publish(data / "shelf", NAME, "1", bundle_folder)
    for folder in (bundle_folder, other_folder):
        Proving(data, 120.0).prove(folder)
    return data


@pytest.fixture
def data_dir_of_test(published: Path, tmp_path: Path) -> Path:
    """A data folder of the test's own, with the ranked bundle published."""
    return Path(shutil.copytree(published, tmp_path / "data"))


@pytest.fixture
def make_app(data_dir_of_test: Path) -> Iterator[Make]:
    """Makes applications on the test's data folder, open unless `auth="keys"`, settings by keyword; stops them all."""
    made: list[Flask] = []

    def make(**settings: object) -> Flask:
        app = create_app(Settings(**{"data_dir": data_dir_of_test, "log_level": "error", "auth": "open", **settings}))
        made.append(app)
        return app

    yield make
    for app in made:
        app.extensions[EXTENSION].background.stop()
        app.extensions[EXTENSION].database.close()


@pytest.fixture
def app(make_app: Make) -> Flask:
    """The application with default settings."""
    return make_app()


@pytest.fixture
def service(app: Flask) -> Service:
    """What is wired behind the application."""
    found: Service = app.extensions[EXTENSION]
    return found


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of the application."""
    return app.test_client()
