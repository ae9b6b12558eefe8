/* How contracts look up objects of each kind: one row for each kind. */
#include "cmd/asking.h"

#include <glib.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"

#define COLUMNS_OF(numbers, relation) \
	"ARRAY(SELECT a.attname::text FROM unnest(" numbers \
	") WITH ORDINALITY AS u (number, place) JOIN pg_attribute a ON a.attrelid = " relation \
	" AND a.attnum = u.number ORDER BY u.place)"
#define CONSTRAINT(letter) "pg_constraint k WHERE k.conrelid = to_regclass(%P) AND k.conname = %N AND k.contype = '" letter "'"
#define ROUTINE(kinds) \
	"pg_proc p WHERE p.pronamespace = to_regnamespace(%S) AND p.proname = %N AND oidvectortypes(p.proargtypes) = %A AND " \
	"p.prokind IN (" kinds ")"
#define DEFAULT(generated) \
	"(SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum AND " \
	"a.attgenerated " generated " '')"
#define RELATION(kinds) "pg_class c WHERE c.oid = to_regclass(%O) AND c.relkind IN (" kinds ")"
#define ACTION(column) \
	"CASE k." column \
	" WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default' ELSE 'no action' " \
	"END"
#define STORAGE "CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' ELSE 'extended' END"
/* A table in a document has no schema where it is that of its part. */
#define PARENTS \
	"CASE WHEN r.relnamespace <> c.relnamespace THEN quote_ident(n.nspname) || '.' ELSE '' END || quote_ident(r.relname) " \
	"FROM pg_inherits h" \
	" JOIN pg_class r ON r.oid = h.inhparent JOIN pg_namespace n ON n.oid = r.relnamespace WHERE h.inhrelid = c.oid ORDER BY " \
	"h.inhseqno"
#define PARTITION_TELLS \
	{ "inherits", "ARRAY(SELECT " PARENTS ")" }, { "partition_of", "(SELECT " PARENTS " LIMIT 1)", "partition of" }, \
	{ \
		"partition_bound_spec", "regexp_replace(pg_get_expr(c.relpartbound, 0), '^FOR VALUES ', '')", "for values" \
	}
#define KEY_TELLS \
	{ \
		{ "columns", COLUMNS_OF("k.conkey", "k.conrelid") }, { "deferrable", "k.condeferrable" }, \
		{ \
			"deferred", "k.condeferred" \
		} \
	}
#define ROUTINE_TELLS \
	{ "language", "(SELECT l.lanname FROM pg_language l WHERE l.oid = p.prolang)" }, { "source", "p.prosrc" }, \
		{ "body", "pg_get_function_sqlbody(p.oid)" }, { "security_definer", "p.prosecdef" }, \
		{ "configuration", "p.proconfig" }, \
	{ \
		"allargs", "pg_get_function_arguments(p.oid)", "arguments", .vague = true \
	}

static const struct asking askings[] = {
	{ &schema_kind, "pg_namespace n WHERE n.nspname = %N" },
	{ &extension_kind, "pg_extension e WHERE e.extname = %N", { { "version", "e.extversion" } } },
	{ &language_kind, "pg_language l WHERE l.lanname = %N" },
	{ &enum_kind, "pg_type t WHERE t.typnamespace = to_regnamespace(%S) AND t.typname = %N AND t.typtype = 'e'",
		{ { "labels",
			"ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder)" } } },
	{ &composite_kind, "pg_class c WHERE c.oid = to_regclass(%O) AND c.relkind = 'c'" },
	{ &domain_kind, "pg_type t WHERE t.typnamespace = to_regnamespace(%S) AND t.typname = %N AND t.typtype = 'd'",
		{ { "type", "format_type(t.typbasetype, t.typtypmod)" },
			{ "not_null", "t.typnotnull", "NOT NULL", .without = "NULL allowed" },
			{ "default",
				"coalesce(pg_get_expr(t.typdefaultbin, 'pg_type'::regclass), quote_literal(t.typdefault))" } } },
	{ &domain_check_kind, "pg_constraint k WHERE k.contypid = to_regtype(%P) AND k.conname = %N",
		{ { "expression", "pg_get_expr(k.conbin, 0)" } } },
	{ &range_kind, "pg_type t WHERE t.typnamespace = to_regnamespace(%S) AND t.typname = %N AND t.typtype = 'r'" },
	{ &base_type_kind, "pg_type t WHERE t.typnamespace = to_regnamespace(%S) AND t.typname = %N AND t.typtype = 'b'" },
	{ &shell_type_kind, "pg_type t WHERE t.typnamespace = to_regnamespace(%S) AND t.typname = %N AND NOT t.typisdefined" },
	{ &sequence_kind, "pg_sequence s WHERE s.seqrelid = to_regclass(%O)",
		{ { "data_type", "format_type(s.seqtypid, NULL)", "type", .vague = true },
			{ "increment_by", "s.seqincrement", "increment" }, { "cycle", "s.seqcycle" },
			{ "cache_value", "s.seqcache", "cache" }, { "start_value", "s.seqstart", "start", .vague = true },
			{ "min_value", "s.seqmin", "minimum", .vague = true },
			{ "max_value", "s.seqmax", "maximum", .vague = true } } },
	{ &function_kind, ROUTINE("'f', 'w'"),
		{ { "returns", "pg_get_function_result(p.oid)" }, ROUTINE_TELLS, { "strict", "p.proisstrict" },
			{ "leakproof", "p.proleakproof" }, { "rows", "p.prorows", .vague = true },
			{ "cost", "p.procost", .vague = true },
			{ "volatility", "CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END" },
			{ "parallel", "CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' ELSE 'unsafe' END" } } },
	{ &procedure_kind, ROUTINE("'p'"), { ROUTINE_TELLS } },
	{ &aggregate_kind, ROUTINE("'a'") },
	{ &foreign_data_wrapper_kind, "pg_foreign_data_wrapper f WHERE f.fdwname = %N" },
	{ &server_kind,
		"pg_foreign_server s WHERE s.srvname = %N AND s.srvfdw = (SELECT f.oid FROM pg_foreign_data_wrapper f WHERE "
		"f.fdwname = %B)" },
	{ &table_kind, RELATION("'r', 'p'"),
		{ { "unlogged", "c.relpersistence = 'u'" }, PARTITION_TELLS, { "options", "c.reloptions" } } },
	{ &foreign_table_kind, RELATION("'f'"), { PARTITION_TELLS } },
	{ &view_kind, RELATION("'v'"), { { "definition", "pg_get_viewdef(c.oid)" } } },
	{ &materialized_view_kind, RELATION("'m'"), { { "definition", "pg_get_viewdef(c.oid)" } } },
	{ &column_kind, "pg_attribute a WHERE a.attrelid = to_regclass(%P) AND a.attname = %N AND NOT a.attisdropped",
		{ { "type", "format_type(a.atttypid, a.atttypmod)" },
			{ "not_null", "a.attnotnull", "NOT NULL", .without = "NULL allowed", .always = true },
			{ "default", DEFAULT("=") }, { "generated", DEFAULT("<>") },
			{ "identity.generated", "CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END",
				"identity" },
			{ "compression", "CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END" },
			{ "statistics", "coalesce(a.attstattarget, -1)" }, { "options", COLUMN_OPTIONS },
			{ "storage", "(SELECT CASE WHEN a.attstorage <> y.typstorage THEN " STORAGE
				     " END FROM pg_type y WHERE y.oid = a.atttypid)" } } },
	{ &composite_attribute_kind, "pg_attribute a WHERE a.attrelid = to_regclass(%P) AND a.attname = %N AND NOT a.attisdropped",
		{ { "type", "format_type(a.atttypid, a.atttypmod)" } } },
	{ &check_kind, CONSTRAINT("c"),
		{ { "expression", "pg_get_expr(k.conbin, k.conrelid)" },
			{ "not_valid", "NOT k.convalidated", "not valid", .without = "valid" } } },
	{ &primary_key_kind, CONSTRAINT("p"), KEY_TELLS },
	{ &unique_kind, CONSTRAINT("u"), KEY_TELLS },
	{ &exclusion_kind, CONSTRAINT("x"), { { "definition", "pg_get_constraintdef(k.oid)" } } },
	{ &foreign_key_kind, CONSTRAINT("f") " AND k.conparentid = 0",
		{ { "columns", COLUMNS_OF("k.conkey", "k.conrelid") },
			{ "references.schema",
				"(SELECT n.nspname FROM pg_class r JOIN pg_namespace n ON n.oid = r.relnamespace WHERE r.oid = "
				"k.confrelid)",
				"to schema" },
			{ "references.table", "(SELECT r.relname FROM pg_class r WHERE r.oid = k.confrelid)", "to table" },
			{ "references.columns", COLUMNS_OF("k.confkey", "k.confrelid"), "to columns" },
			{ "on_update", ACTION("confupdtype"), "on update" }, { "on_delete", ACTION("confdeltype"), "on delete" },
			{ "deferrable", "k.condeferrable" }, { "deferred", "k.condeferred" },
			{ "not_valid", "NOT k.convalidated", "not valid", .without = "valid" } } },
	{ &index_kind,
		"pg_index i WHERE i.indexrelid = to_regclass(%Q) AND i.indrelid = to_regclass(%P)"
		" AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))",
		{ { "unique", "i.indisunique", .always = true }, { "predicate", "pg_get_expr(i.indpred, i.indrelid)", "where" },
			{ "access_method",
				"(SELECT m.amname FROM pg_class c JOIN pg_am m ON m.oid = c.relam WHERE c.oid = i.indexrelid)",
				"access method" } } },
	{ &trigger_kind, "pg_trigger t WHERE t.tgrelid = to_regclass(%P) AND t.tgname = %N",
		{ { "procedure",
			  "(SELECT quote_ident(n.nspname) || '.' || quote_ident(p.proname) FROM pg_proc p JOIN pg_namespace n ON "
			  "n.oid = p.pronamespace"
			  " WHERE p.oid = t.tgfoid)" },
			{ "enabled",
				"CASE t.tgenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END" } } },
	{ &rule_kind, "pg_rewrite r WHERE r.ev_class = to_regclass(%P) AND r.rulename = %N" },
	{ &policy_kind, "pg_policy p WHERE p.polrelid = to_regclass(%P) AND p.polname = %N",
		{ { "command",
			  "CASE p.polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update' WHEN 'd' THEN "
			  "'delete' ELSE 'all' END",
			  .otherwise = "all" },
			{ "using", "pg_get_expr(p.polqual, p.polrelid)" },
			{ "check", "pg_get_expr(p.polwithcheck, p.polrelid)" } } },
	{ &event_trigger_kind, "pg_event_trigger e WHERE e.evtname = %N" },
	{ &publication_kind, "pg_publication p WHERE p.pubname = %N" },
	{ &role_kind, "pg_roles r WHERE r.rolname = %N" },
};

const struct asking *asking_of(const struct kind *kind)
{
	for (size_t i = 0; i < G_N_ELEMENTS(askings); i++)
		if (askings[i].kind == kind)
			return &askings[i];
	return NULL;
}
