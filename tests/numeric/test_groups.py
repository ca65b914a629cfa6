"""Groups of weights: labels along an axis, labels of one's own, and blocks of one size."""

from __future__ import annotations

import numpy as np
import pytest

from priorcalc.errors import ParameterError
from priorcalc.numeric.groups import along, blocks, convolution, labels, recurrent


@pytest.mark.parametrize("axis", [0, 1, 2, -1, -3])
def test_along_an_axis_the_label_is_the_place_on_it(axis):
    """label[i, j, k] is the index on that axis, and a view that can be written is not given away."""
    found = along((2, 3, 4), axis)
    assert found.shape == (2, 3, 4) and np.array_equal(found, np.indices((2, 3, 4))[axis])
    assert np.array_equal(convolution((2, 3, 4, 5)), along((2, 3, 4, 5), 1))
    assert np.array_equal(recurrent((4, 2, 3)), along((4, 2, 3), 1))


def test_an_axis_that_is_not_there_is_refused():
    """The message says what was asked, how many axes there are, and what to do."""
    for axis in (2, -3):
        with pytest.raises(ParameterError, match=rf"{axis}.*it has 2 axes; give one of them"):
            along((2, 3), axis)


def test_labels_of_ones_own_are_numbered_from_zero():
    """Any whole numbers, in the layer's shape."""
    assert np.array_equal(labels([[7, -1], [7, 3]], (2, 2)), [[2, 0], [2, 1]])
    with pytest.raises(ParameterError, match=r"shape \(2, 2\).*shape \(3,\); give one whole number a weight"):
        labels([1, 2, 3], (2, 2))
    with pytest.raises(ParameterError, match=r"of type float64; give whole numbers"):
        labels([[0.5, 1.0]], (1, 2))


def test_blocks_hold_every_weight_once():
    """Groups of one size together: their places, in order, and their labels."""
    label = np.array([2, 0, 1, 0, 2, 2])
    small, middle, large = blocks(label)
    assert [block.places.tolist() for block in (small, middle, large)] == [[[2]], [[1, 3]], [[0, 4, 5]]]
    assert [block.labels.tolist() for block in (small, middle, large)] == [[1], [0], [2]]
    weights = np.arange(6.0) + 10
    assert large.of(weights).tolist() == [[10, 14, 15]] and not large.whole
    (whole,) = blocks(np.array([0, 0, 1, 1]))
    assert whole.whole and np.shares_memory(whole.of(weights[:4]), weights)
    assert whole.of(np.arange(8.0).reshape(2, 4)).tolist() == [[[0, 1], [2, 3]], [[4, 5], [6, 7]]]
    # In order, but not all of the weights: they must be picked.
    assert whole.of(np.arange(6.0)).tolist() == [[0, 1], [2, 3]]
