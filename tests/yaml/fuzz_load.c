/*
 * libFuzzer target, not built by default: whatever loads is written to the same bytes again and again.
 * clang -fsanitize=fuzzer,address,undefined -I. tests/yaml/fuzz_load.c, with the objects of yaml/, catalog/ and sql/ built
 * likewise.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "yaml/load.h"
#include "yaml/write.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The text that a document becomes; NULL when it does not load. */
static char *rewrite(const char *text, size_t size)
{
	struct pool *pool = pool_new();
	struct snapshot *snapshot = snapshot_new(pool);
	GString *out = NULL;

	if (yaml_load_text(snapshot, "fuzz.yaml", text, size, NULL) && snapshot_finish(snapshot, NULL)) {
		out = g_string_new(NULL);
		yaml_write_text(snapshot, out, NULL);
	}
	snapshot_free(snapshot);
	pool_free(pool);
	return out ? g_string_free(out, FALSE) : NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *first = rewrite((const char *)data, size);
	g_autofree char *second = first ? rewrite(first, strlen(first)) : NULL;

	if (first && (!second || strcmp(first, second) != 0))
		abort();
	return 0;
}
