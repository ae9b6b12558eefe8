/* Which objects count: exact names, and regular expressions on qualified names. */
#include "cmd/filter.h"

#include <pcre2.h>
#include <string.h>

#include "catalog/kinds.h"
#include "catalog/role.h"
#include "catalog/sequence.h"

#define FILTER_ERROR (g_quark_from_static_string("filter"))

struct filter {
	const struct filter_options *options;
	GPtrArray *include, *exclude;        /* pcre2_code *; NULL: none given */
	GPtrArray *beginning;                /* those of include again, for matching beginnings */
	pcre2_match_context *limits;
	bool comparing;
	const struct snapshot *wanted;
	GError *error;                       /* the first one */
};

/* Patterns come from the command line, but perhaps from somebody else's script: none may run for ever. */
enum { MATCH_LIMIT = 100000, DEPTH_LIMIT = 1000, HEAP_LIMIT_KB = 4096 };

/* end: PCRE2_ENDANCHORED, or 0 for partial matching, which excludes it. */
static bool compile(GPtrArray *patterns, const char *option, uint32_t end, GPtrArray **codes, GError **error)
{
	const uint32_t flags = PCRE2_ANCHORED | PCRE2_UTF | PCRE2_DOTALL | PCRE2_NEVER_BACKSLASH_C | PCRE2_DOLLAR_ENDONLY | end;

	if (!patterns)
		return true;
	*codes = g_ptr_array_new_with_free_func((GDestroyNotify)pcre2_code_free);
	for (guint i = 0; i < patterns->len; i++) {
		const char *pattern = patterns->pdata[i];
		int number;
		PCRE2_SIZE offset;
		pcre2_code *code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, flags, &number, &offset, NULL);
		PCRE2_UCHAR message[256];

		if (!code) {
			pcre2_get_error_message(number, message, sizeof(message));
			g_set_error(error, FILTER_ERROR, 0, "--%s \"%s\": %s at character %zu", option, pattern, (char *)message,
				offset + 1);
			return false;
		}
		g_ptr_array_add(*codes, code);
	}
	return true;
}

struct filter *filter_new(const struct filter_options *options, GError **error)
{
	struct filter *filter = g_new0(struct filter, 1);

	filter->options = options;
	filter->limits = pcre2_match_context_create(NULL);
	pcre2_set_match_limit(filter->limits, MATCH_LIMIT);
	pcre2_set_depth_limit(filter->limits, DEPTH_LIMIT);
	pcre2_set_heap_limit(filter->limits, HEAP_LIMIT_KB);
	if (compile(options->include, "include", PCRE2_ENDANCHORED, &filter->include, error) &&
	    compile(options->include, "include", 0, &filter->beginning, error) &&
	    compile(options->exclude, "exclude", PCRE2_ENDANCHORED, &filter->exclude, error))
		return filter;
	filter_free(filter);
	return NULL;
}

void filter_free(struct filter *filter)
{
	if (!filter)
		return;
	g_clear_pointer(&filter->include, g_ptr_array_unref);
	g_clear_pointer(&filter->beginning, g_ptr_array_unref);
	g_clear_pointer(&filter->exclude, g_ptr_array_unref);
	g_clear_error(&filter->error);
	pcre2_match_context_free(filter->limits);
	g_free(filter);
}

bool filter_selects(const struct filter *filter)
{
	const struct filter_options *options = filter->options;

	return options->schemas || options->without_schemas || options->tables || options->without_tables || options->include ||
	       options->exclude;
}

void filter_for_comparing(struct filter *filter, const struct snapshot *wanted)
{
	filter->comparing = true;
	filter->wanted = wanted;
}

static bool listed(GPtrArray *names, const char *name)
{
	for (guint i = 0; names && name && i < names->len; i++)
		if (strcmp(names->pdata[i], name) == 0)
			return true;
	return false;
}

/* What pcre2_match() gives; how is 0 or PCRE2_PARTIAL_HARD. */
static int match(struct filter *filter, pcre2_code *code, const char *subject, uint32_t how)
{
	pcre2_match_data *data = pcre2_match_data_create_from_pattern(code, NULL);
	int result = pcre2_match(code, (PCRE2_SPTR)subject, PCRE2_ZERO_TERMINATED, 0, how, data, filter->limits);

	pcre2_match_data_free(data);
	if (result < PCRE2_ERROR_PARTIAL && !filter->error) {
		PCRE2_UCHAR message[256];
		pcre2_get_error_message(result, message, sizeof(message));
		g_set_error(&filter->error, FILTER_ERROR, 0,
			"a pattern of --include or --exclude cannot be matched with \"%s\": %s", subject, (char *)message);
	}
	return result;
}

static bool matches(struct filter *filter, pcre2_code *code, const char *subject)
{
	return match(filter, code, subject, 0) > 0;
}

/* By its qualified name, or by its schema. */
static bool matches_any(struct filter *filter, GPtrArray *codes, const struct object *object)
{
	g_autofree char *qualified =
		object->schema ? g_strdup_printf("%s.%s", object->schema, object->name) : g_strdup(object->name);

	for (guint i = 0; codes && i < codes->len; i++)
		if (matches(filter, codes->pdata[i], qualified) ||
			(object->schema && matches(filter, codes->pdata[i], object->schema)))
			return true;
	return false;
}

static bool is_relation(const struct kind *kind)
{
	return kind == &table_kind || kind == &foreign_table_kind || kind == &view_kind || kind == &materialized_view_kind || kind == &sequence_kind;
}

/* -t: relations of that name, and the sequences of their columns. */
static bool is_chosen_table(const struct filter *filter, const struct object *object)
{
	if (!is_relation(object->kind))
		return false;
	if (listed(filter->options->tables, object->name))
		return true;
	return object->kind == &sequence_kind && listed(filter->options->tables, ((const struct sequence *)object)->owner_table);
}

/* --include: the schema itself, or anything that might be in it. */
static bool may_include(struct filter *filter, const struct object *schema)
{
	g_autofree char *beginning = g_strconcat(schema->name, ".", NULL);

	for (guint i = 0; i < filter->include->len; i++)
		if (matches(filter, filter->include->pdata[i], schema->name) ||
		    match(filter, filter->beginning->pdata[i], beginning, PCRE2_PARTIAL_HARD) == PCRE2_ERROR_PARTIAL)
			return true;
	return false;
}

static bool accept_schema(struct filter *filter, const struct object *object)
{
	const struct filter_options *options = filter->options;

	if ((options->schemas && !listed(options->schemas, object->name)) || listed(options->without_schemas, object->name) ||
	    matches_any(filter, filter->exclude, object) || (filter->include && !may_include(filter, object)))
		return false;
	if (!filter->comparing || !filter->wanted || (!options->tables && !options->include))
		return true;
	return snapshot_find(filter->wanted, &schema_kind, NULL, object->name);
}

/* Extensions, event triggers. */
static bool accept_without_schema(struct filter *filter, const struct object *object)
{
	const struct filter_options *options = filter->options;

	if (matches_any(filter, filter->exclude, object))
		return false;
	if (filter->include)
		return matches_any(filter, filter->include, object);
	return !filter->comparing || (!options->schemas && !options->tables);
}

/* Roles and the database: what the wanted side speaks of; where none is compared with, the roles that the database has to do with. */
static bool accept_optional(const struct filter *filter, const struct object *object)
{
	if (filter->wanted)
		return snapshot_find(filter->wanted, object->kind, NULL, object->name);
	return object->kind != &role_kind || !((const struct role *)object)->unused;
}

bool filter_accept(const struct object *object, void *data)
{
	struct filter *filter = data;
	const struct filter_options *options = filter->options;

	if (object->kind->optional)
		return accept_optional(filter, object);
	if (object->kind == &schema_kind)
		return accept_schema(filter, object);
	if (!object->schema)
		return accept_without_schema(filter, object);
	if ((options->schemas && !listed(options->schemas, object->schema)) || listed(options->without_schemas, object->schema))
		return false;
	if (options->tables && !is_chosen_table(filter, object))
		return false;
	if (is_relation(object->kind) && listed(options->without_tables, object->name))
		return false;
	if (filter->include && !matches_any(filter, filter->include, object))
		return false;
	return !matches_any(filter, filter->exclude, object);
}

bool filter_check(struct filter *filter, GError **error)
{
	if (!filter->error)
		return true;
	g_propagate_error(error, g_steal_pointer(&filter->error));
	return false;
}
