/*
 * Every kind of object, in the order in which a database is built; parts after their parents. X-macro of names: KIND(schema) is
 * `struct kind schema_kind`.
 */
#pragma once

#include "catalog/kind.h"

#define KINDS(KIND) \
	KIND(role) \
	KIND(database) \
	KIND(schema) \
	KIND(extension) \
	KIND(language) \
	KIND(collation) \
	KIND(shell_type) \
	KIND(enum) \
	KIND(composite) \
	KIND(domain) \
	KIND(range) \
	KIND(base_type) \
	KIND(cast) \
	KIND(transform) \
	KIND(text_search_parser) \
	KIND(text_search_template) \
	KIND(dictionary) \
	KIND(configuration) \
	KIND(sequence) \
	KIND(function) \
	KIND(procedure) \
	KIND(aggregate) \
	KIND(access_method) \
	KIND(operator) \
	KIND(operator_family) \
	KIND(operator_class) \
	KIND(conversion) \
	KIND(foreign_data_wrapper) \
	KIND(table) \
	KIND(foreign_table) \
	KIND(view) \
	KIND(materialized_view) \
	KIND(statistics) \
	KIND(event_trigger) \
	KIND(publication) \
	KIND(subscription) \
	KIND(default_privileges) \
	KIND(system_privileges)

#define PART_KINDS(KIND) \
	KIND(composite_attribute) \
	KIND(domain_check) \
	KIND(mapping) \
	KIND(family_operator) \
	KIND(family_function) \
	KIND(class_operator) \
	KIND(class_function) \
	KIND(publication_table) \
	KIND(server) \
	KIND(user_mapping) \
	KIND(column) \
	KIND(partition_key) \
	KIND(check) \
	KIND(primary_key) \
	KIND(unique) \
	KIND(exclusion) \
	KIND(index) \
	KIND(index_key) \
	KIND(foreign_key) \
	KIND(rule) \
	KIND(trigger) \
	KIND(policy)

#define KIND(name) extern const struct kind name##_kind;
KINDS(KIND)
PART_KINDS(KIND)
#undef KIND

/* All kinds, top-level ones first; ends in NULL. */
extern const struct kind *const kinds[];
extern const size_t kind_count;
/* Place of a kind in the list above. */
size_t kind_index(const struct kind *);
