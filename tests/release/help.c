/* A project whose environments have policies, and keys to sign with. */
#include "tests/release/help.h"

#include <glib/gstdio.h>

static char *name, *keys;

static char *database(const char *stage)
{
	return g_strdup_printf("%s_%s", name, stage);
}

void world(const char *project, bool all)
{
	name = g_strdup(project);
	g_autofree char *qat = database("qat"), *prd = database("prd");
	g_autofree char *made = g_dir_make_tmp("gXXXXXX", NULL); /* short: the socket of gpg's agent is in it */
	keys = g_steal_pointer(&made);
	make(qat, "SELECT 1");
	make(prd, "SELECT 1");
	g_autofree char *policies = g_build_filename(run_directory(), "policies", NULL),
			*journal = g_build_filename(run_directory(), "journal", NULL);
	g_setenv("DBALIGN_POLICIES", policies, true);
	g_setenv("DBALIGN_JOURNAL", journal, true);
	g_setenv("GNUPGHOME", keys, true);
	g_autofree char *temporary = g_build_filename(run_directory(), "tmp", NULL);
	cr_assert(g_mkdir(temporary, 0700) == 0);
	g_setenv("TMPDIR", temporary, true); /* so that tests see what their own commands leave */
	g_autofree char *command =
		g_strdup_printf("\"$PGCANON_SOURCE\"/tests/release/world %s %s %s", keys, project, all ? "more" : "");
	AUTO_OUTCOME outcome = run(command);
	cr_assert(outcome.status == 0, "%s%s", outcome.out, outcome.err);
}

void world_end(void)
{
	if (!name)
		return;
	g_autofree char *qat = database("qat"), *prd = database("prd"),
			*command = g_strdup_printf("gpgconf --homedir %s --kill all; rm -rf %s", keys, keys);
	AUTO_OUTCOME outcome = run(command);
	drop(qat);
	drop(prd);
	run_cleanup();
	g_clear_pointer(&name, g_free);
	g_clear_pointer(&keys, g_free);
}

void rows_there(const struct expected *rows)
{
	run_rows_in(name, rows);
}
