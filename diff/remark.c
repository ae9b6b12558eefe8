/* The losses, notes and possible renames of a plan. */
#include "diff/remark.h"

static const struct {
	const char *name, *meaning;
} codes[REMARK_CODES] = {
	[LOSS_ATTRIBUTE_DROPPED] = { "attribute-dropped", "An attribute of a composite type is dropped with its values." },
	[LOSS_COLUMN_DROPPED] = { "column-dropped", "A column is dropped with its values." },
	[LOSS_COLUMN_GENERATED] = { "column-generated", "A column becomes a generated one and loses its values." },
	[LOSS_EXTENSION_DROPPED] = { "extension-dropped", "An extension is dropped with what its tables hold." },
	[LOSS_LABEL_REMOVED] = { "label-removed", "A label of an enum is removed, and rows may have it." },
	[LOSS_NOT_KEPT] = { "not-kept", "A column is dropped with values that --keep cannot keep." },
	[LOSS_PASSWORD_DROPPED] = { "password-dropped", "A user mapping is dropped with its password." },
	[LOSS_POSITION] = { "sequence-position", "A sequence starts again." },
	[LOSS_ROWS_DELETED] = { "rows-deleted", "Rows that a file describes are deleted." },
	[LOSS_TABLE_DROPPED] = { "table-dropped", "A table is dropped with its rows." },
	[LOSS_VALUES_CHANGED] = { "values-changed", "The conversion of a column changes values." },
	[LOSS_VALUES_DROPPED] = { "values-dropped", "Values are lost because they cannot be converted." },
	[NOTE_BACKFILL] = { "backfill-unfinished", "A column has rows that --backfill has not filled yet." },
	[NOTE_COLUMN_ORDER] = { "column-order", "The order of columns differs and cannot be changed." },
	[NOTE_CONNECTION_SECRET] = { "connection-secret", "A connection string has a secret that is not known." },
	[NOTE_DATABASE_SETTING] = { "database-setting", "A setting of the database that only CREATE DATABASE can make." },
	[NOTE_DROP_EXPRESSION] = { "drop-expression", "This server may refuse to drop the expression of a generated column." },
	[NOTE_EVENT_TRIGGER] = { "event-trigger", "An event trigger fires on the script's statements." },
	[NOTE_EXTENSION_VERSION] = { "extension-version", "An extension has no update to the wanted version." },
	[NOTE_GIVEN_BACK] = { "given-back", "Columns get back what was kept of them." },
	[NOTE_KEPT] = { "kept", "What is dropped is kept aside." },
	[NOTE_NEW_COLUMN] = { "new-column-values", "What existing rows get in a new column." },
	[NOTE_NO_ONLINE_FORM] = { "no-online-form", "A statement blocks others, and --online knows no other way." },
	[NOTE_OPTION_SECRET] = { "option-secret", "An option is a secret that is not known." },
	[NOTE_OPTIONS_HIDDEN] = { "options-hidden", "Options could not be read for lack of a privilege." },
	[NOTE_OWNER] = { "owner-not-kept", "An object is recreated, and its owner is not known." },
	[NOTE_PARTITIONED_UNLOGGED] = { "partitioned-unlogged", "UNLOGGED of a partitioned table cannot be changed." },
	[NOTE_RESULTS] = { "stored-results", "Results that the server has stored are not computed again." },
	[NOTE_ROLE_PASSWORD] = { "role-password", "A role is created without a password." },
	[NOTE_ROWS] = { "rows-written", "Rows that a file describes are inserted, changed or deleted." },
	[NOTE_RULE_ENABLED] = { "rule-enabled", "A rule of a view cannot be disabled." },
	[NOTE_SEVERAL_TRANSACTIONS] = { "several-transactions", "The script cannot run in one transaction." },
	[NOTE_SLOT] = { "replication-slot", "A replication slot stays on the publisher." },
	[NOTE_SUBSCRIPTION_DISABLED] = { "subscription-disabled", "A subscription is created disabled." },
	[NOTE_TABLE_RECREATED] = { "table-recreated", "A table is recreated, and its rows are copied." },
	[NOTE_TIME_ZONE] = { "time-zone", "Times without a time zone are taken as UTC." },
	[NOTE_WAY_BACK] = { "way-back", "The way back succeeds only if the rows allow it." },
	[LOOK_ALIKE] = { "look-alike", "What is created is like what is dropped, and may be a rename." },
};

static void remark_free(gpointer data)
{
	struct remark *remark = data;

	g_free(remark->text);
	g_free(remark->subject);
	g_free(remark->old);
	g_free(remark);
}

GPtrArray *remarks_new(void)
{
	return g_ptr_array_new_with_free_func(remark_free);
}

const char *remark_text(const GPtrArray *remarks, guint i)
{
	return ((const struct remark *)remarks->pdata[i])->text;
}

static gboolean has_text(gconstpointer remark, gconstpointer text)
{
	return g_str_equal(((const struct remark *)remark)->text, text);
}

bool remarks_have(const GPtrArray *remarks, const char *text)
{
	return g_ptr_array_find_with_equal_func((GPtrArray *)remarks, text, has_text, NULL);
}

/* Whether a name may go on with it. */
static bool continues(char c)
{
	return g_ascii_isalnum(c) || (unsigned char)c >= 0x80 || (c && strchr("_$.\"", c));
}

bool remarks_name(const GPtrArray *remarks, const char *description)
{
	size_t length = strlen(description);

	for (guint i = 0; i < remarks->len; i++)
		for (const char *at = strstr(remark_text(remarks, i), description); at; at = strstr(at + 1, description))
			if (!continues(at[length]))
				return true;
	return false;
}

void remark_add_v(GPtrArray *remarks, enum remark_code code, const struct object *object, const char *format, va_list arguments)
{
	g_autofree char *text = g_strdup_vprintf(format, arguments);

	if (remarks_have(remarks, text))
		return;
	struct remark *remark = g_new(struct remark, 1);
	*remark = (struct remark){ .code = code, .object = object, .text = g_steal_pointer(&text) };
	g_ptr_array_add(remarks, remark);
}

void remark_add(GPtrArray *remarks, enum remark_code code, const struct object *object, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	remark_add_v(remarks, code, object, format, arguments);
	va_end(arguments);
}

void remark_add_rename(
	GPtrArray *remarks, const struct object *object, const char *subject, const char *old, const char *how, const char *advice)
{
	guint before = remarks->len;

	remark_add(remarks, LOOK_ALIKE, object, "%s is new and %s, which is dropped: if it is the same, write %s", subject, how,
		advice);
	if (remarks->len == before)
		return;
	struct remark *remark = remarks->pdata[before];
	remark->subject = g_strdup(subject);
	remark->old = g_strdup(old);
}

const char *remark_code_name(enum remark_code code)
{
	return codes[code].name;
}

const char *remark_code_meaning(enum remark_code code)
{
	return codes[code].meaning;
}
