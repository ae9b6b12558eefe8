/* CREATE, ALTER, DROP LANGUAGE and ACCESS METHOD, which have handlers: from pg_language and pg_am. */
#include "catalog/kinds/language.h"

#include "catalog/kinds.h"

#define ROUTINE(column) "CASE WHEN " column " <> 0 THEN " column "::regproc::text END"

#define AT(field) ATTRIBUTE_AT(struct language, field)
/* A language without handler is one that an extension of its name makes: CREATE LANGUAGE plperl is CREATE EXTENSION plperl. */
static const struct attribute language_attributes[] = {
	{ "trusted", AT(trusted), "l.lanpltrusted" },
	{ "handler", AT(handler), ROUTINE("l.lanplcallfoid"), .refers = REFERS_ROUTINE, .required_with = "inline|validator" },
	{ "inline", AT(inline_), ROUTINE("l.laninline"), .refers = REFERS_ROUTINE },
	{ "validator", AT(validator), ROUTINE("l.lanvalidator"), .refers = REFERS_ROUTINE },
	{ 0 },
};
#undef AT

const struct kind language_kind = {
	.name = "language",
	.found_by = "name",
	.default_acl = "l",
	.sql = "LANGUAGE",
	.size = sizeof(struct language),
	.attributes = language_attributes,
	.change = CHANGE_IN_PLACE,
	.catalog = "pg_language",
	.from = "pg_language l",
	.where = "l.oid >= 16384 AND l.lanispl",
	.oid = "l.oid",
	.title = "l.lanname",
	.owner = "l.lanowner",
	.privileges = "l.lanacl",
	.rights = "U",
	.public_rights = "U",
};

#define AT(field) ATTRIBUTE_AT(struct access_method, field)
static const struct attribute access_method_attributes[] = {
	{ "type", AT(type), "CASE a.amtype WHEN 't' THEN 'table' ELSE 'index' END", .required = true, .words = "table|index" },
	{ "handler", AT(handler), "a.amhandler::regproc::text", .refers = REFERS_ROUTINE, .required = true },
	{ 0 },
};

const struct kind access_method_kind = {
	.name = "access method",
	.sql = "ACCESS METHOD",
	.size = sizeof(struct access_method),
	.attributes = access_method_attributes,
	.fixed_name = true,
	.catalog = "pg_am",
	.from = "pg_am a",
	.where = "a.oid >= 16384",
	.oid = "a.oid",
	.title = "a.amname",
};
