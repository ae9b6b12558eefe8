/*
 * What fuzzing has found (found/TARGET/), once more; and texts that grow: whatever is repeated, four times as much takes no more
 * than about four times as long, so that a file of some megabytes is no attack.
 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <string.h>
#include <time.h>

#include "tests/fuzzing/target.h"

enum { COUNT_MAX = 64, NAME_LENGTH = 32, LENGTH = 20 * 1000, RATIO = 10 };

/* Sanitizers are slow, and what they add is no matter of growth. */
#ifdef __SANITIZE_ADDRESS__
static const bool slow = true;
#else
static const bool slow = false;
#endif

struct parameter {
	char name[NAME_LENGTH]; /* inline: parameters are copied to another process */
};

static struct parameter parameters[COUNT_MAX];

static struct criterion_test_params all_targets(void)
{
	size_t count = 0;

	for (const struct target *target = targets; target->name; target++)
		g_strlcpy(parameters[count++].name, target->name, NAME_LENGTH);
	return cr_make_param_array(struct parameter, parameters, count);
}

ParameterizedTestParameters(fuzzing, found)
{
	return all_targets();
}

ParameterizedTest(const struct parameter *parameter, fuzzing, found)
{
	const struct target *target = target_find(parameter->name);
	const char *source = g_getenv("PGCANON_SOURCE"), *name;
	g_autofree char *folder = g_build_filename(source ? source : ".", "tests/fuzzing/found", parameter->name, NULL);
	GDir *directory = g_dir_open(folder, 0, NULL);

	while (directory && (name = g_dir_read_name(directory))) {
		g_autofree char *path = g_build_filename(folder, name, NULL), *text = NULL;
		size_t length = 0;
		cr_assert(g_file_get_contents(path, &text, &length, NULL), "%s", path);
		fprintf(stderr, "%s\n", path); /* seen where it crashes */
		target->try(text, length);
	}
	if (directory)
		g_dir_close(directory);
	target->try("", 0);
}

static char *grown(const char *piece, size_t length)
{
	GString *text = g_string_new(NULL);

	while (text->len < length)
		g_string_append(text, piece);
	return g_string_free(text, FALSE);
}

static double seconds(const struct target *target, const char *piece, size_t length)
{
	g_autofree char *text = grown(piece, length);
	struct timespec before, after;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before);
	target->try(text, strlen(text));
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after);
	return (double)(after.tv_sec - before.tv_sec) + (double)(after.tv_nsec - before.tv_nsec) / 1e9;
}

static void check_growth(const struct target *target, const char *piece)
{
	double one = 0, four = 0;

	for (int tries = 0; tries < 3; tries++) { /* what else the machine does is no growth */
		four = seconds(target, piece, LENGTH * 4);
		if (four < 0.1)
			return;
		one = seconds(target, piece, LENGTH);
		if (four < one * RATIO)
			return;
	}
	cr_expect(
		false, "%s: \"%s\" %d bytes long takes %.3f s, four times as long %.3f s", target->name, piece, LENGTH, one, four);
}

ParameterizedTestParameters(fuzzing, growth)
{
	return all_targets();
}

ParameterizedTest(const struct parameter *parameter, fuzzing, growth)
{
	const struct target *target = target_find(parameter->name);
	g_auto(GStrv) pieces = g_strsplit(target->pieces, "\n", -1);

	for (char **piece = pieces; *piece && !slow; piece++) {
		g_autofree char *line = g_strconcat(*piece, "\n", NULL), *spaced = g_strconcat(*piece, " a ", NULL);
		if (!**piece)
			continue;
		check_growth(target, *piece);
		check_growth(target, line);
		check_growth(target, spaced);
	}
}
