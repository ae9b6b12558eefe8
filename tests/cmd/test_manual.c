/* The manual tells all: every option of the programs, every key of every kind. */
#include <string.h>

#include <criterion/criterion.h>

#include "catalog/kind.h"
#include "catalog/kinds.h"
#include "tests/cmd/run.h"

TestSuite(manual, .fini = run_cleanup);

static char *read_document(const char *name)
{
	g_autofree char *path = g_build_filename(g_getenv("PGCANON_SOURCE"), "docs", name, NULL);
	char *text = NULL;

	cr_assert(g_file_get_contents(path, &text, NULL, NULL), "cannot read %s", path);
	return text;
}

/* Every "--option" that --help lists stands in bold in the manual page. */
static void check_options(const char *program)
{
	g_autofree char *name = g_strdup_printf("%s.1.scd", program), *command = g_strdup_printf("%s --help", program);
	g_autofree char *page = read_document(name);
	AUTO_OUTCOME outcome = run(command);
	g_auto(GStrv) lines = g_strsplit(outcome.out, "\n", -1);
	unsigned options = 0;

	for (size_t i = 0; lines[i]; i++) {
		char *option = g_str_has_prefix(lines[i], "  ") ? strstr(lines[i], "--") : NULL;
		if (!option || option > lines[i] + 6)
			continue;
		option[strcspn(option, " ")] = '\0';
		g_autofree char *bold = g_strdup_printf("*%s*", option);
		cr_expect(strstr(page, bold), "%s does not tell of %s", name, option);
		options++;
	}
	cr_expect(options > 15, "%s --help lists only %u options", program, options);
}

Test(manual, options)
{
	check_options("db2yaml");
	check_options("yaml2db");
	check_options("dbaugment");
}

/* What stands under the kind's heading. */
static char *section(const char *manual, const struct kind *kind)
{
	g_autofree char *heading = g_strdup_printf("\n### %s\n", kind->name);
	const char *begin = strstr(manual, heading), *end;

	cr_assert(begin, "docs/yaml.md has no section of %s", kind->name);
	begin += strlen(heading);
	end = strstr(begin, "\n#");
	return end ? g_strndup(begin, end - begin) : g_strdup(begin);
}

static void check_key(const struct kind *kind, const char *text, const char *key)
{
	g_autofree char *first = g_strndup(key, strcspn(key, ".")), *quoted = g_strdup_printf("`%s`", first);

	cr_expect(strstr(text, quoted), "docs/yaml.md does not tell of \"%s\" of %s", first, kind->name);
}

Test(manual, keys)
{
	g_autofree char *manual = read_document("yaml.md");

	for (size_t i = 0; i < kind_count; i++) {
		/* such a part has a value, not keys */
		if (kinds[i]->shape == PART_VALUE && kinds[i]->part)
			continue;
		g_autofree char *text = section(manual, kinds[i]);
		for (const struct attribute *row = kinds[i]->attributes; row->name; row++)
			if (row->form != FORM_HIDDEN)
				check_key(kinds[i], text, row->name);
		for (size_t p = 0; kinds[i]->parts && kinds[i]->parts[p]; p++)
			check_key(kinds[i], text, kind_key(kinds[i]->parts[p]));
	}
}
