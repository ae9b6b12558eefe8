/* What a table has from elsewhere: columns and checks of the tables that it inherits from, columns of the type that it is of. */
#include "diff/change.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/table.h"
#include "sql/lexer.h"

/* Takes "schema.name" or "name" apart; names as bare text, to be freed. */
static bool parse_name(const char *text, const char *own_schema, char **schema, char **name)
{
	struct lexer lexer;

	lexer_init(&lexer, text, strlen(text));
	struct token first = lexer_next_significant(&lexer), dot = lexer_next_significant(&lexer), second = lexer_next_significant(&lexer);
	*name = token_name(token_is(&dot, ".") ? &second : &first);
	*schema = token_is(&dot, ".") ? token_name(&first) : g_strdup(own_schema);
	return *name && *schema;
}

struct change *changes_inherited_from(const struct changes *changes, const struct change *part)
{
	const struct change *table = part->parent;

	if (!table || !table->have || !table->want || change_makes(table) || table->detached)
		return NULL;
	const struct object *was = table_parent(changes->have, table->have), *is = table_parent(changes->want, table->want);
	if (!was || !is || changes_of_have(changes, was) != changes_of_want(changes, is) || change_makes(changes_of_want(changes, is)))
		return NULL;
	const struct object *object = change_object(part);
	const struct object *upper = part->want ? object_part(is, object->kind, object->name) : object_part(was, object->kind, object->name);
	if (!upper)
		return NULL;
	return part->want ? changes_of_want(changes, upper) : changes_of_have(changes, upper);
}

static const struct object *type_of_table(const struct snapshot *snapshot, const struct object *table)
{
	const char *text = table->kind == &table_kind ? ((const struct table *)table)->of_type : NULL;
	g_autofree char *schema = NULL, *name = NULL;

	return text && parse_name(text, table->schema, &schema, &name) ? snapshot_find(snapshot, &composite_kind, schema, name) : NULL;
}

struct change *changes_attribute_of(const struct changes *changes, const struct change *column)
{
	const struct change *table = column->parent;
	const struct object *object = change_object(column);

	if (!table || object->kind != &column_kind || !table->have || !table->want || change_makes(table))
		return NULL;
	const struct object *was = type_of_table(changes->have, table->have), *is = type_of_table(changes->want, table->want);
	if (!was || !is || changes_of_have(changes, was) != changes_of_want(changes, is) || change_makes(changes_of_have(changes, was)))
		return NULL;
	const struct object *attribute = object_part(column->want ? is : was, &composite_attribute_kind, object->name);
	return !attribute ? NULL : column->want ? changes_of_want(changes, attribute) : changes_of_have(changes, attribute);
}
