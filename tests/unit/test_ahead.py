"""Items in several threads: order, look-ahead and exceptions."""

import threading

import pytest

from textmend.ahead import map_ahead


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_results_come_in_order(workers):
    assert list(map_ahead(lambda n: n * n, range(50), workers)) == [n * n for n in range(50)]


@pytest.mark.parametrize("workers", [1, 3])
def test_only_a_few_items_are_drawn_ahead(workers):
    drawn = []

    def items():
        for n in range(100):
            drawn.append(n)
            yield n

    results = map_ahead(str, items(), workers)
    assert drawn == []
    assert [next(results) for _ in range(10)] == [str(n) for n in range(10)]
    assert len(drawn) <= 10 + 2 * workers
    results.close()


@pytest.mark.parametrize("workers", [1, 3])
def test_an_exception_comes_in_the_place_of_its_result(workers):
    results = map_ahead(lambda n: 1 // (n - 2), range(5), workers)
    assert [next(results), next(results)] == [-1, -1]
    with pytest.raises(ZeroDivisionError):
        next(results)


def test_one_worker_is_the_thread_that_asks():
    names = set(map_ahead(lambda n: threading.current_thread().name, range(3), 1))
    assert names == {threading.current_thread().name}


@pytest.mark.parametrize("workers", [1, 3])
def test_an_exception_of_the_items_comes_behind_what_was_drawn(workers):
    def items():
        yield from range(4)
        raise OSError("the disk is gone")

    results = map_ahead(str, items(), workers)
    assert [next(results) for _ in range(4)] == ["0", "1", "2", "3"]
    with pytest.raises(OSError, match="gone"):
        next(results)


def test_nothing_more_is_begun_when_the_results_are_left():
    begun, may_go_on = [], threading.Event()

    def wait(n):
        begun.append(n)
        if n:
            may_go_on.wait(10)
        return n

    results = map_ahead(wait, range(100), 2)
    assert next(results) == 0
    threading.Timer(0.05, may_go_on.set).start()
    results.close()
    assert len(begun) <= 5
