/* Annotations as JSON: GitLab's Code Quality, and SARIF. */
#include "cmd/annotation_json.h"

#include <jansson.h>
#include <string.h>

#include "diff/remark.h"

/* The description of each rule, for lists of rules. */
static const struct {
	const char *name, *meaning;
} rules[] = {
	{ "missing", "The schema wants an object that is not there." },
	{ "not-wanted", "There is an object that the schema does not have." },
	{ "different", "An object is not what the schema says." },
	{ "rows", "The rows of a table are not those of the file beside the schema." },
	{ "risk", "Rows can make a statement of the plan fail." },
	{ "lock", "A statement of the plan locks a table while it goes through all of its rows." },
	{ "note", "Something that no statement brings about." },
	{ ANNOTATION_FAILED, "Places that could not be compared." },
};

static json_t *text(const char *value)
{
	g_autofree char *valid = g_utf8_make_valid(value, -1);

	return json_string(valid);
}

/* place: the compared place; NULL where there is only one. */
static json_t *message(const struct annotation *annotation, const char *place)
{
	g_autofree char *whole = g_strconcat(place ? place : "", place ? ": " : "", annotation->object ? annotation->object : "",
		annotation->object ? ": " : "", annotation->text, NULL);

	return text(whole);
}

/*
 * A fingerprint that stays the same from run to run even if the line moves: a hash of the rule, the object, the text, and a counter
 * for repeated ones. Lengths are hashed too, so that names with line breaks cannot collide. seen counts the fingerprints of one
 * report. place: as above.
 */
static char *fingerprint(const struct annotation *annotation, const char *place, GHashTable *seen)
{
	const char *object = annotation->object ? annotation->object : "";
	g_autofree char *whole = g_strdup_printf("%s\n%zu %s\n%s%s%s", annotation->rule, strlen(object), object, annotation->text,
		place ? "\n" : "", place ? place : "");
	int before = GPOINTER_TO_INT(g_hash_table_lookup(seen, whole));
	g_autofree char *numbered = g_strdup_printf("%s\n%d", whole, before);

	g_hash_table_insert(seen, g_steal_pointer(&whole), GINT_TO_POINTER(before + 1));
	return g_compute_checksum_for_string(G_CHECKSUM_SHA256, numbered, -1);
}

static GHashTable *seen_new(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

/* Takes ownership of the document. */
static bool print(json_t *document, FILE *file)
{
	bool good = document && json_dumpf(document, file, JSON_INDENT(2)) == 0 && fputc('\n', file) != EOF;

	json_decref(document);
	return good;
}

static void append_gitlab(json_t *report, const struct annotations *annotations, const char *place, GHashTable *seen)
{
	static const char *const severities[] = {
		[ANNOTATION_ERROR] = "major", [ANNOTATION_WARNING] = "minor", [ANNOTATION_NOTICE] = "info"
	};

	for (guint i = 0; i < annotations->all->len; i++) {
		const struct annotation *annotation = annotations->all->pdata[i];
		g_autofree char *print = fingerprint(annotation, place, seen);
		json_array_append_new(
			report, json_pack("{so ss ss ss s{so s{si}}}", "description", message(annotation, place), "check_name",
					annotation->rule, "fingerprint", print, "severity", severities[annotation->level],
					"location", "path", text(annotation->file ? annotation->file : annotations->to), "lines",
					"begin", (int)annotation->line));
	}
}

bool annotations_write_gitlab(const GPtrArray *all, FILE *file)
{
	g_autoptr(GHashTable) seen = seen_new();
	json_t *report = json_array();

	for (guint i = 0; i < all->len; i++) {
		const struct annotations *annotations = all->pdata[i];
		append_gitlab(report, annotations, all->len > 1 ? annotations->from : NULL, seen);
	}
	return print(report, file);
}

/* A path as a URI reference: a relative path stays relative; reserved characters become %XX. */
static json_t *uri(const char *path)
{
	g_autofree char *escaped = g_uri_escape_string(path, "/", false);

	return json_string(escaped);
}

static json_t *result(const struct annotation *annotation, const char *place, GHashTable *seen)
{
	static const char *const levels[] = {
		[ANNOTATION_ERROR] = "error", [ANNOTATION_WARNING] = "warning", [ANNOTATION_NOTICE] = "note"
	};
	g_autofree char *print = fingerprint(annotation, place, seen);
	json_t *location = json_object(),
	       *made = json_pack("{ss ss s{so} s{ss}}", "ruleId", annotation->rule, "level", levels[annotation->level], "message",
		       "text", message(annotation, place), "partialFingerprints", "pgcanon/v1", print);

	if (annotation->file)
		json_object_set_new(location, "physicalLocation",
			json_pack("{s{so} s{si si}}", "artifactLocation", "uri", uri(annotation->file), "region", "startLine",
				(int)annotation->line, "startColumn", (int)annotation->column));
	if (annotation->object)
		json_object_set_new(
			location, "logicalLocations", json_pack("[{so}]", "fullyQualifiedName", text(annotation->object)));
	if (json_object_size(location))
		json_object_set_new(made, "locations", json_pack("[o]", location));
	else
		json_decref(location);
	return made;
}

/* The description of a rule of a check, or of a remark's code. */
static const char *meaning_of(const char *rule)
{
	for (size_t i = 0; i < G_N_ELEMENTS(rules); i++)
		if (strcmp(rules[i].name, rule) == 0)
			return rules[i].meaning;
	for (enum remark_code code = 0; code < REMARK_CODES; code++)
		if (strcmp(remark_code_name(code), rule) == 0)
			return remark_code_meaning(code);
	g_assert_not_reached();
}

static json_t *used_rules(const struct annotations *annotations)
{
	json_t *used = json_array();
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < annotations->all->len; i++) {
		const char *rule = ((const struct annotation *)annotations->all->pdata[i])->rule;
		if (g_hash_table_add(seen, (gpointer)rule))
			json_array_append_new(
				used, json_pack("{ss s{ss}}", "id", rule, "shortDescription", "text", meaning_of(rule)));
	}
	return used;
}

/* place: as above; it distinguishes the runs of one file. */
static json_t *run(const struct annotations *annotations, const char *place)
{
	g_autoptr(GHashTable) seen = seen_new();
	json_t *results = json_array(), *made;

	for (guint i = 0; i < annotations->all->len; i++)
		json_array_append_new(results, result(annotations->all->pdata[i], place, seen));
	made = json_pack("{s{s{ss ss so}} so ss}", "tool", "driver", "name", "pgcanon", "version", PGCANON_VERSION, "rules",
		used_rules(annotations), "results", results, "columnKind", "unicodeCodePoints");
	if (place)
		json_object_set_new(made, "automationDetails", json_pack("{so}", "id", text(place)));
	return made;
}

bool annotations_write_sarif(const GPtrArray *all, FILE *file)
{
	json_t *runs = json_array();

	for (guint i = 0; i < all->len; i++) {
		const struct annotations *annotations = all->pdata[i];
		json_array_append_new(runs, run(annotations, all->len > 1 ? annotations->from : NULL));
	}
	return print(json_pack("{ss ss so}", "$schema", "https://json.schemastore.org/sarif-2.1.0.json", "version", "2.1.0", "runs",
			     runs),
		file);
}
