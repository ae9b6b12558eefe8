/* Decides which objects count; schemas are read before the objects in them. */
#include "cmd/place_counts.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/registry.h"
#include "catalog/schema_names.h"

/*
 * Asks with the schema's new name, which the object gets during the call. Objects of a schema that already has that name do not
 * count.
 */
static bool counts_renamed(struct object *object, const struct place_options *options)
{
	const GPtrArray *names = options->map_databases ? options->schema_names : NULL;
	const char *schema = object->schema, *name = object->name;

	if (!options->accept || schema_names_takes(names, object->kind == &schema_kind ? name : schema))
		return !options->accept;
	object->schema = schema_names_find(names, schema);
	object->name = object->kind == &schema_kind ? schema_names_find(names, name) : name;
	bool accepted = options->accept(object, options->data);
	object->schema = schema;
	object->name = name;
	return accepted;
}

static bool is_own(struct place_counting *counting, const struct object *object)
{
	static const struct {
		const char *name, *comment;
	} own[] = { { REGISTRY_SCHEMA, REGISTRY_COMMENT }, { KEPT_SCHEMA, KEPT_COMMENT } };
	bool schema = object->kind == &schema_kind, found = false;

	for (unsigned i = 0; i < G_N_ELEMENTS(own); i++) {
		if (g_strcmp0(schema ? object->name : object->schema, own[i].name) != 0)
			continue;
		if (schema && object->comment && g_str_has_prefix(object->comment, own[i].comment))
			counting->own |= 1u << i;
		found = counting->own & 1u << i;
	}
	return found;
}

bool place_counts(const struct object *object, void *data)
{
	struct place_counting *counting = data;

	if (is_own(counting, object))
		return false;
	return counts_renamed((struct object *)object, counting->options);
}
