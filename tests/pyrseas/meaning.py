"""Maps and SQL that are equal when they mean the same."""
import contextlib
import copy
import itertools
import os
import re
import subprocess
import tempfile

import psycopg2
import yaml

SCHEMA = os.environ["PYRSEAS_SCHEMA"]
numbers = itertools.count()


class Refused(KeyError, ValueError, TypeError):
    """What a program of ours refuses; Pyrseas raised one of these."""


def run(*command, text=None):
    return subprocess.run(command, input=text, capture_output=True, text=True, timeout=120)


def connect(database):
    connection = psycopg2.connect(dbname=database)
    connection.autocommit = True
    return connection


def administer(sql):
    connection = connect("postgres")
    connection.cursor().execute(sql)
    connection.close()


@contextlib.contextmanager
def copy_of(database):
    """A copy of a database to which nobody is connected."""
    name = "copy_%d" % next(numbers)
    administer("CREATE DATABASE %s TEMPLATE %s" % (name, database))
    try:
        yield name
    finally:
        administer("DROP DATABASE %s WITH (FORCE)" % name)


def try_statements(database, statements):
    """Whether they run."""
    connection = connect(database)
    try:
        cursor = connection.cursor()
        cursor.execute("SET search_path = %s, pg_catalog; SET check_function_bodies = false" % SCHEMA)
        for statement in statements:
            cursor.execute(str(statement))
        return True
    except psycopg2.Error:
        return False
    finally:
        connection.close()


def plain(value):
    """A map without what is ours."""
    if isinstance(value, dict):
        return {plain(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, str) else value


def document(value):
    """A map as a file; the caller closes it, and it is gone."""
    file = tempfile.NamedTemporaryFile("w", suffix=".yaml", encoding="utf-8")
    yaml.safe_dump(plain(value), file, allow_unicode=True, default_flow_style=False)
    file.flush()
    return file


def differences(have, file, options=()):
    """What differs, without how: {"table public.t", "column a of table public.t: type"}. None where that cannot be told."""
    checked = run("yaml2db", "--check", "-q", "--pyrseas", "--lenient", "--search-path", SCHEMA, *options, have, file)
    if checked.returncode > 1:
        return None
    return {re.sub(r": (wanted|missing|not wanted|\+|-).*", "", line) for line in checked.stdout.splitlines()
            if not line.endswith("(only blanks differ)") and not re.match(r"\d+ to ", line)}


def comes_later(part, made):
    """Whether Pyrseas said a part by a statement of its own, once the whole was made: a constraint of a table, a comment; no column."""
    return any(part == whole + ": description" or (part.endswith(" of " + whole) and not part.startswith("column ")) for whole in made)


class Root:
    """A whole map, what it describes, and how it was asked for."""

    def __init__(self, value, have, options=()):
        self.value, self.have, self.options = value, have, options

    def means(self, path, expected, beside=False):
        """Whether the map means the same with something else at that place; beside: with further entries there."""
        whole = copy.deepcopy(self.value)
        at = whole
        for key in path[:-1]:
            at = at[key]
        if beside:
            (at[path[-1]] if path else whole).update(plain(expected))
        elif path:
            at[path[-1]] = plain(expected)
        else:
            whole = plain(expected)
        with document(whole) as file:
            return differences(self.have, file.name, self.options) == set()


class Placed:
    """A part of a map that knows where it stands."""

    def place(self, root, path, beside=False):
        self.root, self.path, self.beside = root, path, beside
        return self

    def __eq__(self, other):
        if plain(self) == plain(other):
            return True
        if self.beside and set(self) != set(other):
            return False
        return self.root.means(self.path, other, self.beside)

    def __ne__(self, other):
        return not self == other

    __hash__ = None


class Absent(Placed):
    """What is not said; it may be the default that the test expects."""

    def __eq__(self, other):
        return self.root.means(self.path, other)


class Text(Placed, str):
    __hash__ = str.__hash__

    def __eq__(self, other):
        return str.__eq__(self, other) is True or self.root.means(self.path, other)


class List(Placed, list):
    pass


class Map(Placed, dict):
    def __missing__(self, key):
        if isinstance(key, str) and key.split(" ")[0] in ("schema", "table", "view", "function", "extension", "type", "domain"):   # a sequence may be told by its column
            raise KeyError(key)
        return Absent().place(self.root, self.path + [key])


def placed(value, root, path=()):
    path = list(path)
    if isinstance(value, dict):
        return Map((key, placed(item, root, path + [key])) for key, item in value.items()).place(root, path)
    if isinstance(value, list):
        return List(placed(item, root, path + [i]) for i, item in enumerate(value)).place(root, path)
    return Text(value).place(root, path) if isinstance(value, str) else value


def squeezed(sql):
    return re.sub(r"\s+", " ", str(sql)).replace(SCHEMA + ".", "").replace("( ", "(").replace(" )", ")").strip()


class Statement(str):
    """A statement of a script; equal to what does one of the things that the script does."""

    __hash__ = str.__hash__

    def of(self, script):
        self.script = script
        return self

    def __eq__(self, other):
        return isinstance(other, str) and self.script.does(other)

    def __ne__(self, other):
        return not self == other


class Script(list):
    """The statements that make a database what a map says."""

    def __init__(self, statements, database, wanted, options):
        super().__init__(Statement(statement).of(self) for statement in statements)
        self.database, self.wanted, self.options, self.known, self.remains = database, wanted, options, {}, None

    def __getitem__(self, at):
        if isinstance(at, int) and at >= len(self):
            return Statement("").of(self)   # ours may be fewer
        return super().__getitem__(at)

    def __eq__(self, other):
        return not self if not other else self.arrives(other)

    def __ne__(self, other):
        return not self == other

    __hash__ = None

    def does(self, sql):
        own, places = [str(statement) for statement in list.__iter__(self)], range(len(self) + 1)
        if sql not in self.known:
            self.known[sql] = (squeezed(sql) in map(squeezed, own)
                               or any(self.arrives(own[:at] + [sql] + own[at + width:]) for at in places for width in (1, 2))
                               or (sql.startswith("DROP ") and any(self.arrives(own[:at] + [sql] + own[at:]) for at in places))
                               or any(self.helps(own[:at], sql) for at in places))
        return self.known[sql]

    def helps(self, before, sql):
        """Whether less differs with it than without."""
        with copy_of(self.database) as scratch, document(self.wanted) as file:
            if not try_statements(scratch, before):
                return False
            without = differences(scratch, file.name, self.options)
            if not without or not try_statements(scratch, [sql]):
                return False
            there = differences(scratch, file.name, self.options)
            return there is not None and bool(without - there) and all(comes_later(new, without - there) for new in there - without)

    def arrives(self, statements):
        with copy_of(self.database) as scratch, document(self.wanted) as file:
            there = differences(scratch, file.name, self.options) if try_statements(scratch, statements) else None
            return there is not None and there <= self.rest()

    def rest(self):
        """What differs in the end: texts that a person wrote in another way than the server prints them."""
        if self.remains is None:
            with copy_of(self.database) as scratch, document(self.wanted) as file:
                ran = try_statements(scratch, [str(statement) for statement in list.__iter__(self)])
                self.remains = (ran and differences(scratch, file.name, self.options)) or set()
        return self.remains
