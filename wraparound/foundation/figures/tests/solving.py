"""A solver that tries to work hidden numbers out: it has what a reader has, and knows nothing of how they were hidden."""

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import block_diag, csr_matrix

from wraparound.foundation.figures.rules import Shown

MOST = 10_000


def sums_of(shown: Shown, total: str) -> list[tuple[tuple[str, str], list[tuple[str, str]]]]:
    """Return what adds up in a table as a reader sees it: a number, and those that it is the sum of."""
    columns = shown.columns
    places = {line.within for line in shown.lines if line.within}
    inner = [line.name for line in shown.lines if not line.is_total]
    within = {line.name: line.within for line in shown.lines}
    found = [((total, c), [(row, c) for row in inner]) for c in columns]
    found += [
        ((place, c), [(r, c) for r in inner if within[r] == place]) for place in places for c in columns
    ]
    if len(columns) > 1:
        found += [((line.name, columns[-1]), [(line.name, c) for c in columns[:-1]]) for line in shown.lines]
    return found


def ranges(
    shown: Shown, total: str, fixed: dict[tuple[str, str], int]
) -> dict[tuple[str, str], tuple[int, int]]:
    """Return the least and greatest whole number that each hidden figure can be: one programme a table.

    Sums along two ways are totally unimodular, so the corners that the solver finds are whole numbers.
    """
    hidden = [at for at, figure in shown.by_name.items() if figure.is_hidden and at not in fixed]
    if not hidden:
        return {}
    place = {at: i for i, at in enumerate(hidden)}
    rows, right = [], []
    for whole, parts in sums_of(shown, total):
        row, known = np.zeros(len(hidden)), 0
        for at, sign in [(whole, -1), *((part, 1) for part in parts)]:
            if at in place:
                row[place[at]] += sign
            else:
                count = fixed[at] if at in fixed else shown.by_name[at].count
                known += sign * count
        if row.any():
            rows.append(row)
            right.append(-known)
        else:
            assert known == 0, "what is shown does not add up"
    size = len(hidden)
    aims = np.concatenate([np.concatenate([np.eye(size)[i], -np.eye(size)[i]]) for i in range(size)])
    every = block_diag([csr_matrix(np.array(rows))] * (2 * size))
    answer = linprog(aims, A_eq=every, b_eq=np.tile(right, 2 * size), bounds=(0, MOST), method="highs-ds")
    assert answer.status == 0, answer.message
    found = answer.x.reshape(2 * size, size)
    return {at: (round(found[2 * i][i]), round(found[2 * i + 1][i])) for at, i in place.items()}


def solved(
    shown: Shown, counts: dict[tuple[str, str], int], total: str, fixed: dict[tuple[str, str], int]
) -> list[str]:
    """Return what a reader can work out: hidden numbers that are one number, and small ones that are plainly small."""
    out = []
    for at, (least, most) in ranges(shown, total, fixed).items():
        assert least <= counts[at] <= most, "the solver lost the truth"
        if least == most:
            out.append(f"{at} is {least}")
        elif 1 <= counts[at] <= 5 and most <= 5:
            out.append(f"{at} is {least} to {most}")
    return out
