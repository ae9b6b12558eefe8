/*
 * The entry points of libFuzzer: tests/fuzz names the target in FUZZ_TARGET. With `--words TARGET` its words are printed, as a
 * dictionary.
 */
#include <stdint.h>
#include <string.h>

#include "tests/fuzzing/target.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct target *target;

static void print_words(const struct target *wanted)
{
	g_auto(GStrv) words = g_strsplit(wanted->pieces, "\n", -1);

	for (char **word = words; *word; word++) {
		if (!**word)
			continue;
		putchar('"');
		for (const char *p = *word; *p; p++)
			printf("\\x%02X", (unsigned char)*p);
		puts("\"");
	}
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *name = g_getenv("FUZZ_TARGET");

	if (*argc == 3 && strcmp((*argv)[1], "--words") == 0 && target_find((*argv)[2])) {
		print_words(target_find((*argv)[2]));
		exit(0);
	}
	target = target_find(name ? name : "");
	MUST(target, "FUZZ_TARGET is \"%s\", which is no target", name ? name : "");
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* a copy of just that size, so that reading behind it is seen */
	g_autofree char *text = g_malloc(size + 1);

	if (size)
		memcpy(text, data, size);
	text[size] = '\0';
	target->try(text, size);
	return 0;
}
