"""A calibration as lines for a terminal."""

from qa.calibrate.calibrate import Calibrated
from qa.calibrate.fit import allowed, questions_for
from qa.evaluate.plain import table
from qa.settings import MessageLanguage

_WORDS: dict[MessageLanguage, dict[str, str]] = {
    "en": {
        "head": "{questions} questions; figures are of questions held out, five times over",
        "before": "as it decides now",
        "after": "calibrated",
        "false_answers": "answered though the articles do not",
        "false_refusals": "refused though they do",
        "wrong_when_shown": "first quote wrong when shown",
        "auroc_right": "tells right from wrong (AUROC)",
        "auroc_answerable": "tells answerable from not (AUROC)",
        "calibration_error": "calibration error",
        "log_loss": "log loss",
        "curve": "what a threshold would do",
        "threshold": "threshold",
        "wide": "{wrong} of {unanswerable} unanswerable questions are answered: the true share may be as high as {largest}.",
        "stricter": "To promise {promised}, no more than {allowed} of {unanswerable} may be: choose a lower --max-false-answers.",
        "few": "To promise {promised}, at least {needed} unanswerable questions are needed, with none of them answered.",
        "fusion": "vectors beside words, {side}: mean reciprocal rank {safe:.3f} → {held_out:.3f} held out (p = {p:.3f}), {used}",
        "used": "used",
        "unused": "not used",
        "kept": "It decides from now on, fingerprint {fingerprint}. Take it back with: yuanwen calibrate --undo",
        "undone": "The calibration is taken back; the one of {made} decides again.",
        "shipped": "The calibration is taken back; the one that ships decides again.",
    },
    "zh": {
        "head": "{questions} 个问题；以下数字来自五折留出的问题",
        "before": "目前",
        "after": "校准后",
        "false_answers": "文章没有却作答",
        "false_refusals": "文章有却拒答",
        "wrong_when_shown": "作答时首条引文有误",
        "auroc_right": "分辨对错（AUROC）",
        "auroc_answerable": "分辨有无答案（AUROC）",
        "calibration_error": "校准误差",
        "log_loss": "对数损失",
        "curve": "不同阈值的结果",
        "threshold": "阈值",
        "wide": "{unanswerable} 个无答案的问题中有 {wrong} 个作答：真实的误答率可能高达 {largest}。",
        "stricter": "要保证 {promised}，{unanswerable} 个中最多只能有 {allowed} 个作答：请选用更低的 --max-false-answers。",
        "few": "要保证 {promised}，至少需要 {needed} 个无答案的问题，并且全部拒答。",
        "fusion": "向量与词语的权重，{side}：留出问题的平均倒数排名 {safe:.3f} → {held_out:.3f}（p = {p:.3f}），{used}",
        "used": "已采用",
        "unused": "未采用",
        "kept": "从现在起按此作答，指纹 {fingerprint}。撤销：yuanwen calibrate --undo",
        "undone": "已撤销；恢复使用 {made} 的校准。",
        "shipped": "已撤销；恢复使用自带的校准。",
    },
}


def plain_calibrated(found: Calibrated, language: MessageLanguage) -> str:
    """The figures before and after, the curve, and what to be warned of."""
    words = _WORDS[language]
    lines = [words["head"].format(questions=found.row["testset"]["questions"]), ""]
    lines += table(
        [("", words["before"], words["after"])]
        + [(words[name], _share(found.before[name]), _share(value)) for name, value in found.after.items()]
    )
    heads = ("threshold", "false_answers", "false_refusals", "wrong_when_shown")
    curve = [tuple(words[name] for name in heads)]
    curve += [tuple(_share(getattr(one, name)) for name in heads) for one in found.curve]
    lines += ["", words["curve"], *table(curve)]
    for name, side in found.fusion.items():
        used = words["used" if side.better else "unused"]
        lines += ["", words["fusion"].format(side=name, safe=side.safe, held_out=side.held_out, p=side.p, used=used)]
    if warning := _warning(found, words):
        lines += ["", warning]
    return "\n".join([*lines, "", words["kept"].format(fingerprint=found.row["fingerprint"][:12])])


def _warning(found: Calibrated, words: dict[str, str]) -> str:
    """What the unanswerable questions cannot promise, and what would."""
    promised, count = found.row["max_false_answers"], found.unanswerable
    if found.largest <= promised:
        return ""
    values = {"unanswerable": count, "promised": _percent(promised), "largest": _percent(found.largest)}
    said = words["wide"].format(wrong=round(count * (found.after["false_answers"] or 0)), **values)
    may = allowed(count, promised)
    if may is not None:
        return f"{said} {words['stricter'].format(allowed=may, **values)}"
    # no number of questions promises that nothing is ever answered
    return f"{said} {words['few'].format(needed=questions_for(promised), **values)}" if promised else said


def plain_undone(row: dict[str, object] | None, language: MessageLanguage) -> str:
    """What decides again."""
    words = _WORDS[language]
    return words["undone"].format(made=row["made"]) if row else words["shipped"]


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _percent(share: float) -> str:
    return f"{100 * share:.2g}%"
