/* Writes the report of a rehearsal as a page, and for the terminal. */
#include "cmd/rehearsal_page.h"

#include <string.h>

#include "cmd/html.h"
#include "cmd/rehearsal_part.h"
#include "cmd/xml.h"

static const char style[] =
	"pre{border-left:4px solid var(--no)}.drift{border:1px solid var(--no);border-left:6px solid var(--no);border-radius:6px;"
	"padding:.25rem 1rem .75rem;margin-top:1.5rem}\n"
	".drift h2{margin-top:.5rem;color:var(--no)}.assertions,.values{list-style:none;padding:0}\n"
	".assertions li,.values li{display:flex;flex-wrap:wrap;gap:.35rem .75rem;align-items:center;padding:.35rem 0;border-top:1px solid var(--edge)}\n"
	".assertions code{flex:1 1 18rem}\n"
	"svg{max-width:100%;height:auto;flex:none}.line{fill:none;stroke:var(--link);stroke-width:1.5}.dot{fill:var(--link)}rect.good{fill:var(--ok)}"
	"rect.bad{fill:var(--no)}rect.none{fill:var(--edge)}.key{color:var(--soft)}\n";

/* ", from 00001 to 00003"; "" where it did not come to that. Free it. */
static char *way(const json_t *part, const char *before)
{
	if (!json_object_get(part, "from"))
		return g_strdup("");
	return g_strdup_printf("%sfrom %05d to %05d", before, (int)json_integer_value(json_object_get(part, "from")),
		(int)json_integer_value(json_object_get(part, "to")));
}

static char *facts(const json_t *report)
{
	const json_t *copy = json_object_get(report, "copy");
	g_autofree char *size = part_bytes(json_integer_value(json_object_get(copy, "size")), false),
			*seconds = part_seconds(json_number_value(json_object_get(copy, "seconds"))),
			*night = part_night(part_text(report, "night")), *from = way(report, "; ");

	return g_strdup_printf("%s UTC%s; a copy of %s by %s in %s; PostgreSQL %d", night, from, size, part_text(copy, "how"),
		seconds, (int)json_integer_value(json_object_get(copy, "server")));
}

/* "pre 1 of 00002_iban has not held since 2026-11-30 02:00 " */
static char *drift_text(const json_t *drift)
{
	int nights = (int)json_integer_value(json_object_get(drift, "nights"));
	g_autofree char *since = part_night(part_text(drift, "since"));

	return nights > 1 ? g_strdup_printf("%s of %s has not held since %s, for %d nights now", part_text(drift, "assertion"),
				    part_text(drift, "change"), since, nights)
			  : g_strdup_printf("%s of %s has not held since tonight", part_text(drift, "assertion"),
				    part_text(drift, "change"));
}

static void append_drifting(GString *out, const json_t *report)
{
	json_t *drift;
	size_t i;

	if (!json_array_size(json_object_get(report, "drifting")))
		return;
	g_string_append(out, "<section class=\"drift\"><h2>The live data drift from what the changes assume</h2>\n");
	json_array_foreach(json_object_get(report, "drifting"), i, drift)
	{
		g_autofree char *text = drift_text(drift);
		html_element(out, "p", NULL, text);
		html_element(out, "code", NULL, part_text(drift, "statement"));
		g_string_append_c(out, ' ');
		html_element(out, "strong", NULL, part_text(drift, "value"));
	}
	g_string_append(out, "</section>\n");
}

static void append_moving(GString *out, const json_t *report)
{
	json_t *move;
	size_t i;

	if (!json_array_size(json_object_get(report, "moving")))
		return;
	g_string_append(out, "<h2>Values that have moved since the last time</h2><ul>\n");
	json_array_foreach(json_object_get(report, "moving"), i, move)
	{
		g_autofree char *text = g_strdup_printf("%s of %s: %s, and was %s", part_text(move, "key"),
			part_text(move, "change"), part_text(move, "now"), part_text(move, "before"));
		html_element(out, "li", NULL, text);
	}
	g_string_append(out, "</ul>\n");
}

static void append_changes(GString *out, const char *of, const json_t *report)
{
	json_t *change;
	size_t i;

	g_string_append(out, "<h2>Changes</h2>\n");
	if (!json_array_size(json_object_get(report, "changes"))) {
		g_string_append(out, "<p>No change is pending.</p>\n");
		return;
	}
	g_string_append(out,
		"<table><thead><tr><th>Change</th><th>Verdict</th><th>Time</th><th>Strongest lock</th><th>Rewrites</th><th>WAL</th>"
		"<th>Size</th></tr></thead><tbody>\n");
	json_array_foreach(json_object_get(report, "changes"), i, change) part_row(out, of, change);
	g_string_append(out, "</tbody></table>\n");
	json_array_foreach(json_object_get(report, "changes"), i, change) part_change(out, of, change);
}

static void append_part(GString *out, const json_t *report, const char *key, const char *title)
{
	const json_t *part = json_object_get(report, key);

	if (!part)
		return;
	html_element(out, "h2", NULL, title);
	g_string_append(out, "<p>");
	part_badge(out, part_text(part, "verdict"));
	g_string_append_c(out, ' ');
	xml_append(out, part_text(part, "text"));
	g_string_append(out, "</p>\n");
}

static void append_calmed(GString *out, const json_t *report)
{
	json_t *item;
	size_t i;

	if (!json_array_size(json_object_get(report, "calmed")))
		return;
	g_string_append(out, "<h2>What was done to the copy before</h2><ul>\n");
	json_array_foreach(json_object_get(report, "calmed"), i, item) html_element(out, "li", NULL, json_string_value(item));
	g_string_append(out, "</ul>\n");
}

/* What came of it, on the whole database or for one tenant. */
static void append_results(GString *out, const char *of, const json_t *part)
{
	append_drifting(out, part);
	append_changes(out, of, part);
	append_moving(out, part);
	append_part(out, part, "tests", "Tests");
	append_part(out, part, "back", "The way back");
}

static void append_tenant(GString *out, const json_t *tenant)
{
	const char *name = part_text(tenant, "tenant"), *verdict = part_text(tenant, "verdict");
	bool open = strcmp(verdict, "good") != 0 || json_array_size(json_object_get(tenant, "drifting"));
	g_autofree char *from = way(tenant, " "), *of = g_strconcat(name, "/", NULL), *anchor = g_uri_escape_string(of, "/", true);

	g_string_append_printf(out, "<details%s id=\"", open ? " open" : "");
	xml_append(out, anchor);
	g_string_append(out, "\"><summary>");
	part_badge(out, verdict);
	g_string_append_c(out, ' ');
	xml_append(out, name);
	xml_append(out, from);
	g_string_append(out, "</summary>\n");
	if (*part_text(tenant, "message"))
		html_element(out, "pre", NULL, part_text(tenant, "message"));
	append_results(out, of, tenant);
	g_string_append(out, "</details>\n");
}

static void append_tenants(GString *out, const json_t *report)
{
	json_t *tenant;
	size_t i;

	g_string_append(out, "<h2>Tenants</h2>\n");
	json_array_foreach(json_object_get(report, "tenants"), i, tenant) append_tenant(out, tenant);
}

void rehearsal_page(GString *out, const json_t *report)
{
	g_autofree char *title = g_strdup_printf(
				"%s on %s: rehearsal", part_text(report, "project"), part_text(report, "environment")),
			*line = facts(report);

	html_begin(out, title, style, NULL);
	html_element(out, "h1", NULL, title);
	g_string_append(out, "<p class=\"facts\">");
	part_badge(out, part_text(report, "verdict"));
	g_string_append_c(out, ' ');
	xml_append(out, line);
	g_string_append(out, "</p>\n");
	if (json_object_get(report, "tenants"))
		append_tenants(out, report);
	else
		append_results(out, "", report);
	append_calmed(out, report);
	html_end(out);
}

static void append_lines(GString *out, const json_t *report, const char *indent)
{
	static const char *const parts[] = { "tests", "back" };
	json_t *item;
	size_t i;

	json_array_foreach(json_object_get(report, "changes"), i, item)
	{
		g_autofree char *seconds = part_seconds(json_number_value(json_object_get(item, "seconds")));
		g_string_append_printf(out, "%s%s: %s%s%s\n", indent, part_text(item, "name"), part_text(item, "verdict"),
			json_object_get(item, "seconds") ? ", " : "", json_object_get(item, "seconds") ? seconds : "");
	}
	for (i = 0; i < G_N_ELEMENTS(parts); i++)
		if (json_object_get(report, parts[i]))
			g_string_append_printf(out, "%s%s: %s, %s\n", indent, parts[i],
				part_text(json_object_get(report, parts[i]), "verdict"),
				part_text(json_object_get(report, parts[i]), "text"));
	json_array_foreach(json_object_get(report, "drifting"), i, item)
	{
		g_autofree char *text = drift_text(item);
		g_string_append_printf(out, "%sdrifting: %s: %s\n", indent, text, part_text(item, "statement"));
	}
}

/* One line for a tenant where nothing is the matter. */
static void append_tenant_lines(GString *out, const json_t *report)
{
	json_t *tenants = json_object_get(report, "tenants"), *tenant;
	size_t i, good = 0;

	json_array_foreach(tenants, i, tenant)
	{
		g_autofree char *from = way(tenant, ", ");
		bool passed = strcmp(part_text(tenant, "verdict"), "good") == 0;
		g_string_append_printf(out, "tenant %s: %s%s\n", part_text(tenant, "tenant"), part_text(tenant, "verdict"), from);
		if (*part_text(tenant, "message"))
			g_string_append_printf(out, "    %s\n", part_text(tenant, "message"));
		if (!passed || json_array_size(json_object_get(tenant, "drifting")))
			append_lines(out, tenant, "    ");
		good += passed;
	}
	g_string_append_printf(
		out, "%zu tenants: %zu good, %zu not\n", json_array_size(tenants), good, json_array_size(tenants) - good);
}

void rehearsal_text(GString *out, const json_t *report)
{
	g_autofree char *line = facts(report);

	g_string_append_printf(out, "%s\n", line);
	if (json_object_get(report, "tenants"))
		append_tenant_lines(out, report);
	else
		append_lines(out, report, "");
	g_string_append_printf(out, "%s\n", part_text(report, "verdict"));
}
