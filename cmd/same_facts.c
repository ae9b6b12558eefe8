/* The facts of the catalogs that a guard digests. */
#include "cmd/same_facts.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/read/query.h"

/* Kinds with facts of their own; other kinds use their rows. */
static const struct {
	const char *what;
	const struct kind *kinds[8];
	const char *facts;
} digests[] = {
	{ "relation", { &table_kind, &foreign_table_kind, &view_kind, &materialized_view_kind, &sequence_kind },
		"SELECT concat_ws(E'\\n', c.relkind, pg_get_partkeydef(c.oid), pg_get_expr(c.relpartbound, c.oid),\n"
		"    CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END,\n"
		"    (SELECT string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, "
		"a.attidentity, a.attgenerated,\n"
		"      a.attcollation::regcollation), ',' ORDER BY a.attname COLLATE \"C\") FROM pg_attribute a WHERE a.attrelid = "
		"c.oid\n"
		"      AND a.attnum > 0 AND NOT a.attisdropped AND (seen.columns IS NULL OR a.attname = ANY (seen.columns))),\n"
		"    CASE WHEN seen.columns IS NULL THEN concat_ws(E'\\n', c.relpersistence, c.relrowsecurity, "
		"c.relforcerowsecurity, c.relreplident, c.reloptions,\n"
		"    c.reloftype::regtype, (SELECT m.amname FROM pg_am m WHERE m.oid = c.relam),\n"
		"    (SELECT s.spcname FROM pg_tablespace s WHERE s.oid = c.reltablespace),\n"
		"    (SELECT s.srvname FROM pg_foreign_table f JOIN pg_foreign_server s ON s.oid = f.ftserver WHERE f.ftrelid = "
		"c.oid),\n"
		"    (SELECT string_agg(i.inhparent::regclass::text, ',' ORDER BY i.inhseqno) FROM pg_inherits i WHERE i.inhrelid = "
		"c.oid),\n"
		"    (SELECT string_agg(concat_ws(' ', a.attname, pg_get_expr(d.adbin, d.adrelid), a.attstorage, a.attstattarget, " COLUMN_OPTIONS
		",\n"
		"      to_jsonb(a) ->> 'attcompression'), ',' ORDER BY a.attname COLLATE \"C\") FROM pg_attribute a\n"
		"      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE a.attrelid = c.oid AND "
		"a.attnum > 0 AND NOT a.attisdropped),\n"
		"    (SELECT string_agg(concat_ws(' ', k.conname, k.convalidated, pg_get_constraintdef(k.oid)), ',' ORDER BY "
		"k.conname COLLATE \"C\")\n"
		"      FROM pg_constraint k WHERE k.conrelid = c.oid),\n"
		"    (SELECT string_agg(x, ',' ORDER BY x COLLATE \"C\") FROM (SELECT pg_get_indexdef(i.indexrelid) AS x FROM "
		"pg_index i\n"
		"      WHERE i.indrelid = c.oid AND (i.indisvalid OR c.relkind = 'p')) AS i),\n"
		"    (SELECT string_agg(concat_ws(' ', t.tgenabled, pg_get_triggerdef(t.oid)), ',' ORDER BY t.tgname COLLATE \"C\")\n"
		"      FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal),\n"
		"    (SELECT string_agg(concat_ws(' ', r.ev_enabled, pg_get_ruledef(r.oid)), ',' ORDER BY r.rulename COLLATE \"C\")\n"
		"      FROM pg_rewrite r WHERE r.ev_class = c.oid AND r.rulename <> '_RETURN'),\n"
		"    (SELECT string_agg(concat_ws(' ', p.polname, p.polpermissive, p.polcmd, pg_get_expr(p.polqual, p.polrelid),\n"
		"      pg_get_expr(p.polwithcheck, p.polrelid), (SELECT string_agg(pg_get_userbyid(u)::text, ' ' ORDER BY "
		"pg_get_userbyid(u) COLLATE \"C\")\n"
		"      FROM unnest(p.polroles) u)), ',' ORDER BY p.polname COLLATE \"C\") FROM pg_policy p WHERE p.polrelid = "
		"c.oid),\n"
		"    (SELECT concat_ws(' ', s.seqtypid::regtype, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, "
		"s.seqcycle)\n"
		"      FROM pg_sequence s WHERE s.seqrelid = c.oid)) END)\n"
		"    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = seen.schema AND c.relname = "
		"seen.name" },
	{ "routine", { &function_kind, &procedure_kind },
		"SELECT string_agg(f, ',' ORDER BY f COLLATE \"C\") FROM (SELECT pg_get_functiondef(p.oid) AS f FROM pg_proc p\n"
		"    JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = seen.schema AND p.proname = seen.name AND "
		"p.prokind <> 'a') AS f" },
	{ "type", { &enum_kind, &domain_kind, &composite_kind, &range_kind, &base_type_kind, &shell_type_kind },
		"SELECT concat_ws(E'\\n', t.typtype, t.typisdefined, t.typlen, t.typalign, t.typstorage, t.typcategory, "
		"t.typispreferred, t.typinput, t.typoutput,\n"
		"    (SELECT string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid),\n"
		"    format_type(nullif(t.typbasetype, 0), t.typtypmod), t.typnotnull, t.typdefault, t.typcollation::regcollation,\n"
		"    (SELECT string_agg(concat_ws(' ', k.conname, k.convalidated, pg_get_constraintdef(k.oid)), ',' ORDER BY "
		"k.conname COLLATE \"C\")\n"
		"      FROM pg_constraint k WHERE k.contypid = t.oid),\n"
		"    (SELECT string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), "
		"a.attcollation::regcollation), ',' ORDER BY a.attnum)\n"
		"      FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped),\n"
		"    (SELECT concat_ws(' ', r.rngsubtype::regtype, r.rngcollation::regcollation, r.rngcanonical, r.rngsubdiff) FROM "
		"pg_range r WHERE r.rngtypid = t.oid))\n"
		"    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE n.nspname = seen.schema AND t.typname = "
		"seen.name" },
};

/* Kinds that are not checked: not everyone may read them, or they have nothing that counts. */
static const struct kind *const uncounted[] = { &role_kind, &database_kind, &schema_kind, &subscription_kind,
	&default_privileges_kind, &system_privileges_kind };

const char *same_facts_what(const struct kind *kind)
{
	for (size_t i = 0; i < G_N_ELEMENTS(digests); i++)
		for (size_t k = 0; digests[i].kinds[k]; k++)
			if (digests[i].kinds[k] == kind)
				return digests[i].what;
	for (size_t i = 0; i < G_N_ELEMENTS(uncounted); i++)
		if (uncounted[i] == kind)
			return NULL;
	return kind->name;
}

/* Appends the values of a kind's rows as one text; without OIDs and the like, which differ in a copy, and without secrets. */
static void append_row(GString *out, const struct kind *kind, int version)
{
	g_string_append_printf(out, "ROW(%s", kind->title);
	if (kind->signature)
		g_string_append_printf(out, ", %s", kind->signature);
	for (const struct attribute *row = kind->attributes; row->name; row++)
		if (row->sql && query_applies(row->since, row->until, version) && !row->columns && !row->secrets &&
			!row->incidental && row->form != FORM_HIDDEN)
			g_string_append_printf(out, ", %s", row->sql);
	g_string_append(out, ")::text");
}

/* Appends a query of the objects of the kind with the name: the expression of each as f. */
static void append_named(GString *out, const struct kind *kind, const char *expression)
{
	g_string_append_printf(out, "SELECT x.f FROM (SELECT %s AS f", expression);
	g_string_append_printf(out, ", %s AS schema, %s AS name", kind->schema ? kind->schema : "NULL", kind->title);
	g_string_append_printf(out, " FROM %s", kind->from);
	if (kind->where)
		g_string_append_printf(out, " WHERE %s", kind->where);
	g_string_append_printf(out, ") AS x WHERE %sx.name = seen.name", kind->schema ? "x.schema = seen.schema AND " : "");
}

static void append_parts(GString *out, const struct kind *part, const struct kind *kind, int version)
{
	g_string_append_printf(out, "\n    UNION ALL SELECT y.f FROM (SELECT %s AS parent, ", part->parent);
	append_row(out, part, version);
	g_string_append_printf(out, " AS f FROM %s", part->from);
	if (part->where)
		g_string_append_printf(out, " WHERE %s", part->where);
	g_string_append(out, ") AS y WHERE y.parent IN (");
	append_named(out, kind, kind->oid);
	g_string_append_c(out, ')');
}

/* For an object that others depend on only existence counts: nearly none can be replaced while others depend on it. */
static void append_rows(GString *out, const struct kind *kind, int version)
{
	g_autoptr(GString) row = g_string_new(NULL);

	append_row(row, kind, version);
	g_string_append(out, "SELECT CASE WHEN seen.columns IS NULL THEN string_agg(z.f, E'\\n' ORDER BY z.f COLLATE \"C\") "
			     "ELSE left(min(z.f), 0) END FROM (");
	append_named(out, kind, row->str);
	for (const struct kind *const *part = kind->parts; part && *part; part++)
		if ((*part)->from && query_applies((*part)->since, (*part)->until, version))
			append_parts(out, *part, kind, version);
	g_string_append(out, ") AS z");
}

static void append_facts(GString *out, const char *what, int version)
{
	for (size_t i = 0; i < G_N_ELEMENTS(digests); i++)
		if (strcmp(digests[i].what, what) == 0) {
			g_string_append(out, digests[i].facts);
			return;
		}
	/* top-level kinds come first; a part may have the same name */
	for (size_t i = 0; i < kind_count; i++)
		if (strcmp(kinds[i]->name, what) == 0) {
			append_rows(out, kinds[i], version);
			return;
		}
}

void same_facts_append(GString *out, const GPtrArray *whats, int version)
{
	g_string_append(out, "CASE seen.what");
	for (guint i = 0; i < whats->len; i++) {
		g_string_append_printf(out, "\n  WHEN '%s' THEN (", (const char *)whats->pdata[i]);
		append_facts(out, whats->pdata[i], version);
		g_string_append_c(out, ')');
	}
	g_string_append(out, "\n  END");
}
