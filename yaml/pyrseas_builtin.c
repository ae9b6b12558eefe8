/* Names of pg_catalog: types and operators of PostgreSQL 13 to 18. */
#include "yaml/pyrseas_builtin.h"

#include <glib.h>
#include <string.h>

static const char *const types =
	" aclitem any anyarray anycompatible anycompatiblearray anycompatiblemultirange anycompatiblenonarray anycompatiblerange "
	"anyelement anyenum"
	" anymultirange anynonarray anyrange bigint bit bool boolean box bpchar bytea char character cid cidr circle cstring date "
	"datemultirange"
	" daterange double event_trigger fdw_handler float4 float8 gtsvector index_am_handler inet int2 int2vector int4 "
	"int4multirange int4range int8"
	" int8multirange int8range integer internal interval json jsonb jsonpath language_handler line lseg macaddr macaddr8 "
	"money name none numeric"
	" nummultirange numrange oid oidvector path point polygon precision real record refcursor regclass regcollation regconfig "
	"regdictionary"
	" regnamespace regoper regoperator regproc regprocedure regrole regtype smallint table_am_handler text tid time timestamp "
	"timestamptz timetz"
	" trigger tsm_handler tsmultirange tsquery tsrange tstzmultirange tstzrange tsvector txid_snapshot unknown uuid varbit "
	"varchar varying void"
	" with without xid xid8 xml ";

static const char *const operators =
	" !! !~ !~* !~~ !~~* # ## #- #> #>> % & && &< &<| &> * *< *<= *<> *= *> *>= + - -> ->> -|- / < <-> << <<= <<| <= <> <@ <^ "
	"= > >= >> >>= >^ ?"
	" ?# ?& ?- ?-| ?| ?|| @ @-@ @> @? @@ @@@ ^ ^@ | |&> |/ |>> || ||/ ~ ~* ~<=~ ~<~ ~= ~>=~ ~>~ ~~ ~~* ";

static bool has(const char *names, const char *name)
{
	g_autofree char *padded = g_strdup_printf(" %s ", name);

	return strstr(names, padded);
}

bool pyrseas_is_builtin_type(const char *name)
{
	return g_str_has_prefix(name, "pg_") || has(types, name);
}

bool pyrseas_is_builtin_operator(const char *name)
{
	return has(operators, name);
}
