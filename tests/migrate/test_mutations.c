/* Texts that somebody has damaged: an error that tells where, or a result; never neither. */
#include "help.h"

#include "migrate/lint.h"
#include "migrate/manifest.h"
#include "migrate/script.h"
#include "migrate/variable.h"

enum { ROUNDS = 3000 };

TestSuite(mutations, .fini = folder_remove);

/* A few bytes replaced, taken out, doubled or put in; the pieces are those at which readers turn. */
static GString *damaged(GRand *random, const char *text)
{
	static const char *const pieces[] = { "'", "\"", "$$", "$a$", "/*", "*/", "--", ":", ":'", "::", "[", "]", "(", ")", ";",
		"\\", "\n", "\r\n", "  ", "\xC3", "\xEF\xBB\xBF", "-- vars: ", "-- expect: none\n", "begin atomic", "end",
		"# head ", "build/", "00001", "99999999999999999999", "raw /(/", "," };
	GString *out = g_string_new(text);

	for (int i = g_rand_int_range(random, 1, 5); i > 0; i--) {
		gssize at = g_rand_int_range(random, 0, (int)out->len + 1), some = g_rand_int_range(random, 0, 8),
		       length = MIN((gssize)out->len - at, some);
		switch (g_rand_int_range(random, 0, 4)) {
		case 0:
			g_string_erase(out, at, length);
			break;
		case 1:
			g_string_insert(out, at, pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces))]);
			break;
		case 2: {
			g_autofree char *piece = g_strndup(out->str + at, (gsize)length);
			g_string_insert(out, at, piece);
			break;
		}
		default:
			g_string_insert_c(out, at, (char)g_rand_int_range(random, 1, 256));
		}
	}
	return out;
}

static void check_result(bool good, GError *error, const char *text)
{
	cr_assert(good == !error, "%s of: %s", good ? "both a result and an error" : "neither a result nor an error", text);
	if (error) {
		cr_assert(error->domain == MIGRATE_ERROR && error->code > 0 && *error->message, "%s", text);
		g_error_free(error);
	}
}

#define SCRIPT \
	"-- vars: a text, b raw /x|y/, c ident\n-- probe: 1 SELECT true\n-- lock_timeout: 2s\nSELECT :'a', x[1:2], 'it''s', " \
	"$q$ :b $q$ FROM :\"c\";\n" \
	"-- expect: none\nCREATE FUNCTION f() RETURNS int BEGIN ATOMIC; SELECT 1; END; /* a /* b */ */ DO $$ BEGIN COMMIT; END " \
	"$$;\n"

Test(mutations, scripts)
{
	GRand *random = g_rand_new_with_seed(1);
	struct variables *variables = variables_new();
	int good = 0;

	variables_set(variables, "a", "it's", false, "--set");
	variables_set(variables, "b", "x", false, "--set");
	variables_set(variables, "c", "t", false, "--set");
	for (int i = 0; i < ROUNDS; i++) {
		g_autoptr(GString) text = damaged(random, SCRIPT);
		GError *error = NULL;
		struct header *header = header_read("b.sql", text->str, &error);
		check_result(header, error, text->str);
		error = NULL;
		GPtrArray *statements = header ? script_read("b.sql", text->str, text->len, header, variables, &error) : NULL;
		if (header)
			check_result(statements, error, text->str);
		const char *before = text->str;
		for (guint j = 0; statements && j < statements->len; j++) {
			const struct script_statement *statement = statements->pdata[j];
			cr_assert(statement->raw >= before && statement->raw_length && statement->line && statement->column, "%s",
				text->str);
			before = statement->raw + statement->raw_length;
			good++;
		}
		cr_assert(before <= text->str + text->len);
		g_clear_pointer(&statements, g_ptr_array_unref);
		header_free(header);
	}
	cr_assert(good > ROUNDS / 10, "only %d statements", good);
	variables_free(variables);
	g_rand_free(random);
}

Test(mutations, manifests)
{
	GRand *random = g_rand_new_with_seed(2);
	g_autofree char *text = NULL;

	put_project("required");
	put_change("00001_one");
	put_change("00002_two");
	put_manifest();
	text = get("manifest");
	for (int i = 0; i < ROUNDS; i++) {
		g_autoptr(GString) other = damaged(random, text);
		g_autoptr(GPtrArray) changes = g_ptr_array_new_with_free_func((GDestroyNotify)change_free);
		GError *error = NULL;
		bool good = manifest_read("manifest", other->str, UUID, changes, &error);
		check_result(good, error, other->str);
		if (!good)
			continue;
		/* what is taken for a manifest is one: written again it is the same */
		g_autoptr(GString) again = g_string_new(NULL);
		manifest_write(again, UUID, changes);
		cr_assert_str_eq(again->str, other->str);
	}
	g_rand_free(random);
}

Test(mutations, projects)
{
	GRand *random = g_rand_new_with_seed(3);

	put_project("required");
	put_change("00001_one");
	put_manifest();
	g_autofree char *project = get("project.yaml"), *build = g_strdup(SCRIPT);
	for (int i = 0; i < ROUNDS / 30; i++) {
		g_autoptr(GString) file = damaged(random, project), script = damaged(random, build);
		GError *error = NULL;
		put("project.yaml", i % 2 ? file->str : project);
		put("build/00001_one.sql", script->str);
		GPtrArray *findings = lint_project(folder(), &error);
		check_result(findings, error, file->str);
		g_clear_pointer(&findings, g_ptr_array_unref);
	}
	g_rand_free(random);
}
