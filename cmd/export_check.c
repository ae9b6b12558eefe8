/* Writes conditions as a statement that raises an exception. */
#include <string.h>

#include "cmd/export.h"
#include "sql/lexer.h"
#include "sql/quote.h"

/*
 * Checks each statement's result as the runner does: the type of the first column and the number of columns come from a row that
 * exists even where the statement returns none. coalesce() turns a domain into its base type. The block with the exception clause
 * is a subtransaction in which permanent tables are read-only; a file that calls plan() of pgTAP, which creates temporary tables,
 * is rolled back instead.
 */
static const char declarations[] = "DECLARE\n"
				   "  given record;\n"
				   "  result record;\n"
				   "  line text;\n"
				   "  asserted integer := 0;\n"
				   "  planned integer;\n"
				   "  tests integer := 0;\n"
				   "  carried bigint := 0;\n"
				   "  counted bigint;\n";

static const char body[] =
	"    IF given.kind = 'other' THEN\n"
	"      EXECUTE given.sql;\n"
	"      GET DIAGNOSTICS counted = ROW_COUNT;\n"
	"      carried := carried + counted;\n"
	"    ELSIF given.kind = 'none' THEN\n"
	"      asserted := asserted + 1;\n"
	"      FOR result IN EXECUTE given.sql LOOP\n"
	"        RAISE EXCEPTION '%: a row, where none is expected: %', given.place, result USING ERRCODE = 'assert_failure', DETAIL = given.sql;\n"
	"      END LOOP;\n"
	"    ELSE\n"
	"      FOR result IN EXECUTE pg_catalog.concat('SELECT \"dbalign value\"::pg_catalog.text AS value,'\n"
	"        ' pg_catalog.pg_typeof(COALESCE(\"dbalign value\", NULL))::pg_catalog.oid AS type,'\n"
	"        ' (SELECT pg_catalog.count(*) FROM pg_catalog.json_object_keys(pg_catalog.row_to_json(ROW(found.*)))) AS columns'\n"
	"        ' FROM (VALUES (1)) AS one LEFT JOIN (', given.sql, E'\\n) AS found (\"dbalign value\") ON true') LOOP\n"
	"        IF result.columns = 1 AND result.type = 16 THEN\n"
	"          asserted := asserted + 1;\n"
	"          IF result.value IS DISTINCT FROM 'true' THEN\n"
	"            RAISE EXCEPTION '%: does not hold: %', given.place, COALESCE(result.value, 'NULL, or no row') USING ERRCODE = 'assert_failure', DETAIL = given.sql;\n"
	"          END IF;\n"
	"        ELSIF result.columns = 1 AND result.type = 25 AND (given.tap OR result.value ~ '^ *(1\\.\\.[0-9]|(not )?ok( |$)|Bail out!)') THEN\n"
	"          given.tap := true;\n"
	"          FOREACH line IN ARRAY pg_catalog.string_to_array(result.value, E'\\n') LOOP\n"
	"            IF line ~ '^1\\.\\.[0-9]' THEN\n"
	"              planned := pg_catalog.substring(line, '^1\\.\\.([0-9]+)')::integer;\n"
	"            ELSIF line ~ '^(not )?ok( |$)' THEN\n"
	"              tests := tests + 1;\n"
	"              asserted := asserted + 1;\n"
	"            END IF;\n"
	"            IF line ~ '^Bail out!' OR (line ~ '^not ok( |$)' AND line !~* '# *TODO[^#]*$') THEN\n"
	"              RAISE EXCEPTION '%: %', given.place, line USING ERRCODE = 'assert_failure', DETAIL = given.sql;\n"
	"            END IF;\n"
	"          END LOOP;\n"
	"        ELSE\n"
	"          EXIT WHEN NOT given.tap;\n"
	"        END IF;\n"
	"      END LOOP;\n"
	"    END IF;\n";

/* "other" is executed only; the result rows of the other kinds are checked. */
static const char *kind_of(const struct script_statement *statement)
{
	struct lexer lexer;
	int depth = 0;

	if (statement->expects_none)
		return "none";
	lexer_init(&lexer, statement->sql, strlen(statement->sql));
	struct token token = lexer_next_significant(&lexer);
	bool with = token_is(&token, "with");
	while (with && token.type != TOKEN_END && (depth || !(token_is(&token, "select") || token_is(&token, "values")))) {
		depth += token_is(&token, "(") - token_is(&token, ")");
		if (!depth && (token_is(&token, "insert") || token_is(&token, "update") || token_is(&token, "delete") ||
				      token_is(&token, "merge")))
			return "other";
		token = lexer_next_significant(&lexer);
	}
	bool rows = with || token_is(&token, "select") || token_is(&token, "values") || token_is(&token, "table") ||
		    token_is(&token, "(");
	return rows ? "rows" : "other";
}

/* Whether a statement of kind "other" may return rows, which would not be checked. */
static bool may_give_rows(const char *sql)
{
	struct lexer lexer;

	lexer_init(&lexer, sql, strlen(sql));
	struct token token = lexer_next_significant(&lexer);
	if (token_is(&token, "execute") || token_is(&token, "fetch") || token_is(&token, "call"))
		return true;
	for (; token.type != TOKEN_END; token = lexer_next_significant(&lexer))
		if (token_is(&token, "returning"))
			return true;
	return false;
}

static bool check_statements(const struct leg_file *file, GError **error)
{
	for (guint i = 0; i < file->statements->len; i++) {
		const struct script_statement *statement = file->statements->pdata[i];
		if (strcmp(kind_of(statement), "other") == 0 && may_give_rows(statement->sql))
			return migrate_fail(error, MIGRATE_FILES,
				"%s:%zu:%zu: rows of this statement cannot be looked at in a file of another tool; nothing was written: "
				"ask for them by a SELECT",
				file->path, statement->line, statement->column);
	}
	return true;
}

static void append_given(GString *text, const struct leg_file *file)
{
	for (guint i = 0; i < file->statements->len; i++) {
		const struct script_statement *statement = file->statements->pdata[i];
		g_autofree char *place = g_strdup_printf("%s:%zu", file->path, statement->line);
		quote_format(
			text, "%s    (%d, %L, %L, false, %D)", i ? ",\n" : "", (int)i, place, kind_of(statement), statement->sql);
	}
}

/* The checks after all statements have run. */
static void append_end(GString *text, const struct leg_file *file, const char *phase)
{
	quote_format(text,
		"  IF planned <> tests THEN\n"
		"    RAISE EXCEPTION '%s: of %% tests planned %% ran', planned, tests USING ERRCODE = 'assert_failure';\n"
		"  END IF;\n"
		"  IF asserted = 0%s THEN\n"
		"    RAISE EXCEPTION '%s: it asserts nothing' USING ERRCODE = 'assert_failure';\n"
		"  END IF;\n",
		file->path, strcmp(phase, "pre") == 0 ? " AND carried = 0" : "", file->path);
	g_string_append(
		text, file->plans ? "  RAISE EXCEPTION USING ERRCODE = 'DBA01';\nEXCEPTION WHEN SQLSTATE 'DBA01' THEN NULL;\nEND\n"
				  : "EXCEPTION WHEN assert_failure THEN RAISE;\nEND\n");
}

char *export_check(const struct leg_file *file, const char *phase, GError **error)
{
	g_autoptr(GString) text = g_string_new("\n"), statement = g_string_new("DO ");

	if (!check_statements(file, error))
		return NULL;
	quote_format(text, "%sBEGIN\n%s", declarations,
		file->plans ? "" : "  PERFORM pg_catalog.set_config('transaction_read_only', 'on', true);\n");
	if (file->statements->len) {
		g_string_append(text, "  FOR given IN SELECT * FROM (VALUES\n");
		append_given(text, file);
		quote_format(text, "\n  ) AS given (number, place, kind, tap, sql) ORDER BY number LOOP\n%s  END LOOP;\n", body);
	}
	append_end(text, file, phase);
	quote_dollar(statement, text->str);
	return g_string_free(g_steal_pointer(&statement), false);
}
