"""What a server takes of pairs of schemas, part by part: what it does not take is left out; tables that would be empty get a row where one can be."""
import re

from . import pairs

START = r"""
CREATE FUNCTION pg_temp.try(path text, command text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_catalog.set_config('search_path', path, false);
  EXECUTE command;
  SET CONSTRAINTS ALL IMMEDIATE;
  RETURN NULL;
EXCEPTION WHEN OTHERS THEN RETURN SQLERRM; END $$;
CREATE FUNCTION pg_temp.fill(schemas text[]) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE place text; command text; filled boolean;
BEGIN
  FOR place IN SELECT format('%I.%I', nspname, relname) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
      WHERE nspname = ANY (schemas) AND relkind = 'r' ORDER BY nspname, relname LOOP
    FOREACH command IN ARRAY ARRAY[format('INSERT INTO %s DEFAULT VALUES;', place), format('INSERT INTO %s (id) VALUES (1);', place), format('INSERT INTO %s (id) VALUES (11);', place)] LOOP
      EXECUTE format('SELECT EXISTS (SELECT FROM ONLY %s)', place) INTO filled;
      EXIT WHEN filled;
      IF pg_temp.try('public', command) IS NULL THEN RETURN NEXT command; END IF;
    END LOOP;
  END LOOP;
END $$;
"""


def take(server, wanted, fill=False):
    """The pairs with the parts that the server takes, one after the other. A row that fails moves sequences, so others may fail without it."""
    while True:
        taken = take_once(server, wanted, fill)
        if [rows_of(pair) for pair in taken] == [rows_of(pair) for pair in wanted]:
            return taken
        wanted, fill = taken, False


def rows_of(pair):
    return sum(map(pairs.is_rows, pair.have.parts))


def take_once(server, wanted, fill):
    script = [START]
    for i, pair in enumerate(wanted):
        for name in ("have", "want"):
            side = getattr(pair, name)
            script.append("BEGIN;\n" + "\n".join(f"CREATE SCHEMA {schema};" for schema in side.schemas))
            for j, part in enumerate(side.parts):
                script.append(f"SELECT 'bad {i} {name} {j}' FROM pg_temp.try('{', '.join(part.path)}, public', $part${part.sql}$part$) AS said WHERE said IS NOT NULL;")
            if fill and name == "have":
                script.append(f"SELECT 'row {i} ' || said FROM pg_temp.fill('{{{','.join(side.schemas)}}}') AS said;")
            script.append("ROLLBACK;")
    said = server.run("psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", "template1", "-f", "-", text="\n".join(script)).stdout
    bad = {tuple(found) for found in re.findall(r"^bad (\d+) (\w+) (\d+)$", said, re.M)}
    taken = []
    for i, pair in enumerate(wanted):
        have, want = ([part for j, part in enumerate(getattr(pair, name).parts) if (str(i), name, str(j)) not in bad] for name in ("have", "want"))
        have += [pairs.Part(f"0.rows_{number}", command, ["public"]) for number, command in enumerate(re.findall(rf"^row {i} (.*)$", said, re.M))]
        taken.append(pair.with_parts(have, want))
    return taken
