/* Writes the report of a rehearsal as a page, and for the terminal. */
#include "cmd/rehearsal_page.h"

#include "cmd/rehearsal_part.h"
#include "cmd/xml.h"

/* Light and dark themes; on a narrow screen a table becomes a list of cards. */
static const char style[] =
	":root{color-scheme:light dark;--text:#1f2328;--soft:#59636e;--back:#fff;--card:#f6f8fa;--edge:#d1d9e0;--ok:#1a7f37;--no:#cf222e;--link:#0969da}\n"
	"@media(prefers-color-scheme:dark){:root{--text:#f0f6fc;--soft:#9198a1;--back:#0d1117;--card:#151b23;--edge:#3d444d;--ok:#3fb950;--no:#f85149;"
	"--link:#4493f8}}\n"
	"*{box-sizing:border-box}body{margin:0 auto;max-width:70rem;padding:1.5rem 1rem 4rem;background:var(--back);color:var(--text);"
	"font:16px/1.5 system-ui,sans-serif}\n"
	"h1{font-size:1.6rem;margin:0}h2{font-size:1.2rem;margin:2rem 0 .5rem}h4{margin:1rem 0 .25rem;color:var(--soft);font-weight:600}\n"
	"a{color:var(--link)}code,pre{font:.85em/1.45 ui-monospace,monospace;overflow-wrap:anywhere}pre{white-space:pre-wrap;background:var(--card);"
	"border:1px solid var(--edge);border-left:4px solid var(--no);border-radius:6px;padding:.75rem}\n"
	".facts{color:var(--soft);margin:.25rem 0 0}.badge{display:inline-block;border:1px solid currentColor;border-radius:1em;padding:0 .6em;"
	"font-size:.85rem;font-weight:600;color:var(--soft);white-space:nowrap}.ok{color:var(--ok)}.no{color:var(--no)}\n"
	".drift{border:1px solid var(--no);border-left:6px solid var(--no);border-radius:6px;padding:.25rem 1rem .75rem;margin-top:1.5rem}\n"
	".drift h2{margin-top:.5rem;color:var(--no)}ul{padding-left:1.2rem;margin:.25rem 0}.assertions,.values{list-style:none;padding:0}\n"
	".assertions li,.values li{display:flex;flex-wrap:wrap;gap:.35rem .75rem;align-items:center;padding:.35rem 0;border-top:1px solid var(--edge)}\n"
	".assertions code{flex:1 1 18rem}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid "
	"var(--edge);vertical-align:top;overflow-wrap:anywhere}th{color:var(--soft);font-weight:600;white-space:nowrap}.whole{white-space:nowrap}small{color:var(--soft);margin-left:.5rem}\n"
	"details{border:1px solid var(--edge);border-radius:6px;padding:.5rem .75rem;margin:.5rem 0;background:var(--back)}summary{cursor:pointer;"
	"font-weight:600}\n"
	"svg{max-width:100%;height:auto;flex:none}.line{fill:none;stroke:var(--link);stroke-width:1.5}.dot{fill:var(--link)}rect.good{fill:var(--ok)}"
	"rect.bad{fill:var(--no)}rect.none{fill:var(--edge)}.key{color:var(--soft)}\n"
	"@media(max-width:40rem){thead{display:none}tr{display:block;border:1px solid var(--edge);border-radius:6px;margin:.5rem 0;padding:.25rem}"
	"td{display:flex;gap:.75rem;border:0;padding:.15rem .5rem}td:before{content:attr(data-label);flex:0 0 8rem;color:var(--soft)}td:empty{display:none}}\n";

static char *facts(const json_t *report)
{
	const json_t *copy = json_object_get(report, "copy");
	g_autofree char *size = part_bytes(json_integer_value(json_object_get(copy, "size")), false),
			*seconds = part_seconds(json_number_value(json_object_get(copy, "seconds"))),
			*night = part_night(part_text(report, "night"));

	return g_strdup_printf("%s UTC; from %05d to %05d; a copy of %s by %s in %s; PostgreSQL %d", night,
		(int)json_integer_value(json_object_get(report, "from")), (int)json_integer_value(json_object_get(report, "to")),
		size, part_text(copy, "how"), seconds, (int)json_integer_value(json_object_get(copy, "server")));
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
		part_element(out, "p", NULL, text);
		part_element(out, "code", NULL, part_text(drift, "statement"));
		g_string_append_c(out, ' ');
		part_element(out, "strong", NULL, part_text(drift, "value"));
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
		part_element(out, "li", NULL, text);
	}
	g_string_append(out, "</ul>\n");
}

static void append_changes(GString *out, const json_t *report)
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
	json_array_foreach(json_object_get(report, "changes"), i, change) part_row(out, change);
	g_string_append(out, "</tbody></table>\n");
	json_array_foreach(json_object_get(report, "changes"), i, change) part_change(out, change);
}

static void append_part(GString *out, const json_t *report, const char *key, const char *title)
{
	const json_t *part = json_object_get(report, key);

	if (!part)
		return;
	part_element(out, "h2", NULL, title);
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
	json_array_foreach(json_object_get(report, "calmed"), i, item) part_element(out, "li", NULL, json_string_value(item));
	g_string_append(out, "</ul>\n");
}

void rehearsal_page(GString *out, const json_t *report)
{
	g_autofree char *title = g_strdup_printf(
				"%s on %s: rehearsal", part_text(report, "project"), part_text(report, "environment")),
			*line = facts(report);

	g_string_append(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
			     "content=\"width=device-width, initial-scale=1\">\n");
	part_element(out, "title", NULL, title);
	g_string_append_printf(out, "\n<style>\n%s</style>\n</head>\n<body>\n", style);
	part_element(out, "h1", NULL, title);
	g_string_append(out, "<p class=\"facts\">");
	part_badge(out, part_text(report, "verdict"));
	g_string_append_c(out, ' ');
	xml_append(out, line);
	g_string_append(out, "</p>\n");
	append_drifting(out, report);
	append_changes(out, report);
	append_moving(out, report);
	append_part(out, report, "tests", "Tests");
	append_part(out, report, "back", "The way back");
	append_calmed(out, report);
	g_string_append(out, "</body>\n</html>\n");
}

void rehearsal_text(GString *out, const json_t *report)
{
	static const char *const parts[] = { "tests", "back" };
	g_autofree char *line = facts(report);
	json_t *item;
	size_t i;

	g_string_append_printf(out, "%s\n", line);
	json_array_foreach(json_object_get(report, "changes"), i, item)
	{
		g_autofree char *seconds = part_seconds(json_number_value(json_object_get(item, "seconds")));
		g_string_append_printf(out, "%s: %s%s%s\n", part_text(item, "name"), part_text(item, "verdict"),
			json_object_get(item, "seconds") ? ", " : "", json_object_get(item, "seconds") ? seconds : "");
	}
	for (i = 0; i < G_N_ELEMENTS(parts); i++)
		if (json_object_get(report, parts[i]))
			g_string_append_printf(out, "%s: %s, %s\n", parts[i],
				part_text(json_object_get(report, parts[i]), "verdict"),
				part_text(json_object_get(report, parts[i]), "text"));
	json_array_foreach(json_object_get(report, "drifting"), i, item)
	{
		g_autofree char *text = drift_text(item);
		g_string_append_printf(out, "drifting: %s: %s\n", text, part_text(item, "statement"));
	}
	g_string_append_printf(out, "%s\n", part_text(report, "verdict"));
}
