/* Writes a plan as an SQL script for psql, and as the statements that yaml2db --update runs. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cmd/cause.h"
#include "cmd/script_options.h"
#include "diff/plan.h"

/* Appends the script; nothing when the plan has no step. Each statement ends in a semicolon and an empty line. */
void script_write(GString *out, const struct plan *, const struct script_options *);

/*
 * The statements to run together in one transaction, or one by one, after their settings: char *; free with g_ptr_array_unref().
 * search_path as above.
 */
GPtrArray *script_statements(const struct plan *, const char *search_path, bool together);

/* The two parts of these: the settings, for the session or, local, for a transaction; and steps, appended to statements. */
GPtrArray *script_settings(bool local);
void script_add_steps(GPtrArray *statements, const struct plan *, guint first, guint count, const char *search_path, bool local);

/*
 * How to set parameters: "SET " or "SET LOCAL ", and the whole statements that set search_path in general, and where statements
 * compute rows.
 */
struct script_session {
	const char *set, *path, *computing;
};

/*
 * The SET statements before the step with that index: search_path is empty except for steps that compute rows with functions whose
 * bodies need one; row_security is off, so that hidden rows are an error, except for steps that are filled with the visible rows.
 * char *; free with g_ptr_array_unref().
 */
GPtrArray *script_switches(const struct plan *, guint at, const struct script_session *);

/*
 * For a transaction that the caller continues: the settings as above, after a statement that saves the previous ones.
 * SCRIPT_RESTORE restores them; SCRIPT_RESTORE_PATH restores only search_path, and SCRIPT_CURRENT_PATH sets it again for a plan
 * with a guard. char *; free with g_ptr_array_unref().
 */
GPtrArray *script_save_settings(const struct plan *);
#define SCRIPT_SAVED "pgcanon.session"
#define SCRIPT_RESTORE "SELECT set_config(key, value, true) FROM json_each_text(current_setting('" SCRIPT_SAVED "')::json)"
#define SCRIPT_CURRENT_PATH "SELECT pg_catalog.set_config('search_path', pg_catalog.quote_ident(pg_catalog.current_schema()), true)"
#define SCRIPT_RESTORE_PATH "SELECT set_config('search_path', current_setting('" SCRIPT_SAVED "')::json ->> 'search_path', true)"
