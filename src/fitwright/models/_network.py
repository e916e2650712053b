"""Networks of one shape, trained side by side by NumPy: every layer is a stack of matrices, one a network."""

import itertools
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.core.clock import Clock
from fitwright.core.rows import Index

Reals = NDArray[np.floating[Any]]
Layers = list[tuple[Reals, Reals]]
"""For each layer (networks, units before, units) and (networks, 1, units)."""
MEAN, SQUARE = 0.9, 0.98
"""How slowly Adam forgets slopes and their squares."""
WARM = 0.05
"""Share of the training in which the learning rate rises."""
BEAT = 50
"""Steps between two looks at the clock, at most."""


@dataclass(frozen=True)
class Lesson:
    """What is to be learned, and how.

    Attributes
    ----------
    x : (rows, columns) single precision.
    y : (rows, outputs) 1 for the class of a row, or numbers.
    weights : (rows, 1).
    classes : are shares of classes asked for, or numbers?
    learn, watch : (networks, rows) positions; `watch` may be (networks, 0).
    batch : rows looked at for a step.
    epochs : looks at all rows.
    rate, decay, dropout : learning rate at its highest; shrinkage; share of units left out.
    seconds : in which to be done, or None.
    """

    x: Reals
    y: Reals
    weights: Reals
    classes: bool
    learn: Index
    watch: Index
    batch: int
    epochs: int
    rate: float
    decay: float
    dropout: float
    seconds: float | None


def layers_of(flat: Reals, sizes: Sequence[int]) -> Layers:
    """Views on `flat` (networks, parameters) as layers with so many units, the inputs being the first."""
    layers, at = [], 0
    for before, units in itertools.pairwise(sizes):
        weights = flat[:, at : at + before * units].reshape(len(flat), before, units)
        at += before * units
        layers.append((weights, flat[:, None, at : at + units]))
        at += units
    return layers


def parameters(sizes: Sequence[int]) -> int:
    """Of one network."""
    return sum((before + 1) * units for before, units in itertools.pairwise(sizes))


def outputs_of(layers: Layers, x: Reals) -> Reals:
    """(networks, rows, outputs) for `x` (rows, columns), or (networks, rows, columns)."""
    for weights, bias in layers[:-1]:
        x = x @ weights + bias
        x *= _gate(x)
    return np.asarray(x @ layers[-1][0] + layers[-1][1])


def softmax(z: Reals) -> Reals:
    """Shares along the last axis."""
    p = np.exp(z - z.max(axis=-1, keepdims=True))
    p /= p.sum(axis=-1, keepdims=True)
    return np.asarray(p)


def train(lesson: Lesson, sizes: Sequence[int], seed: int, clock: Clock) -> Reals:
    """(networks, parameters) as they were when each network did best on its rows to watch.

    Adam with decoupled shrinkage; the learning rate falls to 0 along a cosine over the epochs, or over the
    time that there is.  Sources: Loshchilov and Hutter, 2017 and 2019; Elfwing et al., 2018 (the activation).
    """
    begin, rng = time.monotonic(), np.random.default_rng(seed)
    trainer = _Trainer(lesson, sizes, rng)
    best, lowest = trainer.flat.copy(), np.full(len(trainer.flat), np.inf)
    steps = max(1, lesson.learn.shape[1] // lesson.batch)
    epoch = found = 0
    progress = 0.0
    while progress < 1 and epoch - found < max(10, 0.35 * lesson.epochs):
        order = rng.permuted(lesson.learn, axis=1)
        for step in range(steps):
            if step % BEAT == 0:
                progress = (epoch + step / steps) / lesson.epochs
                if lesson.seconds is not None:
                    spent = (time.monotonic() - begin) / max(lesson.seconds, 1e-9)
                    progress = clock.says(round(max(progress, min(spent, 1.0)), 3))
            if progress >= 1:
                break
            trainer.step(order[:, step * lesson.batch : (step + 1) * lesson.batch], _rate(progress))
        epoch += 1
        losses = trainer.watched()
        better = losses < lowest
        best[better], lowest[better] = trainer.flat[better], losses[better]
        found = epoch if better.any() else found
    return best


def _rate(progress: float) -> float:
    """Share of the highest learning rate."""
    return min(1.0, progress / WARM + 0.01) * 0.5 * (1 + math.cos(math.pi * min(progress, 1.0)))


class _Trainer:
    """The parameters, and what Adam remembers of their slopes."""

    def __init__(self, lesson: Lesson, sizes: Sequence[int], rng: np.random.Generator):
        self.lesson, self.rng = lesson, rng
        self.flat = np.zeros((len(lesson.learn), parameters(sizes)), np.float32)
        self.layers = layers_of(self.flat, sizes)
        for depth, (weights, _) in enumerate(self.layers):
            gain = 1.0 if depth == len(self.layers) - 1 else 2.0
            weights[...] = rng.normal(size=weights.shape) * math.sqrt(gain / weights.shape[1])
        self.slope = np.zeros_like(self.flat)
        self.slopes = layers_of(self.slope, sizes)
        self.mean, self.square, self.count = np.zeros_like(self.flat), np.zeros_like(self.flat), 0

    def step(self, rows: Index, share: float) -> None:
        """One look at `rows` (networks, batch), one step downhill."""
        lesson = self.lesson
        inputs, gates, keeps, z = self._forward(lesson.x[rows])
        off = (softmax(z) if lesson.classes else z) - lesson.y[rows]
        off *= lesson.weights[rows] / rows.shape[1]
        for depth in range(len(self.layers) - 1, -1, -1):
            np.matmul(inputs[depth].swapaxes(1, 2), off, out=self.slopes[depth][0])
            off.sum(axis=1, keepdims=True, out=self.slopes[depth][1])
            if depth:
                off = off @ self.layers[depth][0].swapaxes(1, 2)
                off *= gates[depth - 1]
                if keeps:
                    off *= keeps[depth - 1]
        self._descend(lesson.rate * share)

    def watched(self) -> Reals:
        """(networks,) mean losses on the rows to watch; falling with time where there are none."""
        lesson = self.lesson
        if not lesson.watch.shape[1]:
            return np.full(len(self.flat), -float(self.count))
        z = outputs_of(self.layers, lesson.x[lesson.watch])
        y, weights = lesson.y[lesson.watch], lesson.weights[lesson.watch]
        if lesson.classes:
            each = -(np.log(np.maximum(softmax(z), 1e-7)) * y).sum(axis=2, keepdims=True)
        else:
            each = (z - y) ** 2
        losses = (each * weights).sum(axis=(1, 2)) / weights.sum(axis=(1, 2))
        return np.where(np.isfinite(losses), losses, np.inf)

    def _forward(self, x: Reals) -> tuple[list[Reals], list[Reals], list[Reals], Reals]:
        """What goes into each layer, slopes of the activations, units kept, and the outputs."""
        drop = self.lesson.dropout
        inputs: list[Reals] = [x]
        gates: list[Reals] = []
        keeps: list[Reals] = []
        for weights, bias in self.layers[:-1]:
            x = x @ weights
            x += bias
            gate = _gate(x)
            x *= gate
            gates.append(gate + x * (1 - gate))
            if drop:
                keep = (self.rng.random(x.shape, np.float32) >= drop) * np.float32(1 / (1 - drop))
                x *= keep
                keeps.append(keep)
            inputs.append(x)
        return inputs, gates, keeps, x @ self.layers[-1][0] + self.layers[-1][1]

    def _descend(self, rate: float) -> None:
        self.count += 1
        self.mean *= MEAN
        self.mean += (1 - MEAN) * self.slope
        self.square *= SQUARE
        self.square += (1 - SQUARE) * self.slope**2
        size = np.sqrt(self.square / (1 - SQUARE**self.count))
        size += 1e-8
        self.flat *= 1 - rate * self.lesson.decay
        self.flat -= (rate / (1 - MEAN**self.count)) * self.mean / size


def _gate(z: Reals) -> Reals:
    """The logistic function."""
    gate = np.tanh(0.5 * z)
    gate *= 0.5
    gate += 0.5
    return np.asarray(gate)
