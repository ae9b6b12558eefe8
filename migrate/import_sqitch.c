/* Reads the plan of a sqitch project. */
#include "migrate/import_sqitch.h"

#include <string.h>

#include "migrate/file.h"
#include "migrate/import_inside.h"
#include "migrate/status.h"

/*
 * A change of the plan, see sqitchtutorial and "sqitch plan": `name [dependencies] date planner # note`, and `@tag ...`. A change
 * that comes twice was reworked: the scripts of the earlier one are named after a tag between the two, name@tag.sql.
 */
struct planned {
	char *name, *note;
	char **dependencies;
	GPtrArray *tags; /* char *: tags after it, before the next change */
};

static void planned_free(struct planned *planned)
{
	g_free(planned->name);
	g_free(planned->note);
	g_strfreev(planned->dependencies);
	g_ptr_array_unref(planned->tags);
	g_free(planned);
}

/*
 * The text after #, with
 * as blanks.
 */
static char *note_of(const char *line)
{
	const char *hash = strstr(line, " #");
	g_auto(GStrv) lines = hash ? g_strsplit(hash + 2, "\\n", -1) : NULL;

	return lines ? g_strstrip(g_strjoinv(" ", lines)) : NULL;
}

static char *word_of(const char *line)
{
	return g_strndup(line, strcspn(line, " \t"));
}

static char **dependencies_of(const char *line)
{
	const char *open = line + strcspn(line, " \t");

	open += strspn(open, " \t");
	const char *close = *open == '[' ? strchr(open, ']') : NULL;
	g_autofree char *list = close ? g_strndup(open + 1, (size_t)(close - open - 1)) : NULL;
	return list && *g_strstrip(list) ? g_strsplit_set(list, " \t", -1) : NULL;
}

static bool take_line(const char *path, unsigned number, char *line, GPtrArray *plan, GError **error)
{
	g_strstrip(line);
	if (!*line || *line == '#' || *line == '%')
		return true;
	if (*line == '@') {
		if (!plan->len)
			return migrate_fail(error, MIGRATE_FILES, "%s:%u: a tag before any change", path, number);
		g_ptr_array_add(((struct planned *)plan->pdata[plan->len - 1])->tags, word_of(line + 1));
		return true;
	}
	if (*line == '-' || strstr(line, ".."))
		return migrate_fail(error, MIGRATE_FILES, "%s:%u: is not the name of a change", path, number);
	struct planned *planned = g_new0(struct planned, 1);
	planned->name = word_of(line + (*line == '+'));
	planned->note = note_of(line);
	planned->dependencies = dependencies_of(line + (*line == '+'));
	planned->tags = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(plan, planned);
	return true;
}

static bool read_plan(const char *source, GPtrArray *plan, GError **error)
{
	g_autofree char *path = g_build_filename(source, "sqitch.plan", NULL);
	size_t length = 0;
	g_autofree char *text = file_read(path, &length, error);

	if (!text)
		return false;
	if (!g_utf8_validate_len(text, length, NULL))
		return migrate_fail(error, MIGRATE_FILES, "%s: is not UTF-8", path);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (unsigned i = 0; lines[i]; i++)
		if (!take_line(path, i + 1, lines[i], plan, error))
			return false;
	return true;
}

static char *script(const char *folder, const char *name, const char *tag)
{
	return tag ? g_strdup_printf("%s/%s@%s.sql", folder, name, tag) : g_strdup_printf("%s/%s.sql", folder, name);
}

/* The tag in the script names of a change that was reworked later; NULL: none. */
static const char *rework_tag(const char *source, const GPtrArray *plan, guint index)
{
	const struct planned *planned = plan->pdata[index];
	guint next = index + 1;

	while (next < plan->len && strcmp(((struct planned *)plan->pdata[next])->name, planned->name) != 0)
		next++;
	for (guint i = index; next < plan->len && i < next; i++) {
		const GPtrArray *tags = ((struct planned *)plan->pdata[i])->tags;
		for (guint j = 0; j < tags->len; j++) {
			g_autofree char *file = script("deploy", planned->name, tags->pdata[j]),
					*path = g_build_filename(source, file, NULL);
			if (g_file_test(path, G_FILE_TEST_EXISTS))
				return tags->pdata[j];
		}
	}
	return NULL;
}

static void tell_others(const struct planned *planned, GPtrArray *said)
{
	for (char **at = planned->dependencies; at && *at; at++)
		if (strchr(*at, ':'))
			g_ptr_array_add(said,
				g_strdup_printf("%s needs %s of another project: make sure that it is there", planned->name, *at));
}

bool import_sqitch(const char *source, GPtrArray *changes, GPtrArray *said, GError **error)
{
	g_autoptr(GPtrArray) plan = g_ptr_array_new_with_free_func((GDestroyNotify)planned_free);

	if (!read_plan(source, plan, error))
		return false;
	for (guint i = 0; i < plan->len; i++) {
		const struct planned *planned = plan->pdata[i];
		const char *tag = rework_tag(source, plan, i);
		struct imported *change = imported_new(planned->name);
		g_autofree char *needs = planned->dependencies ? g_strjoinv(" ", planned->dependencies) : NULL;
		change->build = script("deploy", planned->name, tag);
		change->rollback = script("revert", planned->name, tag);
		change->post = script("verify", planned->name, tag);
		if (planned->note && *planned->note)
			imported_note(change, "%s", planned->note);
		if (needs)
			imported_note(change, "needs %s", needs);
		for (guint j = 0; j < planned->tags->len; j++)
			imported_note(change, "tag %s", (char *)planned->tags->pdata[j]);
		tell_others(planned, said);
		g_ptr_array_add(changes, change);
	}
	return true;
}
