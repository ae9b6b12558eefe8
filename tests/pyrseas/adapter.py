"""What Pyrseas' tests import, made of our programs."""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import types
import unittest

import psycopg2
import psycopg2.extras
import yaml

from meaning import SCHEMA, Refused, Root, Script, administer, document, placed, plain, run

USER = "postgres"
FOLDER = tempfile.mkdtemp(prefix="pyrseas-tests.")


class TestDatabase:
    """The database of a test, connected to when it is needed: copies can be made of it in between."""

    def __init__(self, name):
        self.name, self.user, self.host, self.port, self._conn = name, USER, os.environ["PGHOST"], None, None
        self.clear()

    def clear(self):
        self.close()
        administer('DROP DATABASE IF EXISTS "%s" WITH (FORCE)' % self.name)
        administer('CREATE DATABASE "%s" TEMPLATE template0' % self.name)
        if SCHEMA != "public":
            self.execute_commit("DROP SCHEMA public; CREATE SCHEMA %s" % SCHEMA)

    @property
    def conn(self):
        if not self._conn:
            self._conn = psycopg2.connect(dbname=self.name, connection_factory=psycopg2.extras.DictConnection)
            self._conn.cursor().execute("SET search_path = %s, pg_catalog" % SCHEMA)
            self._conn.commit()
        return self._conn

    def close(self):
        if self._conn:
            self._conn.close()
        self._conn = None

    @property
    def version(self):
        return self.conn.server_version

    _version = version

    def execute(self, sql, arguments=None):
        self.conn.cursor().execute(sql, arguments)

    def execute_commit(self, sql):
        self.execute(sql)
        self.conn.commit()

    def fetchone(self, sql, arguments=None):
        cursor = self.conn.cursor()
        cursor.execute(sql, arguments)
        return cursor.fetchone()

    def is_superuser(self):
        return True

    def is_plpgsql_installed(self):
        return True


class Settings(dict):
    def merge(self, other):
        for key, value in other.items():
            if isinstance(value, dict):
                self.setdefault(key, {}).update(value)
            else:
                self[key] = value


class PyrseasTestCase(unittest.TestCase):
    superuser = False

    def setUp(self):
        self.db = TestDatabase("pyrseas_testdb")
        self.cfg = Settings(repository={"metadata": "metadata", "data": "metadata"}, database={},
                            files={"metadata_path": os.path.join(FOLDER, "metadata"), "data_path": os.path.join(FOLDER, "metadata")})

    def tearDown(self):
        self.db.close()

    def remove_tempfiles(self):
        for path in glob.glob(os.path.join(FOLDER, "*")):
            shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)

    def prepare(self, statements):
        for statement in statements or ():
            self.db.execute(statement)
        self.db.conn.commit()
        self.db.close()

    def settings(self, config):
        """The options for what a test configures."""
        if not config:
            return []
        file = os.path.join(FOLDER, "settings.yaml")
        with open(file, "w", encoding="utf-8") as out:
            yaml.safe_dump(plain(config), out)
        return ["-c", file, "-r", FOLDER]


def output(done):
    if done.returncode:
        raise Refused(done.stderr)
    return done.stdout


class DatabaseToMapTestCase(PyrseasTestCase):
    def to_map(self, stmts, config={}, schemas=[], tables=[], no_owner=True, no_privs=True, superuser=False, multiple_files=False):
        self.prepare(stmts)
        chosen = [word for schema in schemas for word in ("-n", schema)] + [word for table in tables for word in ("-t", table)]
        silent = ["-O"] * no_owner + ["-x"] * no_privs
        options = chosen + silent + self.settings(config)
        if multiple_files:
            output(run("dbtoyaml", "-m", "-r", FOLDER, *options, self.db.name))
        self.root = Root(yaml.safe_load(output(run("dbtoyaml", *options, self.db.name))), self.db.name, chosen + silent)
        return placed(self.root.value, self.root)

    def yaml_load(self, filename, subdir=None):
        with open(os.path.join(self.cfg["files"]["metadata_path"], subdir or "", filename), encoding="utf-8") as file:
            value = yaml.safe_load(file)
        path = ["schema " + subdir[len("schema."):]] if subdir else []
        return placed(value, self.root, path).place(self.root, path, beside=True)

    @staticmethod
    def sort_privileges(data):
        if "privileges" in data:
            data["privileges"].sort(key=lambda entry: next(iter(entry)))
        return data


class InputMapToSqlTestCase(PyrseasTestCase):
    def to_sql(self, inmap, stmts=None, config={}, superuser=False, schemas=[], revert=False, quote_reserved=False):
        self.prepare(stmts)
        chosen = [word for schema in schemas for word in ("-n", schema)]
        options = ["-q", "--pyrseas", "--search-path", SCHEMA, "--allow-data-loss", *["--revert"] * revert, *chosen, *self.settings(config)]
        with document(inmap) as file:
            done = run("yamltodb", *options, self.db.name, file.name)
            if re.search(r'unknown key "[^"]*" of (?!a schema)', done.stderr):   # Pyrseas passed over attributes that it did not know
                done = run("yamltodb", "--lenient", *options, self.db.name, file.name)
            sql = output(done)
        statements = [part for part in re.split(r";\n\n", re.sub(r"(?m)^--.*\n", "", sql)) if part.strip()]
        if statements:   # the settings are one paragraph
            statements[0] = re.sub(r"(?m)^SET .*;?\n?", "", statements[0]).strip()
        return Script([statement for statement in statements if statement], self.db.name, inmap, chosen)

    def std_map(self, plpgsql_installed=False):
        """What every database has; its privileges make the document speak of privileges."""
        root = Root(yaml.safe_load(output(run("dbtoyaml", "-n", SCHEMA, "template1" if SCHEMA == "public" else self.db.name))), self.db.name)
        schema = root.value["schema " + SCHEMA]
        return {"schema " + SCHEMA: {key: schema.get(key, []) for key in ("owner", "privileges", "description") if key in schema or key == "privileges"},
                "extension plpgsql": {"schema": "pg_catalog", "owner": USER, "description": "PL/pgSQL procedural language"}}


class AugmentToMapTestCase(PyrseasTestCase):
    def to_map(self, stmts, augmap):
        self.prepare(stmts)
        with document(augmap) as file:
            text = output(run("dbaugment", "-q", "-O", "-x", self.db.name, file.name))
        printed = os.path.join(FOLDER, "augmented.yaml")
        with open(printed, "w", encoding="utf-8") as out:
            out.write(text)
        root = Root(yaml.safe_load(text), printed)
        return placed(root.value, root)


class DbMigrateTestCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.srcdb, cls.db, cls.tmpdir = TestDatabase("pyrseas_testdb_src"), TestDatabase("pyrseas_testdb"), FOLDER

    @classmethod
    def remove_tempfiles(cls, prefix):
        for path in glob.glob(os.path.join(FOLDER, prefix + "*")):
            shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)

    def add_public_schema(self, db):
        db.execute_commit("CREATE SCHEMA IF NOT EXISTS public; COMMENT ON SCHEMA public IS 'standard public schema'; DROP SCHEMA IF EXISTS sd")

    def remove_public_schema(self, db):
        db.execute_commit("DROP SCHEMA IF EXISTS public CASCADE")

    def execute_script(self, path, name):
        script = os.path.join(os.path.dirname(os.path.abspath(path)), name)
        self.srcdb.close()
        subprocess.run(["psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-d", self.srcdb.name, "-f", script], check=True,
                       env=dict(os.environ, PGOPTIONS="-c search_path=%s,pg_catalog" % SCHEMA))

    def tempfile_path(self, name):
        return os.path.join(FOLDER, name)

    def lines(self, path):
        with open(path, encoding="utf-8") as file:
            return [line for line in file if not re.match(r"\\(un)?restrict ", line)]

    def run_pg_dump(self, dumpfile, srcdb=False, incldata=False):
        self.db.close()
        subprocess.run(["pg_dump", *([] if incldata else ["-s"]), "-f", dumpfile, (self.srcdb if srcdb else self.db).name], check=True)

    def create_yaml(self, yamlfile="", srcdb=False):
        database = (self.srcdb if srcdb else self.db).name
        output(run("dbtoyaml", *(["-o", yamlfile] if yamlfile else ["-r", FOLDER, "-m"]), database))

    def migrate_target(self, yamlfile, outfile):
        self.db.close()
        output(run("yamltodb", "-q", "--allow-data-loss", "-u", "-o", outfile, *(["-r", FOLDER, "-m"] if not yamlfile else []), self.db.name,
                   *([yamlfile] if yamlfile else [])))


def file_name(create):
    """A class whose objects tell in which file dbtoyaml writes them."""

    class Object:
        def __init__(self, name, *_, **__):
            self.name = name

        def extern_filename(self):
            database, quoted = TestDatabase("pyrseas_names"), '"%s"' % self.name.replace('"', '""')
            database.execute_commit(create % quoted)
            database.close()
            folder = tempfile.mkdtemp(dir=FOLDER)
            output(run("dbtoyaml", "-m", "-r", folder, database.name))
            known = {"extension.yaml", "schema.%s.yaml" % SCHEMA, "omitted.yaml"}
            return next(name for _, _, names in os.walk(folder) for name in names if name not in known)

    return Object


def module(name, **members):
    made = types.ModuleType(name)
    made.__dict__.update(members)
    sys.modules[name] = made


def install():
    """Makes the modules that the tests import."""
    table, function = file_name("CREATE TABLE %s ()"), file_name("CREATE FUNCTION %s() RETURNS integer LANGUAGE sql AS 'SELECT 1'")
    for name in ("pyrseas", "pyrseas.dbobject", "pyrseas.lib"):
        module(name)
    module("pyrseas.dbobject.schema", Schema=lambda name: file_name("CREATE SCHEMA %s")(name))
    module("pyrseas.dbobject.function", Function=function)
    module("pyrseas.dbobject.table", Table=table, Sequence=file_name("CREATE SEQUENCE %s"))
    module("pyrseas.dbobject.view", View=file_name("CREATE VIEW %s AS SELECT 1 AS one"))
    module("pyrseas.testutils", PyrseasTestCase=PyrseasTestCase, DatabaseToMapTestCase=DatabaseToMapTestCase, TEST_DIR=FOLDER, PG_OWNER=USER, TEST_USER=USER,
           InputMapToSqlTestCase=InputMapToSqlTestCase, AugmentToMapTestCase=AugmentToMapTestCase, DbMigrateTestCase=DbMigrateTestCase, TRAVIS=False,
           fix_indent=lambda statement: statement)
