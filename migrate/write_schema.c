/* write_schema project|environment|data|policy|rehearsal: prints the JSON Schema of such a file, for the build. */
#include <stdio.h>
#include <string.h>

#include "migrate/data.h"
#include "migrate/environment_file.h"
#include "migrate/policy_file.h"
#include "migrate/project_file.h"
#include "migrate/rehearsal_file.h"
#include "yaml/settings_schema.h"

int main(int argc, char *argv[])
{
	static const struct {
		const char *name, *title;
		const struct setting *rows;
	} files[] = { { "project", "project.yaml of dbalign", project_settings },
		{ "environment", "env/NAME.yaml of dbalign", environment_settings },
		{ "data", "data/NAME.yaml of dbalign: the rows that a table is to have", data_settings },
		{ "policy", "a policy of dbalign: whose signatures an environment asks for", policy_settings },
		{ "rehearsal", "rehearse/NAME.yaml of dbalign: how an environment is rehearsed", rehearsal_settings } };
	g_autoptr(GString) out = g_string_new(NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
		if (argc == 2 && strcmp(argv[1], files[i].name) == 0)
			settings_schema(out, files[i].title, files[i].rows);
	return !out->len || fputs(out->str, stdout) < 0 || fflush(stdout) != 0;
}
