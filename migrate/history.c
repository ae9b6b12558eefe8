/* The history of a rehearsal: its earlier nights. */
#include "migrate/history.h"

#include <string.h>

#include "migrate/file.h"
#include "migrate/status.h"

enum { NIGHTS = 60 };

/* "pre 1": identifies an assertion from night to night. Free it. */
static char *assertion_key(const json_t *assertion)
{
	return g_strdup_printf("%s %d", json_string_value(json_object_get(assertion, "phase")),
		(int)json_integer_value(json_object_get(assertion, "number")));
}

/* The JSON that is stored for the changes of a night, or of a tenant. */
static json_t *changes_of(const json_t *part)
{
	json_t *changes = json_object(), *change, *assertion;
	size_t i, j;

	json_array_foreach(json_object_get(part, "changes"), i, change)
	{
		json_t *assertions = json_object();
		json_array_foreach(json_object_get(change, "assertions"), j, assertion)
		{
			g_autofree char *key = assertion_key(assertion);
			json_object_set(assertions, key, json_object_get(assertion, "passed"));
		}
		json_object_set_new(changes, json_string_value(json_object_get(change, "name")),
			json_pack("{sO sO* so sO*}", "verdict", json_object_get(change, "verdict"), "seconds",
				json_object_get(change, "seconds"), "assertions", assertions, "contract",
				json_object_get(change, "contract")));
	}
	return changes;
}

static json_t *night_of(const json_t *report)
{
	json_t *night = json_pack(
		       "{sO sO}", "night", json_object_get(report, "night"), "verdict", json_object_get(report, "verdict")),
	       *tenants = json_object_get(report, "tenants"), *kept = json_object(), *tenant;
	size_t i;

	json_array_foreach(tenants, i, tenant) json_object_set_new(kept, json_string_value(json_object_get(tenant, "tenant")),
		json_pack("{sO so}", "verdict", json_object_get(tenant, "verdict"), "changes", changes_of(tenant)));
	if (tenants)
		json_object_set(night, "tenants", kept);
	else
		json_object_set_new(night, "changes", changes_of(report));
	json_decref(kept);
	return night;
}

/* The nights of one tenant; it may be missing on some. */
static json_t *nights_of_tenant(const json_t *nights, const char *name)
{
	json_t *list = json_array(), *night;
	size_t i;

	json_array_foreach(nights, i, night)
	{
		json_t *tenant = json_object_get(json_object_get(night, "tenants"), name);
		json_array_append_new(list, tenant ? json_incref(tenant) : json_object());
	}
	return list;
}

/* The nights of a file, and its text, "" where the file does not exist. NULL with an error. */
static json_t *read_nights(const char *path, char **text, GError **error)
{
	json_t *nights = json_array();
	size_t length = 0;

	*text = g_file_test(path, G_FILE_TEST_EXISTS) ? file_read(path, &length, error) : g_strdup("");
	g_auto(GStrv) lines = *text ? g_strsplit(*text, "\n", -1) : NULL;
	for (size_t i = 0; lines && lines[i]; i++) {
		json_t *night = json_loads(lines[i], 0, NULL);
		if (night) {
			json_array_append_new(nights, night);
		} else if (!lines[i + 1]) { /* the last line is empty, or was not written completely */
			(*text)[strlen(*text) - strlen(lines[i])] = '\0';
		} else if (*lines[i]) {
			migrate_fail(error, MIGRATE_FILES, "%s:%zu: is not a line of JSON; correct or remove it", path, i + 1);
			g_clear_pointer(text, g_free);
			break;
		}
	}
	while (json_array_size(nights) > NIGHTS - 1)
		json_array_remove(nights, 0);
	if (*text)
		return nights;
	json_decref(nights);
	return NULL;
}

static bool append_night(const char *path, const char *text, const json_t *night, GError **error)
{
	char *line = json_dumps(night, JSON_COMPACT | JSON_PRESERVE_ORDER);
	bool ended = !*text || g_str_has_suffix(text, "\n");
	g_autofree char *whole = g_strconcat(text, ended ? "" : "\n", line, "\n", NULL);

	free(line);
	return g_file_set_contents_full(path, whole, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0666, error) ||
	       migrate_fail_as(error, MIGRATE_FILES);
}

/* The value of each night; null where it has none. */
static json_t *series(const json_t *nights, const char *change, const char *part, const char *key)
{
	json_t *list = json_array(), *night;
	size_t i;

	json_array_foreach(nights, i, night)
	{
		json_t *of_change = json_object_get(json_object_get(night, "changes"), change),
		       *value = json_object_get(of_change, part);
		value = key ? json_object_get(value, key) : value;
		json_array_append_new(list, value ? json_incref(value) : json_null());
	}
	return list;
}

/* The index of the night since which it has always failed, after it held; -1: it holds, or never held. */
static int failing_since(const json_t *list)
{
	int since = -1;

	for (int i = (int)json_array_size(list) - 1; i >= 0; i--) {
		const json_t *passed = json_array_get(list, (size_t)i);
		if (json_is_true(passed))
			return since;
		if (json_is_false(passed))
			since = i;
	}
	return -1;
}

static void join_assertions(json_t *report, const json_t *nights, const json_t *change, json_t *trend)
{
	const char *name = json_string_value(json_object_get(change, "name"));
	json_t *all = json_object(), *assertion;
	size_t i;

	json_array_foreach(json_object_get(change, "assertions"), i, assertion)
	{
		g_autofree char *key = assertion_key(assertion);
		json_t *list = series(nights, name, "assertions", key);
		int since = json_is_false(json_object_get(assertion, "passed")) ? failing_since(list) : -1;
		if (since >= 0)
			json_array_append_new(json_object_get(report, "drifting"),
				json_pack("{ss ss sO* sO si sO*}", "change", name, "assertion", key, "statement",
					json_object_get(assertion, "statement"), "since",
					json_array_get(json_object_get(report, "nights"), (size_t)since), "nights",
					(int)json_array_size(list) - since, "value", json_object_get(assertion, "value")));
		json_object_set_new(all, key, list);
	}
	json_object_set_new(trend, "assertions", all);
}

static void join_contract(json_t *report, const json_t *nights, const json_t *change, json_t *trend)
{
	const char *name = json_string_value(json_object_get(change, "name")), *key;
	json_t *all = json_object(), *value;

	json_object_foreach(json_object_get(change, "contract"), key, value)
	{
		json_t *list = series(nights, name, "contract", key);
		size_t count = json_array_size(list);
		const json_t *before = count > 1 ? json_array_get(list, count - 2) : NULL;
		if (json_is_string(before) && !json_equal(before, value))
			json_array_append_new(json_object_get(report, "moving"),
				json_pack("{ss ss sO sO}", "change", name, "key", key, "before", before, "now", value));
		json_object_set_new(all, key, list);
	}
	json_object_set_new(trend, "contract", all);
}

/* Adds the trends over the nights to a report, or to a tenant's part. */
static void join(json_t *part, const json_t *nights, json_t *times)
{
	json_t *change;
	size_t i;

	json_object_set(part, "nights", times);
	json_object_set_new(part, "drifting", json_array());
	json_object_set_new(part, "moving", json_array());
	json_array_foreach(json_object_get(part, "changes"), i, change)
	{
		json_t *trend = json_pack(
			"{so}", "seconds", series(nights, json_string_value(json_object_get(change, "name")), "seconds", NULL));
		join_assertions(part, nights, change, trend);
		join_contract(part, nights, change, trend);
		json_object_set_new(change, "trend", trend);
	}
}

bool history_join(json_t *report, const char *path, GError **error)
{
	g_autofree char *text = NULL;
	json_t *nights = read_nights(path, &text, error), *night = nights ? night_of(report) : NULL, *times = json_array(), *item,
	       *tenants = json_object_get(report, "tenants");
	size_t i;

	if (!nights) {
		json_decref(times);
		return false;
	}
	json_array_append(nights, night);
	json_array_foreach(nights, i, item) json_array_append(times, json_object_get(item, "night"));
	if (!tenants)
		join(report, nights, times);
	json_array_foreach(tenants, i, item)
	{
		json_t *own = nights_of_tenant(nights, json_string_value(json_object_get(item, "tenant")));
		join(item, own, times);
		json_decref(own);
	}
	bool good = append_night(path, text, night, error);
	json_decref(times);
	json_decref(night);
	json_decref(nights);
	return good;
}
