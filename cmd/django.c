/* Writes differences as migrations of Django. */
#include "cmd/django.h"

#include <string.h>

#include "cmd/datacopy_plan.h"
#include "cmd/django_name.h"
#include "cmd/middle.h"
#include "cmd/migration.h"
#include "cmd/output.h"
#include "cmd/terminal.h"
#include "cmd/unqualified.h"

#define DJANGO_ERROR (g_quark_from_static_string("django"))

enum { MOST = 3 }; /* new labels, the rest, old labels */

struct writing {
	const struct script_options *there, *back;
	const char *unqualified;
	struct django_name name;
	GPtrArray *dependencies;
	GString *texts[MOST];
	unsigned count;
};

static bool write_plans(struct writing *writing, const struct plan *up, const struct plan *down, GError **error)
{
	g_autoptr(GPtrArray) before =
		writing->count ? g_ptr_array_new_with_free_func(g_free) : g_ptr_array_ref(writing->dependencies);
	const struct migration migration = { up, down, writing->there, writing->back, before };

	if (!up->steps->len && !down->steps->len)
		return true;
	if (writing->count && (!writing->name.name || !writing->name.app)) {
		g_set_error(error, DJANGO_ERROR, 0,
			"the change takes several migrations, since labels of an enum can be used only once they are committed:"
			" -o FILE tells the first one's file, and --app its app where the path does not");
		return false;
	}
	if (writing->count) {
		g_ptr_array_add(before, g_strdup(writing->name.app));
		g_ptr_array_add(before, django_name_part(&writing->name, writing->count - 1));
		if (!django_name_is_free(&writing->name, writing->count, error))
			return false;
	}
	writing->texts[writing->count] = g_string_new(NULL);
	return migration_write(writing->texts[writing->count++], &migration, error);
}

/* rows: changes of rows, appended to the plans; NULL: none. */
static bool write_between(struct writing *writing, const struct snapshot *from, const struct snapshot *to,
	const struct datacopy *rows, GError **error)
{
	struct plan *up = unqualified_plan(from, to, WAY_THERE, writing->unqualified, error);
	struct plan *down = up ? unqualified_plan(to, from, WAY_BACK, writing->unqualified, error) : NULL;
	bool good = down && (!rows || datacopy_plan(rows, up, down, error)) && write_plans(writing, up, down, error);

	plan_free(up);
	plan_free(down);
	return good;
}

static bool write_parts(struct writing *writing, const struct plan *up, const struct plan *down, const struct snapshot *from,
	const struct snapshot *to, const struct datacopy *rows, GError **error)
{
	struct snapshot *first = middle_new(up, from, to), *last = middle_new(down, to, from);
	bool good;

	if (!first && !last)
		good = write_plans(writing, up, down, error);
	else
		good = (!first || write_between(writing, from, first, NULL, error)) &&
		       write_between(writing, first ? first : from, last ? last : to, rows, error) &&
		       (!last || write_between(writing, last, to, NULL, error));
	snapshot_free(first);
	snapshot_free(last);
	return good;
}

static bool write_files(const struct writing *writing, GError **error)
{
	struct output outputs[MOST];
	char *paths[MOST] = { NULL };

	for (unsigned i = 0; i < writing->count; i++) {
		paths[i] = writing->name.folder ? django_name_path(&writing->name, i) : NULL;
		outputs[i] = (struct output){ paths[i], writing->texts[i] };
	}
	bool good = output_write(outputs, writing->count, error);
	for (unsigned i = 0; i < writing->count; i++) {
		if (good && i)
			terminal_note(
				"what has to be committed before the rest is a migration of its own; %s follows it", paths[i]);
		g_free(paths[i]);
	}
	return good;
}

bool django_is_format(const char *format)
{
	return g_strcmp0(format, "django") == 0;
}

const char *django_problem(const char *format, const struct django_options *options, bool down, bool runs)
{
	if (format && strcmp(format, "sql") != 0 && !django_is_format(format))
		return "--format is sql or django; with --check github, gitlab, junit, sarif or markdown";
	if (!django_is_format(format))
		return options->app || options->depends_on ? "--app and --depends-on are for --format django" : NULL;
	if (down)
		return "a migration of Django has both ways: --down is not for --format django";
	return runs ? "Django runs its migrations itself, each in a transaction: --update and --single-transaction are not for "
		      "--format django"
		    : NULL;
}

bool django_write(const struct plan *up, const struct plan *down, const struct snapshot *from, const struct snapshot *to,
	const struct datacopy *rows, const struct script_options *there, const struct script_options *back,
	const struct django_options *options, GError **error)
{
	struct writing writing = { .there = there, .back = back, .unqualified = options->unqualified };
	bool good = django_name_init(&writing.name, options->output, options->app, error) &&
		    (writing.dependencies = django_name_dependencies(&writing.name, options->depends_on, error)) &&
		    write_parts(&writing, up, down, from, to, rows, error);

	if (good && !writing.count)
		terminal_note("there is nothing to do: no migration is written");
	else if (good)
		good = write_files(&writing, error);
	for (unsigned i = 0; i < MOST; i++)
		if (writing.texts[i])
			g_string_free(writing.texts[i], true);
	g_clear_pointer(&writing.dependencies, g_ptr_array_unref);
	django_name_clear(&writing.name);
	return good;
}
