/* Writes the scripts of yaml2db, and the guards with which they begin. */
#include "cmd/yaml2db_scripts.h"

#include "cmd/cause.h"
#include "cmd/django.h"
#include "cmd/output.h"
#include "cmd/same.h"
#include "cmd/same_shape.h"
#include "cmd/terminal.h"
#include "cmd/yaml2db_options.h"
#include "diff/check.h"

struct place *yaml2db_changed_place(const struct comparison *comparison)
{
	return options.revert ? comparison->want_place : comparison->have_place;
}

/* The options of a script; that of the way back runs in the same database. */
struct script_options yaml2db_script(const struct comparison *comparison, bool back)
{
	struct place *changed = options.revert ? comparison->want_place : comparison->have_place,
		     *other = options.revert ? comparison->have_place : comparison->want_place;

	return (struct script_options){
		.from = place_name(back ? other : changed),
		.to = place_name(back ? changed : other),
		.back = back,
		.server = place_version(changed),
		.database = place_is_database(changed) ? place_name(changed) : NULL,
		.single_transaction = options.single_transaction,
		.search_path = options.search_path,
		.lock_timeout = options.lock_timeout,
	};
}

bool yaml2db_write_migrations(const struct comparison *comparison, const struct datacopy *copied, GError **error)
{
	const struct script_options there = yaml2db_script(comparison, false), back = yaml2db_script(comparison, true);
	const struct snapshot *from = options.revert ? comparison->want : comparison->have,
			      *to = options.revert ? comparison->have : comparison->want;

	options.django.output = options.up ? options.up : options.output;
	return django_write(comparison->up, comparison->down, from, to, copied, &there, &back, &options.django, error);
}

/* Scripts and --update have a guard for the database that was compared. */
static bool is_guarded(const struct comparison *comparison, bool usual)
{
	bool possible =
		place_is_database(yaml2db_changed_place(comparison)) && !yaml2db_writes_migration() && !options.django.unqualified;

	return options.guard || (possible && !options.no_guard && usual);
}

void guards_clear(struct guards *guards)
{
	g_free(guards->there);
	g_free(guards->back);
}

bool guards_make(struct guards *guards, const struct comparison *comparison, bool usual, GError **error)
{
	const struct snapshot *from = options.revert ? comparison->want : comparison->have,
			      *to = options.revert ? comparison->have : comparison->want;
	g_autoptr(GError) problem = NULL;
	bool guarded = is_guarded(comparison, usual);

	guards->there = guarded ? same_check(yaml2db_changed_place(comparison), from, to, comparison->up, &problem) : g_strdup("");
	guards->back = guards->there && guarded && options.down ? same_shape_check(to, from, comparison->down) : g_strdup("");
	if (guards->there)
		return true;
	if (options.guard || !g_error_matches(problem, SAME_ERROR, SAME_IMPOSSIBLE)) {
		g_propagate_error(error, g_steal_pointer(&problem));
		return false;
	}
	terminal_note("%s", problem->message);
	guards->there = g_strdup("");
	return true;
}

static void write_script(GString *out, const struct comparison *comparison, struct script_options *script)
{
	bool to_want = script->back == options.revert;
	g_autoptr(GPtrArray) differences =
		check_differences(to_want ? comparison->have : comparison->want, to_want ? comparison->want : comparison->have);
	struct causes *causes = causes_new(differences);

	script->causes = options.explain ? causes : NULL;
	script_write(out, script->back ? comparison->down : comparison->up, script);
	causes_free(causes);
}

/* With --check standard output has the answer: no script is written there. */
bool yaml2db_write_scripts(const struct comparison *comparison, const struct guards *guards, GError **error)
{
	const char *up = options.up ? options.up : options.output;
	struct script_options there = yaml2db_script(comparison, false), back = yaml2db_script(comparison, true);
	g_autoptr(GString) there_text = g_string_new(NULL), back_text = g_string_new(NULL);
	const struct output outputs[] = { { options.down, back_text }, { up, there_text } };
	bool writes_there = up || !(options.check || options.plan), writes_back = options.down;

	there.check = guards->there;
	back.check = guards->back;
	write_script(there_text, comparison, &there);
	if (writes_back)
		write_script(back_text, comparison, &back);
	return output_write(outputs + !writes_back, (size_t)writes_back + writes_there, error);
}
