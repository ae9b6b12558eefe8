"""Random pairs of schemas, made from the transitions of tests/matrix: objects of kinds/*.txt with values of their attributes and what stands on them, several
on one table, tied together by shapes.txt, and some of all that changed. A pair's number decides all of it."""
import random
import re

from . import cases

# What an object that has a facet is called in a text.
CALLED = {"type": "y", "function": "f", "procedure": "f", "aggregate": "f", "sequence": "x", "opclass": "x", "configuration": "x", "type_collation": "x"}
CREATED = re.compile(r"\bCREATE\s+(?!EXTENSION|USER|CAST)(?:[A-Z]+\s+)*([a-z]\w*)|\bADD (?:COLUMN )?([a-z]\w*)|\bCONSTRAINT ([a-z]\w*)|_type_name = (\w+)|\bCREATE TABLE \w+\.(\w+)")
TABLE = re.compile(r"^CREATE\s+(\w+ )?TABLE t \(.*\n?", re.M)
WEIGHTS = {"shape": 12, "link": 0, "table": 3, "column": 3, "view": 3, "function": 3, "foreign key": 3, "primary key": 2, "enum": 3, "domain": 3}
LONELY = {"base type"}   # functions for a length and another length would break the server
NEVER = {"subscription", "class operator", "class function"}


class Part:
    """Some SQL of a schema, which the server takes as a whole or not at all; the key is the same in both sides."""

    def __init__(self, key, sql, path):
        self.key, self.sql, self.path = key, sql, path


class Cell:
    """An object, the values of its attributes and what stands on it."""

    def __init__(self, number, subject, schema):
        self.number, self.subject, self.schema = number, subject, schema
        self.state, self.values, self.dependents, self.bound, self.graft = "object", {}, [], {}, False

    @property
    def needs(self):
        return dict(word.split(":") for word in sorted(self.subject.facets) if ":" in word)

    def gives(self, facet):
        return facet in self.subject.facets or facet == "relation" and bool(self.subject.facets & {"column", "placed"})

    def called(self, facet):
        """What a text elsewhere calls what this one makes: schema and name."""
        if self.graft and facet not in CALLED:
            return self.bound["t"]
        return self.schema, f"{CALLED.get(facet, 't')}_{self.number}"

    def texts(self):
        """All that the object can be made of, and of each part its name, its SQL, a dependent's letter, and the schema in which it makes something."""
        slots = {"s": self.schema, "one": "1", "two": "2"}
        for item in [self.subject.object, *self.values.values(), *(dependent.item for _, dependent, _ in self.dependents)]:
            slots.update(item.slots)
        cases.find_defaults(self.subject.object.sql, slots)
        slots.setdefault("type", "integer")
        texts = [("object", self.subject.object if self.state == "object" else self.subject.absent, "", self.schema)]
        if self.state == "object":
            texts += [(name, item, "", self.schema) for name, item in self.values.items()]
        texts += [(f"{letter}_{dependent.name}", dependent.item, letter, schema) for letter, dependent, schema in self.dependents]
        texts.append(("rows", self.subject.rows, "", self.schema))
        whole = cases.fill(self.subject.object.sql + "\n" + self.subject.absent.sql, slots)
        return whole, [(name, cases.fill(item.sql, slots).strip(), letter, path) for name, item, letter, path in texts]

    def parts(self):
        whole, texts = self.texts()
        mine = self.names("\n".join([whole, *(text for _, text, letter, _ in texts if not letter)]))
        for name, text, letter, path in texts:
            text = TABLE.sub("", text) if self.graft else text
            own = {word: f"{word}_{self.number}{letter}" for word in self.names(text)} if letter else {}
            if text:
                yield Part(f"{self.number}.{name}", self.rename(text, {**mine, **own}), [path] + [self.schema] * (path != self.schema))

    def names(self, text):
        """New names for what a text makes, but for what is bound."""
        words = {next(filter(None, found.groups())) for found in CREATED.finditer(text)} - {"alice", "bob", "carol", self.schema}
        return {word: f"{word}_{self.number}" for word in words if word not in self.bound}

    def rename(self, text, names):
        names = {**names, **{word: name if self.graft else f"{schema}.{name}" for word, (schema, name) in self.bound.items()}}
        return re.sub(r"\b(%s)\b" % "|".join(map(re.escape, sorted(names))), lambda found: names[found[1]], text) if names else text


class Table:
    """All subjects and dependents that a version can have."""

    def __init__(self, version):
        self.version, self.subjects, self.refused, self.empty = version, [], [], []
        for path in [*sorted((cases.FOLDER / "kinds").glob("*.txt")), cases.FOLDER / "shapes.txt"]:
            subjects, refused, empty = cases.read_kind(path)
            self.subjects += [subject for subject in subjects if subject.kind not in NEVER and subject.object.possible(version)]
            self.refused += cases.expected(refused, version)
            self.empty += empty
        self.dependents = [dependent for dependent in cases.read_dependents() if dependent.facets != [set()] and dependent.item.possible(version)]
        for subject in self.subjects:
            for attribute in subject.attributes:
                attribute.values = [value for value in attribute.values if value.possible(version)]
            subject.attributes = [attribute for attribute in subject.attributes if attribute.values]

    def fitting(self, subject):
        return [dependent for dependent in self.dependents if any(facets <= subject.facets for facets in dependent.facets)]


class Maker:
    def __init__(self, table, number):
        self.table, self.number, self.rng, self.cells = table, number, random.Random(number), []
        self.schemas = [f"m{number}{i}" for i in range(1, self.rng.choice([2, 2, 3]) + 1)]
        self.single = [subject for subject in table.subjects if subject.kind != "link"]
        self.links = [subject for subject in table.subjects if subject.kind == "link"]
        self.alone = self.rng.random() < 0.1

    def add(self):
        subjects = [subject for subject in self.single if self.alone or not subject.alone]
        subject = self.rng.choices(subjects, [WEIGHTS.get(subject.kind, 1) for subject in subjects])[0]
        cell = Cell(len(self.cells) + 1, subject, self.rng.choice(self.schemas))
        others = [other for other in self.cells if other.subject.facets & {"column", "placed"} and not other.needs]
        if others and "placed" in subject.facets and subject.kind != "shape" and self.rng.random() < 0.5:
            other = self.rng.choice(others)
            cell.graft, cell.schema, cell.bound = True, other.schema, {"t": other.called("placed")}
        for _ in range(self.rng.choice([0, 0, 1, 1, 2])):
            self.set_value(cell)
        for _ in range(self.rng.choice([0, 1, 1, 2, 3])):
            self.add_dependent(cell)
        self.cells.append(cell)

    def add_link(self):
        subject = self.rng.choice(self.links)
        cell = Cell(len(self.cells) + 1, subject, self.rng.choice(self.schemas))
        for word, facet in cell.needs.items():
            able = [other for other in self.cells if not other.needs and other.gives(facet) and other.called(facet) not in cell.bound.values()]
            if not able:
                return
            cell.bound[word] = self.rng.choice(able).called(facet)
        for _ in range(self.rng.choice([0, 0, 1])):
            self.set_value(cell)
        self.cells.append(cell)

    def set_value(self, cell):
        """One attribute gets another value, or none."""
        if cell.subject.attributes:
            attribute = self.rng.choice(cell.subject.attributes)
            choices = [value for value in [*attribute.values, None] if value is not cell.values.get(attribute.name)]
            value = self.rng.choice(choices)
            if cell.subject.kind in LONELY:
                cell.values = {name: had for name, had in cell.values.items() if name == attribute.name}
            if value is None:
                cell.values.pop(attribute.name)
            else:
                cell.values[attribute.name] = value

    def add_dependent(self, cell):
        able = self.table.fitting(cell.subject)
        if able:
            letter = next(letter for letter in "abcdefghijklmn" if letter not in [used for used, _, _ in cell.dependents])
            schema = self.rng.choice([cell.schema] * 3 + self.schemas)
            cell.dependents.append((letter, self.rng.choice(able), schema))

    def change(self):
        what = self.rng.choice(["value"] * 8 + ["dependent", "undepend", "drop", "add", "link", "absent"])
        cell = self.rng.choice(self.cells)
        if what == "value":
            self.set_value(cell)
        elif what == "dependent":
            self.add_dependent(cell)
        elif what == "undepend" and cell.dependents:
            cell.dependents.remove(self.rng.choice(cell.dependents))
        elif what == "drop":
            cell.state = "object" if cell.state == "gone" else "gone"
        elif what == "absent":
            cell.state = "object" if cell.state == "absent" else "absent"
        elif what == "add":
            self.add()
        elif what == "link":
            self.add_link()

    def parts(self):
        return [part for cell in self.cells if cell.state != "gone" for part in cell.parts()]

    def titles(self, before):
        """What changes, as the matrix names it, for the patterns of what is refused; before: the values of each object's attributes."""
        def place(attribute, value):
            return attribute.values.index(value) + 1 if value else "absent"
        for cell in self.cells:
            was = before.get(cell.number, {})
            ways = {"create", "drop"}
            for attribute in cell.subject.attributes:
                one, other = (place(attribute, values.get(attribute.name)) for values in (was, cell.values))
                ways |= {f"{attribute.name}/{one}-{other}", f"{attribute.name}/{other}-{one}"} if one != other else set()
            for dependent in ["alone", *(dependent.name for _, dependent, _ in cell.dependents)]:
                yield from (f"{cell.subject.title}/{way}/{dependent}" for way in ways)

    def make(self):
        for _ in range(self.rng.randint(3, 9)):
            self.add()
        for _ in range(self.rng.randint(2, 7)):
            self.add_link()
        for _ in range(self.rng.choice([0, 1])):
            self.rng.choice(self.cells).state = "absent"
        have, before = self.parts(), {cell.number: dict(cell.values) for cell in self.cells}
        for _ in range(self.rng.randint(2, 9)):
            self.change()
        want = self.parts()
        wide = any("FOR ALL TABLES" in part.sql for part in have + want)   # of the others' too
        return Pair(self.number, self.schemas, have, want, set(self.titles(before)), self.alone or wide)


class Side:
    """What a schema is, part by part; rows come last."""

    def __init__(self, schemas, parts):
        self.schemas, self.parts = schemas, sorted(parts, key=is_rows)

    def sql(self, _schema=None, with_rows=False):
        lines, path = [f"CREATE SCHEMA {schema};" for schema in self.schemas], None
        for part in self.parts:
            if with_rows or not is_rows(part):
                lines += [f"SET search_path = {', '.join(part.path)}, public;"] * (part.path != path) + [part.sql]
                path = part.path
        return "\n".join(lines) + "\n"


def is_rows(part):
    return part.key.split(".")[1].startswith("rows")


class Pair:
    """What tests/transitions/judge.py takes as a case."""

    def __init__(self, number, schemas, have, want, titles, alone):
        self.number, self.schemas, self.titles, self.alone, self.name = number, schemas, titles, alone, f"random/{number}"
        self.schema, self.hint, self.hinted = schemas[0], None, None
        self.have, self.want = Side(schemas, have), Side(schemas, want)

    def with_parts(self, have, want):
        return Pair(self.number, self.schemas, have, want, self.titles, self.alone)

    def without_rows(self):
        bare = [[Part(part.key, re.sub(r"^INSERT INTO [^;]*;$", "", part.sql, flags=re.M), part.path) for part in side.parts if not is_rows(part)] for side in (self.have, self.want)]
        return self.with_parts(*bare)
