/* rehearse/NAME.yaml. */
#include "migrate/rehearsal_file.h"

#include "migrate/file.h"
#include "migrate/status.h"

#define AT(field) offsetof(struct rehearsal, field)
const struct setting rehearsal_settings[] = {
	{ "server", SETTING_TEXT, AT(server),
		"a place on the server where the copy is made, such as service=rehearsal dbname=postgres", .required = true },
	{ "database", SETTING_TEXT, AT(database), "what the copy is called; default: PROJECT_rehearsal" },
	{ "from", SETTING_TEXT, AT(from), "a place that is dumped, best a standby; default: the environment's own" },
	{ "file", SETTING_TEXT, AT(file), "a dump that is there already, of pg_dump -Fd or -Fc, from the project's directory" },
	{ "template", SETTING_TEXT, AT(template), "a database of that server that is copied instead" },
	{ "jobs", SETTING_NUMBER, AT(jobs), "how many processes pg_dump and pg_restore use; default: 2" },
	{ "sql", SETTING_TEXT, AT(sql), "a file of statements that is run on the copy, from the project's directory" },
	{ "mask", SETTING_MAP, AT(mask), "the new value of a column, schema.table.column: an expression" },
	{ 0 },
};
#undef AT

static bool check_place(const struct rehearsal *rehearsal, const char *key, const char *place, GError **error)
{
	g_autofree char *database = NULL, *where = g_strdup_printf("%s: \"%s\"", rehearsal->path, key);

	return !place || environment_check_place(place, where, &database, error);
}

static bool finish(struct rehearsal *rehearsal, const struct project *project, GError **error)
{
	if ((rehearsal->file != NULL) + (rehearsal->template != NULL) + (rehearsal->from != NULL) > 1)
		return migrate_fail(
			error, MIGRATE_USAGE, "%s: \"from\", \"file\" and \"template\" exclude each other", rehearsal->path);
	if (!check_place(rehearsal, "server", rehearsal->server, error) || !check_place(rehearsal, "from", rehearsal->from, error))
		return false;
	if (!rehearsal->database)
		rehearsal->database = g_strconcat(project->name, "_rehearsal", NULL);
	if (!rehearsal->jobs)
		rehearsal->jobs = 2;
	return true;
}

struct rehearsal *rehearsal_read(const struct project *project, const char *environment, GError **error)
{
	struct rehearsal *rehearsal = g_new0(struct rehearsal, 1);
	g_autofree char *file = g_strdup_printf("rehearse/%s.yaml", environment);

	rehearsal->path = file_path(project->directory, file);
	if (!g_file_test(rehearsal->path, G_FILE_TEST_EXISTS))
		migrate_fail(error, MIGRATE_USAGE,
			"%s: is not there; it says, by `server: PLACE`, where copies for rehearsals are made", rehearsal->path);
	else if (!settings_read(rehearsal->path, rehearsal_settings, rehearsal, error))
		migrate_fail_as(error, MIGRATE_USAGE);
	else if (finish(rehearsal, project, error))
		return rehearsal;
	rehearsal_free(rehearsal);
	return NULL;
}

void rehearsal_free(struct rehearsal *rehearsal)
{
	if (!rehearsal)
		return;
	for (const struct setting *row = rehearsal_settings; row->name; row++)
		if (row->type == SETTING_TEXT)
			g_free(*(char **)((char *)rehearsal + row->offset));
	g_clear_pointer(&rehearsal->mask, g_hash_table_unref);
	g_free(rehearsal->path);
	g_free(rehearsal);
}
