/* CREATE, ALTER, DROP EXTENSION, from pg_extension. An extension's owner cannot be changed, so it is not compared. */
#include "catalog/kinds/extension.h"

#include "catalog/depend_need.h"
#include "catalog/kinds.h"
#include "catalog/snapshot.h"

#define AT(field) ATTRIBUTE_AT(struct extension, field)
static const struct attribute attributes[] = {
	{ "schema", AT(schema), "n.nspname", .change = CHANGE_IN_PLACE, .untold = true },
	{ "version", AT(version), "e.extversion", .change = CHANGE_IN_PLACE, .untold = true },
	{ "control_comment", AT(control_comment), "c.comment", .form = FORM_HIDDEN, .incidental = true },
	{ "fixed", AT(fixed), "NOT e.extrelocatable", .form = FORM_HIDDEN, .incidental = true },
	{ "tableless", AT(tableless), "t.refobjid IS NULL", .form = FORM_HIDDEN, .incidental = true },
	{ 0 },
};

#define TABLES_OF_EXTENSIONS \
	"SELECT DISTINCT d.refobjid FROM pg_depend d JOIN pg_class c ON c.oid = d.objid" \
	" WHERE d.refclassid = 'pg_extension'::regclass AND d.classid = 'pg_class'::regclass AND d.deptype = 'e' AND c.relkind IN " \
	"('r', 'p')"

/* CREATE EXTENSION sets the control file's comment, which another version may change: only a different comment is described. */
static void settle(struct snapshot *snapshot, struct object *object)
{
	(void)snapshot;
	if (object->comment == ((const struct extension *)object)->control_comment)
		object->comment = NULL;
}

void extension_forget_versions(struct snapshot *snapshot)
{
	struct own_objects extensions = snapshot_own_objects(snapshot, &extension_kind);

	for (size_t i = 0; i < extensions.count; i++)
		((struct extension *)extensions.items[i])->version = NULL;
}

static const char *control_comment(const struct object *object, const struct object *beside)
{
	const char *comment = ((const struct extension *)object)->control_comment;

	return comment || !beside ? comment : ((const struct extension *)beside)->control_comment;
}

static void need_schema(struct scan *scan)
{
	depend_add_schema(scan, ((const struct extension *)scan->object)->schema);
}

const struct kind extension_kind = {
	.name = "extension",
	.traits = TRAIT_HOME,
	.sql = "EXTENSION",
	.size = sizeof(struct extension),
	.attributes = attributes,
	.fixed_name = true,
	.settle = settle,
	.given_comment = control_comment,
	.catalog = "pg_extension",
	.from = "pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace LEFT JOIN (" TABLES_OF_EXTENSIONS
		") t ON t.refobjid = e.oid"
		" LEFT JOIN pg_available_extensions() c ON c.name = e.extname",
	.oid = "e.oid",
	.title = "e.extname",
	.needs = need_schema,
};
