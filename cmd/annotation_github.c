/* Annotations as GitHub workflow commands. */
#include "cmd/annotation_github.h"

#include <string.h>

static const char *const levels[] = {
	[ANNOTATION_ERROR] = "error", [ANNOTATION_WARNING] = "warning", [ANNOTATION_NOTICE] = "notice"
};

/* Escapes as actions/toolkit does: % and line ends, in properties also : and ,. */
static void append_escaped(GString *out, const char *text, bool property)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);

	for (const char *at = valid; *at; at++)
		if (strchr(property ? "%\r\n:," : "%\r\n", *at))
			g_string_append_printf(out, "%%%02X", (unsigned char)*at);
		else
			g_string_append_c(out, *at);
}

static void append_property(GString *out, const char *before, const char *name, const char *value)
{
	g_string_append_printf(out, "%s%s=", before, name);
	append_escaped(out, value, true);
}

/* place: printed before the text; "" where there is only one place. */
static void append(GString *out, const struct annotation *annotation, const char *place)
{
	const char *before = " ";

	g_string_append_printf(out, "::%s", levels[annotation->level]);
	if (annotation->file) {
		append_property(out, before, "file", annotation->file);
		g_string_append_printf(out, ",line=%u,col=%u", annotation->line, annotation->column);
		before = ",";
	}
	append_property(out, before, "title", annotation->object ? annotation->object : annotation->rule);
	g_string_append(out, "::");
	append_escaped(out, place, false);
	if (annotation->object) {
		append_escaped(out, annotation->object, false);
		g_string_append(out, ": ");
	}
	append_escaped(out, annotation->text, false);
	g_string_append_c(out, '\n');
}

static void append_all(GString *out, const struct annotations *annotations, bool several)
{
	g_autofree char *place = several ? g_strconcat(annotations->from, ": ", NULL) : g_strdup("");

	for (guint i = 0; i < annotations->all->len; i++)
		append(out, annotations->all->pdata[i], place);
	g_string_append(out, "::notice title=pgcanon::");
	append_escaped(out, annotations->from, false);
	g_string_append(out, " and ");
	append_escaped(out, annotations->to, false);
	g_string_append_printf(out, ": %s\n", annotations->summary);
}

bool annotations_write_github(const GPtrArray *all, FILE *file)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; i < all->len; i++)
		append_all(out, all->pdata[i], all->len > 1);
	return fwrite(out->str, 1, out->len, file) == out->len;
}
