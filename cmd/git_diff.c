/* A diff driver for git. */
#include "cmd/git_diff.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd/git.h"
#include "cmd/lines.h"
#include "cmd/output.h"
#include "cmd/terminal.h"
#include "yaml/change.h"
#include "yaml/emit.h"

static const char none[] = "/dev/null";

struct sheet {
	unsigned indent;
};

/* Git does not pass on whether it wants colours: with a pager standard output is not a terminal. */
static bool choose_colour(const char *color, GError **error)
{
	bool terminal = isatty(STDOUT_FILENO) || g_strcmp0(g_getenv("GIT_PAGER_IN_USE"), "true") == 0, quiet = false;
	const char *const ask[] = { "config", "--get-colorbool", "color.diff", terminal ? "true" : "false", NULL };
	const char *no_colour = g_getenv("NO_COLOR");

	if (color && strcmp(color, "auto") != 0)
		return terminal_init(color, quiet, error);
	g_autofree char *answer = git_line(ask, NULL);
	bool wanted = g_strcmp0(answer, "true") == 0 && !(no_colour && *no_colour) && g_strcmp0(g_getenv("TERM"), "dumb") != 0;
	return terminal_init(wanted ? "always" : "never", quiet, error);
}

static void print(enum colour colour, unsigned indent, const char *sign, const char *text)
{
	g_autofree char *visible = terminal_escape(text);

	printf("%*s%s%s%s%s\n", (int)indent, "", colour ? terminal_colour(stdout, colour) : "", sign, visible,
		colour ? terminal_colour(stdout, COLOUR_NONE) : "");
}

static void print_line(char sign, const char *line, void *data)
{
	const struct sheet *sheet = data;

	if (!sign)
		print(COLOUR_NONE, sheet->indent, "  ...", "");
	else
		print(sign == '+'     ? COLOUR_GOOD
			: sign == '-' ? COLOUR_BAD
				      : COLOUR_NONE,
			sheet->indent,
			sign == '+'   ? "+ "
			: sign == '-' ? "- "
				      : "  ",
			line);
}

/* The value as a document has it; for a scalar only the text. */
static char *text_of(const struct piece *piece)
{
	if (!piece || piece->type == NODE_SCALAR)
		return g_strdup(piece ? piece->text : "");
	struct arena *arena = arena_new();
	struct node *node = piece_node(arena, piece);
	GString *out = g_string_new(NULL);

	if (node->type == NODE_MAP) {
		for (const struct node *child = node->first; child; child = child->next)
			emit_entry(out, child, 0);
	} else {
		/* only the items, without the key that emit_entry() needs */
		node->key = "x";
		emit_entry(out, node, 0);
		const char *end = strchr(out->str, '\n');
		g_string_erase(out, 0, node->count ? end - out->str + 1 : (gssize)strlen("x: "));
	}
	arena_free(arena);
	return g_string_free(out, false);
}

static bool is_short(const char *text)
{
	return !strchr(text, '\n') && g_utf8_strlen(text, -1) <= 60;
}

/* `type: integer -> bigint`; longer values line by line. */
static void print_values(const struct document_change *change, unsigned indent)
{
	g_autofree char *old = text_of(change->old), *new = text_of(change->new), *line = NULL;
	const char *sign = !change->old ? "+ " : !change->new ? "- " : "  ";
	enum colour colour = !change->old ? COLOUR_GOOD : !change->new ? COLOUR_BAD : COLOUR_CHANGED;
	bool item = (change->old ? change->old : change->new)->key == NULL;

	if (change->note) {
		line = change->old->key && strcmp(change->old->key, change->new->key) != 0
			       ? g_strdup_printf(
					 "%s%s%s %s", change->path, *change->path ? ": " : "", change->note, change->old->key)
			       : g_strdup_printf("%s: %s", change->path, change->note);
		print(COLOUR_CHANGED, indent, "  ", line);
	} else if (item && (!change->old || !change->new) && is_short(change->path)) {
		print(colour, indent, sign, change->path);
	} else if (is_short(old) && is_short(new)) {
		line = change->old && change->new
			       ? g_strdup_printf("%s: %s -> %s", change->path, *old ? old : "nothing", *new ? new : "nothing")
			       : g_strdup_printf("%s: %s%s", change->path, old, new);
		print(colour, indent, sign, line);
	} else {
		struct sheet sheet = { indent + 4 };
		line = g_strdup_printf("%s:", change->path);
		print(colour, indent, sign, line);
		lines_compare(old, new, print_line, &sheet);
	}
}

/* Prints a new or dropped object. */
static void print_object(const struct document_change *change)
{
	g_autofree char *old = text_of(change->old), *new = text_of(change->new);
	struct sheet sheet = { 4 };

	print(change->old ? COLOUR_BAD : COLOUR_GOOD, 0, change->old ? "- " : "+ ", change->object);
	lines_compare(old, new, print_line, &sheet);
}

static void print_changes(const GPtrArray *changes)
{
	const char *last = NULL;

	for (guint i = 0; i < changes->len; i++) {
		const struct document_change *change = changes->pdata[i];
		if (!*change->path && (!change->old || !change->new)) {
			print_object(change);
			continue;
		}
		if (g_strcmp0(last, change->object) != 0)
			print(COLOUR_CHANGED, 0, "  ", change->object);
		last = change->object;
		print_values(change, 2);
	}
}

static void print_documents(const char *name, char *const texts[2], const size_t lengths[2])
{
	g_autoptr(GError) error = NULL;
	struct sheet sheet = { 0 };
	struct pieces *old = pieces_new(name, texts[0], lengths[0], &error),
		      *new = old ? pieces_new(name, texts[1], lengths[1], &error) : NULL;

	if (new) {
		g_autoptr(GPtrArray) changes = change_list(old, new);
		print_changes(changes);
		if (!changes->len)
			print(COLOUR_NONE, 0, "  ", "only comments and layout differ; git diff --no-ext-diff shows them");
	} else {
		print(COLOUR_BAD, 0, "  ", error->message);
		lines_compare(texts[0], texts[1], print_line, &sheet);
	}
	pieces_free(old);
	pieces_free(new);
}

static bool diff_files(const GPtrArray *arguments, GError **error)
{
	const char *path = arguments->pdata[0], *files[] = { arguments->pdata[1], arguments->pdata[4] };
	g_autoptr(GString) title = g_string_new(path);
	char *texts[2] = { NULL };
	size_t lengths[2];
	bool good = true;

	for (int i = 0; i < 2 && good; i++)
		good = g_file_get_contents(files[i], &texts[i], &lengths[i], error);
	if (arguments->len > 7)
		g_string_append_printf(title, " -> %s", (char *)arguments->pdata[7]);
	if (strcmp(files[0], none) == 0)
		g_string_append(title, " (new)");
	if (strcmp(files[1], none) == 0)
		g_string_append(title, " (gone)");
	if (good) {
		print(COLOUR_NONE, 0, "=== ", title->str);
		if (strcmp(arguments->pdata[3], arguments->pdata[6]) != 0 && strcmp(files[0], none) != 0 &&
			strcmp(files[1], none) != 0) {
			g_autofree char *modes =
				g_strdup_printf("its mode: %s -> %s", (char *)arguments->pdata[3], (char *)arguments->pdata[6]);
			print(COLOUR_CHANGED, 0, "  ", modes);
		}
		if (lengths[0] != lengths[1] || memcmp(texts[0], texts[1], lengths[0]) != 0)
			print_documents(path, texts, lengths);
	}
	g_free(texts[0]);
	g_free(texts[1]);
	return good;
}

bool git_diff(const GPtrArray *arguments, const char *color, GError **error)
{
	if (!choose_colour(color, error))
		return false;
	if (arguments->len == 1) {
		g_autofree char *title = g_strdup_printf("%s (its merge has conflicts)", (char *)arguments->pdata[0]);
		print(COLOUR_BAD, 0, "=== ", title);
	} else if (!diff_files(arguments, error)) {
		return false;
	}
	return output_finish(error);
}
