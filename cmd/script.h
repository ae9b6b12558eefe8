/* A plan as an SQL script: what psql runs, and what yaml2db --update runs itself. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cmd/cause.h"
#include "cmd/script_options.h"
#include "diff/plan.h"

/* The script; empty when the plan has no step. Each statement ends in a semicolon and an empty line. */
void script_write(GString *out, const struct plan *, const struct script_options *);

/*
 * What is run in one transaction, or each by itself, settings for it first: char *, to be freed with g_ptr_array_unref. search_path
 * as above.
 */
GPtrArray *script_statements(const struct plan *, const char *search_path, bool together);

/* The parts of those: the settings, for the session or, local, for a transaction; and steps, appended. */
GPtrArray *script_settings(bool local);
void script_add_steps(GPtrArray *statements, const struct plan *, guint first, guint count, const char *search_path, bool local);

/*
 * How what a session has is said: "SET LOCAL ", and the whole statements for the path of all, and for that under which statements
 * compute rows.
 */
struct script_session {
	const char *set, *path, *computing;
};

/*
 * What is said before the step at that place: all is run without a path, but what computes rows, by functions whose bodies need
 * one; and policies that hide rows are an error, but for what is filled with those that they show. char *, to be freed with
 * g_ptr_array_unref.
 */
GPtrArray *script_switches(const struct plan *, guint at, const struct script_session *);

/*
 * For a transaction of somebody else, who goes on in it: the settings as above, behind a statement that saves those that were.
 * SCRIPT_RESTORE gives them back; SCRIPT_RESTORE_PATH gives back search_path alone, and SCRIPT_CURRENT_PATH takes it again for a
 * plan with a guard. char *, to be freed with g_ptr_array_unref.
 */
GPtrArray *script_save_settings(const struct plan *);
#define SCRIPT_SAVED "pgcanon.session"
#define SCRIPT_RESTORE "SELECT set_config(key, value, true) FROM json_each_text(current_setting('" SCRIPT_SAVED "')::json)"
#define SCRIPT_CURRENT_PATH "SELECT pg_catalog.set_config('search_path', pg_catalog.quote_ident(pg_catalog.current_schema()), true)"
#define SCRIPT_RESTORE_PATH "SELECT set_config('search_path', current_setting('" SCRIPT_SAVED "')::json ->> 'search_path', true)"
