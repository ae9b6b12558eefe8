/* Annotations as a comment on a pull request. */
#include "cmd/annotation_markdown.h"

#include <string.h>

enum { MOST_ROWS = 200, MOST_SCRIPT = 40000 }; /* GitHub takes 65,536 characters */

/* The longest run of backticks. */
static size_t longest_run(const char *text)
{
	size_t longest = 0, run = 0;

	for (; *text; text++) {
		run = *text == '`' ? run + 1 : 0;
		longest = MAX(longest, run);
	}
	return longest;
}

/* A code span in a table cell: it is delimited by more backticks than the text contains, and | is escaped. */
static void append_code(GString *out, const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1), *ticks = g_strnfill(longest_run(valid) + 1, '`');
	bool spaced = g_str_has_prefix(valid, "`") || g_str_has_suffix(valid, "`");

	g_string_append_printf(out, "%s%s", ticks, spaced ? " " : "");
	for (const char *at = valid; *at; at++)
		if (*at == '|')
			g_string_append(out, "\\|");
		else
			g_string_append_c(out, (unsigned char)*at < ' ' ? ' ' : *at);
	g_string_append_printf(out, "%s%s", spaced ? " " : "", ticks);
}

static void append_row(GString *out, const struct annotation *annotation)
{
	static const char *const marks[] = { [ANNOTATION_ERROR] = ":red_circle:",
		[ANNOTATION_WARNING] = ":warning:",
		[ANNOTATION_NOTICE] = ":information_source:" };

	g_string_append_printf(out, "| %s %s | ", marks[annotation->level], annotation->rule);
	if (annotation->object)
		append_code(out, annotation->object);
	g_string_append(out, " | ");
	append_code(out, annotation->text);
	g_string_append(out, " |\n");
}

static void append_script(GString *out, const GString *script)
{
	g_autofree char *valid = g_utf8_make_valid(script->str, -1);
	g_autofree char *fence = g_strnfill(MAX(longest_run(valid) + 1, 3), '`');
	size_t length = strlen(valid);

	if (length > MOST_SCRIPT) /* do not cut a character in two */
		valid[g_utf8_find_prev_char(valid, valid + MOST_SCRIPT) - valid] = '\0';
	g_string_append_printf(out, "\n<details><summary>The script</summary>\n\n%ssql\n%s%s%s\n", fence, valid,
		length > MOST_SCRIPT ? "\n" : "", fence);
	if (length > MOST_SCRIPT)
		g_string_append_printf(out, "\nIt goes on: these are %zu of %zu bytes.\n", strlen(valid), length);
	g_string_append(out, "\n</details>\n");
}

static void append_part(GString *out, const struct annotations *annotations)
{
	guint count = annotations->all->len;

	g_string_append_printf(out, "%s### ", out->len ? "\n" : "");
	append_code(out, annotations->from);
	g_string_append(out, annotations->script ? " is to become " : " compared with ");
	append_code(out, annotations->to);
	g_string_append_printf(out, ": %s\n", annotations->summary);
	if (count)
		g_string_append(out, "\n| | object | |\n|---|---|---|\n");
	for (guint i = 0; i < MIN(count, MOST_ROWS); i++)
		append_row(out, annotations->all->pdata[i]);
	if (count > MOST_ROWS)
		g_string_append_printf(out, "\nand %u more\n", count - MOST_ROWS);
	if (annotations->script && annotations->script->len)
		append_script(out, annotations->script);
}

bool annotations_write_markdown(const GPtrArray *all, FILE *file)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; i < all->len; i++)
		append_part(out, all->pdata[i]);
	return fwrite(out->str, 1, out->len, file) == out->len;
}
