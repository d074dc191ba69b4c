"""Two runs over the same questions, and gates that a run must pass."""

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.errors import BadGate
from qa.evaluate.run import Outcome, Run
from qa.evaluate.score import LESS_IS_BETTER, MEASURES, PER_QUESTION, SECONDS, SHARES, Figure, figures, values
from qa.evaluate.significance import Paired, compared, questions_needed

_LEVEL = 0.05
_NO_LOSS = "no significant loss"
_GATE = re.compile(r"\s*([a-z_]\w*(?:@\d+)?)\s*(>=|<=|>|<)\s*(\d+(?:\.\d+)?)\s*([%％]?)\s*")
_SIGNS: dict[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure of two runs; `needed` questions would tell this difference apart, None where they do not differ, or
    where the measure is no matter of hits and misses.
    """

    measure: str
    paired: Paired
    needed: int | None

    @property
    def significant(self) -> bool:
        """Whether chance would bring about so large a difference in less than one case of twenty."""
        return self.paired.p < _LEVEL

    @property
    def better(self) -> bool:
        """Whether the other run is ahead of the one."""
        return (self.paired.difference < 0) == (self.measure in LESS_IS_BETTER) and self.paired.difference != 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one run to the other: every measure, the questions that became right or wrong, and what a reader
    must know before believing it.
    """

    differences: tuple[Difference, ...]
    gained: tuple[Outcome, ...]
    lost: tuple[Outcome, ...]
    notices: tuple[str, ...]


def compare(one: Run, other: Run) -> Comparison | None:
    """Compare the questions that both runs have, by id; None when there is none."""
    first, second = ({outcome.id: outcome for outcome in run.outcomes} for run in (one, other))
    common = [name for name in first if name in second and _same_question(first[name], second[name])]
    if not common:
        return None
    differences = []
    for measure in PER_QUESTION:
        a, b = (values([run[name] for name in common], measure) for run in (first, second))
        both = [name for name in a if name in b]
        if both:
            paired = compared([a[name] for name in both], [b[name] for name in both])
            hits = {*a.values(), *b.values()} <= {0.0, 1.0}
            differences.append(Difference(measure, paired, questions_needed(paired) if hits else None))
    right = [values([run[name] for name in common], "right") for run in (first, second)]
    return Comparison(
        tuple(differences),
        gained=tuple(second[name] for name in common if right[1][name] > right[0][name]),
        lost=tuple(second[name] for name in common if right[1][name] < right[0][name]),
        notices=tuple(_notices(one, other, len(common))),
    )


@dataclass(frozen=True, slots=True)
class Gate:
    """What a run must reach: a measure beside a limit; or, without a measure, no significant loss to the baseline."""

    text: str
    measure: str | None = None
    sign: str = ""
    limit: float = 0.0


def read_gates(texts: Sequence[str], has_baseline: bool) -> list[Gate]:
    """Gates as they are written on the command line. Raises BadGate."""
    return [_gate(text, has_baseline) for text in texts]


def failed(gates: Sequence[Gate], run: Run, baseline: Run | None) -> list[str]:
    """A line for every gate that the run does not pass."""
    found, reasons = figures(run.outcomes), []
    for gate in gates:
        reasons += _losses(gate, run, baseline) if gate.measure is None else _missed(gate, found[gate.measure])
    return reasons


def _gate(text: str, has_baseline: bool) -> Gate:
    if text.strip().lower() == _NO_LOSS:
        if not has_baseline:
            raise BadGate(
                gate=text, detail="there is no --baseline RUN", detail_zh="没有用 --baseline 指定以前的评测结果"
            )
        return Gate(text)
    match = _GATE.fullmatch(text)
    if match is None or match[1] not in MEASURES:
        names = ", ".join(MEASURES)
        raise BadGate(gate=text, detail=f"the measures are {names}", detail_zh=f"可用的指标：{names}")
    limit = float(match[3]) / (100 if match[4] else 1)
    if match[1] in SECONDS and match[4]:
        raise BadGate(gate=text, detail=f"{match[1]} is in seconds", detail_zh=f"{match[1]} 以秒计")
    if match[1] in SHARES and limit > 1:
        detail = f"{match[1]} is a share from 0 to 1, such as 0.95 or 95%"
        raise BadGate(gate=text, detail=detail, detail_zh=f"{match[1]} 是 0 到 1 之间的比例，如 0.95 或 95%")
    return Gate(text.strip(), match[1], match[2], limit)


def _missed(gate: Gate, figure: Figure) -> list[str]:
    if figure.value is None:
        return [f"{gate.text}: not measurable with these questions"]
    return [] if _SIGNS[gate.sign](figure.value, gate.limit) else [f"{gate.text}: it is {figure.value:.3f}"]


def _losses(gate: Gate, run: Run, baseline: Run | None) -> list[str]:
    found = compare(baseline, run) if baseline else None
    if found is None:
        return [f"{gate.text}: the baseline has no question in common with this run"]
    lost = [one for one in found.differences if one.significant and not one.better]
    return [f"{gate.text}: {one.measure} {one.paired.difference:+.3f} (p = {one.paired.p:.3f})" for one in lost]


def _same_question(one: Outcome, other: Outcome) -> bool:
    return (one.question, one.answerable, one.answers) == (other.question, other.answerable, other.answers)


def _notices(one: Run, other: Run, common: int) -> list[str]:
    notices = []
    if one.about["testset"]["sha256"] != other.about["testset"]["sha256"]:
        notices.append(
            f"the test sets differ: {common} questions are the same in both, "
            f"of {len(one.outcomes)} and {len(other.outcomes)}"
        )
    for part in ("index", "encoder", "reader", "calibration"):
        if one.about[part] != other.about[part]:
            notices.append(f"the {part} differs")
    return notices
