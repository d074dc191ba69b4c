"""What each measure of a run says, in a line for readers who do not know it by name."""

from qa.settings import MessageLanguage

EXPLAINED: dict[MessageLanguage, dict[str, str]] = {
    "en": {
        "right": "answered with a right first quote, or rightly refused",
        "quote_hit@1": "answerable questions whose first quote holds the answer",
        "quote_hit@3": "answerable questions with the answer in one of the first three quotes",
        "best_sentence": "answerable questions whose best sentence holds the answer, shown or not",
        "character_f1": "how far the characters of the first quote and of the answer are the same; 1 is all",
        "length_ratio": "how many times as long as the answer the first quote is; less is better",
        "passage_recall@1": "of the passages that hold the answer, the share that is found first",
        "passage_recall@10": "of the passages that hold the answer, the share among the first ten",
        "mrr@10": "one divided by the rank of the first passage with the answer; 1 is always first",
        "ndcg@10": "how near to the top the passages with the answer stand; 1 is the best order",
        "false_answers": "unanswerable questions that were answered; less is better",
        "false_refusals": "answerable questions that were refused; less is better",
        "auroc": "how often an answerable question is held more probable than an unanswerable one; 0.5 is chance",
        "aurc": "mean share of wrong answers when only the surest are given, over all shares; less is better",
        "calibration_error": "how far stated probabilities are from the share that is right; less is better",
        "p50": "half of the questions are answered in this time",
        "p95": "19 of 20 questions are answered in this time",
    },
    "zh": {
        "right": "首条引文正确，或正确地拒答",
        "quote_hit@1": "有答案的问题中，首条引文含答案的比例",
        "quote_hit@3": "有答案的问题中，前三条引文之一含答案的比例",
        "best_sentence": "有答案的问题中，最佳句子含答案的比例，无论是否显示",
        "character_f1": "首条引文与答案的字符重合程度，1 为完全一致",
        "length_ratio": "首条引文是答案长度的几倍，越小越好",
        "passage_recall@1": "含答案的段落中，排在第一的比例",
        "passage_recall@10": "含答案的段落中，排进前十的比例",
        "mrr@10": "首个含答案段落名次的倒数，1 为总是第一",
        "ndcg@10": "含答案的段落排得有多靠前，1 为最佳次序",
        "false_answers": "没有答案的问题中作答的比例，越小越好",
        "false_refusals": "有答案的问题中拒答的比例，越小越好",
        "auroc": "有答案的问题比没有答案的问题得到更高概率的机会，0.5 相当于随机",
        "aurc": "只回答最有把握的问题时错误的比例，对所有作答比例取平均，越小越好",
        "calibration_error": "给出的概率与实际正确比例相差多少，越小越好",
        "p50": "一半的问题在此时间内答完",
        "p95": "二十个问题中有十九个在此时间内答完",
    },
}
