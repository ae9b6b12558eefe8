/* CREATE, ALTER, DROP AGGREGATE, from pg_aggregate and pg_proc. The rows' clauses are the parameters of CREATE AGGREGATE. */
#include "catalog/kinds/aggregate.h"

#include "catalog/kinds.h"
#include "catalog/kinds/routine.h"
#include "catalog/snapshot.h"

#define ROUTINE(column) "nullif(a." column "::text, '-')"
#define MODIFY(column) \
	"CASE WHEN a." column " = CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END THEN NULL ELSE CASE a." column \
	" WHEN 'r' THEN 'read_only' WHEN 's' THEN 'shareable' ELSE 'read_write' END END"

#define AT(field) ATTRIBUTE_AT(struct aggregate, field)
static const struct attribute attributes[] = {
	{ "sfunc", AT(sfunc), ROUTINE("aggtransfn"), .clause = "SFUNC = %", .refers = REFERS_ROUTINE, .required = true },
	{ "stype", AT(stype), "format_type(a.aggtranstype, NULL)", .clause = "STYPE = %", .refers = REFERS_TYPE, .required = true },
	{ "sspace", AT(sspace), "a.aggtransspace", .otherwise = "0", .clause = "SSPACE = %", .form = FORM_NUMBER, .range = "0.." },
	{ "finalfunc", AT(finalfunc), ROUTINE("aggfinalfn"), .clause = "FINALFUNC = %", .refers = REFERS_ROUTINE },
	{ "finalfunc_extra", AT(finalfunc_extra), "a.aggfinalextra", .clause = "FINALFUNC_EXTRA" },
	{ "finalfunc_modify", AT(finalfunc_modify), MODIFY("aggfinalmodify"), .clause = "FINALFUNC_MODIFY = %",
		.words = "read_only|shareable|read_write" },
	{ "combinefunc", AT(combinefunc), ROUTINE("aggcombinefn"), .clause = "COMBINEFUNC = %", .refers = REFERS_ROUTINE },
	{ "serialfunc", AT(serialfunc), ROUTINE("aggserialfn"), .clause = "SERIALFUNC = %", .refers = REFERS_ROUTINE,
		.required_with = "deserialfunc" },
	{ "deserialfunc", AT(deserialfunc), ROUTINE("aggdeserialfn"), .clause = "DESERIALFUNC = %", .refers = REFERS_ROUTINE,
		.required_with = "serialfunc" },
	{ "initcond", AT(initcond), "a.agginitval", .clause = "INITCOND = '%'", .empty = true },
	{ "msfunc", AT(msfunc), ROUTINE("aggmtransfn"), .clause = "MSFUNC = %", .refers = REFERS_ROUTINE,
		.required_with = "minvfunc|mstype|msspace|mfinalfunc|minitcond" },
	{ "minvfunc", AT(minvfunc), ROUTINE("aggminvtransfn"), .clause = "MINVFUNC = %", .refers = REFERS_ROUTINE,
		.required_with = "msfunc" },
	{ "mstype", AT(mstype), "CASE WHEN a.aggmtranstype <> 0 THEN format_type(a.aggmtranstype, NULL) END",
		.clause = "MSTYPE = %", .refers = REFERS_TYPE, .required_with = "msfunc" },
	{ "msspace", AT(msspace), "a.aggmtransspace", .otherwise = "0", .clause = "MSSPACE = %", .form = FORM_NUMBER,
		.range = "0.." },
	{ "mfinalfunc", AT(mfinalfunc), ROUTINE("aggmfinalfn"), .clause = "MFINALFUNC = %", .refers = REFERS_ROUTINE },
	{ "mfinalfunc_extra", AT(mfinalfunc_extra), "a.aggmfinalextra", .clause = "MFINALFUNC_EXTRA" },
	{ "mfinalfunc_modify", AT(mfinalfunc_modify), MODIFY("aggmfinalmodify"), .clause = "MFINALFUNC_MODIFY = %",
		.words = "read_only|shareable|read_write" },
	{ "minitcond", AT(minitcond), "a.aggminitval", .clause = "MINITCOND = '%'", .empty = true },
	{ "sortop", AT(sortop),
		"CASE WHEN a.aggsortop <> 0 THEN (SELECT 'OPERATOR(' || quote_ident(s.nspname) || '.' || o.oprname || ')'"
		" FROM pg_operator o JOIN pg_namespace s ON s.oid = o.oprnamespace WHERE o.oid = a.aggsortop) END",
		.clause = "SORTOP = %", .refers = REFERS_TEXT },
	{ "parallel", AT(parallel), "CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' END", .otherwise = "unsafe",
		.clause = "PARALLEL = %", .words = "safe|restricted" },
	{ "kind", AT(kind), "CASE a.aggkind WHEN 'o' THEN 'ordered' WHEN 'h' THEN 'hypothetical' END", .otherwise = "normal",
		.words = "ordered|hypothetical" },
	{ 0 },
};

static void settle(struct snapshot *snapshot, struct object *object)
{
	object->signature = routine_quote_names(snapshot_pool(snapshot), object->signature);
	object->identity = routine_identity(snapshot_pool(snapshot), object->name, object->signature);
}

const struct kind aggregate_kind = {
	.name = "aggregate",
	.found_by = "regprocedure",
	.default_acl = "f",
	.target = "FUNCTION %A",
	.traits = TRAIT_ROUTINE | TRAIT_CODE | TRAIT_RUN,
	.spaces = SPACE_ROUTINE,
	.sql = "AGGREGATE",
	.size = sizeof(struct aggregate),
	.attributes = attributes,
	.change = CHANGE_RECREATE,
	.signed_name = true,
	.schema_key = true,
	.settle = settle,
	.catalog = "pg_proc",
	.from = "pg_aggregate a JOIN pg_proc p ON p.oid = a.aggfnoid JOIN pg_namespace n ON n.oid = p.pronamespace",
	.where = "p.oid >= 16384 AND n.nspname !~ '^pg_'",
	.oid = "p.oid",
	.schema = "n.nspname",
	.title = "p.proname",
	.owner = "p.proowner",
	.privileges = "p.proacl",
	.signature = "pg_get_function_identity_arguments(p.oid)",
	.rights = "X",
	.public_rights = "X",
};
