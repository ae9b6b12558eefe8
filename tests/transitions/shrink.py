"""The smallest pair that still fails."""


def chunks(units):
    """All of the units, each half, each quarter... and each alone."""
    size = len(units)
    while size:
        yield from (units[i:i + size] for i in range(0, len(units), size))
        size //= 2


def cell(part):
    return part.key.split(".")[0]


def without(pair, keys, of):
    return [[part for part in side.parts if of(part) not in keys] for side in (pair.have, pair.want)]


def unchanged(pair, keys, of):
    """What have has of these keys stands in want as well, and nothing else of them."""
    had = {part.key: part for part in pair.have.parts}
    stood = {part.key for part in pair.want.parts}
    want = [had.get(part.key) if of(part) in keys else part for part in pair.want.parts]
    want += [part for part in pair.have.parts if of(part) in keys and part.key not in stood]
    order = {part.key: i for i, part in enumerate(pair.have.parts)}
    return [pair.have.parts, sorted(filter(None, want), key=lambda part: (int(cell(part)), order.get(part.key, len(order))))]


def size(pair):
    had = {part.key: part.sql for part in pair.have.parts}
    changed = sum(had.get(part.key) != part.sql for part in pair.want.parts)
    return len(pair.have.parts) + len(pair.want.parts) + changed


def smallest(pair, take, fails):
    """`take` leaves out of a pair what the server does not take, `fails` tells whether a pair fails as the first did."""
    while True:
        before = size(pair)
        for move, of in ((without, cell), (unchanged, cell), (without, lambda part: part.key), (unchanged, lambda part: part.key)):
            units = list(dict.fromkeys(of(part) for part in reversed([*pair.have.parts, *pair.want.parts])))
            for keys in chunks(units):
                smaller = take(pair.with_parts(*move(pair, set(keys), of)))
                if size(smaller) < size(pair) and smaller.have.sql() != smaller.want.sql() and fails(smaller):
                    pair = smaller
        if size(pair) == before:
            return pair
