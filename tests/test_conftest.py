"""The tests' own ground: markers, order and the data fixture."""

import pytest

pytest_plugins = ["pytester"]


@pytest.fixture
def small_suite(pytester, project):
    """A suite of its own with this project's conftest and one slow, one fast and one data test."""
    pytester.makeconftest((project / "tests" / "conftest.py").read_text())
    pytester.makeini("[pytest]\nmarkers = slow\n")
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.slow
        def test_slow(): pass

        def test_fast(): pass

        def test_data(data_dir): assert (data_dir / "here").exists()
        """
    )
    return pytester


def test_fast_tests_run_before_slow_ones(small_suite):
    """A slow test runs last, wherever it stands in its file."""
    result = small_suite.runpytest_subprocess("-v")

    result.stdout.fnmatch_lines(["*test_fast PASSED*", "*test_slow PASSED*"])


def test_absent_data_skips_with_a_reason(small_suite, monkeypatch, tmp_path):
    """Without the data sets a test that needs them is skipped and says how to bring them."""
    monkeypatch.setenv("SLOTWISE_DATA", str(tmp_path / "nowhere"))

    result = small_suite.runpytest_subprocess("-rs")

    result.assert_outcomes(passed=2, skipped=1)
    result.stdout.fnmatch_lines(["*set SLOTWISE_DATA*"])


def test_data_is_found_where_the_variable_points(small_suite, monkeypatch, tmp_path):
    """$SLOTWISE_DATA names the folder."""
    (tmp_path / "here").touch()
    monkeypatch.setenv("SLOTWISE_DATA", str(tmp_path))

    small_suite.runpytest_subprocess().assert_outcomes(passed=3)
