"""What tests/matrix and tests/random try: transitions of the attributes in kinds/*.txt under the dependents in dependents.txt.

A file of a kind tells, with its SQL indented by two spaces:

  kind NAME                     as in the catalog's rows; ./check compares them
  facets WORD...                what a dependent finds: "column" is a table t (id integer, c {type}, z text)
  object [FACETS: WORD...]      SQL that makes one; {slot: text} can be set by an attribute, {s} is the schema's name, which is the case's own
  absent                        the same schema without it; no such section: nothing
  rows                          SQL that fills it; where the server does not take it the case has no rows
  rename NEW-KEY OLD-NAME       SQL that renames it; the key is its key in YAML, or an entry of the section renames: "label 9 of enum {s}.y"
  attribute NAME                then one item "- SQL" for each value, the absent one aside. A line "{slot} = text" of an item sets a slot, "since N" and
                                "until N" tell the versions that have it
  changes NAME                  the same, for what is not one attribute
  refused CASES = MESSAGE       cases (a pattern) that cannot be, and what is said of them; "since N" or "until N" before the pattern tells on which servers,
                                "perhaps" that some minor versions do it
  empty CASES                   cases (a pattern) whose tables hold no rows: none could become what is wanted
  without NAME: REASON          an attribute that has no values here; * for all of a kind
  alone                         it is the database's: each case has a database of its own

A section can be followed by further objects of the kind ("object") with other facets: attributes then belong to the object before them."""
import pathlib
import re

SLOT = r"\{(\w+):((?:[^{}]|\{s\})*)\}"
FOLDER = pathlib.Path(__file__).resolve().parent


class Item:
    """Some SQL, and the slots that it sets."""

    def __init__(self):
        self.lines, self.slots, self.since, self.until = [], {}, 0, 99

    def add(self, line):
        slot, limit = re.match(r"\{(\w+)\} =\s*(.*)$", line), re.match(r"(since|until) (\d+)$", line)
        if slot:
            self.slots[slot[1]] = slot[2]
        elif limit:
            setattr(self, limit[1], int(limit[2]))
        elif line:
            self.lines.append(line)

    def possible(self, version):
        return self.since <= version < self.until

    @property
    def sql(self):
        return "\n".join(self.lines)


class Attribute:
    def __init__(self, name):
        self.name, self.values = name, []


class Subject:
    """One object of a kind, as a section "object" has it."""

    def __init__(self, kind, name):
        self.kind, self.name, self.facets, self.attributes = kind, name, set(), []
        self.object, self.absent, self.rows, self.renames, self.alone = Item(), Item(), Item(), [], False

    @property
    def title(self):
        return self.kind.replace(" ", "_") + (f":{self.name}" if self.name else "")


class Dependent:
    def __init__(self, name, facets):
        self.name, self.facets, self.item = name, facets, Item()


class Error(Exception):
    pass


def lines_of(path):
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield f"{path.name}:{number}", line.rstrip()


def read_kind(path):
    """The subjects of a file, its refusals (pattern, message, versions), and the patterns of cases without rows."""
    subjects, refused, empty, kind, item, facets, attribute = [], [], [], None, None, set(), None
    for place, line in lines_of(path):
        word, _, rest = line.partition(" ")
        if line.startswith("  "):
            if item is None:
                raise Error(f"{place}: SQL of nothing")
            item.add(line.strip())
        elif word == "kind":
            kind, facets = rest, set()
        elif word == "facets":
            facets = set(rest.split())
        elif word == "object":
            name, _, own = rest.partition(" facets ")
            subjects.append(Subject(kind, name.strip()))
            subjects[-1].facets = set(own.split()) or facets
            item = subjects[-1].object
        elif word in ("absent", "rows"):
            item = getattr(subjects[-1], word)
        elif word == "rename":
            item = Item()
            subjects[-1].renames.append((*rest.rsplit(" ", 1), item))
        elif word in ("attribute", "changes"):
            attribute = Attribute(rest)
            subjects[-1].attributes.append(attribute)
            item = None
        elif word == "-":
            item = Item()
            item.add(rest.strip())
            attribute.values.append(item)
        elif word == "refused":
            limit, cases, message = re.match(r"((?:since|until) \d+ |perhaps )?(\S+) = (.*)$", rest).groups(default="")
            word, _, number = limit.partition(" ")
            limits = {"since": 0, "until": 99, "perhaps": False} | ({word: int(number) if number else True} if limit else {})
            refused.append((re.compile(cases), re.compile(message), limits))
        elif word == "empty":
            empty.append(re.compile(rest))
        elif word == "without":
            item = None
        elif word == "alone":
            subjects[-1].alone = True
        else:
            raise Error(f"{place}: what is {word}?")
    return subjects, refused, empty


def expected(refusals, version):
    """Those of a version: cases, message, and whether some servers of it do it."""
    return [(cases, message, limits["perhaps"]) for cases, message, limits in refusals if limits["since"] <= version < limits["until"]]


def read_dependents():
    dependents = [Dependent("alone", [set()])]
    for place, line in lines_of(FOLDER / "dependents.txt"):
        found = re.match(r"dependent (\S+) on (.+)$", line)
        if found:
            dependents.append(Dependent(found[1], [set(words.split()) for words in found[2].split(",")]))
        elif line.startswith("  "):
            dependents[-1].item.add(line.strip())
        else:
            raise Error(f"{place}: neither a dependent nor its SQL")
    return dependents


def find_defaults(text, slots):
    for name, default in re.findall(SLOT, text):
        slots.setdefault(name, default.strip())


def fill(text, slots):
    """Puts what slots have in place of {slot} and {slot: default}; a default given once holds for the whole text."""
    find_defaults(text, slots)
    for _ in range(3):
        text = re.sub(SLOT, lambda found: slots.get(found[1], found[0]), text)
        text = re.sub(r"\{(\w+)\}", lambda found: slots.get(found[1], found[0]), text)
    if left := re.search(r"\{[a-z]\w*\}", text):
        raise Error(f"nothing fills {left[0]} of\n{text}")
    return text


class Side:
    """What a schema is: items in order, the last word on a slot is the last item's."""

    def __init__(self, subject, items, rows):
        self.subject, self.items, self.rows = subject, items, rows

    def possible(self, version):
        return all(item.possible(version) for item in self.items)

    def sql(self, schema, with_rows=False):
        slots = {"s": schema, "one": "'1'", "two": "'2'"}
        for item in self.items:
            slots.update(item.slots)
        marked = "\n".join(item.sql for item in self.items) + "\n\0" + (self.rows.sql if self.rows else "")
        find_defaults(self.subject.object.sql, slots)
        slots.setdefault("type", "integer")
        text, _, rows = fill(marked, slots).partition("\0")
        text = re.sub(r"\n\s*\n+", "\n", text)
        if with_rows and rows.strip():
            text += f"DO $rows$ BEGIN\n{rows.strip()}\nSET CONSTRAINTS ALL IMMEDIATE;\nEXCEPTION WHEN OTHERS THEN NULL; END $rows$;\n"
        return f"CREATE SCHEMA {schema};\nSET search_path = {schema}, public;\n{text}"


ABSENT, UNDER = "without the object and all that stands on it", "without the object alone"


class Case:
    """One transition under one dependent."""

    def __init__(self, name, have, want, alone=False, hint=None):
        self.name, self.have, self.want, self.alone, self.hint = name, have, want, alone, hint
        self.schema = self.hinted = None   # the judge's


def transitions(subject, every):
    """(name, items of have, items of want, hint); of an attribute's values only the first comes and goes, and each becomes the next, unless every one is wanted."""
    yield "create", ABSENT, [], None
    yield "drop", [], ABSENT, None
    yield "create_under", UNDER, [], None
    yield "drop_under", [], UNDER, None
    for key, old, item in subject.renames:
        yield f"rename/{old}", [], [item], (key, old)
    for attribute in subject.attributes:
        for i, value in enumerate(attribute.values):
            if every or i == 0 or attribute.name == "type":
                yield f"{attribute.name}/absent-{i + 1}", [], [value], None
                yield f"{attribute.name}/{i + 1}-absent", [value], [], None
            if i:
                yield f"{attribute.name}/{i}-{i + 1}", [attribute.values[i - 1]], [value], None


def make_side(subject, dependent, items, rows, hint):
    if items is ABSENT:
        return Side(subject, [subject.absent], rows)
    if items is UNDER:
        return Side(subject, [subject.absent, dependent.item], rows)
    if hint:   # what is renamed is renamed with all that stands on it
        return Side(subject, [subject.object, dependent.item, *items], rows)
    return Side(subject, [subject.object, *items, dependent.item], rows)


def make_cases(version):
    """All cases that a version can have, as far as we know, and the refusals that are expected."""
    dependents, cases, refused = read_dependents(), [], []
    for path in sorted((FOLDER / "kinds").glob("*.txt")):
        subjects, refusals, empty = read_kind(path)
        refused += expected(refusals, version)
        for subject in subjects:
            for dependent in dependents:
                if not any(facets <= subject.facets for facets in dependent.facets):
                    continue
                for name, have, want, hint in transitions(subject, dependent.name == "alone"):
                    title = f"{subject.title}/{name}/{dependent.name}"
                    rows = None if any(pattern.search(title) for pattern in empty) else subject.rows
                    sides = [make_side(subject, dependent, items, rows, hint) for items in (have, want)]
                    case = Case(title, *sides, subject.alone, hint)
                    if case.have.possible(version) and case.want.possible(version):
                        cases.append(case)
    return cases, refused
