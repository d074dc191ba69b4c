"""The training loop that every stage shares: a budget in minutes, a rate that falls to nothing, checkpoints to go on from."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor, nn

Batch = TypeVar("Batch")
Figures = Mapping[str, Tensor | float]
_PAUSE = 30  # seconds; a longer step was stopped in between


@dataclass(frozen=True, slots=True)
class LoopOptions:
    """`minutes` of training in all, over however many starts; `rate` is the highest learning rate of the layers, `table_rate`
    that of the embedding table; `every` steps a line is printed, every ten lines a checkpoint is kept.
    """

    minutes: float
    rate: float
    table_rate: float = 0.0
    warm: float = 0.04
    every: int = 25


class Loop:
    """Runs steps until the minutes are spent."""

    def __init__(self, modules: nn.ModuleDict, checkpoint: Path, options: LoopOptions) -> None:
        """Take up a checkpoint where there is one."""
        self.modules, self.options, self._path = modules, options, checkpoint
        self.device = next(modules.parameters()).device
        dense = [p for name, p in modules.named_parameters() if not name.startswith("table") and p.requires_grad]
        self._optimizers: list[torch.optim.Optimizer] = [
            torch.optim.AdamW(dense, lr=options.rate, betas=(0.9, 0.98), weight_decay=0.01)
        ]
        if options.table_rate:
            self._optimizers.append(
                torch.optim.SparseAdam(list(modules["table"].parameters()), lr=options.table_rate, betas=(0.9, 0.98))
            )
        self._dense = dense
        self.step, self._spent = 0, 0.0
        if checkpoint.exists():
            state = torch.load(checkpoint, map_location=self.device, weights_only=True)
            modules.load_state_dict(state["modules"])
            for optimizer, kept in zip(self._optimizers, state["optimizers"], strict=True):
                optimizer.load_state_dict(kept)
            self.step, self._spent = state["step"], state["spent"]

    @property
    def progress(self) -> float:
        """How much of the time is spent, 0 to 1."""
        return min(1.0, self._spent / (60 * self.options.minutes))

    def run(self, batches: Iterator[Batch], loss_of: Callable[[Batch], tuple[Tensor, Figures]]) -> None:
        """Train on batch after batch; `loss_of` gives the loss and the figures to print (tensors are read only then, so that a
        GPU need not wait).
        """
        sums: dict[str, Tensor | float] = {}
        while self.progress < 1:
            began = time.monotonic()
            share = self.progress
            for optimizer, rate in zip(self._optimizers, (self.options.rate, self.options.table_rate), strict=False):
                for group in optimizer.param_groups:
                    group["lr"] = rate * max(
                        0.02, min(share / self.options.warm + 0.02, 1.0, (1 - share) / (1 - self.options.warm))
                    )
            with torch.autocast(self.device.type, torch.bfloat16):
                loss, figures = loss_of(next(batches))
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(self._dense, 1.0)
            for optimizer in self._optimizers:
                optimizer.step()
                optimizer.zero_grad(set_to_none=True)
            self.step += 1
            self._spent += min(time.monotonic() - began, _PAUSE)
            for name, value in figures.items():
                sums[name] = sums.get(name, 0.0) + value / self.options.every
            if self.step % self.options.every == 0:
                line = "  ".join(f"{name} {float(value):.3f}" for name, value in sums.items())
                print(f"step {self.step}  {self._spent / 60:.1f} min  {line}", flush=True)
                sums = {}
            if self.step % (10 * self.options.every) == 0:
                self.save()
        self.save()

    def save(self) -> None:
        """Keep everything that is needed to go on, in place of what was kept before."""
        state = {"modules": self.modules.state_dict(), "optimizers": [o.state_dict() for o in self._optimizers]}
        torch.save(state | {"step": self.step, "spent": self._spent}, self._path.with_suffix(".part"))
        self._path.with_suffix(".part").replace(self._path)
