/* write_schema: prints the JSON Schema of the YAML, for the build. */
#include <stdio.h>

#include "yaml/schema.h"

int main(void)
{
	g_autoptr(GString) out = g_string_new(NULL);

	yaml_schema(out);
	return fputs(out->str, stdout) < 0 || fflush(stdout) != 0;
}
