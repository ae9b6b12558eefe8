"""A server for cases, and the judgement of a group of them: as one plan, from one database to another and back."""
import os
import pathlib
import re
import subprocess
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parent.parent.parent
BIN = pathlib.Path(os.environ.get("PGCANON_BIN", SOURCE / "build/cmd"))
ROLES = "CREATE ROLE alice; CREATE ROLE bob; CREATE ROLE carol;"
SPARE = "ALTER DATABASE postgres SET allow_in_place_tablespaces = on"
# What a schema's tables hold. A generated column is not its own; what is in a column whose type or name changes is not asked for here.
COLUMNS = """SELECT n.nspname, c.relname, c.relkind, a.attname,
    concat(format_type(a.atttypid, a.atttypmod), ' of ', (SELECT format_type(d.typbasetype, d.typtypmod) FROM pg_type d WHERE d.oid = a.atttypid AND d.typtype = 'd'),
        (SELECT string_agg(format_type(f.atttypid, f.atttypmod), ' ') FROM pg_type d JOIN pg_attribute f ON f.attrelid = d.typrelid WHERE a.atttypid IN (d.oid, d.typarray) AND f.attnum > 0)), a.attgenerated <> '',
    (SELECT concat(rn.nspname, '.', r.relname) FROM pg_class r JOIN pg_namespace rn ON rn.oid = r.relnamespace WHERE r.oid = pg_partition_root(c.oid))
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'p') AND n.nspname ~ '^m[0-9]+$'
        AND NOT EXISTS (SELECT FROM pg_partition_tree(c.oid) l JOIN pg_class f ON f.oid = l.relid WHERE f.relkind = 'f') ORDER BY 1, 2, 4"""


PARTITIONED, ROOT = None, ""   # among the columns of a table: whether it is partitioned, and the table at the top of its partitions


class Failed(Exception):
    """What went wrong, and what the program said."""


class Server:
    def __init__(self):
        self.process = subprocess.Popen(["setsid", SOURCE / "tests/throwaway_server"], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        directory, binaries = self.process.stdout.readline().strip(), self.process.stdout.readline().strip()
        if not binaries:
            raise SystemExit("matrix: no server could be started")
        self.environment = dict(os.environ, PGHOST=directory, PGPORT="5432", PGUSER="postgres", PGOPTIONS="-c client_min_messages=error",
                                PATH=f"{binaries}:{os.environ['PATH']}", G_DEBUG="fatal-criticals")
        self.version = int(self.ask("postgres", "SHOW server_version_num")) // 10000
        dumps = self.run("pg_dump", "--version").stdout
        self.dumps = int(re.search(r"\d+", dumps)[0]) >= self.version   # an older pg_dump cannot read it
        self.ask("postgres", ROLES)
        if self.version >= 15:
            self.ask("postgres", SPARE)
            self.ask("postgres", "CREATE TABLESPACE spare LOCATION ''")

    def stop(self):
        self.process.stdin.close()
        self.process.wait()

    def run(self, *command, text=None, good=(0,), what=None):
        result = subprocess.run(command, text=True, input=text, capture_output=True, env=self.environment)
        if result.returncode not in good:
            raise Failed(f"{what or os.path.basename(command[0])}: {result.stderr.strip()}{result.stdout.strip()[:2000]}")
        return result

    def ask(self, database, sql):
        return self.run("psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", database, "-f", "-", text=sql).stdout.strip("\n")

    def create(self, database, sql):
        strategy = "STRATEGY file_copy" if self.version >= 15 else ""   # in memory the fastest one
        self.ask("postgres", f"CREATE DATABASE {database} TEMPLATE template0 {strategy}")
        self.ask(database, sql)

    def drop(self, *databases):
        """A database with a subscription in it cannot be dropped."""
        names = ", ".join(f"'{database}'" for database in databases)
        for database in self.ask("postgres", f"SELECT DISTINCT datname FROM pg_subscription s JOIN pg_database d ON d.oid = subdbid WHERE datname IN ({names})").splitlines():
            for name in self.ask(database, "SELECT quote_ident(subname) FROM pg_subscription s JOIN pg_database d ON d.oid = subdbid WHERE datname = current_database()").splitlines():
                self.ask(database, f"ALTER SUBSCRIPTION {name} DISABLE; ALTER SUBSCRIPTION {name} SET (slot_name = NONE); DROP SUBSCRIPTION {name}")
        self.ask("postgres", "\n".join(f"DROP DATABASE IF EXISTS {database} WITH (FORCE);" for database in databases))

    def dump(self, database):
        """pg_dump's lines in order: the order of columns, of options and of objects aside, the same schema."""
        lines = []
        for line in self.run("pg_dump", "-s", database).stdout.splitlines():
            if line and not line.startswith(("--", "\\")):
                line = line.rstrip(",")
                lines.append(" ".join(sorted(re.split(r"[(,); ]", line))) if "WITH (" in line else line)
        return sorted(lines)

    def columns(self, database):
        rows = {}
        for line in self.ask(database, COLUMNS).splitlines():
            schema, table, relation, column, kind, generated, root = line.split("|")
            columns = rows.setdefault((schema, table), {PARTITIONED: relation == "p", ROOT: root})
            if column and generated == "f":
                columns[column] = kind
        return rows


def quote(name):
    return '"' + name.replace('"', '""') + '"'


def losses(up):
    """What a script says is lost, a line each."""
    return re.findall(r"^-- data loss: (.*)$", pathlib.Path(up).read_text(), re.M)


def rows_query(have, want, lost, renamed, relabelled):
    """Asks for the rows of the tables that both have, as far as both have a column whose values are not lost, and of partitioned ones whose partitions both have;
    None when there is none. A type that is renamed is the same; values of a label that is renamed are not asked for."""
    gone = {(key[0], column) for key, columns in have.items() for column, kind in columns.items() if key[0] in relabelled and column and "y" in str(kind)}
    gone |= {(found[2].split(".")[0], found[1]) for found in (re.search(r"\bcolumn (\S+) of table ([^ :,]+)", line) for line in lost) if found}
    parts = []
    for key in sorted(have.keys() & want.keys()):
        whole, root = have[key][PARTITIONED] or want[key][PARTITIONED], have[key][ROOT]
        kept = tree(have, key) == tree(want, key) and not reshaped(have, want, key)
        if whole and not kept or kept and root not in ("", ".".join(key)):   # asked for by the table at the top, as far as one can
            continue
        shared = [quote(column) for column, kind in have[key].items() if column and (want[key].get(column) == kind or (key[0] in renamed and column in want[key])) and (key[0], column) not in gone]
        table = ("" if whole else "ONLY ") + ".".join(map(quote, key))
        parts.append(f"SELECT '{key[0]}.{key[1]}', count(*), array_agg(r ORDER BY r) FROM (SELECT concat_ws('|', {', '.join(shared) or 'NULL'}) AS r FROM {table}) x")
    return "\nUNION ALL ".join(parts) + "\nORDER BY 1" if parts else None


def tree(tables, key):
    """The table, and all that are partitions under the same one."""
    root = key in tables and tables[key][ROOT]
    return {other for other in tables if tables[other][ROOT] == root} if root else {key}


def reshaped(have, want, key):
    """Whether a table of its tree becomes partitioned, or plain: rows move between it and its partitions."""
    return any(other in want and have[other][PARTITIONED] != want[other][PARTITIONED] for other in tree(have, key))


def expect_told(server, database, have, want, losses_told, cases):
    """The script names what is lost: columns and tables with values that are there no more."""
    hinted, told = {case.schema for case in cases if case.hint}, "\n".join(losses_told)
    for schema in hinted:
        if re.search(rf"\b{schema}\.", told):
            raise Failed(f"what is renamed loses something in {schema}: {told}")
    lost = sorted((*key, column) for key, columns in have.items() if key[0] not in hinted and not reshaped(have, want, key)
                  for column in columns if column and column not in want.get(key, {}))
    if not lost:
        return
    parts = [f"SELECT '{schema}', count({quote(column)}) FROM ONLY {quote(schema)}.{quote(table)}" for schema, table, column in lost]
    for line, where in zip(server.ask(database, "\nUNION ALL ".join(parts)).splitlines(), lost):
        if not line.endswith("|0") and not re.search(rf"\b{where[0]}\.|column {re.escape(where[2])} of ", told):   # perhaps a parent's
            raise Failed(f"no loss is told of {'.'.join(where)}")


def difference(first, second):
    """Lines that one has and the other has not."""
    a, b = set(first), set(second)
    return "\n".join([f"- {line}" for line in first if line not in b] + [f"+ {line}" for line in second if line not in a])


def script_of(cases, side, with_rows=False):
    return "\n".join(getattr(case, side).sql(case.schema, with_rows) for case in cases)


def renames_label(case):
    return bool(case.hint) and case.hint[0].startswith("label ")


def add_hints(yaml, cases):
    """Puts oldname: below the keys of what was renamed; a key is one of the case's own schema, or names that schema, and of a part of its t or y. Labels stand in
    the section renames."""
    hints, labels = {}, []
    for case in cases:
        if case.hint:
            key, old = (text.replace("{s}", case.schema) for text in case.hint)
            if renames_label(case):
                labels.append(f'  {key}: "{old}"\n')
            else:
                hints[("" if case.schema in key else case.schema, key)] = old
    lines, result, schema, whole = yaml.splitlines() + [""], [], "", ""
    for line, after in zip(lines, lines[1:]):
        if not line.startswith((" ", "-")):
            schema = re.sub(r"^schema (.*):.*", r"\1", line)
        whole = found[1] if (found := re.match(r"  \S+ (\S.*?):", line)) else whole
        found = re.match(r"(\s*)(- )?(.+?):( \{\})?$", line)
        key = found and found[3].strip('"')
        mine = found and (" " in key or whole in ("t", "y"))   # a part of what the case is about, and not of what depends on it
        old = mine and (hints.pop((schema, key), None) or hints.pop(("", key), None))
        result.append(line.removesuffix(" {}") if old else line)
        if old:
            least = len(found[1]) + len(found[2] or "")
            indent = len(after) - len(after.lstrip())
            result.append(" " * (indent if indent > least else least + 2) + f"oldname: {old}")
    if hints:
        raise Failed(f"no key {', '.join(key for _, key in hints)} for a hint")
    return ("renames:\n" if labels else "") + "".join(labels) + "\n".join(result) + "\n"


def written(place, text):
    place.write_text(text)
    return str(place)


def expect_rows(server, database, query, before, when):
    if query:
        after = server.ask(database, query)
        if after != before:
            raise Failed(f"{when}: other rows\n{difference(before.splitlines(), after.splitlines())}")


def expect_same(server, database, yaml, when):
    server.run(BIN / "yaml2db", "--check", database, yaml, what=f"{when}: --check")
    left = server.run(BIN / "yaml2db", "--allow-data-loss", database, yaml, what=f"{when}: a second plan").stdout
    left = [line for line in left.splitlines() if line and not line.startswith(("--", "SET ", "SELECT pg_catalog.set_config"))]
    if left:
        raise Failed(f"{when}: something is still to be done: {left[0]}")


def run_script(server, database, script, when):
    try:
        said = server.run("psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-d", database, "-f", script, what=f"{when} does not run").stderr
        if kept_out := re.search(r"WARNING:  (.* is not there again: .*)", said):  # the rows do not permit it
            raise Failed(f"{when} does not run in full: {kept_out[1]}")
    except Failed as failed:
        place = re.search(r"\.sql:(\d+):", str(failed))
        raise Failed(f"{failed}\nin {pathlib.Path(script).read_text().splitlines()[int(place[1]) - 1]}" if place else str(failed)) from failed


def judge(server, cases, name):
    """Raises Failed with what went wrong first; cases have their schemas."""
    have, want = f"{name}_have", f"{name}_want"
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        server.create(have, script_of(cases, "have", True))
        server.create(want, script_of(cases, "want"))
        old = written(folder / "have.yaml", server.run(BIN / "db2yaml", have).stdout)
        text = server.run(BIN / "db2yaml", want).stdout
        hinted = add_hints(text, cases)
        new = written(folder / "want.yaml", hinted)
        for case in cases:
            case.hinted = hinted if case.hint and len(cases) == 1 else None
        up, down = str(folder / "up.sql"), str(folder / "down.sql")
        server.run(BIN / "yaml2db", "-q", "--allow-data-loss", "--up", up, "--down", down, have, new, what="no plan")
        tables, lost = (server.columns(have), server.columns(want)), losses(up)
        expect_told(server, have, *tables, lost, cases)
        query = rows_query(*tables, lost + losses(down), {case.schema for case in cases if case.hint}, {case.schema for case in cases if renames_label(case)})
        before = server.ask(have, query) if query else ""
        dumps = (server.dump(have), server.dump(want)) if server.dumps else None
        for script, yaml, when, dumped in ((up, new, "up", 1), (down, old, "down", 0)):
            run_script(server, have, script, when)
            expect_rows(server, have, query, before, f"after {when}")
            expect_same(server, have, yaml, f"after {when}")
            if dumps and (other := difference(dumps[dumped], server.dump(have))):
                raise Failed(f"after {when}: pg_dump differs\n{other}")
        server.drop(have, want)


def save(case, folder, reason):
    """Writes the case as a folder that fixtures/ can take."""
    place = folder / re.sub(r"\W+", "_", case.name)
    place.mkdir(parents=True, exist_ok=True)
    schema = case.schema
    case_rows = case.have.sql(schema, True)
    (place / "have.sql").write_text(case_rows)
    (place / "want.sql").write_text(case.want.sql(schema))
    if case.hinted:
        (place / "oldnames.yaml").write_text(case.hinted)
    (place / "reason").write_text(f"{case.name}\n{reason}\n")
    return place
